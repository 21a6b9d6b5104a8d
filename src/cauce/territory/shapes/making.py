"""From polygons to the two maps of a level: the whole country, and each department by itself."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

import shapely

from cauce.territory.divisions import WIDTH, Level, codes
from cauce.territory.shapes.arcs import Arc, Place, Ring, arcs_of
from cauce.territory.shapes.coverage import Coverage, Geometry, simplified
from cauce.territory.shapes.levels import HOLDERS, wider_levels
from cauce.territory.shapes.merging import merged
from cauce.territory.shapes.snapping import Grid, snapped
from cauce.territory.shapes.topology import Json

PIXELS: Final = 420
"""Width at which nothing that was left out can be seen."""
BEND_PIXELS: Final = 0.6
"""Side of the square whose area a bend must have to stay, at that width."""
STEPS: Final = 5_000
"""Coordinates are rounded to this part of the wider side: a tenth of such a pixel."""


def country_map(level: Level, coverage: Coverage) -> Json:
    """TopoJSON of a whole country, as `Topology` describes it; ``coverage`` must be mended."""
    return _map(level, coverage)


def department_maps(level: Level, coverage: Coverage) -> dict[str, Json]:
    """TopoJSON of each department by its code, with as much detail as its size allows."""
    departments = sorted({code[:2] for code in coverage.places})
    return {department: _map(level, coverage.within(department)) for department in departments}


def _map(level: Level, coverage: Coverage) -> Json:
    west, south, east, north = coverage.bounds
    few = simplified(coverage, BEND_PIXELS * (east - west) / PIXELS)
    step = max(east - west, north - south) / STEPS
    whole = snapped(few, Grid(west, south, step))
    rings = {f"p{code}": _rings(each) for code, each in whole.places.items()}
    rings |= {f"w{name}": _rings(each) for name, each in whole.water.items()}
    arcs, made = arcs_of(rings)
    places = {key[1:]: place for key, place in made.items() if key[0] == "p"}
    water = {key[1:]: place for key, place in made.items() if key[0] == "w"}
    objects = {"places": _collection(_named(level, places))}
    for holder in wider_levels(level):
        objects[HOLDERS[holder]] = _collection(_named(holder, _joined(holder, places, arcs)))
    objects["water"] = _collection(({"name": name}, place) for name, place in water.items())
    return {
        "type": "Topology",
        "bbox": [round(each, 6) for each in (west, south, east, north)],
        "transform": {
            "scale": [round(step, 9), round(step, 9)],
            "translate": [round(west, 6), round(south, 6)],
        },
        "objects": objects,
        "arcs": [_steps(arc) for arc in arcs],
    }


def _rings(geometry: Geometry) -> list[list[Ring]]:
    """The polygons of a geometry of whole coordinates, outer rings clockwise, holes the other
    way."""
    return [
        [
            [(int(x), int(y)) for x, y in shapely.get_coordinates(line)[:-1]]
            for line in (polygon.exterior, *polygon.interiors)
        ]
        for polygon in shapely.get_parts(shapely.orient_polygons(geometry, exterior_cw=True))
    ]


def _joined(holder: Level, places: Mapping[str, Place], arcs: list[Arc]) -> dict[str, Place]:
    inside: dict[str, list[Place]] = {}
    for code, place in places.items():
        inside.setdefault(code[: WIDTH[holder]], []).append(place)
    return {code: merged(inside[code], arcs) for code in sorted(inside)}


def _named(level: Level, places: Mapping[str, Place]) -> Iterable[tuple[dict[str, str], Place]]:
    known = codes(level)
    for code, place in sorted(places.items()):
        yield {"code": code, "name": known[code].name}, place


def _collection(places: Iterable[tuple[dict[str, str], Place]]) -> Json:
    return {
        "type": "GeometryCollection",
        "geometries": [_geometry(properties, place) for properties, place in places],
    }


def _geometry(properties: dict[str, str], place: Place) -> dict[str, Any]:
    if len(place) == 1:
        return {"type": "Polygon", "properties": properties, "arcs": place[0]}
    return {"type": "MultiPolygon", "properties": properties, "arcs": place}


def _steps(arc: Arc) -> list[list[int]]:
    """An arc as TopoJSON writes it: the first point, then steps."""
    return [
        [x - arc[place - 1][0], y - arc[place - 1][1]] if place else [x, y]
        for place, (x, y) in enumerate(arc)
    ]
