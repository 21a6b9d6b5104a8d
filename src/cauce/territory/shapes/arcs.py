"""Polygons as arcs: every border between two places is one arc, written once.

The algorithm of TopoJSON (Bostock): points where rings part are junctions, rings are cut there, and
what two rings share becomes one arc. Coordinates here are whole numbers of a grid, so that equal
means equal. Outer rings run clockwise (as d3 wants them on the sphere), holes the other way.
"""

from collections.abc import Iterable, Mapping, Sequence

Point = tuple[int, int]
Ring = Sequence[Point]
"""A closed line without its last point, which is the first again."""
Arc = tuple[Point, ...]
Refs = tuple[int, ...]
"""A ring as arcs, in order: ``n`` is arc n, ``~n`` the same backwards."""
PolygonRefs = tuple[Refs, ...]
"""Outer ring first, then holes."""
Place = tuple[PolygonRefs, ...]
"""The polygons of one place."""


def twice_area(ring: Ring) -> int:
    """Twice the signed area of a ring: positive when it runs counter-clockwise."""
    return sum(ring[place - 1][0] * y - x * ring[place - 1][1] for place, (x, y) in enumerate(ring))


def arcs_of(
    places: Mapping[str, Sequence[Sequence[Ring]]],
) -> tuple[list[Arc], dict[str, Place]]:
    """The arcs of all places, and each place made of them.

    ``places``: polygons by key, each polygon its rings, the outer first, oriented.
    """
    junctions = _junctions(
        ring for polygons in places.values() for polygon in polygons for ring in polygon
    )
    numbers: dict[Arc, int] = {}
    made = {
        key: tuple(
            tuple(tuple(_numbered(_pieces(ring, junctions), numbers)) for ring in polygon)
            for polygon in polygons
        )
        for key, polygons in places.items()
    }
    return list(numbers), made


def _junctions(rings: Iterable[Ring]) -> set[Point]:
    """Points that have other neighbours in one ring than in another."""
    seen: dict[Point, frozenset[Point]] = {}
    found: set[Point] = set()
    for ring in rings:
        for place, point in enumerate(ring):
            beside = frozenset((ring[place - 1], ring[(place + 1) % len(ring)]))
            if seen.setdefault(point, beside) != beside:
                found.add(point)
    return found


def _pieces(ring: Ring, junctions: set[Point]) -> list[Arc]:
    """A ring cut at its junctions; a ring without any begins at its least point."""
    cuts = [place for place, point in enumerate(ring) if point in junctions]
    start = cuts[0] if cuts else min(range(len(ring)), key=ring.__getitem__)
    turned = (*ring[start:], *ring[:start], ring[start])
    ends = [place - start for place in cuts[1:]] + [len(ring)]
    begins = [0, *ends[:-1]]
    return [turned[begin : end + 1] for begin, end in zip(begins, ends, strict=True)]


def _numbered(pieces: Iterable[Arc], numbers: dict[Arc, int]) -> Iterable[int]:
    for piece in pieces:
        back = piece[::-1]
        if back in numbers:
            yield ~numbers[back]
        else:
            yield numbers.setdefault(piece, len(numbers))


def ring_points(refs: Iterable[int], arcs: Sequence[Arc]) -> list[Point]:
    """The points of a ring made of arcs, without the last, which is the first again."""
    points: list[Point] = []
    for ref in refs:
        points.extend((arcs[ref] if ref >= 0 else arcs[~ref][::-1])[:-1])
    return points
