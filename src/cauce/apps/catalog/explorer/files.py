"""Files with exactly the rows that a state of the explorer shows."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cauce.apps.catalog import access
from cauce.base.errors import NotFound


@require_safe
def file(
    request: HttpRequest, slug: str, table: str, extension: str, number: str | None = None
) -> HttpResponseBase:
    """The rows of a state of the explorer in one of the formats."""
    access.dataset_for_reading(request.user, slug)
    raise NotFound(_("Esta tabla no se ofrece en ese formato."), code="file.none")
