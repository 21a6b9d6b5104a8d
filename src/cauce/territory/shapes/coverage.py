"""Polygons that cover a country: mended where they overlap or part, simplified together.

Simplification is Visvalingam and Whyatt's over the whole coverage (GEOS), so that a border between
two places stays one border and nothing crosses anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import shapely

Geometry = Any
"""A shapely polygon or multipolygon, in degrees."""

GAP_DEGREES: Final = 0.003
"""Gaps between neighbours narrower than this (about 300 m) are slivers of drawing, not land."""


@dataclass(frozen=True)
class Coverage:
    """The polygons of one level by code, and of lakes by name; none overlaps another."""

    places: Mapping[str, Geometry]
    water: Mapping[str, Geometry]

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        west, south, east, north = shapely.total_bounds(list(self.places.values()))
        return float(west), float(south), float(east), float(north)

    def within(self, prefix: str) -> "Coverage":
        """The places whose code begins so, and the lakes that touch them."""
        places = {code: each for code, each in self.places.items() if code.startswith(prefix)}
        around = shapely.union_all(list(places.values())).buffer(GAP_DEGREES)
        water = {
            name: each for name, each in self.water.items() if shapely.intersects(each, around)
        }
        return Coverage(places, water)


def mended(coverage: Coverage) -> Coverage:
    """The same without invalid rings, overlaps and slivers, its borders matched edge by edge."""
    whole = [*coverage.places.values(), *coverage.water.values()]
    return _with(coverage, shapely.coverage_clean(_valid(whole), gap_width=GAP_DEGREES))


def simplified(coverage: Coverage, tolerance: float) -> Coverage:
    """The same with fewer points: bends of less area than ``tolerance`` squared (degrees) go.

    Islands and lakes smaller than that go too, but of every place its largest part stays.
    """
    whole = [*coverage.places.values(), *coverage.water.values()]
    few = shapely.coverage_simplify(whole, tolerance)
    return _with(coverage, [_without_specks(each, tolerance**2) for each in few])


def _with(coverage: Coverage, geometries: Any) -> Coverage:
    count = len(coverage.places)
    return Coverage(
        dict(zip(coverage.places, geometries[:count], strict=True)),
        {
            name: each
            for name, each in zip(coverage.water, geometries[count:], strict=True)
            if not shapely.is_empty(each)
        },
    )


def _valid(geometries: list[Geometry]) -> list[Geometry]:
    """Each with its invalid rings mended, of which only areas remain."""
    return [
        each if shapely.is_valid(each) else polygons_of(shapely.make_valid(each))
        for each in geometries
    ]


def polygons_of(geometry: Geometry) -> Geometry:
    """The areas of a geometry as one multipolygon: points and lines left out."""
    parts = [
        part
        for part in shapely.get_parts(shapely.get_parts(geometry))
        if part.geom_type == "Polygon" and part.area > 0
    ]
    return shapely.union_all(parts) if len(parts) > 1 else shapely.multipolygons(parts)


def _without_specks(geometry: Geometry, least: float) -> Geometry:
    parts = sorted(shapely.get_parts(geometry), key=lambda part: -part.area)
    kept = parts[:1] + [part for part in parts[1:] if part.area >= least]
    return shapely.multipolygons(kept)
