"""Numbers are written as people of the country read them, and lose nothing on the way."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.base.numerals import (
    NO_DATUM,
    Number,
    bytes_es,
    money_es,
    number_es,
    percent_es,
    year_es,
)


@pytest.mark.parametrize(
    ("value", "decimals", "country", "written"),
    [
        (1234.5, None, "gt", "1,234.5"),
        (1234.5, None, "pe", "1,234.5"),
        (1234.5, None, "es", "1.234,5"),
        (1234567, None, "gt", "1,234,567"),
        (-0.5, 0, "gt", "−1"),
        (2.675, 2, "gt", "2.68"),
        (-0.001, 2, "gt", "0.00"),
        (0.1 + 0.2, None, "gt", "0.3"),
        (1e21, None, "gt", "1,000,000,000,000,000,000,000"),
        (Decimal("10.50"), None, "gt", "10.5"),
        (5, 2, "gt", "5.00"),
        (None, None, "gt", NO_DATUM),
        (math.nan, 1, "gt", NO_DATUM),
        (-math.inf, None, "pe", NO_DATUM),
    ],
)
def test_numbers_are_written_by_custom(
    value: Number | None, decimals: int | None, country: str, written: str
) -> None:
    assert number_es(value, decimals, country) == written


def test_a_year_has_no_thousands_mark() -> None:
    assert year_es(2018) == "2018"


def test_percentages_and_money_carry_their_sign() -> None:
    assert percent_es(12.5) == "12.5 %"
    assert percent_es(None) == NO_DATUM
    assert money_es(1234.5, "GTQ") == "Q 1,234.50"
    assert money_es(1234.5, "pen", country="pe") == "S/ 1,234.50"
    assert money_es(-3, "USD") == "−US$ 3.00"
    assert money_es(1, "HNL", decimals=0) == "HNL 1"
    assert money_es(None, "GTQ") == NO_DATUM


@pytest.mark.parametrize(
    ("size", "written"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1234, "1.2 kB"),
        (999_960, "1 MB"),
        (26_200_000, "26.2 MB"),
        (10**21, "1,000,000 PB"),
    ],
)
def test_sizes_are_decimal(size: int, written: str) -> None:
    assert bytes_es(size) == written


def test_an_unknown_country_is_said() -> None:
    with pytest.raises(ValueError, match="«xx»"):
        number_es(1, country="xx")


def _read(text: str, country: str) -> Decimal:
    thousands, point = (".", ",") if country == "es" else (",", ".")
    return Decimal(text.replace("−", "-").replace(thousands, "").replace(point, "."))


@given(st.integers(), st.sampled_from(["gt", "pe", "es"]))
def test_integers_read_back_exactly(value: int, country: str) -> None:
    assert _read(number_es(value, country=country), country) == value


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=4),
    st.integers(0, 6),
    st.sampled_from(["gt", "es"]),
)
def test_rounded_numbers_are_at_most_half_a_step_away(
    value: Decimal, decimals: int, country: str
) -> None:
    written = number_es(value, decimals, country)
    assert abs(_read(written, country) - value) <= Decimal(1).scaleb(-decimals) / 2


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e30, max_value=1e30))
def test_floats_keep_fifteen_digits(value: float) -> None:
    assert math.isclose(float(_read(number_es(value), "gt")), value, rel_tol=1e-14)
