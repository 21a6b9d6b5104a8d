"""What a TopoJSON draws, as shapely polygons, and small official files to load."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import shapely

from cauce.territory.divisions import codes


def absolute(json: Any) -> list[list[tuple[int, int]]]:
    """The arcs with whole coordinates of their grid."""
    arcs = []
    for steps in json["arcs"]:
        x = y = 0
        arc = []
        for step_x, step_y in steps:
            x, y = x + step_x, y + step_y
            arc.append((x, y))
        arcs.append(arc)
    return arcs


def refs(geometry: Any) -> Iterator[int]:
    """Every arc of a geometry, ``~n`` when backwards."""
    pending: list[Any] = [geometry["arcs"]]
    while pending:
        each = pending.pop()
        if isinstance(each, int):
            yield each
        else:
            pending.extend(each)


def polygons(json: Any, name: str = "places") -> dict[str, Any]:
    """Each geometry of an object as a shapely multipolygon, by its code or name."""
    arcs = absolute(json)
    found = {}
    for geometry in json["objects"][name]["geometries"]:
        parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        told = geometry["properties"]
        found[told.get("code") or told["name"]] = shapely.multipolygons(
            [shapely.Polygon(rings[0], rings[1:]) for rings in _rings(parts, arcs)]
        )
    return found


def uses(json: Any, *names: str) -> Counter[int]:
    """How often each arc is used by the geometries of these objects, direction apart."""
    return Counter(
        ref
        for name in names
        for geometry in json["objects"][name]["geometries"]
        for ref in refs(geometry)
    )


def _rings(parts: Any, arcs: Sequence[Any]) -> Iterator[list[Any]]:
    for rings in parts:
        yield [
            [point for ref in ring for point in (arcs[ref] if ref >= 0 else arcs[~ref][::-1])]
            for ring in rings
        ]


def square(
    column: int, row: int, side: float = 0.5, corner: tuple[float, float] = (-80.0, -17.0)
) -> list[list[list[float]]]:
    """A square, in Peru unless the south-western ``corner`` says otherwise; wound as RFC 7946
    wants it."""
    west, south = corner[0] + column * side, corner[1] + row * side
    east, north = west + side, south + side
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def feature(properties: Any, coordinates: Any, kind: str = "Polygon") -> Any:
    """One place of a GeoJSON."""
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def collection(features: Iterable[Any]) -> Any:
    """A GeoJSON."""
    return {"type": "FeatureCollection", "features": list(features)}


def squares(
    level: str, *, prop: str = "UBIGEO", name: str = "NOMBRE", of: tuple[str, ...] = ("",)
) -> Any:
    """An official file of a level: the places (``of`` some departments) by code, in rows of
    squares."""
    width, side, corner = {
        "pe.department": (12, 0.5, (-80.0, -17.0)),
        "pe.province": (20, 0.5, (-80.0, -17.0)),
        "pe.district": (45, 0.25, (-80.0, -17.0)),
        "gt.municipality": (20, 0.1, (-92.0, 14.0)),
    }[level]
    return collection(
        feature(
            {prop: code, name: place.name.upper()},
            square(number % width, number // width, side, corner),
        )
        for number, (code, place) in enumerate(codes(level).items())
        if code.startswith(of)
    )
