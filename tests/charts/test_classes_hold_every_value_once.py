"""Classes: every value in exactly one, equal values together, labels that differ."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.charts.classes import around_zero, classes
from cauce.engine.explore import Classing
from cauce.engine.explore.views import CLASSINGS

values = st.lists(
    st.one_of(
        st.integers(-50, 400).map(lambda tenths: tenths / 10),
        st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: round(value, 4)),
        st.just(0.0),
    ),
    min_size=1,
    max_size=120,
)
methods = st.sampled_from(CLASSINGS)


@given(values, methods)
def test_every_value_is_in_one_class_and_greater_values_are_not_in_lower_ones(
    given_values: list[float], method: Classing
) -> None:
    made = classes(given_values, method)
    found = [made.of(value) for value in sorted(given_values)]
    assert found == sorted(found)
    assert [found.count(place) for place in range(made.count)] == list(made.counts)
    assert sum(made.counts) == len(given_values)
    assert 1 <= made.count <= 5
    assert list(made.breaks) == sorted(set(made.breaks))


@given(values, st.sampled_from(("quantiles", "natural")))
def test_there_are_as_many_classes_as_different_values_let_there_be(
    given_values: list[float], method: Classing
) -> None:
    made = classes(given_values, method)
    assert made.count == min(5, len(set(given_values)))
    assert all(made.counts)


@given(values, methods)
def test_labels_differ(given_values: list[float], method: Classing) -> None:
    labels = classes(given_values, method).labels()
    assert len(set(labels)) == len(labels)


@given(st.lists(st.integers(0, 10_000), min_size=5, max_size=300, unique=True))
def test_quantiles_are_balanced_but_for_what_a_rounder_break_moves(given_values: list[int]) -> None:
    made = classes(given_values, "quantiles")
    moved = len(given_values) // 40
    assert max(made.counts) - min(made.counts) <= 1 + 2 * moved


@given(st.lists(st.integers(0, 6), min_size=5, max_size=200))
def test_ties_are_all_that_unbalances_quantiles(given_values: list[int]) -> None:
    made = classes(given_values, "quantiles")
    tied = max(map(given_values.count, given_values))
    assert max(made.counts) <= math.ceil(len(given_values) / made.count) + tied


@given(st.lists(st.integers(0, 60), min_size=6, max_size=11, unique=True))
def test_natural_breaks_have_the_least_squares_there_can_be(given_values: list[int]) -> None:
    ordered = sorted(given_values)
    made = classes(given_values, "natural")
    held = [[v for v in ordered if made.of(v) == place] for place in range(made.count)]
    least = min(
        sum(map(squares, parted(ordered, cuts)))
        for cuts in itertools.combinations(range(1, len(ordered)), made.count - 1)
    )
    assert sum(map(squares, held)) == pytest.approx(least)


def parted(ordered: list[int], cuts: tuple[int, ...]) -> list[list[int]]:
    return [ordered[a:b] for a, b in itertools.pairwise((0, *cuts, len(ordered)))]


def squares(part: list[int]) -> float:
    middle = sum(part) / len(part)
    return sum((value - middle) ** 2 for value in part)


def test_equal_intervals_are_of_one_width_even_when_nobody_is_in_one() -> None:
    made = classes([0, 1, 2, 3, 4, 100], "equal")
    assert made.breaks == (20, 40, 60, 80)
    assert made.counts == (5, 0, 0, 0, 1)


def test_labels_touch_and_cover_all_values() -> None:
    made = classes([12.3, 20, 26.8, 27.4, 34, 36, 41, 42.5, 48, 64.7], "quantiles")
    ends = [label.split("–") for label in made.labels()]
    assert all(one[1] == other[0] for one, other in itertools.pairwise(ends))
    assert float(ends[0][0]) <= 12.3
    assert float(ends[-1][1]) >= 64.7


def test_labels_have_the_decimals_that_tell_them_apart() -> None:
    labels = classes([0.41, 0.42, 0.43, 0.44, 0.45, 0.46, 0.47], "quantiles").labels()
    assert len(set(labels)) == 5
    assert all("." in label for label in labels)


def test_many_noughts_are_a_class_of_their_own() -> None:
    made = classes([0] * 60 + list(range(1, 41)), "quantiles")
    assert made.labels()[0] == "0"
    assert made.labels()[1].startswith("0–")
    assert made.counts[0] == 60


def test_few_different_values_are_their_own_classes() -> None:
    assert classes([3, 1, 1, 2]).labels() == ("1", "2", "3")
    assert classes([7.5]).labels() == ("7.5",)


def test_negative_spans_are_said_in_words() -> None:
    assert classes([-9, -5, -2, 0, 3, 8], "equal").labels()[0].startswith("de −")


def test_spain_writes_a_comma() -> None:
    assert classes([0.5, 1.5]).labels("es") == ("0,5", "1,5")


def test_thousands_of_values_are_quick_and_whole() -> None:
    given_values = [((n * 7919) % 10_007) / 7 for n in range(10_000)]
    assert sum(classes(given_values, "natural").counts) == 10_000


@pytest.mark.parametrize("wrong", [[], [1.0, math.nan], [math.inf]])
def test_no_value_or_no_number_is_refused(wrong: list[float]) -> None:
    with pytest.raises(ValueError, match="Classes need"):
        classes(wrong)


def test_the_ends_read_as_the_values_are_written() -> None:
    values = [27.993, 31.4, 36.2, 42.01, 47.77, 53.3, 58.9, 61.26]
    labels = classes(values).labels(written=1)
    assert labels[0].startswith("28")
    assert "27" not in labels[0]


@given(values, methods, st.integers(0, 4))
def test_labels_differ_and_touch_however_values_are_written(
    given_values: list[float], method: Classing, written: int
) -> None:
    labels = classes(given_values, method).labels(written=written)
    assert len(set(labels)) == len(labels)


@given(values, methods)
def test_zero_parts_what_fell_from_what_rose(given_values: list[float], method: Classing) -> None:
    made = around_zero(given_values, method)
    assert sum(made.counts) == len(given_values)
    assert 1 <= made.count <= 5
    assert list(made.breaks) == sorted(set(made.breaks))
    fell = {made.of(value) for value in given_values if value < 0}
    assert not fell & {made.of(value) for value in given_values if value >= 0}
