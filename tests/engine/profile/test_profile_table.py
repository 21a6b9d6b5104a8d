"""A profile says what the rows of data say, and nothing of identifiers' values."""

import json
import math
import statistics
from collections import Counter
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cauce.engine.columns import Column
from cauce.engine.profile import ColumnProfile, Profile, profile_table
from tests.engine.tables import column, write_table


def profile_of(
    folder: Path, of: Column, values: list[Any], stored: pa.DataType | None = None, **kinds: Any
) -> ColumnProfile:
    table = write_table(
        folder,
        (of,),
        [(value,) for value in values],
        stored={of.name: stored} if stored else None,
        **kinds,
    )
    profile = profile_table(table.loose.path, table.schema)
    assert Profile.from_json(json.loads(json.dumps(profile.to_json()))) == profile
    return profile.columns[0]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.none() | st.integers(-(10**6), 10**6), max_size=30))
def test_whole_numbers_are_counted_exactly(
    tmp_path_factory: pytest.TempPathFactory, values: list[int | None]
) -> None:
    profile = profile_of(tmp_path_factory.mktemp("t"), column("n", "integer"), values)
    present = [value for value in values if value is not None]
    assert profile.nulls == values.count(None)
    assert profile.distinct == len(set(present))
    if not present:
        assert profile == ColumnProfile("n", len(values), 0)
        return
    assert (profile.min, profile.max, profile.sum) == (min(present), max(present), sum(present))
    assert profile.mean == sum(present) / len(present)
    if len(present) > 1:
        assert profile.quartiles == pytest.approx(
            statistics.quantiles(present, n=4, method="inclusive")
        )
    assert profile.histogram is not None
    edges = [int(edge) for edge in profile.histogram.edges]
    bins = zip(edges, edges[1:], profile.histogram.counts, strict=False)
    assert len(edges) <= 11
    for low, high, count in bins:
        assert count == sum(low <= value < high for value in present)
    assert sum(profile.histogram.counts) == len(present)


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.none() | st.floats(-1e6, 1e6) | st.sampled_from([0.1, 0.2, 0.3, math.inf]), max_size=30
    )
)
def test_numbers_are_counted_between_their_edges(
    tmp_path_factory: pytest.TempPathFactory, values: list[float | None]
) -> None:
    profile = profile_of(tmp_path_factory.mktemp("t"), column("n", "number"), values)
    finite = [value for value in values if value is not None and math.isfinite(value)]
    assert profile.nulls == values.count(None)
    if not finite:
        assert (profile.min, profile.histogram) == (None, None)
        return
    assert (profile.min, profile.max) == (min(finite), max(finite))
    assert profile.sum == pytest.approx(math.fsum(finite), abs=1e-9)
    assert profile.histogram is not None
    edges = [float(edge) for edge in profile.histogram.edges]
    last = len(profile.histogram.counts) - 1
    for place, count in enumerate(profile.histogram.counts):
        low, high = edges[place], edges[place + 1]
        assert count == sum(low <= value and (value < high or place == last) for value in finite)


def test_money_is_added_without_losing_cents(tmp_path: Path) -> None:
    values = [Decimal("0.10")] * 3 + [Decimal("-1.25"), None]
    profile = profile_of(tmp_path, column("q", "number"), values, pa.decimal128(18, 2))
    assert (profile.min, profile.max, profile.sum, profile.nulls) == (-1.25, 0.1, -0.95, 1)


def test_texts_are_told_by_their_frequency(tmp_path: Path) -> None:
    values = ["b", "a", "b", "ñ", None, *(f"x{n}" for n in range(20))]
    profile = profile_of(tmp_path, column("t", "text"), values)
    assert profile.top[:3] == (("b", 2), ("a", 1), ("x0", 1))
    assert (len(profile.top), profile.nulls, profile.distinct) == (10, 1, 23)
    assert Counter(values)["b"] == 2


def test_truth_values_are_told_by_their_frequency(tmp_path: Path) -> None:
    profile = profile_of(tmp_path, column("t", "boolean"), [True, True, False, None])
    assert (profile.top, profile.min, profile.max) == (((True, 2), (False, 1)), False, True)


def test_identifiers_show_no_value(tmp_path: Path) -> None:
    values = ["1234 56789 0101", "2345 67890 0101", "1234 56789 0101"]
    profile = profile_of(tmp_path, column("dpi", "text", role="identifier"), values)
    assert profile == ColumnProfile("dpi", 0, 2)


def test_days_are_whole_in_their_histogram(tmp_path: Path) -> None:
    days = [date(2020, 1, 1), date(2020, 1, 1), date(2020, 1, 12), date(1899, 12, 31)]
    profile = profile_of(tmp_path, column("f", "date"), days[:3])
    assert (profile.min, profile.max) == ("2020-01-01", "2020-01-12")
    assert profile.quartiles[1] == "2020-01-01"
    assert profile.histogram is not None
    assert profile.histogram.edges[:2] == ("2020-01-01", "2020-01-03")
    assert profile.histogram.counts == (2, 0, 0, 0, 0, 1)
    assert profile_of(tmp_path, column("f", "date"), days).min == "1899-12-31"


def test_moments_and_the_ends_of_the_calendar_have_a_histogram(tmp_path: Path) -> None:
    moments = [*map(datetime.fromisoformat, ["1969-12-31 23:59:59.5", "9999-12-31 23:59:59"])]
    profile = profile_of(tmp_path, column("m", "datetime"), moments)
    assert profile.histogram is not None
    assert (profile.histogram.counts[0], profile.histogram.counts[-1]) == (1, 1)
    assert profile.histogram.edges[-1] == "9999-12-31T23:59:59"
    ends = profile_of(tmp_path, column("f", "date"), [date.min, date.max])
    assert ends.histogram is not None
    assert sum(ends.histogram.counts) == 2


def test_hours_have_quartiles_and_no_histogram(tmp_path: Path) -> None:
    profile = profile_of(tmp_path, column("h", "time"), [time(1), time(2), time(3)])
    assert (profile.quartiles, profile.histogram) == (("01:00:00", "02:00:00", "03:00:00"), None)


def test_only_rows_of_data_count(tmp_path: Path) -> None:
    table = write_table(
        tmp_path, (column("n", "integer"),), [(1,), (2,), (3,)], ["data"] * 2 + ["total"]
    )
    profile = profile_table(table.loose.path, table.schema)
    assert (profile.rows, profile.columns[0].sum) == (2, 3)


def test_one_value_is_one_bin(tmp_path: Path) -> None:
    assert profile_of(tmp_path, column("n", "number"), [2.5, 2.5]).histogram is not None
    profile = profile_of(tmp_path, column("n", "number"), [2.5, 2.5])
    assert profile.histogram is not None
    assert (profile.histogram.edges, profile.histogram.counts) == ((2.5, 2.5), (2,))
    huge = profile_of(tmp_path, column("n", "number"), [-1.7e308, 1.7e308])
    assert huge.histogram is None
