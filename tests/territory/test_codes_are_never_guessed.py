"""A code is read with the zero a spreadsheet lost, and never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.territory import LEVELS, Division, by_code, divisions


@pytest.mark.parametrize(
    ("level", "code", "found"),
    [
        ("gt.municipality", "0101", "0101"),
        ("gt.municipality", "101", "0101"),
        ("gt.municipality", 101, "0101"),
        ("gt.municipality", 101.0, "0101"),
        ("gt.municipality", "101.0", "0101"),
        ("gt.municipality", " 0101 ", "0101"),
        ("gt.municipality", "'0101", "0101"),
        ("gt.municipality", "1", None),
        ("gt.municipality", "11", None),
        ("gt.municipality", "00101", None),
        ("gt.municipality", "3111", None),
        ("gt.municipality", 101.5, None),
        ("gt.municipality", float("nan"), None),
        ("gt.municipality", "Cobán", None),
        ("gt.municipality", "", None),
        ("gt.department", "1", "01"),
        ("gt.department", 22, "22"),
        ("gt.department", 23, None),
        ("gt.department", "1600", "16"),
        ("gt.department", "1601", None),
        ("pe.department", "150000", "15"),
        ("pe.department", "10000", "01"),
        ("pe.province", "150100", "1501"),
        ("pe.province", "101", "0101"),
        ("pe.district", "10101", "010101"),
        ("pe.district", "150100", None),
        ("pe.district", "101", None),
    ],
)
def test_codes_are_read(level: str, code: str | float, found: str | None) -> None:
    division = by_code(level, code)
    assert (division.code if division else None) == found


def test_the_two_systems_of_peru_are_told_apart() -> None:
    callao = by_code("pe.department", "07")
    cusco = by_code("pe.department", "07", "reniec")
    assert callao is not None
    assert cusco is not None
    assert (callao.name, cusco.name) == ("Callao", "Cusco")
    assert by_code("gt.municipality", "0101", "reniec") is None


def test_an_unknown_level_is_said() -> None:
    with pytest.raises(ValueError, match=r"No hay nivel territorial «gt\.aldea»"):
        by_code("gt.aldea", "01")
    with pytest.raises(ValueError, match=r"gt\.municipality"):
        divisions("municipio")


@given(st.sampled_from([each for level in LEVELS for each in divisions(level)]))
def test_every_code_is_found_with_and_without_its_zero(division: Division) -> None:
    assert by_code(division.level, division.code) == division
    assert by_code(division.level, int(division.code)) == division
    assert by_code(division.level, float(division.code)) == division


@given(st.sampled_from(LEVELS), st.one_of(st.text(max_size=8), st.integers(), st.floats()))
def test_anything_else_is_no_code_and_no_crash(level: str, value: str | float) -> None:
    division = by_code(level, value)
    if division is not None:
        assert division.code.lstrip("0")[:1] == str(value).strip().lstrip("'’0")[:1]
