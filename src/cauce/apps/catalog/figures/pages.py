"""Figures at addresses of their own: the picture, its specification, the frame for other sites."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cauce.apps.catalog import access
from cauce.base.errors import NotFound


@require_safe
def figure(
    request: HttpRequest, slug: str, table: str, extension: str, number: str | None = None
) -> HttpResponse:
    """The figure of a state of the explorer, as a picture or as its specification."""
    access.dataset_for_reading(request.user, slug)
    raise NotFound(_("Esta tabla no tiene figura."), code="figure.none")


@require_safe
def embed(request: HttpRequest, slug: str, table: str, number: str | None = None) -> HttpResponse:
    """The figure of a state of the explorer in a frame for other sites."""
    access.dataset_for_reading(request.user, slug)
    raise NotFound(_("Esta tabla no tiene figura."), code="figure.none")
