"""Whatever polygons lie beside one another: every border is one arc, and nothing is lost."""

from itertools import pairwise

import shapely
from hypothesis import given
from hypothesis import strategies as st

from cauce.territory.shapes.arcs import arcs_of, ring_points, twice_area
from cauce.territory.shapes.coverage import Coverage, mended, simplified
from cauce.territory.shapes.merging import merged
from cauce.territory.shapes.snapping import Grid, snapped

SIDE = 1000
seeds = st.lists(
    st.tuples(st.integers(1, SIDE - 1), st.integers(1, SIDE - 1)),
    min_size=3,
    max_size=25,
    unique=True,
)


def land(points, *, hole=False):
    """A square parted among the points; with ``hole``, one part is nobody's."""
    parts = shapely.get_parts(
        shapely.voronoi_polygons(
            shapely.MultiPoint(points), extend_to=shapely.box(0, 0, SIDE, SIDE)
        )
    )
    square = shapely.box(0, 0, SIDE, SIDE)
    places = {f"{n:02}": shapely.intersection(each, square) for n, each in enumerate(parts)}
    if hole:
        places.popitem()
    return snapped(mended(Coverage(places, {})), Grid(0, 0, 1))


def rings_of(coverage):
    return {
        key: [
            [
                [(int(x), int(y)) for x, y in shapely.get_coordinates(line)[:-1]]
                for line in (part.exterior, *part.interiors)
            ]
            for part in shapely.get_parts(shapely.orient_polygons(each, exterior_cw=True))
        ]
        for key, each in coverage.places.items()
    }


def drawn(place, arcs):
    return shapely.multipolygons(
        [
            shapely.Polygon(ring_points(refs[0], arcs), [ring_points(r, arcs) for r in refs[1:]])
            for refs in place
        ]
    )


@given(seeds, st.booleans())
def test_arcs_draw_the_polygons_they_were_made_of_and_share_borders(points, hole):
    coverage = land(points, hole=hole)
    rings = rings_of(coverage)
    arcs, places = arcs_of(rings)
    for key, place in places.items():
        assert drawn(place, arcs).equals(coverage.places[key])
    sides = [ref for place in places.values() for polygon in place for r in polygon for ref in r]
    assert len(sides) == len(set(sides))
    assert {ref if ref >= 0 else ~ref for ref in sides} == set(range(len(arcs)))
    steps = {frozenset(pair) for arc in arcs for pair in pairwise(arc)}
    assert len(steps) == sum(len(arc) - 1 for arc in arcs)  # no side of a polygon stands twice


@given(seeds, st.booleans(), st.integers(1, 4))
def test_places_put_together_are_their_union_of_the_same_arcs(points, hole, groups):
    coverage = land(points, hole=hole)
    arcs, places = arcs_of(rings_of(coverage))
    for group in range(min(groups, len(places))):
        own = [key for n, key in enumerate(places) if n % groups == group]
        whole = drawn(merged([places[key] for key in own], arcs), arcs)
        assert shapely.is_valid(whole)
        assert whole.equals(shapely.union_all([coverage.places[key] for key in own]))


@given(seeds, st.integers(5, 200))
def test_simplified_places_still_cover_without_overlap(points, tolerance):
    coverage = land(points)
    few = snapped(simplified(coverage, tolerance), Grid(0, 0, 1))
    assert all(shapely.is_valid(each) for each in few.places.values())
    areas = sum(each.area for each in few.places.values())
    assert areas == shapely.union_all(list(few.places.values())).area


def test_a_ring_around_another_place_is_a_hole_and_an_island_a_part():
    lake = [(2, 2), (4, 2), (4, 4), (2, 4)]
    shore = [(0, 0), (0, 6), (6, 6), (6, 0)]
    island = [(8, 0), (8, 2), (10, 2), (10, 0)]
    places = {"a": [[shore, lake], [island]], "b": [[lake[::-1]]]}
    arcs, made = arcs_of(places)
    assert len(arcs) == 3
    assert made["a"][0][1] == (~made["b"][0][0][0],)
    assert len(merged([made["a"]], arcs)[0]) == 2
    both = merged(made.values(), arcs)
    assert [len(polygon) for polygon in both] == [1, 1]
    assert twice_area(ring_points(both[0][0], arcs)) == -72


def test_a_sliver_and_an_overlap_between_neighbours_are_mended():
    left = shapely.box(-80, -10, -79.0005, -9)
    right = shapely.box(-79, -10, -78, -9)
    over = shapely.box(-78.0004, -10, -77, -9)
    whole = mended(Coverage({"01": left, "02": right, "03": over}, {}))
    parts = list(whole.places.values())
    assert shapely.coverage_is_valid(parts)
    assert shapely.union_all(parts).area == sum(each.area for each in parts)
    assert shapely.get_num_interior_rings(shapely.union_all(parts)) == 0


def test_what_is_narrower_than_a_step_goes_and_the_rest_stays():
    thin = shapely.box(0, 0, 10, 0.2)
    wide = shapely.box(0, 0.2, 10, 10)
    made = snapped(Coverage({"a": thin, "b": wide}, {}), Grid(0, 0, 1))
    assert list(made.places) == ["b"]
    assert made.places["b"].equals(shapely.box(0, 0, 10, 10))
