"""An official file becomes the map of its level: which places, what is missing, kept at once."""

import json
import os
from datetime import date

import pytest
import shapely

from cauce.base.errors import Refusal
from cauce.territory.divisions import codes, divisions
from cauce.territory.shapes import loading, shapes
from cauce.territory.shapes.kept import faulty_maps, loaded_maps
from cauce.territory.shapes.loading import load_map
from tests.territory.drawn import collection, feature, polygons, square, squares

TODAY = date(2026, 11, 21)
SOME = ("07", "08", "15")
"""Departments enough to try districts with."""


def load(tmp_path, document, **options):
    path = tmp_path / "mapa.geojson"
    path.write_text(json.dumps(document), "utf-8")
    return load_map(path, tmp_path / "territory", today=TODAY, **options)


def test_departments_are_loaded_under_their_official_codes_and_names(tmp_path):
    loaded = load(tmp_path, squares("pe.department"))
    assert (loaded.matched.level, loaded.matched.prop) == ("pe.department", "UBIGEO")
    assert (loaded.places, loaded.missing, loaded.unknown, loaded.changed) == (25, (), (), True)
    found = shapes("pe.department", maps=tmp_path / "territory")
    assert found.codes == tuple(codes("pe.department"))
    assert found.json["objects"]["places"]["geometries"][1]["properties"] == {
        "code": "02",
        "name": "Áncash",
    }
    assert found.source == "Límites: archivo «mapa.geojson», simplificados."
    assert all(each.is_valid for each in polygons(found.json).values())


def test_the_level_and_the_property_are_told_by_the_codes(tmp_path):
    document = squares("pe.province", prop="FIRST_IDPR")
    for number, each in enumerate(document["features"]):
        code = each["properties"]["FIRST_IDPR"]
        each["properties"] |= {"OBJECTID": number, "IDDPTO": code[:2], "ha": 345827.34}
    loaded = load(tmp_path, document)
    assert (loaded.matched.level, loaded.matched.prop) == ("pe.province", "FIRST_IDPR")
    assert loaded.places == 196


@pytest.mark.parametrize("kind", [int, float, lambda code: str(int(code)), lambda code: f" {code}"])
def test_codes_that_lost_their_zeros_are_read(tmp_path, kind):
    document = squares("pe.province")
    for each in document["features"]:
        each["properties"]["UBIGEO"] = kind(each["properties"]["UBIGEO"])
    assert load(tmp_path, document).places == 196


def test_codes_of_the_civil_registry_are_told_apart_and_become_those_of_inei(tmp_path):
    document = squares("pe.district", of=SOME)
    for each in document["features"]:
        code = each["properties"]["UBIGEO"]
        each["properties"]["UBIGEO"] = codes("pe.district")[code].reniec
    loaded = load(tmp_path, document)
    assert loaded.matched.system == "reniec"
    assert loaded.unknown == ("sin código",)
    assert loaded.places == 295 - 1  # Santa María de Huachipa has no code there
    topology = shapes("pe.district", maps=tmp_path / "territory").json
    (step, _step), (west, south) = (
        topology["transform"]["scale"],
        topology["transform"]["translate"],
    )
    drawn = polygons(topology)
    at = {
        each["properties"]["UBIGEO"]: each["geometry"]["coordinates"][0][0]
        for each in document["features"]
    }
    for code in ("150122", "080101"):  # INEI's number stands where the registry's stood
        x, y = at[codes("pe.district")[code].reniec]
        middle = drawn[code].centroid
        assert west + step * middle.x == pytest.approx(x + 0.125, abs=0.01)
        assert south + step * middle.y == pytest.approx(y + 0.125, abs=0.01)


def test_names_serve_where_there_is_no_code(tmp_path):
    document = collection(
        feature({"Departamento": each.name.upper()}, square(number % 6, number // 6))
        for number, each in enumerate(divisions("pe.department"))
    )
    loaded = load(tmp_path, document)
    assert (loaded.matched.by, loaded.matched.prop, loaded.places) == ("name", "Departamento", 25)


def test_what_is_missing_unknown_empty_or_doubled_is_told(tmp_path):
    document = squares("pe.department")
    features = document["features"]
    del features[3]
    features[0]["geometry"] = None
    features.append(feature({"UBIGEO": "99", "NOMBRE": "ANTÁRTIDA"}, square(13, 0)))
    features.append(feature({"UBIGEO": "25", "NOMBRE": "UCAYALI"}, square(14, 0)))
    features.append(feature({"UBIGEO": "", "NOMBRE": "LAGO TITICACA"}, square(1, 3)))
    loaded = load(tmp_path, document)
    assert [each.code for each in loaded.missing] == ["04"]
    assert [each.code for each in loaded.without_polygon] == ["01"]
    assert [each.code for each in loaded.joined] == ["25"]
    assert loaded.unknown == ("99",)
    assert loaded.water == ("LAGO TITICACA",)
    assert loaded.places == 23
    drawn = shapes("pe.department", maps=tmp_path / "territory")
    assert len(polygons(drawn.json)["25"].geoms) == 2
    assert set(polygons(drawn.json, "water")) == {"LAGO TITICACA"}


def test_the_same_file_again_changes_nothing_and_another_replaces_it(tmp_path):
    first = load(tmp_path, squares("pe.department"))
    before = first.path.read_bytes()
    path = tmp_path / "mapa.geojson"
    again = load_map(path, tmp_path / "territory", today=date(2027, 1, 1))
    assert not again.changed
    assert first.path.read_bytes() == before
    other = squares("pe.department")
    del other["features"][0]
    assert load(tmp_path, other, source="IGN, 2025.").changed
    found = shapes("pe.department", maps=tmp_path / "territory")
    assert (len(found.codes), found.source) == (24, "IGN, 2025.")
    assert sorted(os.listdir(tmp_path / "territory")) == [
        "pe.department.detail.json",
        "pe.department.json",
    ]


def test_wider_levels_are_put_together_until_they_are_loaded(tmp_path):
    maps = tmp_path / "territory"
    load(tmp_path, squares("pe.district", of=SOME))
    provinces, departments = shapes("pe.province", maps=maps), shapes("pe.department", maps=maps)
    assert provinces.codes == tuple(each for each in codes("pe.province") if each[:2] in SOME)
    assert departments.codes == SOME
    assert set(departments.json["objects"]) == {"places", "water"}
    assert set(provinces.json["objects"]) == {"places", "departments", "water"}
    lima = polygons(shapes("pe.district", maps=maps).json)
    own = sum(each.area for code, each in lima.items() if code.startswith("15"))
    assert polygons(departments.json)["15"].area == own
    within = shapes("pe.province", within="15", maps=maps)
    assert within.codes == tuple(each for each in codes("pe.province") if each[:2] == "15")
    load(tmp_path, squares("pe.department"), source="Otra fuente.")
    assert shapes("pe.department", maps=maps).source == "Otra fuente."
    assert shapes("pe.province", maps=maps).source == provinces.source


def test_the_districts_of_a_department_and_of_a_province(tmp_path):
    maps = tmp_path / "territory"
    load(tmp_path, squares("pe.district", of=SOME))
    for holder in ("08", "1501"):
        found = shapes("pe.district", within=holder, maps=maps)
        assert found.codes == tuple(
            each for each in codes("pe.district") if each.startswith(holder)
        )
        assert {code[: len(holder)] for code in polygons(found.json, "provinces")} == {holder}
    assert shapes("pe.district", within="2600", maps=maps) is None
    assert shapes("pe.district", within="150101", maps=maps) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda ring: [[y, x] for x, y in ring], "latitud en el lugar de la longitud"),
        (lambda ring: [[x + 90, y] for x, y in ring], "no están en el Perú"),
    ],
)
def test_polygons_of_elsewhere_are_refused_and_change_nothing(tmp_path, change, said):
    document = squares("pe.department")
    for each in document["features"]:
        each["geometry"]["coordinates"] = [change(r) for r in each["geometry"]["coordinates"]]
    with pytest.raises(Refusal, match=said):
        load(tmp_path, document)
    assert not (tmp_path / "territory").exists()


def test_polygons_that_say_of_nothing_what_they_are_are_refused_with_what_they_say(tmp_path):
    document = collection(
        feature({"OBJECTID": n, "AREA": n * 3.5, "NOTA": f"x{n}"}, square(n, 0)) for n in range(30)
    )
    with pytest.raises(Refusal, match=r"No se reconoce.*--code.*«OBJECTID», «AREA», «NOTA»"):
        load(tmp_path, document)
    with pytest.raises(Refusal, match=r"No se reconoce qué distritos del Perú"):
        load(tmp_path, document, level="pe.district")
    with pytest.raises(Refusal, match=r"no tiene la propiedad «IDDIST»"):
        load(tmp_path, document, code="IDDIST")


def test_a_named_property_and_level_win(tmp_path):
    document = squares("pe.department", prop="ID")
    for each in document["features"]:
        each["properties"]["VIEJO"] = f"{26 - int(each['properties']['ID']):02}"
    assert load(tmp_path, document).matched.prop == "ID"
    loaded = load(tmp_path, document, level="pe.department", code="VIEJO", name="NOMBRE")
    assert (loaded.matched.prop, loaded.matched.agreed) == ("VIEJO", 1)


def test_a_file_that_is_not_whole_counts_as_none_and_is_told(tmp_path):
    maps = tmp_path / "territory"
    path = load(tmp_path, squares("pe.department")).path
    whole = path.read_bytes()
    for broken in (
        whole[: len(whole) // 2],
        b"",
        b"{}",
        b"[]",
        b"null",
        whole.replace(b'"f', b'"g'),
    ):
        path.write_bytes(broken)
        assert shapes("pe.department", maps=maps) is None
        assert loaded_maps(maps) == ()
        assert list(faulty_maps(maps)) == [path]
    path.write_bytes(whole)
    assert shapes("pe.department", maps=maps) is not None
    assert list(faulty_maps(maps)) == []


def test_detail_of_another_map_is_never_mixed_in(tmp_path):
    maps = tmp_path / "territory"
    path = load(tmp_path, squares("pe.province")).path
    detail = path.with_suffix(".detail.json")
    fine = shapes("pe.province", within="15", maps=maps)
    for other in (detail.read_bytes().replace(b'{"of":"', b'{"of":"0'), b"{", None):
        if other is None:
            detail.unlink()
        else:
            detail.write_bytes(other)
        os.utime(path, ns=(1, path.stat().st_mtime_ns + 1_000_000))
        coarse = shapes("pe.province", within="15", maps=maps)
        assert coarse.codes == fine.codes
        assert coarse.json["transform"] != fine.json["transform"]


def test_a_newer_map_of_guatemala_takes_the_place_of_the_one_that_ships(tmp_path):
    document = squares("gt.municipality", prop="COD_MUNI")
    loaded = load(tmp_path, document)
    assert (loaded.matched.level, loaded.places) == ("gt.municipality", 340)
    maps = tmp_path / "territory"
    assert shapes("gt.municipality", maps=maps).source.startswith("Límites: archivo")
    assert shapes("gt.department", maps=maps).source.startswith("Límites: archivo")
    assert shapes("gt.municipality").source.startswith("Límites: Ministerio")


FILES = {
    "pe.department": ("peru_departamental_simple.geojson", 25, 0, 0),
    "pe.province": ("peru_provincial_simple.geojson", 195, 1, 0),
    "pe.district": ("peru_distrital_simple.geojson", 1826, 59, 8),
}


@pytest.mark.parametrize("level", FILES)
def test_the_real_files_of_peru_are_loaded(shared_data, tmp_path, level):
    name, places, missing, empty = FILES[level]
    loaded = load_map(shared_data / "pe_geo" / name, tmp_path, today=TODAY)
    assert loaded.matched.level == level
    assert (loaded.matched.by, loaded.matched.system) == ("code", "statistics")
    assert (loaded.places, len(loaded.missing), len(loaded.without_polygon)) == (
        places,
        missing,
        empty,
    )
    assert loaded.unknown == ()
    for holder in (None, "15", "08"):
        drawn = shapes(level, within=holder if level != "pe.department" else None, maps=tmp_path)
        assert all(each.is_valid for each in polygons(drawn.json).values())
        size = len(json.dumps(drawn.json, separators=(",", ":"), ensure_ascii=False))
        assert size < (400_000 if holder is None else 80_000)
    assert len(shapes(level, maps=tmp_path).codes) == places


def test_the_real_points_of_peru_are_refused(shared_data, tmp_path):
    with pytest.raises(Refusal, match="puntos o líneas"):
        load_map(shared_data / "pe_geo" / "peru_capital_provincia.geojson", tmp_path, today=TODAY)


def test_the_real_file_of_guatemala_is_the_one_that_ships(shared_data, tmp_path):
    loaded = load_map(shared_data / "gt_geo" / "munis.json", tmp_path, today=TODAY)
    assert (loaded.matched.level, loaded.places) == ("gt.municipality", 340)
    assert loaded.unknown == ("4000",)
    assert loaded.water == ("Lago de Amatitlán", "Lago de Atitlán")
    ours, theirs = shapes("gt.municipality"), shapes("gt.municipality", maps=tmp_path)
    assert ours.codes == theirs.codes
    assert ours.bounds == pytest.approx(theirs.bounds, abs=0.001)


def test_polygons_beyond_repair_are_refused_in_words(tmp_path, monkeypatch):
    def fails(_coverage):
        raise shapely.errors.GEOSException("side location conflict")

    monkeypatch.setattr(loading, "mended", fails)
    with pytest.raises(Refusal, match="no se pueden arreglar"):
        load(tmp_path, squares("pe.department"))
    assert not (tmp_path / "territory").exists()
