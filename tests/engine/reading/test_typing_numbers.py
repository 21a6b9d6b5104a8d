"""Numbers come back equal however people write them, and what only looks like one stays text."""

import math
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.reading.columns_typed import column, typed

STYLES = {
    "punto": ("", "."),
    "coma": ("", ","),
    "miles con punto": (".", ","),
    "miles con coma": (",", "."),
    "miles con espacio": (" ", ","),
    "miles con espacio duro": ("\xa0", ","),
    "miles con apóstrofo": ("'", "."),
}


def written(value: float, decimals: int, thousands: str, decimal: str) -> str:
    text = f"{value:,.{decimals}f}"
    return text.replace(",", "\0").replace(".", decimal).replace("\0", thousands)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    style=st.sampled_from(sorted(STYLES)),
    decimals=st.sampled_from([1, 2, 4, 5]),
    values=st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=12),
)
def test_numbers_of_every_style_come_back_equal(
    tmp_path: Path, style: str, decimals: int, values: list[int]
) -> None:
    thousands, decimal = STYLES[style]
    exact = [value / 10**decimals for value in values]
    cells = [written(value, decimals, thousands, decimal) for value in exact]
    found, said = column(tmp_path, "dato", cells)
    assert said.type.value in ("number", "integer")
    for got, wanted in zip(found.values("dato"), exact, strict=True):
        assert got == pytest.approx(wanted, rel=1e-15, abs=1e-15)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.integers(-(10**14), 10**14), min_size=1, max_size=12))
def test_whole_numbers_are_integers(tmp_path: Path, values: list[int]) -> None:
    found, said = column(tmp_path, "dato", [str(value) for value in values])
    assert said.type.value == "integer"
    assert found.values("dato") == values
    assert said.column.sum == sum(values)


@pytest.mark.parametrize(
    ("cells", "wanted", "unit"),
    [
        (["Q 1,234.50", "Q12.00", "Q. 7.25"], [1234.5, 12.0, 7.25], "GTQ"),
        (["Q.1,234.50", "-Q.7.25", "(Q.0.50)", "Q.12.50"], [1234.5, -7.25, -0.5, 12.5], "GTQ"),
        (["S/ 1,234.50", "S/. 12.00", "S/7.25"], [1234.5, 12.0, 7.25], "PEN"),
        (["US$ 10.5", "$ 3.25", "-$1.00"], [10.5, 3.25, -1.0], "USD"),
        (["1.234,5 €", "3,25 €"], [1234.5, 3.25], "EUR"),
        (["12,5 %", "7,25%", "0,5 %"], [12.5, 7.25, 0.5], "%"),
        (["12.5 km", "3 km", "7.1 km"], [12.5, 3.0, 7.1], "km"),
        (["3.5ha", "4.1ha"], [3.5, 4.1], "ha"),
        (["(1,234.5)", "2.5", "-3.5"], [-1234.5, 2.5, -3.5], None),
        (["12.5-", "7.5", "−3.25"], [-12.5, 7.5, -3.25], None),
        (["1,234.5*", "45.5 1/", "12.3 p/", "7.5 (a)"], [1234.5, 45.5, 12.3, 7.5], None),
        (["1.5E-05", "0.25", "2.5e+10"], [1.5e-05, 0.25, 2.5e10], None),
        ([".5", "0.25", "-.75"], [0.5, 0.25, -0.75], None),
    ],
)
def test_signs_around_a_number_are_understood(
    tmp_path: Path, cells: list[str], wanted: list[float], unit: str | None
) -> None:
    found, said = column(tmp_path, "dato", cells)
    assert found.values("dato") == wanted
    assert said.column.unit == unit


def test_percent_and_money_have_roles(tmp_path: Path) -> None:
    found = typed(tmp_path, {"a": ["12,5 %", "3,1 %"], "b": ["Q 1.50", "Q 2.50"]})
    assert found.column("a").column.role == "percent"
    assert found.column("b").column.role == "money"


def test_the_decimal_mark_is_told_with_its_evidence(tmp_path: Path) -> None:
    _, said = column(tmp_path, "dato", ["1.234,5", "12,25", "1.500"])
    assert said.decimal is not None
    assert said.decimal.value == ","
    assert "2 de 3 celdas" in said.decimal.reason
    assert said.decimal.alternatives == (".",)


@pytest.mark.parametrize(
    ("cells", "delimiter", "wanted"),
    [
        (["1.234", "12.345"], ";", [1234, 12345]),
        (["1.234", "12.345"], ",", [1.234, 12.345]),
        (["1,234", "12,345"], ";", [1.234, 12.345]),
        (["1,234", "12,345", "312"], "|", [1234, 12345, 312]),
        (["1.234", "1500", "2750"], "|", [1.234, 1500.0, 2750.0]),
        (["0.234", "1.345"], "|", [0.234, 1.345]),
    ],
)
def test_a_mark_before_three_figures_is_settled_and_asked_about(
    tmp_path: Path, cells: list[str], delimiter: str, wanted: list[float]
) -> None:
    found, said = column(tmp_path, "dato", cells, delimiter=delimiter)
    assert found.values("dato") == wanted
    if not cells[0].startswith("0"):
        assert "column.decimal" in found.codes()
        assert said.decimal is not None


def test_other_columns_settle_what_is_not_evident(tmp_path: Path) -> None:
    found = typed(tmp_path, {"a": ["1.234", "5.678"], "b": ["1,5", "2,75"]})
    assert found.values("a") == [1234, 5678]
    assert "otras columnas" in found.column("a").decimal.reason  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "cells",
    [
        ["1_000", "2_000"],
        ["0x1F", "0x2A"],
        ["inf", "infinity", "1"],
        ["1.2.3", "4.5.6"],
        ["1,23,456", "1,23,457"],
        ["1E5", "12", "13"],
        ["1.", "2.", "3."],
        ["(1)", "(2)", "(3)"],
        ["12 calle", "13 avenida"],
        ["1,5", "2.5"],
    ],
)
def test_what_only_looks_like_a_number_is_text(tmp_path: Path, cells: list[str]) -> None:
    found, said = column(tmp_path, "dato", cells)
    assert said.type.value == "text"
    assert found.values("dato") == cells


def test_zeros_in_front_make_a_code(tmp_path: Path) -> None:
    found, said = column(tmp_path, "dato", ["0101", "0102", "1701"])
    assert said.type.value == "text"
    assert found.values("dato") == ["0101", "0102", "1701"]


def test_a_stray_zero_in_front_of_counts_is_no_code(tmp_path: Path) -> None:
    cells = [str(value) for value in range(1, 60)] + ["05"]
    found, said = column(tmp_path, "casos", cells)
    assert said.type.value == "integer"
    assert found.values("casos")[-1] == 5


def test_identity_numbers_are_text(tmp_path: Path) -> None:
    found, said = column(tmp_path, "dato", ["1234567890123456", "9999999999999999"])
    assert said.type.value == "text"
    assert found.values("dato")[0] == "1234567890123456"


def test_whole_numbers_that_programs_write_with_a_decimal_are_integers(tmp_path: Path) -> None:
    found, said = column(tmp_path, "dato", ["12.0", "7.0", "100.0", None])
    assert said.type.value == "integer"
    assert found.values("dato") == [12, 7, 100, None]
    _, other = column(tmp_path, "dato", ["12.0", "7.5", "100.0"])
    assert other.type.value == "number"


def test_cells_of_a_workbook_are_not_read_again(tmp_path: Path) -> None:
    found, said = column(tmp_path, "dato", [1.234, 5, 2500000.0, "1,5"], text=False)
    assert said.type.value == "number"
    assert found.values("dato") == [1.234, 5.0, 2500000.0, 1.5]


def test_percentages_of_a_workbook_are_as_the_person_sees_them(tmp_path: Path) -> None:
    formats = {(0, 0): "0.0%", (1, 0): "0.0%"}
    found, said = column(tmp_path, "dato", [0.125, 0.145], text=False, formats=formats)
    assert found.values("dato") == [12.5, 14.5]
    assert (said.column.unit, said.column.role) == ("%", "percent")


def test_number_formats_show_zeros_and_currencies(tmp_path: Path) -> None:
    formats = {(0, 0): "0000", (1, 0): "0000", (0, 1): '"Q"#,##0.00', (1, 1): '"Q"#,##0.00'}
    found = typed(tmp_path, {"a": [101.0, 102.0], "b": [5.5, 6.0]}, text=False, formats=formats)
    assert found.values("a") == ["0101", "0102"]
    assert (found.column("b").column.unit, found.column("b").column.role) == ("GTQ", "money")


def test_sums_are_clean(tmp_path: Path) -> None:
    _, said = column(tmp_path, "dato", ["0.1"] * 10)
    assert said.column.sum == 1.0
    _, whole = column(tmp_path, "dato", ["9007199254740993"[:15]] * 3)
    assert whole.column.sum == 3 * 900719925474099


def test_one_cell_in_a_hundred_may_not_fit_and_is_listed(tmp_path: Path) -> None:
    cells = [str(value) for value in range(200)] + ["doce"]
    found, said = column(tmp_path, "dato", cells)
    assert said.type.value == "integer"
    assert found.table.misfit_count == 1
    (misfit,) = found.table.misfits
    assert (misfit.row, misfit.text, misfit.why) == (202, "doce", "no es un número entero")
    assert "column.exceptions" in found.codes()


def test_more_cells_that_do_not_fit_make_text_and_a_question(tmp_path: Path) -> None:
    cells = [str(value) for value in range(60)] + ["doce", "trece"]
    found, said = column(tmp_path, "dato", cells)
    assert said.type.value == "text"
    assert said.type.alternatives == ("number",)
    assert "column.almost" in found.codes()
    assert found.table.misfit_count == 0


def test_nothing_becomes_infinite(tmp_path: Path) -> None:
    found, _ = column(tmp_path, "dato", ["1e+400", "1.5", "2.5"])
    assert all(
        value is None or (isinstance(value, str) or math.isfinite(value))
        for value in found.values("dato")
    )
