"""Exports: exactly the rows somebody sees, in the format they ask for, as a stream of bytes.

Every format leaves out ``_row``; ``_kind`` goes in front when rows other than ``data`` are asked
for. Reading a download back gives the same table (a test says so, format by format).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from typing import Literal

from cauce.base.errors import Refusal
from cauce.engine.columns import KIND, ROW, Column
from cauce.engine.explore import Explore, Joinable
from cauce.engine.export.csv_lines import csv
from cauce.engine.export.geometry import geometry_of
from cauce.engine.export.json_lines import geojson, ndjson, records
from cauce.engine.export.meta import ExportMeta, headings
from cauce.engine.export.parquet import write_parquet
from cauce.engine.export.places import Places, places_geojson
from cauce.engine.export.stream import written
from cauce.engine.export.workbook import refuse_what_does_not_fit, write_workbook
from cauce.engine.query import Queries, Rows, answer, every_group, shared
from cauce.engine.store import Tables

__all__ = ["FORMATS", "ExportMeta", "Format", "Places", "available", "content_type", "export"]

Format = Literal["csv", "json", "ndjson", "parquet", "xlsx", "geojson"]

FORMATS: Mapping[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "ndjson": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
}
"""The formats and their content types."""


def available(schema: Sequence[Column]) -> tuple[Format, ...]:
    """The formats in which a table can be had: GeoJSON only when its rows say where they are."""
    placed = geometry_of(schema) is not None
    return tuple(format_ for format_ in FORMATS if placed or format_ != "geojson")


def content_type(format_: Format) -> str:
    """What HTTP calls the format."""
    return FORMATS[format_]


def export(
    explore: Explore,
    schema: Sequence[Column],
    tables: Tables,
    format_: Format,
    meta: ExportMeta,
    *,
    joinable: Joinable | None = None,
    places: Places | None = None,
    decimal_comma: bool = False,
    source_rows: bool = False,
    using: Queries | None = None,
) -> Iterator[bytes]:
    """The bytes of every row or group that ``explore`` asks for, whatever its offset and limit.

    The first bytes are made before this returns, so what cannot be exported is refused while there
    is still somebody to tell; the rest are made as they are taken. ``decimal_comma`` is the CSV of
    spreadsheets in Spanish (``;``, decimal comma, byte order mark). ``source_rows`` adds ``_row``.
    ``places`` are the polygons of GeoJSON where the rows have no geometry of their own.

    Raises:
        Refusal: in Spanish, when the exploration or the format does not suit the table.
        CauceError: when the table cannot be read or the disk is full.
    """
    queries = using or shared()
    whole = replace(explore, offset=0)
    if explore.aggregates:
        columns, rows = every_group(whole, tables, schema, joinable, using=queries)
        columns = tuple(_exact(column, explore) for column in columns)
        extra: list[str] = []
    else:
        rows = queries.every_row(whole, tables, schema, joinable)
        by_name = {column.name: column for column in schema}
        by_name |= {column.name: column for column in (joinable.prefixed() if joinable else ())}
        columns = tuple(by_name[name] for name in rows.columns)
        extra = [*([ROW] if source_rows else []), *([KIND] if explore.kinds != ("data",) else [])]
    if format_ == "xlsx":
        one = replace(whole, limit=1)
        total = answer(one, tables, schema, joinable, using=queries).total
        refuse_what_does_not_fit(total, len(columns) + len(extra))
    body = _body(rows, columns, extra, format_, whole, meta, places=places, comma=decimal_comma)
    return _started(body)


def _exact(column: Column, explore: Explore) -> Column:
    """The column, a part of a whole called what it is in files: a ratio, not a percentage."""
    ratio = any(one.op == "ratio" and column.name.startswith(one.name) for one in explore.measures)
    if not ratio or column.unit is not None or column.role is not None:
        return column
    return replace(column, label=f"{column.label} (razón)")


def _body(
    rows: Rows,
    columns: Sequence[Column],
    extra: Sequence[str],
    format_: Format,
    explore: Explore,
    meta: ExportMeta,
    *,
    places: Places | None,
    comma: bool,
) -> Iterator[bytes]:
    about = partial(meta.to_json, explore, columns)
    match format_:
        case "csv":
            return csv(rows, headings(columns), extra, comma=comma)
        case "json":
            return records(rows, extra, about())
        case "ndjson":
            return ndjson(rows, extra)
        case "geojson":
            if (geometry := geometry_of(columns)) is not None:
                return geojson(rows, extra, about(), geometry)
            if places is not None and places.column in rows.columns:
                return places_geojson(rows, extra, about(), places)
            raise _nowhere()
        case "parquet":
            return written(partial(write_parquet, rows, extra, about()))
        case "xlsx":
            lines = meta.lines(explore)
            return written(partial(write_workbook, rows, columns, headings(columns), extra, lines))


def _started(body: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces that are never empty, once the first rows were made."""
    pieces = filter(None, body)
    first = list(islice(pieces, 2))
    return chain(first, pieces)


def _nowhere() -> Refusal:
    return Refusal(
        "Estas filas no dicen dónde están: no tienen una columna de geometría, ni una de latitud y "
        "otra de longitud, ni una de lugares de los que haya un mapa.",
        code="export.geometry",
        remedy="Descargue CSV o JSON.",
    )
