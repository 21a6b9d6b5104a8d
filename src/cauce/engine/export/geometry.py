"""Geometry: how the rows of a table say where they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from cauce.base.fold import fold
from cauce.engine.columns import Column
from cauce.engine.sandbox import name_literal

GEOMETRY = "geometry"
"""Name of the column where the reader of GeoJSON puts the geometry of each feature, as text."""

_LATITUDE = frozenset({"lat", "latitud", "latitude"})
_LONGITUDE = frozenset({"lon", "lng", "long", "longitud", "longitude"})


@dataclass(frozen=True)
class Geometry:
    """The columns that hold it, and SQL of its GeoJSON text, which is never null."""

    columns: tuple[str, ...]
    sql: str


def geometry_of(schema: Sequence[Column]) -> Geometry | None:
    """How a table says where its rows are: a column of GeoJSON, or a latitude and a longitude.

    ``None`` when it does not, or when two columns could be the latitude.
    """
    for column in schema:
        if column.type == "text" and column.name == GEOMETRY:
            text = name_literal(column.name)
            return Geometry(
                (column.name,), f"CASE WHEN json_valid({text}) THEN {text} ELSE 'null' END"
            )
    latitude, longitude = _coordinate(schema, _LATITUDE), _coordinate(schema, _LONGITUDE)
    if latitude is None or longitude is None:
        return None
    return Geometry((latitude, longitude), _point(name_literal(latitude), name_literal(longitude)))


def _coordinate(schema: Sequence[Column], words: frozenset[str]) -> str | None:
    found = [
        column.name
        for column in schema
        if column.type in ("number", "integer") and {column.name, fold(column.label)} & words
    ]
    return found[0] if len(found) == 1 else None


def _point(latitude: str, longitude: str) -> str:
    """A point, or null where a coordinate is missing or is not on Earth."""
    return (
        f"CASE WHEN {latitude} BETWEEN -90 AND 90 AND {longitude} BETWEEN -180 AND 180 "
        f"""THEN concat('{{"type":"Point","coordinates":[', {longitude}, ',', {latitude}, ']}}') """
        "ELSE 'null' END"
    )
