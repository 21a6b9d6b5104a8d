"""Polygons as GeoJSON (RFC 7946), place by place, out of a topology."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from cauce.territory.shapes.topology import Topology

Line = list[list[float]]

DECIMALS: Final = 5
"""Of a degree: about a metre."""


@lru_cache(maxsize=16)
def geometries(topology: Topology) -> Mapping[str, str]:
    """The GeoJSON geometry of each place of a topology, as text, by its code."""
    json_, made = topology.json, {}
    (by_x, by_y), (from_x, from_y) = json_["transform"]["scale"], json_["transform"]["translate"]
    lines: list[Line] = []
    for arc in json_["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append([round(from_x + by_x * x, DECIMALS), round(from_y + by_y * y, DECIMALS)])
        lines.append(line)
    for each in json_["objects"]["places"]["geometries"]:
        several = each["type"] == "MultiPolygon"
        polygons = [
            _turned([_ring(ring, lines) for ring in polygon])
            for polygon in (each["arcs"] if several else [each["arcs"]])
        ]
        geometry = {"type": each["type"], "coordinates": polygons if several else polygons[0]}
        made[each["properties"]["code"]] = json.dumps(geometry, separators=(",", ":"))
    return MappingProxyType(made)


def _ring(arcs: Iterable[int], lines: Sequence[Line]) -> Line:
    """A ring of positions out of a ring of arcs."""
    ring: Line = []
    for number in arcs:
        line = lines[number] if number >= 0 else lines[~number][::-1]
        ring += line[1:] if ring else line
    return ring


def _turned(rings: list[Line]) -> list[Line]:
    """The first ring counterclockwise and the others, which are holes, clockwise."""
    return [
        ring if (_area(ring) > 0) == (place == 0) else ring[::-1]
        for place, ring in enumerate(rings)
    ]


def _area(ring: Line) -> float:
    """Twice the signed area: positive when counterclockwise."""
    return sum(here[0] * there[1] - there[0] * here[1] for here, there in pairwise(ring))
