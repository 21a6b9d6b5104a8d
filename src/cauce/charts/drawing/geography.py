"""Geography: the polygons of a map as paths in the pixels of a drawing.

Projecting here, once for each map and size, is four times quicker than letting Vega project every
time, and the specification gets smaller than with its topology. Points are rounded to tenths of a
pixel arc by arc, so that two places keep one border.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from cauce.charts.draughting.paths import steps_path
from cauce.territory.shapes import Topology

Point = tuple[int, int]
"""Tenths of a pixel, from the left and from the top."""
Ring = list[Point]

_SCANS: Final = 24
"""Heights at which a place is measured for its name."""
_HALF_LINE: Final = 60
"""Half the height of a line of a label, in tenths of a pixel."""


@dataclass(frozen=True)
class Room:
    """Where a name fits best in a place: the middle of its line and the width there, in pixels."""

    x: float
    y: float
    width: float


@dataclass(frozen=True, eq=False)
class Outline:
    """One place of a map."""

    code: str
    name: str
    path: str
    rings: tuple[tuple[Point, ...], ...]


@lru_cache(maxsize=4096)
def room_in(place: Outline, lines: int) -> Room:
    """The widest room in a place for a label of that many lines."""
    half = _HALF_LINE * lines
    ys = [y for ring in place.rings for _x, y in ring]
    low, high = min(ys) + half, max(ys) - half
    best = Room(0, 0, 0)
    for scan in range(_SCANS + 1 if high > low else 0):
        y = low + (high - low) * scan / _SCANS
        spans = [_spans(place.rings, at) for at in (y - half, y, y + half)]
        for left, right in _common(spans):
            if (width := (right - left) / 10) > best.width:
                best = Room((left + right) / 20, y / 10, width)
    return best


class Projection:
    """Mercator's projection of a span of degrees onto pixels.

    ``west`` is a longitude; ``north`` an ordinate, in degrees of the equator as `mercator` gives
    them; ``scale`` pixels for each.
    """

    def __init__(
        self, bounds: tuple[float, float, float, float], width: float, height: float
    ) -> None:
        west, south, east, north = bounds
        self.west, self.north = west, mercator(north)
        across = max(east - west, 1e-9)
        down = max(self.north - mercator(south), 1e-9)
        self.scale = min(width / across, height / down)
        self.width = round(across * self.scale, 1)
        self.height = round(down * self.scale, 1)

    def at(self, longitude: float, latitude: float) -> Point:
        """Where a point of the earth stands."""
        return (
            round((longitude - self.west) * self.scale * 10),
            round((self.north - mercator(latitude)) * self.scale * 10),
        )

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        """The longitude and latitude of a point of the drawing, in pixels, to a thousandth."""
        latitude = math.atan(math.sinh(math.radians(self.north - y / self.scale)))
        return round(self.west + x / self.scale, 3), round(math.degrees(latitude), 3)


@dataclass(frozen=True, eq=False)
class Land:
    """A map in pixels."""

    width: float
    height: float
    places: Mapping[str, Outline]
    borders: str
    """Of what holds the places; empty when nothing does."""
    coast: str
    """The line around all places."""
    water: str
    source: str
    """A sentence for the foot of the figure."""
    projection: Projection

    def leftmost(self, down_to: float) -> float:
        """How far from the left its northern part begins, in pixels: where a legend may stand."""
        xs = [
            x
            for place in self.places.values()
            for ring in place.rings
            for x, y in ring
            if y <= down_to * 10
        ]
        return min(xs, default=round(self.width * 10)) / 10


@lru_cache(maxsize=64)
def land(topology: Topology, width: float, height: float, finest: float = 0.3) -> Land:
    """A map that fits into so many pixels, in Mercator's projection.

    ``finest``: pixels; bends smaller than this are not seen and are left out.
    """
    projected = Projection(topology.bounds, width, height)
    arcs = [
        _thinned([projected.at(*point) for point in arc], round(finest * 10))
        for arc in _arcs(topology.json)
    ]
    objects = topology.json["objects"]
    return Land(
        projected.width,
        projected.height,
        {
            each["properties"]["code"]: _outline(each, arcs)
            for each in objects["places"]["geometries"]
        },
        _mesh(objects["departments"]["geometries"], arcs) if "departments" in objects else "",
        _coast(objects["places"]["geometries"], arcs),
        "".join(
            steps_path(ring, closed=True)
            for each in objects.get("water", {}).get("geometries", ())
            for ring in _rings(each, arcs)
        ),
        topology.source,
        projected,
    )


def mercator(latitude: float) -> float:
    """The ordinate of a latitude in Mercator's projection, in degrees of the equator."""
    return math.degrees(math.asinh(math.tan(math.radians(latitude))))


def _arcs(json: Mapping[str, Any]) -> Iterator[list[tuple[float, float]]]:
    """The arcs of a topology in degrees."""
    (by_x, by_y), (from_x, from_y) = json["transform"]["scale"], json["transform"]["translate"]
    for arc in json["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x += step_x
            y += step_y
            points.append((from_x + by_x * x, from_y + by_y * y))
        yield points


def _thinned(arc: Sequence[Point], finest: int) -> Ring:
    """An arc without points nearer than so much to the one before; its ends stay."""
    kept = [arc[0]]
    for point in arc[1:-1]:
        x, y = kept[-1]
        if abs(point[0] - x) + abs(point[1] - y) > finest:
            kept.append(point)
    return [*kept, arc[-1]]


def _outline(geometry: Mapping[str, Any], arcs: Sequence[Ring]) -> Outline:
    rings = tuple(tuple(ring) for ring in _rings(geometry, arcs))
    properties = geometry["properties"]
    return Outline(
        properties["code"],
        properties["name"],
        "".join(steps_path(ring, closed=True) for ring in rings),
        rings,
    )


def _rings(geometry: Mapping[str, Any], arcs: Sequence[Ring]) -> Iterator[Ring]:
    polygons = geometry["arcs"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    for polygon in polygons:
        for refs in polygon:
            ring: Ring = []
            for ref in refs:
                arc = arcs[ref] if ref >= 0 else arcs[~ref][::-1]
                ring.extend(arc if not ring else arc[1:])
            yield ring


def _mesh(geometries: Iterable[Mapping[str, Any]], arcs: Sequence[Ring]) -> str:
    """The borders of some polygons, each drawn once."""
    used = {ref if ref >= 0 else ~ref for each in geometries for ref in _flat(each["arcs"])}
    return "".join(steps_path(arcs[number], closed=False) for number in sorted(used))


def _coast(geometries: Iterable[Mapping[str, Any]], arcs: Sequence[Ring]) -> str:
    """The borders that are of one place only."""
    used = Counter(ref if ref >= 0 else ~ref for each in geometries for ref in _flat(each["arcs"]))
    return "".join(
        steps_path(arcs[number], closed=False) for number in sorted(used) if used[number] == 1
    )


def _flat(refs: Any) -> Iterator[int]:
    if isinstance(refs, int):
        yield refs
    else:
        for each in refs:
            yield from _flat(each)


def _spans(rings: Iterable[Sequence[Point]], y: float) -> list[tuple[float, float]]:
    """From where to where a place lies at a height."""
    crossings = sorted(
        x + (y - from_y) * (to_x - x) / (to_y - from_y)
        for ring in rings
        for (x, from_y), (to_x, to_y) in zip(ring, [*ring[1:], ring[0]], strict=True)
        if (from_y <= y) != (to_y <= y)
    )
    return list(zip(crossings[::2], crossings[1::2], strict=False))


def _common(spans: Sequence[list[tuple[float, float]]]) -> Iterator[tuple[float, float]]:
    """What the spans at several heights have in common."""
    first, *others = spans
    for left, right in first:
        pieces = [(left, right)]
        for other in others:
            pieces = [
                (max(a, c), min(b, d)) for a, b in pieces for c, d in other if max(a, c) < min(b, d)
            ]
        yield from pieces
