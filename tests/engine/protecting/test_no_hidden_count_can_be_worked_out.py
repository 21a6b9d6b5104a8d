"""No hidden count can be worked out from the sums that stay published."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cauce.engine.protecting.counts import Counts
from cauce.engine.protecting.suppression import suppress
from tests.engine.protecting.published import Built, cells_of, tables, worked_out


@settings(max_examples=100)
@given(tables(), st.integers(2, 8), st.data())
def test_sums_determine_no_hidden_cell(built: Built, threshold: int, data: st.DataObject) -> None:
    names = data.draw(
        st.sets(st.sampled_from(built.counts.names), min_size=1, max_size=built.counts.width)
    )
    hidden = built.hidden(dict.fromkeys(names, threshold))
    assert worked_out(built.sums, hidden) == set()


@settings(max_examples=40)
@given(tables(), st.integers(2, 8))
def test_small_counts_are_hidden_and_zeros_stay(built: Built, threshold: int) -> None:
    hidden = built.hidden(dict.fromkeys(built.counts.names, threshold))
    for place, column in enumerate(built.counts.columns):
        for row, value in enumerate(column):
            if 1 <= value < threshold:
                assert (row, place) in hidden
            if value == 0:
                assert (row, place) not in hidden


def counted(columns: dict[str, list[int]], kinds: list[str] | None = None) -> Counts:
    rows = len(next(iter(columns.values())))
    return Counts(tuple(columns), tuple(columns.values()), kinds or ["data"] * rows)


def test_without_sums_only_small_counts_are_hidden() -> None:
    counts = counted({"casos": [3, 40, 0, 17, 1]})
    found = suppress(counts, {"casos": 5})
    assert found.small == {"casos": [0, 4]}
    assert found.second == {}


def test_the_next_smallest_of_a_total_is_hidden() -> None:
    counts = counted({"casos": [3, 40, 17, 60]}, ["data", "data", "data", "total"])
    assert cells_of(counts, suppress(counts, {"casos": 5})) == {(0, 0), (2, 0)}


def test_a_total_of_one_count_is_hidden_itself() -> None:
    counts = counted(
        {"casos": [3, 0, 3, 50, 20, 70, 73]},
        ["data", "data", "subtotal", "data", "data", "subtotal", "total"],
    )
    hidden = cells_of(counts, suppress(counts, {"casos": 5}))
    assert {(0, 0), (2, 0)} <= hidden
    assert len(hidden & {(3, 0), (4, 0)}) > 0  # or the grand total would give the first away


def test_a_sum_column_that_is_not_protected_gives_nothing_away() -> None:
    counts = counted({"h": [3, 20, 31], "m": [30, 41, 25], "total": [33, 61, 56]})
    assert cells_of(counts, suppress(counts, {"h": 5})) == {(0, 0), (0, 1)}


def test_extremes_give_away_all_their_parts() -> None:
    """8 is the sum of two counts below 5 in one way only."""
    counts = counted(
        {"h": [4, 20, 31, 9], "m": [4, 41, 25, 7], "total": [8, 61, 56, 16]},
    )
    hidden = cells_of(counts, suppress(counts, {"h": 5, "m": 5}))
    assert hidden == {(0, 0), (0, 1), (0, 2)}


def test_a_copy_of_a_column_is_hidden_with_it() -> None:
    counts = counted({"casos": [3, 20, 31], "otra": [3, 20, 31]})
    assert cells_of(counts, suppress(counts, {"casos": 5})) == {(0, 0), (0, 1)}


def test_rows_that_share_a_key_with_a_total_are_its_group() -> None:
    counts = Counts(
        ("casos",),
        ([3, 40, 17, 22, 43, 39],),
        ["data", "data", "data", "data", "subtotal", "subtotal"],
        (["A", "A", "B", "B", "A", "B"],),
    )
    assert cells_of(counts, suppress(counts, {"casos": 5})) == {(0, 0), (1, 0)}
