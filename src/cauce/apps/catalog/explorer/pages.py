"""The explorer of a published table: a question, its answer as table, chart or map."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from cauce.apps.catalog import access, queries


@require_safe
def explore(request: HttpRequest, slug: str, table: str, number: str | None = None) -> HttpResponse:
    """The explorer of a table, of the newest version or of version ``number``."""
    row = access.dataset_for_reading(request.user, slug)
    queries.table_file(row, table, int(number) if number else None, request)
    return redirect("catalog:dataset", slug=slug)
