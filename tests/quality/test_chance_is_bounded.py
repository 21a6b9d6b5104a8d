"""Bounds of shares and of chance."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.quality.chance import at_least, smoothed, wilson_lower


def test_the_bound_is_that_of_wilson() -> None:
    """By hand from the formula: (0.8 + 0.33175 − 0.46498) / 1.6635."""
    assert wilson_lower(8, 10) == pytest.approx(0.40082, abs=0.00005)
    assert wilson_lower(0, 10) == 0
    assert wilson_lower(0, 0) == 0
    assert wilson_lower(1, 1) == pytest.approx(1 / (1 + 2.5758293**2), abs=1e-6)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_bound_is_below_the_share(pair: tuple[int, int]) -> None:
    found, among = pair
    assert 0 <= wilson_lower(found, among) <= found / among + 1e-12


@given(st.integers(1, 60), st.floats(0.001, 0.5))
def test_the_tail_is_a_probability_that_falls(among: int, rate: float) -> None:
    tails = [at_least(found, among, rate) for found in range(among + 2)]
    assert tails[0] == 1
    assert tails[-1] == 0
    assert all(one >= other - 1e-9 for one, other in itertools.pairwise(tails))


def test_the_tail_is_the_binomial_one() -> None:
    assert at_least(2, 2, 0.1) == pytest.approx(0.01)
    assert at_least(1, 3, 0.2) == pytest.approx(1 - 0.8**3)


def test_of_many_it_is_an_upper_limit() -> None:
    exact = 1 - sum(math.comb(1000, k) * 0.003**k * 0.997 ** (1000 - k) for k in range(15))
    assert exact <= at_least(15, 1001, 0.003) < 0.02
    assert at_least(3, 100_000, 0.003) == 1


def test_a_share_of_few_stays_near_what_was_expected() -> None:
    assert smoothed(1, 1, 0.034) == pytest.approx(4.4 / 101)
    assert smoothed(1000, 1000, 0.034) > 0.9
