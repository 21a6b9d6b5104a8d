"""Months and dates are written in Spanish and read as offices write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.base.calendar import date_es, month_name, month_number, parse_date_es, parse_month


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("enero", (1, None)),
        ("ene.", (1, None)),
        ("Enero 2020", (1, 2020)),
        ("ENERO DE 2020", (1, 2020)),
        ("ene-20", (1, 2020)),
        ("dic-98", (12, 1998)),
        ("Setiembre/2019", (9, 2019)),
        ("sept. 2019", (9, 2019)),
        ("2020 marzo", (3, 2020)),
        ("MAR2021", (3, 2021)),
        ("martes", None),
        ("2020", None),
        ("marzo 5 2020", None),
        ("", None),
    ],
)
def test_months_are_read(text: str, read: tuple[int, int | None] | None) -> None:
    assert parse_month(text) == read


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("18 de noviembre de 2026", date(2026, 11, 18)),
        ("miércoles, 18 de Noviembre del 2026", date(2026, 11, 18)),
        ("18-nov-26", date(2026, 11, 18)),
        ("18 nov. 2026", date(2026, 11, 18)),
        ("31 de febrero de 2020", None),
        ("noviembre de 2026", None),
    ],
)
def test_dates_in_words_are_read(text: str, day: date | None) -> None:
    assert parse_date_es(text) == day


def test_dates_are_written_long_and_short() -> None:
    assert date_es(date(2026, 11, 18)) == "18 de noviembre de 2026"
    assert date_es(date(2026, 11, 18), short=True) == "18 nov 2026"


@given(st.dates(), st.booleans())
def test_written_dates_read_back(day: date, short: bool) -> None:
    if day.year >= 1000:
        assert parse_date_es(date_es(day, short=short)) == day


@given(st.integers(1, 12), st.booleans())
def test_month_names_read_back(month: int, short: bool) -> None:
    assert month_number(month_name(month, short=short).upper()) == month


def test_there_is_no_thirteenth_month() -> None:
    with pytest.raises(ValueError, match="13"):
        month_name(13)
