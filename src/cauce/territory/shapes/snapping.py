"""A coverage on a grid of whole coordinates, still without overlaps or crossings.

Rounding each polygon by itself makes near borders cross. Here all borders are rounded together
(snap rounding), which gives faces that cannot overlap; each face goes back to its place.
"""

from dataclasses import dataclass
from typing import Any

import shapely

from cauce.territory.shapes.coverage import Coverage, Geometry

_CRUMB = 8
"""Squares of the grid up to which a face that is nobody's is a crack, and goes to a neighbour."""


@dataclass(frozen=True)
class Grid:
    """Whole coordinates: ``step`` degrees apart, counted from ``west`` and ``south``."""

    west: float
    south: float
    step: float

    def scaled(self, geometry: Geometry) -> Geometry:
        """A geometry in steps, not yet rounded."""
        corner = (self.west, self.south)
        return shapely.transform(geometry, lambda points: (points - corner) / self.step)


def snapped(coverage: Coverage, grid: Grid) -> Coverage:
    """The coverage with whole coordinates of the grid; what is narrower than a step goes, and a
    place that is nothing else with it."""
    whole = [grid.scaled(each) for each in (*coverage.places.values(), *coverage.water.values())]
    lines = shapely.union_all([shapely.boundary(each) for each in whole], grid_size=1)
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(lines)))
    owned: list[list[Geometry]] = [[] for _each in whole]
    for face, owner in zip(faces, _owners(faces, whole), strict=True):
        if owner is not None:
            owned[owner].append(face)
    count = len(coverage.places)
    return Coverage(
        _joined(dict(zip(coverage.places, owned[:count], strict=True))),
        _joined(dict(zip(coverage.water, owned[count:], strict=True))),
    )


def _joined(faces: dict[str, list[Geometry]]) -> dict[str, Geometry]:
    return {key: shapely.coverage_union_all(each) for key, each in faces.items() if each}


def _owners(faces: Any, whole: list[Geometry]) -> list[int | None]:
    """Of which polygon each face is a part: the one around its middle, else, of a crack, the
    nearest."""
    tree = shapely.STRtree(whole)
    owners: list[int | None] = [None] * len(faces)
    middles = shapely.point_on_surface(faces)
    for face, owner in tree.query(middles, predicate="within").T.tolist():
        owners[face] = owner
    for place, face in enumerate(faces):
        if owners[place] is None and face.area <= _CRUMB:
            owners[place] = int(tree.nearest(middles[place]))
    return owners
