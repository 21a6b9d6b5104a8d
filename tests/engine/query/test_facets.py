"""A facet says how often each value comes, under every condition but those on its own column."""

from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cauce.base.errors import Refusal
from cauce.engine.explore import Explore
from cauce.engine.explore.filters import Filter
from cauce.engine.query import Queries
from cauce.engine.query.facets import Facet, facets
from tests.engine.tables import SmallTable, column, write_table

SCHEMA = (
    column("area", "text"),
    column("anio", "integer"),
    column("urbano", "boolean"),
    column("dinero", "number"),
    column("fecha", "date"),
    column("personas", "integer", distinct=1000),
    column("tasa", "number", distinct=1000),
)
NAMES = tuple(one.name for one in SCHEMA)
LISTED = NAMES[:5]
STORED = {"dinero": pa.decimal128(18, 2)}

bodies = st.lists(
    st.tuples(
        st.none() | st.sampled_from(["norte", "sur", "", "O'Brien; --"]),
        st.none() | st.integers(2016, 2019),
        st.none() | st.booleans(),
        st.none() | st.sampled_from([Decimal("0.10"), Decimal("1.25")]),
        st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 3)),
        st.none() | st.integers(0, 20),
        st.none() | st.sampled_from([0.5, 1.5, -2.0]),
    ),
    max_size=14,
)
conditions = {
    "area": Filter("area", "eq", ("norte",)),
    "anio": Filter("anio", "ge", ("2017",)),
    "personas": Filter("personas", "le", ("9",)),
}


def holds(row: dict[str, Any], name: str) -> bool:
    value = row[name]
    if value is None:
        return False
    match name:
        case "area":
            return bool(value == "norte")
        case "anio":
            return bool(value >= 2017)
    return bool(value <= 9)


@settings(max_examples=25)
@given(body=bodies, filtered=st.sets(st.sampled_from(sorted(conditions))), most=st.integers(1, 3))
def test_values_are_counted_as_python_counts_them(
    tmp_path_factory: pytest.TempPathFactory,
    body: list[tuple[Any, ...]],
    filtered: set[str],
    most: int,
) -> None:
    table = write_table(tmp_path_factory.mktemp("t"), SCHEMA, body, stored=STORED)
    found = facets_of(table, NAMES, *(conditions[name] for name in sorted(filtered)), most=most)
    rows = [dict(zip(NAMES, row, strict=True)) for row in body]
    for facet, name in zip(found, NAMES, strict=True):
        left = [row[name] for row in rows if all(holds(row, f) for f in filtered - {name})]
        counts = Counter(value for value in left if value is not None)
        assert facet.column.name == name
        assert facet.missing == left.count(None)
        assert facet.distinct == len(counts)
        if name in LISTED:
            expected = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
            assert [(one.value, one.count) for one in facet.values] == expected
            assert not facet.ranged
        else:
            present = sorted(value for value in left if value is not None)
            assert facet.values == ()
            assert (facet.least, facet.most) == (
                (present[0], present[-1]) if present else (None, None)
            )
            assert facet.ranged == bool(present)
            assert set(facet.quartiles) <= set(present)
            assert list(facet.quartiles) == sorted(facet.quartiles)


def facets_of(
    table: SmallTable, names: tuple[str, ...], *filters: Filter, most: int = 30
) -> tuple[Facet, ...]:
    asked = Explore(table.sha256, filters=filters)
    return facets(asked, table.loose, table.schema, names, most=most, using=Queries())


def small(folder: Path) -> SmallTable:
    schema = (
        column("dpi", "text", role="identifier", label="DPI"),
        column("area", "text", label="Área"),
        column("monto", "number"),
    )
    rows = [
        ("1", "norte", 0.1),
        ("2", "sur", 1234.125),
        ("3", "sur", float("nan")),
        ("4", "", 1e-7),
    ]
    return write_table(folder, schema, rows, ["data", "data", "data", "total"])


def test_a_value_is_written_as_a_filter_writes_it(tmp_path: Path) -> None:
    table = small(tmp_path)
    asked = Explore(table.sha256, kinds=("data", "total"))
    [monto] = facets(asked, table.loose, table.schema, ("monto",), using=Queries())
    texts = {one.text for one in monto.values}
    assert texts == {"0.1", "1234.125", "0.0000001"}
    assert monto.distinct == 4
    for one in monto.values:
        [again] = facets_of(table, ("area",), Filter("monto", "eq", (one.text,)))
        assert sum(each.count for each in again.values) == (one.value != 1e-7)


def test_totals_of_the_source_are_not_counted(tmp_path: Path) -> None:
    [area] = facets_of(small(tmp_path), ("area",))
    assert [(one.value, one.count) for one in area.values] == [("sur", 2), ("norte", 1)]


def test_values_that_tell_persons_apart_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="«DPI» distingue personas o casos"):
        facets_of(small(tmp_path), ("area", "dpi"))


def test_an_unknown_column_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=r"no tiene una columna «zona».*area"):
        facets_of(small(tmp_path), ("zona",))


def test_the_same_facets_again_are_free(tmp_path: Path) -> None:
    table = small(tmp_path)
    queries, asked = Queries(), Explore(table.sha256)
    first = facets(asked, table.loose, table.schema, ("area",), using=queries)
    table.loose.path.unlink()
    assert facets(asked, table.loose, table.schema, ("area",), using=queries) == first


def test_no_column_has_no_facets(tmp_path: Path) -> None:
    assert facets_of(small(tmp_path), ()) == ()
