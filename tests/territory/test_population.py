"""The reference population has every place once, adds up, and says where it comes from."""

import pytest

from cauce.territory import LEVELS, divisions
from cauce.territory.population import population


def test_guatemala_counts_every_municipality_and_the_republic() -> None:
    municipalities = population("gt.municipality")
    assert municipalities is not None
    assert set(municipalities.inhabitants) == {each.code for each in divisions("gt.municipality")}
    assert municipalities.total == 14_901_286
    assert municipalities.year == 2018
    assert "Censo" in municipalities.source
    assert municipalities.inhabitants["0101"] == 923_392


def test_a_department_has_the_people_of_its_municipalities() -> None:
    departments, municipalities = population("gt.department"), population("gt.municipality")
    assert departments is not None
    assert municipalities is not None
    assert len(departments.inhabitants) == 22
    assert departments.inhabitants["16"] == 1_215_038
    for code, people in departments.inhabitants.items():
        inside = [n for each, n in municipalities.inhabitants.items() if each[:2] == code]
        assert people == sum(inside)


def test_where_no_source_can_be_trusted_there_is_none() -> None:
    assert [level for level in LEVELS if population(level) is None] == [
        "pe.department",
        "pe.province",
        "pe.district",
    ]


def test_an_unknown_level_is_said() -> None:
    with pytest.raises(ValueError, match="nivel"):
        population("gt.village")
