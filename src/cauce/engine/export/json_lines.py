"""JSON (RFC 8259), NDJSON and GeoJSON (RFC 7946), each record written by DuckDB.

Keys are the names of the columns. Dates and times are ISO 8601 text; a number that is infinite or
not a number is ``null``.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from cauce.engine.export.geometry import Geometry
from cauce.engine.export.stream import texts
from cauce.engine.query import Rows
from cauce.engine.sandbox import name_literal, text_literal


def ndjson(rows: Rows, extra: Sequence[str]) -> Iterator[bytes]:
    """One object a line."""
    yield from texts(rows, f"{record_sql(rows, [*extra, *rows.columns])} || chr(10)")


def records(rows: Rows, extra: Sequence[str], meta: dict[str, Any]) -> Iterator[bytes]:
    """``{"meta": {…}, "rows": [{…}, …]}``."""
    yield b'{"meta":' + _dumped(meta) + b',"rows":['
    yield from _listed(
        texts(rows, f"chr(10) || {record_sql(rows, [*extra, *rows.columns])} || ','")
    )
    yield b"\n]}\n"


def geojson(
    rows: Rows, extra: Sequence[str], meta: dict[str, Any], geometry: Geometry
) -> Iterator[bytes]:
    """A collection of features; what the download is goes in the foreign member ``metadata``.

    Coordinates are given as they are: WGS 84 longitude and latitude, if that is what they are.
    """
    names = [*extra, *(name for name in rows.columns if name not in geometry.columns)]
    feature = (
        f"""chr(10) || '{{"type":"Feature","geometry":' || {geometry.sql} || """
        f"""',"properties":' || {record_sql(rows, names)} || '}},'"""
    )
    yield b'{"type":"FeatureCollection","metadata":' + _dumped(meta) + b',"features":['
    yield from _listed(texts(rows, feature))
    yield b"\n]}\n"


def _listed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces without their last comma."""
    last = b""
    for piece in pieces:
        yield last
        last = piece
    yield last[:-1]


def _dumped(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def record_sql(rows: Rows, names: Sequence[str]) -> str:
    """SQL of the JSON text of one record."""
    if not names:
        return "'{}'"
    members = (f"{text_literal(name)}: {_value(name, rows.types[name])}" for name in names)
    return f"CAST(to_json({{{', '.join(members)}}}) AS VARCHAR)"


def _value(name: str, type_: str) -> str:
    column = name_literal(name)
    if type_ in ("DOUBLE", "FLOAT"):
        return f"CASE WHEN isfinite({column}) THEN {column} END"
    if type_.startswith("TIMESTAMP"):
        return f"replace(CAST({column} AS VARCHAR), ' ', 'T')"
    return column
