"""Files with exactly the rows that a state of the explorer shows, wherever its page was.

Every file says where it comes from: in its own cells or metadata (XLSX, JSON, GeoJSON, Parquet);
CSV and NDJSON have no place for it, so a card goes beside them (``explorar.txt``), to which the
``Link`` header leads and which the ZIP holds.
"""

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import IO, Final, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from cauce.apps.catalog.explorer.asked import Asked, asked_of
from cauce.apps.catalog.explorer.citing import apa
from cauce.apps.catalog.explorer.frozen import Frozen, frozen
from cauce.apps.catalog.explorer.words import question_words
from cauce.apps.catalog.licences import licence, licence_name
from cauce.apps.catalog.store import store
from cauce.base.errors import Refusal
from cauce.base.ids import sha256_bytes
from cauce.engine.columns import Column
from cauce.engine.explore import MOST_ROWS, Explore
from cauce.engine.export import ExportMeta, Format, Places, content_type, export
from cauce.engine.export.places import place_column
from cauce.engine.export.stream import written
from cauce.engine.query import answer
from cauce.territory.shapes import shapes
from cauce.territory.shapes.geojson import geometries

_SILENT: Final = frozenset({"csv", "ndjson"})
RECIPE = "2"
"""Changes when the bytes of a format change: part of what an ETag names."""


@dataclass(frozen=True)
class Offered:
    """A state that is given as files."""

    asked: Asked
    kept: Frozen
    meta: ExportMeta
    columns: tuple[Column, ...]
    """Of the answer; none for files that say nothing of themselves."""

    @property
    def explore(self) -> Explore:
        """What is asked, from its beginning."""
        return self.asked.explore.at(0)

    def body(self, format_: Format, *, comma: bool) -> Iterator[bytes]:
        """The bytes of the file.

        Raises:
            Refusal: when the format does not suit what is asked.
        """
        return export(
            self.explore,
            self.asked.table.columns,
            store(),
            format_,
            self.meta,
            joinable=self.asked.joinable,
            places=_places(self.columns) if format_ == "geojson" else None,
            decimal_comma=comma and format_ == "csv",
        )

    def card(self) -> str:
        """What a person should know of the rows, line by line."""
        lines = [f"{name}: {text}" for name, text in self.meta.lines(self.explore)]
        return "\r\n".join(lines) + "\r\n"

    def name(self, extension: str) -> str:
        """A file name that tells two questions apart."""
        whole = self.meta.filename(extension).removesuffix(f".{extension}")
        return f"{whole}-{self.kept.fingerprint[:8]}.{extension}"


@require_safe
def file(
    request: HttpRequest, slug: str, table: str, extension: str, number: str | None = None
) -> HttpResponseBase:
    """The rows or groups of a state of the explorer in one of the formats.

    Raises:
        Refusal: when the address asks for something that cannot be answered.
    """
    offered = offered_of(request, slug, table, extension, int(number) if number else None)
    comma = request.GET.get("formato") == "es" or request.GET.get("sep") == ";"
    modified = int(offered.asked.page.version.published_at.timestamp())
    said = (RECIPE, offered.kept.fingerprint, extension, str(comma), offered.meta.url)
    etag = f'W/"{sha256_bytes("|".join(said).encode())[:32]}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag, modified)
    if response is None:
        response = _answered(request, offered, extension, comma=comma)
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(modified)
    response.headers["X-Content-Type-Options"] = "nosniff"
    if request.user.is_anonymous:
        response.headers["Cache-Control"] = "public, no-cache"
    return response


def offered_of(
    request: HttpRequest, slug: str, table: str, extension: str, number: int | None
) -> Offered:
    """The state that a request asks to take away.

    Only files that say something of themselves need the answer twice: once for what must be known
    of it, once for its rows.

    Raises:
        NotFound: when there is no such dataset, version or table for who asks.
        Refusal: when the address asks for something that cannot be answered.
    """
    asked = asked_of(request, slug, table, number)
    if asked.error:
        raise Refusal(asked.error, code="file.state")
    kept = frozen(request, asked)
    if extension in _SILENT:
        return Offered(asked, kept, _meta(request, asked, kept, ()), ())
    first = replace(asked.explore.at(0), limit=MOST_ROWS if asked.explore.aggregates else 1)
    answered = answer(first, store(), asked.table.columns, asked.joinable)
    meta = _meta(request, asked, kept, answered.notes)
    return Offered(asked, kept, meta, answered.columns)


def _answered(
    request: HttpRequest, offered: Offered, extension: str, *, comma: bool
) -> HttpResponseBase:
    response: HttpResponseBase
    if extension == "txt":
        response = HttpResponse(offered.card(), content_type="text/plain; charset=utf-8")
    elif request.method == "HEAD":
        response = HttpResponse(content_type=_type(extension))
    elif extension == "zip":
        body = written(lambda target: _zip(target, offered, comma=comma))
        response = StreamingHttpResponse(body, content_type=_type(extension))
    else:
        body = offered.body(cast("Format", extension), comma=comma)
        response = StreamingHttpResponse(body, content_type=_type(extension))
    disposition = "inline" if extension == "txt" else "attachment"
    response.headers["Content-Disposition"] = f'{disposition}; filename="{offered.name(extension)}"'
    card = offered.kept.addresses.file(offered.kept.explore, "txt")
    response.headers["Link"] = f'<{card}>; rel="describedby"; type="text/plain"'
    return response


def _zip(target: IO[bytes], offered: Offered, *, comma: bool) -> None:
    """The CSV and its card in one file; the same question gives the same bytes."""
    moment = timezone.localtime(offered.asked.page.version.published_at).timetuple()[:6]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        rows = zipfile.ZipInfo(offered.name("csv"), moment)
        rows.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(rows, "w", force_zip64=True) as member:
            for piece in offered.body("csv", comma=comma):
                member.write(piece)
        archive.writestr(zipfile.ZipInfo("LEAME.txt", moment), offered.card())


def _type(extension: str) -> str:
    others: Mapping[str, str] = {"zip": "application/zip", "txt": "text/plain; charset=utf-8"}
    return others.get(extension) or content_type(cast("Format", extension))


def _meta(request: HttpRequest, asked: Asked, kept: Frozen, notes: tuple[str, ...]) -> ExportMeta:
    page = asked.page
    terms = licence(page.licence)
    address = kept.address(request)
    return ExportMeta(
        title=page.title,
        slug=page.slug,
        version=str(page.version.number),
        organisation=page.organisation.name,
        source=page.sources,
        licence=licence_name(page.licence),
        licence_url=terms.url if terms else "",
        published=timezone.localdate(page.version.published_at).isoformat(),
        url=address,
        citation=apa(asked, kept, address),
        notes="\n".join(filter(None, (page.notes, *notes))),
        table=asked.table.name if len(page.tables) > 1 else "",
        question=question_words(asked.explore, asked.table.columns, asked.joinable),
        joined=f"{asked.joinable.title} ({kept.explore.join.source})"
        if asked.joinable and kept.explore.join
        else "",
    )


def _places(columns: tuple[Column, ...]) -> Places | None:
    """The polygons of the finest places of the answer, when there is a map of them."""
    placed = place_column(columns)
    topology = shapes(placed[1], maps=settings.CAUCE.maps_dir) if placed else None
    if placed is None or topology is None:
        return None
    return Places(placed[0], placed[1], geometries(topology))
