"""Downloads: the rows of a table as a file, those that the page's filters let through.

``/datos/<slug>/<table>.csv`` is of the newest version, ``/datos/<slug>/v/<n>/<table>.csv`` of that
one for ever. ``formato=es`` (or ``sep=;``) gives the CSV of spreadsheets in Spanish.
"""

from collections.abc import Iterator
from typing import cast

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cauce.apps.catalog import access, queries
from cauce.apps.catalog.citation import address_of_version, site_of
from cauce.apps.catalog.contracts import DatasetPage, TableFile
from cauce.apps.catalog.licences import licence, licence_name
from cauce.apps.catalog.store import store
from cauce.base.errors import NotFound
from cauce.base.ids import sha256_bytes
from cauce.engine.explore import Explore
from cauce.engine.export import ExportMeta, Format, content_type, export

RECIPE = "1"
"""Changes when the bytes of a format change: part of what an ETag names."""


@require_safe
def newest(request: HttpRequest, slug: str, table: str, extension: str) -> HttpResponseBase:
    """A table of the newest version."""
    return _file(request, slug, None, table, extension)


@require_safe
def of_version(
    request: HttpRequest, slug: str, number: str, table: str, extension: str
) -> HttpResponseBase:
    """A table of one version: the same bytes for ever."""
    return _file(request, slug, int(number), table, extension)


@require_safe
def original(request: HttpRequest, slug: str, number: int) -> HttpResponseBase:
    """The file of a version as it was sent, when its publisher offers it; never shown in place."""
    row = access.dataset_for_reading(request.user, slug)
    found = queries.dataset_page(row, number).original
    if found is None:
        raise NotFound(
            _("El archivo original de esta versión no se ofrece. Sus tablas sí se descargan."),
            code="original.private",
        )
    response = FileResponse(
        store().original(found.sha256).open("rb"),
        as_attachment=True,
        filename=found.name,
        content_type="application/octet-stream",
    )
    response.headers["ETag"] = f'"{found.sha256[:32]}"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if request.user.is_anonymous:
        response.headers["Cache-Control"] = "public, no-cache"
    return response


def _file(
    request: HttpRequest, slug: str, number: int | None, table: str, extension: str
) -> HttpResponseBase:
    row = access.dataset_for_reading(request.user, slug)
    page = queries.dataset_page(row, number)
    found = queries.table_file(row, table, number, request)
    params = dict(request.GET.lists())
    explore = Explore.from_query(found.table.sha256, found.table.columns, params)
    comma = request.GET.get("formato") == "es" or request.GET.get("sep") == ";"
    format_ = cast("Format", extension)
    meta = _meta(request, page, found)
    etag = _etag(found, explore.at(0).to_query(), format_, comma=comma, address=meta.url)
    modified = int(found.published_at.timestamp())
    response: HttpResponseBase | None = get_conditional_response(request, etag, modified)
    if response is None:
        body: Iterator[bytes] = iter(())
        if request.method != "HEAD":
            body = export(
                explore,
                found.table.columns,
                queries.store(),
                format_,
                meta,
                decimal_comma=comma and format_ == "csv",
            )
        response = StreamingHttpResponse(body, content_type=content_type(format_))
        name = meta.filename(extension)
        if explore.filters or explore.search:
            name = f"{name.removesuffix(f'.{extension}')}-filtrado.{extension}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(modified)
    response.headers["X-Content-Type-Options"] = "nosniff"
    if request.user.is_anonymous:
        response.headers["Cache-Control"] = "public, no-cache"
    return response


def _meta(request: HttpRequest, page: DatasetPage, found: TableFile) -> ExportMeta:
    terms = licence(page.licence)
    return ExportMeta(
        title=found.title,
        slug=found.dataset,
        version=str(found.number),
        organisation=page.organisation.name,
        source=page.sources,
        licence=licence_name(page.licence),
        licence_url=terms.url if terms else "",
        published=timezone.localdate(found.published_at).isoformat(),
        url=address_of_version(found.dataset, found.number, site_of(request)),
        citation=found.citation,
        notes=page.notes,
        table=found.table.name if len(page.tables) > 1 else "",
    )


def _etag(found: TableFile, query: str, format_: Format, *, comma: bool, address: str) -> str:
    """A weak name of these bytes: the version, the table, what is asked of it, and the format."""
    said = (RECIPE, found.version_hash, found.table.sha256, query, format_, str(comma), address)
    return f'W/"{sha256_bytes("|".join(said).encode())[:32]}"'
