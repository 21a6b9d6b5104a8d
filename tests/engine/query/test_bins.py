"""Bins have round edges, are few, and hold every value once."""

import math
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.base.errors import Refusal
from cauce.engine.explore import Explore, Filter
from cauce.engine.profile import Histogram
from cauce.engine.query.bins import bins
from cauce.engine.query.edges import (
    bins_for,
    day_edges,
    moment_edges,
    number_edges,
    whole_edges,
)
from tests.engine.tables import SmallTable, column, write_table

floats = st.floats(allow_nan=False, allow_infinity=False)
wanted = st.integers(5, 20)


@given(floats, floats, wanted)
def test_edges_of_numbers_hold_all_and_are_few(one: float, other: float, most: int) -> None:
    low, high = min(one, other), max(one, other)
    edges = number_edges(low, high, most)
    assert edges[0] <= low <= high <= edges[-1]
    assert 1 <= len(edges) - 1 <= most
    assert list(edges) == sorted(edges)
    assert all(map(math.isfinite, edges))


@given(st.integers(-(2**63), 2**63 - 1), st.integers(-(2**63), 2**63 - 1), wanted)
def test_edges_of_whole_numbers_end_after_the_last(one: int, other: int, most: int) -> None:
    edges = whole_edges(min(one, other), max(one, other), most)
    widths = {after - before for before, after in pairwise(edges)}
    assert edges[0] <= min(one, other) <= max(one, other) < edges[-1]
    assert 1 <= len(edges) - 1 <= most
    assert len(widths) == 1
    assert str(widths.pop()).rstrip("0") in {"1", "2", "5"}


@given(st.dates(max_value=date(9000, 1, 1)), st.dates(max_value=date(9000, 1, 1)), wanted)
def test_edges_of_days_begin_where_people_count_from(one: date, other: date, most: int) -> None:
    edges = day_edges(min(one, other), max(one, other), most)
    assert edges[0] <= min(one, other) <= max(one, other) < edges[-1]
    assert 1 <= len(edges) - 1 <= most
    monthly = all(edge.day == 1 for edge in edges[:-1])
    width = edges[1] - edges[0]
    assert monthly or width == timedelta(1) or (width.days == 7 and edges[0].weekday() == 0)


@given(
    st.datetimes(max_value=datetime.fromisoformat("9000-01-01")),
    st.timedeltas(timedelta(0), timedelta(days=900)),
    wanted,
)
def test_edges_of_moments_hold_all_and_are_few(first: datetime, span: timedelta, most: int) -> None:
    last = first + min(span, datetime.fromisoformat("9500-01-01") - first)
    edges = moment_edges(first, last, most)
    assert edges[0] <= first <= last < edges[-1]
    assert 1 <= len(edges) - 1 <= most


@pytest.mark.parametrize(
    ("least", "most", "edges"),
    [
        (0.3, 9.7, (0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0)),
        (0.05, 0.31, (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35)),
        (-12.0, 70.0, (-20.0, -10.0, 0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0)),
        (3.7, 3.7, (3.0, 4.0)),
    ],
)
def test_edges_are_numbers_that_people_write(
    least: float, most: float, edges: tuple[float, ...]
) -> None:
    assert number_edges(least, most, 10) == edges


def test_few_values_have_few_bins() -> None:
    assert [bins_for(n) for n in (0, 1, 22, 100, 340, 10**6)] == [5, 5, 5, 10, 19, 20]


def test_days_of_one_month_of_a_year_and_of_a_century() -> None:
    start = date(2020, 1, 15)
    assert len(day_edges(start, date(2020, 1, 24), 20)) == 11
    assert day_edges(start, date(2020, 12, 31), 20)[1] == date(2020, 2, 1)
    assert day_edges(start, date(2110, 12, 31), 20)[1] == date(2025, 1, 1)


SCHEMA = (
    column("n", "integer"),
    column("x", "number"),
    column("d", "number"),
    column("dia", "date"),
    column("visto", "datetime"),
    column("t", "text"),
    column("id", "integer", role="identifier"),
)
BODY: list[tuple[Any, ...]] = [
    (
        n % 7,
        n / 10,
        Decimal(n),
        date(2020, 1, 1) + timedelta(days=n),
        datetime.fromisoformat("2020-01-01") + timedelta(hours=n),
        "a" if n % 2 else "b",
        n,
    )
    for n in range(100)
] + [(None, float("inf"), None, None, None, None, None), (None, float("nan"), *[None] * 5)]


@pytest.fixture
def table(tmp_path: Path) -> SmallTable:
    return write_table(tmp_path, SCHEMA, BODY, stored={"d": pa.decimal128(18, 2)})


def of(table: SmallTable, name: str, **asked: Any) -> Histogram:
    return bins(Explore(table.sha256, **asked), name, table.loose, SCHEMA)


def test_every_finite_value_is_in_one_bin(table: SmallTable) -> None:
    assert of(table, "n") == Histogram(tuple(range(8)), (15, 15, 14, 14, 14, 14, 14))
    assert of(table, "x").edges == tuple(float(n) for n in range(11))
    assert of(table, "x").counts == (10,) * 10
    assert of(table, "d").counts == (10,) * 10
    assert sum(of(table, "dia").counts) == 100
    assert of(table, "dia").edges[:2] == ("2020-01-01", "2020-02-01")
    assert of(table, "visto").edges[:2] == ("2020-01-01T00:00:00", "2020-01-01T12:00:00")


def test_only_the_rows_asked_for_count(table: SmallTable) -> None:
    assert sum(of(table, "x", filters=(Filter("t", "eq", ("a",)),)).counts) == 50
    assert sum(of(table, "x", groups=("t",)).counts) == 100
    assert of(table, "x", filters=(Filter("n", "ge", ("99",)),)) == Histogram((), ())


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("t", "solo los números y las fechas"),
        ("id", "no se reparte"),
        ("nada", "no tiene una columna"),
    ],
)
def test_what_has_no_order_of_size_is_refused(table: SmallTable, name: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        of(table, name)
