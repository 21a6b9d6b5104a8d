"""A promised frequency gives the day on which the next version is due."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.base.frequency import Frequency, frequency_of, next_due


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("anual", "ANNUAL"),
        ("Semestral", "ANNUAL_2"),
        ("trimestral", "QUARTERLY"),
        ("mensual", "MONTHLY"),
        ("bienal", "BIENNIAL"),
        ("quinquenal", "QUINQUENNIAL"),
        ("decenal", "DECENNIAL"),
        ("diaria", "DAILY"),
        ("semanal", "WEEKLY"),
        ("irregular", "IRREG"),
        ("una sola vez", "NEVER"),
        ("http://publications.europa.eu/resource/authority/frequency/ANNUAL_2", "ANNUAL_2"),
    ],
)
def test_words_mean_codes(word: str, code: str) -> None:
    frequency = frequency_of(word)
    assert frequency == code
    assert frequency is not None
    assert frequency_of(frequency.word) is frequency_of(frequency.uri) is frequency


@pytest.mark.parametrize(
    ("last", "frequency", "due"),
    [
        (date(2018, 3, 15), "anual", date(2019, 3, 15)),
        (date(2018, 1, 31), Frequency.MONTHLY, date(2018, 2, 28)),
        (date(2018, 2, 28), Frequency.MONTHLY, date(2018, 3, 31)),
        (date(2018, 1, 30), Frequency.MONTHLY, date(2018, 2, 28)),
        (date(2020, 2, 29), "ANNUAL", date(2021, 2, 28)),
        (date(2018, 12, 31), "semestral", date(2019, 6, 30)),
        (date(2018, 12, 31), Frequency.WEEKLY, date(2019, 1, 7)),
        (date(2018, 12, 31), Frequency.DAILY, date(2019, 1, 1)),
        (date(2018, 11, 1), "quinquenal", date(2023, 11, 1)),
        (date(2018, 11, 1), Frequency.IRREG, None),
        (date(2018, 11, 1), "una sola vez", None),
        (date(2018, 11, 1), "cuando se pueda", None),
        (date(9999, 11, 1), "anual", None),
        (date(9999, 12, 31), "diaria", None),
    ],
)
def test_the_next_version_is_due(last: date, frequency: str, due: date | None) -> None:
    assert next_due(last, frequency) == due


@given(st.dates(max_value=date(9900, 1, 1)), st.sampled_from(Frequency))
def test_what_is_due_is_later(last: date, frequency: Frequency) -> None:
    due = next_due(last, frequency)
    assert due is None if frequency in ("IRREG", "NEVER") else due is not None and due > last
