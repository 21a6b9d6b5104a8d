"""The map that ships: every municipality once, borders shared, departments made of the same."""

import json
import subprocess
import sys
import time

import pytest
import shapely

from cauce.territory import divisions
from cauce.territory.shapes import shapes
from tests.territory.drawn import polygons, refs, uses

DEPARTMENTS = [each.code for each in divisions("gt.department")]


@pytest.fixture(scope="module")
def country():
    return shapes("gt.municipality")


def test_every_municipality_is_there_once_under_its_official_code_and_name(country):
    official = divisions("gt.municipality")
    assert country.codes == tuple(each.code for each in official)
    told = [each["properties"] for each in country.json["objects"]["places"]["geometries"]]
    assert told == [{"code": each.code, "name": each.name} for each in official]


def test_departments_are_the_official_ones():
    found = shapes("gt.department")
    assert found.codes == tuple(DEPARTMENTS)
    assert set(found.json["objects"]) == {"places", "water"}


def test_lakes_are_water_and_nobodys_land(country):
    water = polygons(country.json, "water")
    assert set(water) == {"Lago de Amatitlán", "Lago de Atitlán", "Lago de Izabal"}
    land = shapely.union_all(list(polygons(country.json).values()))
    for lake in water.values():
        assert shapely.intersection(lake, land).area < 0.001 * lake.area
    assert shapely.intersects(water["Lago de Atitlán"], polygons(country.json)["0701"])


def test_neighbours_share_their_borders(country):
    used = uses(country.json, "places", "water")
    assert set(used.values()) == {1}  # nobody runs twice along the same side of a border
    shared = sum(~ref in used for ref in used)
    assert shared > 0.75 * len(used)
    arcs = {ref if ref >= 0 else ~ref for ref in used}
    assert arcs == set(range(len(country.json["arcs"])))


def test_nothing_overlaps_and_no_ring_crosses_itself(country):
    drawn = {**polygons(country.json), **polygons(country.json, "water")}
    assert [code for code, each in drawn.items() if not shapely.is_valid(each)] == []
    whole = shapely.union_all(list(drawn.values()))
    assert sum(each.area for each in drawn.values()) == pytest.approx(whole.area)


def test_rings_run_as_d3_wants_them(country):
    for topology in (country, shapes("gt.department"), shapes("gt.municipality", within="18")):
        for place in polygons(topology.json).values():
            for part in shapely.get_parts(place):
                assert not shapely.is_ccw(part.exterior)
                assert all(shapely.is_ccw(hole) for hole in part.interiors)


def test_a_department_is_its_municipalities_together(country):
    places = polygons(country.json)
    for code, department in polygons(country.json, "departments").items():
        own = [each for place, each in places.items() if place.startswith(code)]
        assert shapely.union_all(own).symmetric_difference(department).area == 0, code
        assert shapely.is_valid(department)


@pytest.mark.parametrize("code", DEPARTMENTS)
def test_a_department_alone_has_its_municipalities_in_finer_detail(country, code):
    alone = shapes("gt.municipality", within=code)
    assert alone.codes == tuple(each for each in country.codes if each.startswith(code))
    assert alone.within == code
    drawn = polygons(alone.json)
    assert all(shapely.is_valid(each) for each in drawn.values())
    assert set(polygons(alone.json, "departments")) == {code}
    arcs = {ref if ref >= 0 else ~ref for ref in uses(alone.json, "places", "water")}
    assert arcs == set(range(len(alone.json["arcs"])))
    coarse = sum(
        len(country.json["arcs"][arc])
        for arc in {
            ref if ref >= 0 else ~ref
            for each in country.json["objects"]["places"]["geometries"]
            if each["properties"]["code"].startswith(code)
            for ref in refs(each)
        }
    )
    assert sum(map(len, alone.json["arcs"])) > coarse
    west, south, east, north = alone.bounds
    assert -92.3 < west < east < -88.1
    assert 13.7 < south < north < 17.9


def test_the_lake_of_a_department_is_drawn_with_it():
    named = {
        code: sorted(polygons(shapes("gt.municipality", within=code).json, "water"))
        for code in ("01", "07", "18", "17")
    }
    assert named == {
        "01": ["Lago de Amatitlán"],
        "07": ["Lago de Atitlán"],
        "18": ["Lago de Izabal"],
        "17": [],
    }


def test_it_is_small_enough_for_a_page(country):
    def size(topology):
        return len(json.dumps(topology.json, separators=(",", ":"), ensure_ascii=False))

    assert size(country) < 150_000
    assert size(shapes("gt.department")) < 40_000
    assert max(size(shapes("gt.municipality", within=code)) for code in DEPARTMENTS) < 40_000


def test_what_is_asked_again_is_not_made_again(country):
    assert shapes("gt.municipality") is country
    assert shapes("gt.municipality", within="16") is shapes("gt.municipality", within="16")


def test_what_there_is_not_gives_nothing():
    assert shapes("pe.district") is None
    assert shapes("gt.municipality", within="99") is None
    assert shapes("gt.municipality", within="0101") is None
    assert shapes("gt.department", within="01") is None
    with pytest.raises(ValueError, match="No hay nivel"):
        shapes("gt.canton")


def test_source_is_told(country):
    assert "Ministerio de Finanzas" in country.source
    assert shapes("gt.municipality", within="01").source == country.source


WATCHED = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
import cauce.territory.shapes
print([name for name in opened if name.endswith((".json", ".csv"))])
print([name for name in ("shapely", "numpy", "topojson") if name in sys.modules])
"""


def test_importing_reads_no_file_and_drawing_needs_no_geometry_library():
    watch = WATCHED + 'cauce.territory.shapes.shapes("gt.municipality", within="16")\n'
    watch += 'print("shapely" in sys.modules)'
    found = subprocess.run(
        [sys.executable, "-c", watch], capture_output=True, text=True, check=True
    )
    assert found.stdout.splitlines() == ["[]", "[]", "False"]


def test_a_part_is_cut_in_no_time():
    begun = time.process_time()
    shapes.__globals__["_drawn"].cache_clear()
    shapes("gt.municipality", within="13")
    shapes("gt.municipality", within="12")
    assert time.process_time() - begun < 0.05
