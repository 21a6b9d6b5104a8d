"""Dates, times and truths as people write them."""

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cauce.base.calendar import date_es
from tests.engine.reading.columns_typed import column

DAY = date(2026, 11, 18)
at = datetime.fromisoformat
NOON = at("2026-11-18 12:00:00")


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-18", "2026/11/18", "18/11/2026", "18-11-2026", "18.11.2026", "18/11/26",
        "18 de noviembre de 2026", "18 de Noviembre del 2026", "18-nov-26", "18 nov. 2026",
        "18/nov/2026", "miércoles, 18 de noviembre de 2026", "November 18, 2026", "18NOV2026",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(tmp_path: Path, cell: str) -> None:
    found, said = column(tmp_path, "dato", [cell, cell])
    assert said.type.value == "date"
    assert found.values("dato") == [DAY, DAY]


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    days=st.lists(st.dates(date(1970, 1, 1), date(2068, 12, 31)), min_size=2, max_size=10),
    form=st.sampled_from(["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "es", "%d/%m/%y"]),
)
def test_days_come_back_equal(tmp_path: Path, days: list[date], form: str) -> None:
    days = [*days, date(2020, 1, 31)]
    cells = [date_es(day) if form == "es" else day.strftime(form) for day in days]
    found, said = column(tmp_path, "fecha", cells)
    assert said.type.value == "date"
    assert found.values("fecha") == days


def test_the_order_of_day_and_month_is_decided_on_evidence(tmp_path: Path) -> None:
    found, said = column(tmp_path, "dato", ["10/18/2010", "6/2/2010"])
    assert found.values("dato") == [date(2010, 10, 18), date(2010, 6, 2)]
    assert said.date_order is not None
    assert said.date_order.value == "mdy"
    found, said = column(tmp_path, "dato", ["18/10/2010", "2/6/2010"])
    assert found.values("dato") == [date(2010, 10, 18), date(2010, 6, 2)]


def test_days_up_to_twelve_are_asked_about(tmp_path: Path) -> None:
    found, said = column(tmp_path, "dato", ["01/02/2020", "03/04/2020"])
    assert found.values("dato") == [date(2020, 2, 1), date(2020, 4, 3)]
    assert "column.date_order" in found.codes()
    assert said.date_order is not None
    assert said.date_order.alternatives == ("mdy",)


def test_a_day_that_does_not_exist_is_listed(tmp_path: Path) -> None:
    cells = [f"{day:02d}/03/2026" for day in range(1, 31)] + ["31/02/2026"]
    found, said = column(tmp_path, "dato", cells)
    assert said.type.value == "date"
    assert found.values("dato")[-1] is None
    assert [misfit.text for misfit in found.table.misfits] == ["31/02/2026"]


@pytest.mark.parametrize(
    ("one", "other", "first", "second"),
    [
        ("2026-11-18T10:05:00", "2026-11-18 23:59", "2026-11-18 10:05", "2026-11-18 23:59"),
        ("18/11/2026 10:05", "9/11/2026 7:30:15", "2026-11-18 10:05", "2026-11-09 07:30:15"),
        ("18/11/2026 10:05 p. m.", "9/11/2026 12:30 AM", "2026-11-18 22:05", "2026-11-09 00:30"),
        ("2026-11-18T10:05Z", "2026-11-18T11:05:00Z", "2026-11-18 10:05", "2026-11-18 11:05"),
        (
            "2026-11-18T10:05:00-06:00",
            "2026-11-18T11:05:00+0530",
            "2026-11-18 16:05",
            "2026-11-18 05:35",
        ),
    ],
)
def test_days_with_hours_are_read(
    tmp_path: Path, one: str, other: str, first: str, second: str
) -> None:
    found, said = column(tmp_path, "dato", [one, other])
    assert said.type.value == "datetime"
    assert found.values("dato") == [at(first), at(second)]


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (["10:05", "23:59:59"], [time(10, 5), time(23, 59, 59)]),
        (["7:05 am", "12:30 p.m."], [time(7, 5), time(12, 30)]),
        (["10:05:01.5"], [time(10, 5, 1, 500000)]),
    ],
)
def test_hours_are_read(tmp_path: Path, cells: list[str], wanted: list[time]) -> None:
    found, said = column(tmp_path, "dato", cells)
    assert said.type.value == "time"
    assert found.values("dato") == wanted


@pytest.mark.parametrize(
    "cells",
    [
        ["01-02-03", "04-05-06"],
        ["20200131", "20200228"],
        ["infinity", "epoch"],
        ["mar 12", "abr 13"],
        ["2020-13-45", "2020-99-99"],
        ["26:30:00", "48:00:00"],
    ],
)
def test_what_only_looks_like_a_date_is_none(tmp_path: Path, cells: list[str]) -> None:
    _, said = column(tmp_path, "dato", cells)
    assert said.type.value in ("text", "integer")


def test_eight_digits_are_a_date_where_the_header_says_so(tmp_path: Path) -> None:
    found, said = column(tmp_path, "Fecha de corte", ["20200131", "20200228"])
    assert said.type.value == "date"
    assert found.values("Fecha de corte") == [date(2020, 1, 31), date(2020, 2, 28)]


@pytest.mark.parametrize(
    ("cells", "type_", "wanted"),
    [
        ([DAY, DAY], "date", [DAY, DAY]),
        ([DAY, "19/11/2026"], "date", [DAY, date(2026, 11, 19)]),
        ([at("2026-11-18 00:00:00"), at("2026-11-19 00:00:00")], "date", [DAY, date(2026, 11, 19)]),
        ([NOON, DAY], "datetime", [NOON, at("2026-11-18 00:00:00")]),
        ([time(9, 30), time(10, 0)], "time", [time(9, 30), time(10, 0)]),
    ],
)  # fmt: skip
def test_dates_of_a_workbook_are_kept(
    tmp_path: Path, cells: list[Any], type_: str, wanted: list[Any]
) -> None:
    found, said = column(tmp_path, "dato", cells, text=False)
    assert said.type.value == type_
    assert found.values("dato") == wanted


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (["Sí", "No", "sí", "SI"], [True, False, True, True]),
        (["S", "N", "S"], [True, False, True]),
        (["Verdadero", "Falso"], [True, False]),
        (["true", "false", None], [True, False, None]),
        (["yes", "no", "n/d"], [True, False, None]),
        (["No", "No"], [False, False]),
    ],
)
def test_yes_and_no_are_truths(tmp_path: Path, cells: list[str], wanted: list[bool]) -> None:
    found, said = column(tmp_path, "dato", cells)
    assert said.type.value == "boolean"
    assert found.values("dato") == wanted


@pytest.mark.parametrize(
    "cells", [["0", "1", "1"], ["X", None, "X"], ["S", "S"], ["Sí", "Tal vez"]]
)
def test_other_marks_are_no_truths(tmp_path: Path, cells: list[str | None]) -> None:
    _, said = column(tmp_path, "dato", cells)
    assert said.type.value != "boolean"


def test_truths_of_a_workbook_are_kept(tmp_path: Path) -> None:
    found, said = column(tmp_path, "dato", [True, False, None], text=False)
    assert said.type.value == "boolean"
    assert found.values("dato") == [True, False, None]
