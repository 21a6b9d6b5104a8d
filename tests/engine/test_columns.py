"""A column's description survives the trip through JSON."""

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.engine.columns import Column, ColumnType

number = st.none() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False)
columns = st.builds(
    Column,
    name=st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True),
    label=st.text(max_size=20),
    type=st.sampled_from(get_args(ColumnType)),
    role=st.none() | st.sampled_from(["year", "identifier", "territory:gt.department"]),
    unit=st.none() | st.sampled_from(["%", "GTQ"]),
    nulls=st.integers(0, 10**9),
    missing_marks=st.dictionaries(st.text(max_size=5), st.integers(1, 99), max_size=3),
    distinct=st.integers(0, 10**9),
    min=number | st.text(max_size=5),
    max=number | st.text(max_size=5),
    sum=number,
    examples=st.lists(st.text(max_size=5), max_size=3).map(tuple),
    derived=st.sampled_from([None, "hierarchy"]),
    description=st.text(max_size=10),
)


@given(columns)
def test_a_column_read_back_from_json_is_the_same(column: Column) -> None:
    assert Column.from_json(json.loads(json.dumps(column.to_json()))) == column


def test_statistics_may_be_absent() -> None:
    column = Column.from_json({"name": "a", "label": "A", "type": "text"})
    assert (column.nulls, column.examples, column.sum) == (0, (), None)


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(ValueError, match="geometry"):
        Column.from_json({"name": "a", "label": "A", "type": "geometry"})
