"""The lists hold every division, once, under its official code, held by the right one."""

import csv
from collections import Counter
from importlib.resources import files
from pathlib import Path

import pytest

from cauce.base.fold import fold
from cauce.territory import LEVELS, by_code, divisions
from cauce.territory.divisions import WIDTH


@pytest.mark.parametrize(
    ("level", "count"),
    [
        ("gt.department", 22),
        ("gt.municipality", 340),
        ("pe.department", 25),
        ("pe.province", 196),
        ("pe.district", 1893),
    ],
)
def test_every_division_is_there_once(level: str, count: int) -> None:
    codes = [division.code for division in divisions(level)]
    assert len(codes) == len(set(codes)) == count
    assert codes == sorted(codes)


def test_every_division_is_held_by_the_one_its_code_says() -> None:
    for level in LEVELS:
        for division in divisions(level):
            assert division.country == level[:2]
            assert len(division.code) == WIDTH[level]
            assert division.parent == (division.code[:-2] or None)
            assert [above.code for above in division.ancestors] == [
                division.code[:width] for width in range(len(division.code) - 2, 0, -2)
            ]


def test_the_two_that_copied_lists_miss_are_there() -> None:
    for code, name in (("0514", "Sipacate"), ("1333", "Petatán")):
        division = by_code("gt.municipality", code)
        assert division is not None
        assert division.name == name


def test_names_are_spelled_in_spanish() -> None:
    names = {each.name for level in LEVELS for each in divisions(level)}
    assert {
        "Cobán",
        "Quiché",
        "San Miguel Sigüilá",
        "Santo Tomás La Unión",
        "Áncash",
        "Marañón",
        "Villa El Salvador",
        "Breña",
    } <= names
    assert not [name for name in names if name != " ".join(name.split()) or name.isupper()]


def test_no_alias_repeats_a_name_of_its_division() -> None:
    for level in LEVELS:
        for division in divisions(level):
            spellings = Counter(fold(name) for name in (division.name, *division.aliases))
            assert max(spellings.values()) == 1, division


def test_registry_codes_are_unique_and_differ_from_the_statistical_ones() -> None:
    districts = divisions("pe.district")
    registry = [each.reniec for each in districts if each.reniec is not None]
    assert len(registry) == len(set(registry)) == 1892
    assert sum(each.reniec != each.code for each in districts) > 1700
    assert all(each.reniec is None for each in divisions("gt.municipality"))


def test_the_data_files_are_sorted_and_say_their_sources() -> None:
    folder = files("cauce.territory").joinpath("data")
    assert "MIT" in folder.joinpath("SOURCES.md").read_text("utf-8")
    for country in ("gt", "pe"):
        rows = list(
            csv.DictReader(folder.joinpath(f"{country}.csv").read_text("utf-8").splitlines())
        )
        keys = [(len(row["code"]), row["code"]) for row in rows]
        assert keys == sorted(keys)


def test_the_lists_say_what_the_official_catalogues_say(shared_data: Path) -> None:
    with (shared_data / "gt_geo" / "catalogo_municipios.csv").open(encoding="utf-8") as file:
        catalogue = {row["codigo_muni"].zfill(4) for row in csv.DictReader(file)}
    assert {division.code for division in divisions("gt.municipality")} == catalogue
    with (shared_data / "pe_ubigeo" / "ubigeo_distrito.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if "NA" not in (row["inei"], row["reniec"]):
                district = by_code("pe.district", row["inei"])
                assert district == by_code("pe.district", row["reniec"], "reniec")
                assert district is not None
                assert row["departamento"] == fold(district.ancestors[1].name).upper()
