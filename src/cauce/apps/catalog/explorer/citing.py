"""The citation of a state of the explorer, for programs that keep references."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cauce.apps.catalog import access
from cauce.base.errors import NotFound


@require_safe
def citation(
    request: HttpRequest, slug: str, table: str, extension: str, number: str | None = None
) -> HttpResponse:
    """How to cite what a state of the explorer shows, in BibTeX or RIS."""
    access.dataset_for_reading(request.user, slug)
    raise NotFound(_("Esta consulta no tiene cita."), code="citation.none")
