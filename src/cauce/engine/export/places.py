"""Places: rows of departments, municipalities… as GeoJSON, with the polygon of each."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cauce.base.errors import Refusal
from cauce.base.numerals import number_es
from cauce.engine.columns import Column
from cauce.engine.export.json_lines import record_sql
from cauce.engine.query import Rows
from cauce.engine.sandbox import name_literal
from cauce.territory import Division, by_code, by_name

MOST: Final = 20_000
"""Features of a file: each carries a polygon."""


@dataclass(frozen=True)
class Places:
    """The polygons of the places that a column names."""

    column: str
    level: str
    """``gt.municipality``…"""
    geometries: Mapping[str, str]
    """GeoJSON text of each place, by its official code."""


def place_column(columns: Sequence[Column]) -> tuple[str, str] | None:
    """The column of the finest places and their level; the one of codes before that of names."""
    placed = [
        (column.name, (column.role or "").removeprefix("territory:"), column)
        for column in columns
        if (column.role or "").startswith("territory:")
    ]
    if not placed:
        return None

    def fineness(one: tuple[str, str, Column]) -> tuple[int, bool]:
        return one[2].distinct, all(text.strip().isdigit() for text in one[2].examples)

    name, level, _column = max(placed, key=fineness)
    return name, level


def places_geojson(
    rows: Rows, extra: Sequence[str], meta: dict[str, Any], places: Places
) -> Iterator[bytes]:
    """A collection of features (RFC 7946); the polygons are to draw with, not to measure.

    Raises:
        Refusal: past `MOST` features, before anything is sent.
    """
    names = [*extra, *rows.columns]
    column = name_literal(places.column)
    select = f"{record_sql(rows, names)} AS record, CAST({column} AS VARCHAR) AS place"
    first = (
        b'{"type":"FeatureCollection","metadata":' + json.dumps(meta, ensure_ascii=False).encode()
    )
    features: list[str] = []
    for batch in rows.batches(select):
        found = batch.to_pydict()
        for record, place in zip(found["record"], found["place"], strict=True):
            features.append(
                f'\n{{"type":"Feature","geometry":{_polygon(place, places)},"properties":{record}}}'
            )
        if len(features) > MOST:
            raise Refusal(
                f"En GeoJSON caben {number_es(MOST)} filas con su polígono y aquí hay más.",
                code="export.geojson_size",
                remedy="Agrupe por lugar, agregue un filtro o descargue CSV.",
            )
    yield first + b',"features":['
    yield ",".join(features).encode()
    yield b"\n]}\n"


def _polygon(place: str | None, places: Places) -> str:
    division = _division(place, places.level) if place else None
    return places.geometries.get(division.code, "null") if division else "null"


def _division(text: str, level: str) -> Division | None:
    if (found := by_code(level, text)) is not None:
        return found
    named = by_name(level, text)
    return named[0] if len(named) == 1 else None
