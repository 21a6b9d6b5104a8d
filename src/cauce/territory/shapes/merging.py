"""Places joined into the one that holds them: what they share goes, the rest is its border."""

from collections.abc import Iterable, Sequence

from cauce.territory.shapes.arcs import (
    Arc,
    Place,
    Point,
    PolygonRefs,
    Refs,
    Ring,
    ring_points,
    twice_area,
)


def merged(places: Iterable[Place], arcs: Sequence[Arc]) -> Place:
    """The union of places that touch without overlapping, of the same arcs, so borders agree.

    What lies between them and belongs to none stays a hole.
    """
    used = {ref for place in places for polygon in place for each in polygon for ref in each}
    rings = _closed([ref for ref in sorted(used) if ~ref not in used], arcs)
    outer: list[tuple[Refs, Ring]] = []
    holes: list[tuple[Refs, Ring]] = []
    for ring in rings:
        points = ring_points(ring, arcs)
        (outer if twice_area(points) < 0 else holes).append((ring, points))
    outer.sort(key=lambda each: -twice_area(each[1]))
    polygons: list[list[Refs]] = [[own] for own, _points in outer]
    for own, hole in holes:
        for polygon, (_refs, around) in zip(polygons, outer, strict=True):
            if _inside(hole, around):
                polygon.append(own)
                break
    return tuple(_biggest_first(polygons, arcs))


def _closed(refs: Sequence[int], arcs: Sequence[Arc]) -> list[Refs]:
    """Loose arcs as rings; a ring that touches itself in a point is parted there."""
    leaving: dict[Point, list[int]] = {}
    for ref in refs:
        leaving.setdefault(_start(ref, arcs), []).append(ref)
    rings: list[Refs] = []
    path: list[int] = []
    visited: list[Point] = []
    while path or any(leaving.values()):
        if not path:
            visited = [next(point for point, left in leaving.items() if left)]
        path.append(leaving[visited[-1]].pop())
        end = _start(~path[-1], arcs)
        if end in visited:
            since = visited.index(end)
            rings.append(tuple(path[since:]))
            del path[since:], visited[since + 1 :]
        else:
            visited.append(end)
    return rings


def _start(ref: int, arcs: Sequence[Arc]) -> Point:
    return arcs[ref][0] if ref >= 0 else arcs[~ref][-1]


def _inside(hole: Ring, around: Ring) -> bool:
    """Whether a hole lies in a ring, by the points that the two do not share."""
    shared = set(around)
    x, y = next((point for point in hole if point not in shared), _middle(hole))
    within = False
    for place, (x2, y2) in enumerate(around):
        x1, y1 = around[place - 1]
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            within = not within
    return within


def _middle(ring: Ring) -> tuple[float, float]:
    return (ring[0][0] + ring[1][0]) / 2, (ring[0][1] + ring[1][1]) / 2


def _biggest_first(polygons: list[list[Refs]], arcs: Sequence[Arc]) -> list[PolygonRefs]:
    polygons.sort(key=lambda polygon: twice_area(ring_points(polygon[0], arcs)))
    return [tuple(polygon) for polygon in polygons]
