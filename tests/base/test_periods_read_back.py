"""A period has one spelling, is read from many, and never guesses."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.base.errors import Refusal
from cauce.base.periods import Period, format_periods, parse_period, parse_periods, period_es

DAYS = st.dates(date(1000, 1, 1), date(9990, 1, 1))
ANY = st.builds(
    lambda start, days: Period(start, start + timedelta(days)), DAYS, st.integers(0, 3000)
)
YEARS = st.integers(1000, 9900)
WHOLE = st.one_of(
    st.builds(Period.of_year, YEARS),
    st.builds(lambda year, more: Period.of_year(year, year + more), YEARS, st.integers(0, 80)),
    st.builds(Period.of_months, YEARS, st.integers(1, 12)),
    st.builds(Period.of_months, YEARS, st.sampled_from([1, 4, 7, 10]), st.just(3)),
    st.builds(Period.of_months, YEARS, st.sampled_from([1, 7]), st.just(6)),
)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2018", "2018"),
        ("año 2018", "2018"),
        ("2013–2018", "2013–2018"),
        ("2013-2018", "2013–2018"),
        ("de 2013 a 2018", "2013–2018"),
        ("2018–19", "2018–2019"),
        ("2018-03", "2018-03"),
        ("03/2018", "2018-03"),
        ("marzo de 2018", "2018-03"),
        ("Enero a marzo de 2018", "2018-T1"),
        ("2018-T1", "2018-T1"),
        ("2018Q4", "2018-T4"),
        ("IV trimestre de 2018", "2018-T4"),
        ("Trimestre 2018", None),
        ("1er. semestre 2019", "2019-S1"),
        ("2019-S3", None),
        ("2018-13", None),
        ("2018-07-01–2018-12-31", "2018-S2"),
        ("2018-02-01/2018-04-30", "2018-02–2018-04"),
        ("31/12/2018", "2018-12-31"),
        ("18 de noviembre de 2026", "2026-11-18"),
        ("31/02/2018", None),
        ("2018-2013", None),
        ("hoy", None),
    ],
)
def test_periods_are_read(text: str, written: str | None) -> None:
    if written is None:
        with pytest.raises(Refusal, match="No se entiende el período"):
            parse_period(text)
    else:
        assert str(parse_period(text)) == written


def test_lists_keep_their_order() -> None:
    years = parse_periods("2013, 2016 y 2018")
    assert format_periods(years) == "2013, 2016, 2018"
    assert years == tuple(Period.of_year(year) for year in (2013, 2016, 2018))
    assert parse_periods(" ") == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2018", "2018"),
        ("2018-T1", "primer trimestre de 2018"),
        ("2018-S2", "segundo semestre de 2018"),
        ("2018-03", "marzo de 2018"),
        ("2018-03–2019-01", "marzo de 2018 a enero de 2019"),
        ("2018-03-02", "2 de marzo de 2018"),
        ("2018-03-02–2018-03-05", "2 de marzo de 2018 a 5 de marzo de 2018"),
    ],
)
def test_periods_are_said_in_words(text: str, words: str) -> None:
    assert period_es(parse_period(text)) == words


@given(st.one_of(ANY, WHOLE))
def test_every_period_reads_back(period: Period) -> None:
    assert parse_period(str(period)) == period
    assert parse_period(period_es(period)) == period


@given(st.lists(st.one_of(ANY, WHOLE), max_size=5))
def test_every_list_reads_back(periods: list[Period]) -> None:
    assert parse_periods(format_periods(periods)) == tuple(periods)


@given(st.text(max_size=30))
def test_any_other_text_is_refused_and_never_crashes(text: str) -> None:
    with contextlib.suppress(Refusal):
        assert parse_period(text).days >= 1


def test_a_period_cannot_run_backwards() -> None:
    with pytest.raises(Refusal, match="antes de empezar"):
        Period(date(2018, 2, 1), date(2018, 1, 1))
