"""Any question about groups gets the answer that plain Python computes, to the last digit."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, Phase, given, reject, settings
from hypothesis import strategies as st

from cauce.base.errors import Refusal
from cauce.engine.explore import Comparison, Explore, Filter, Measure, Order, cells_of
from cauce.engine.query import Queries, answer, every_group
from tests.engine.plain_groups import grouped
from tests.engine.tables import column, write_table

WORDS = ["abeja", "Árbol", "nube", "Ñame", "zorro", "'); DROP"]
"""As Spanish sorts them, the last one apart."""
SCHEMA = (
    column("dep", "text"),
    column("anio", "integer", role="year"),
    column("urbano", "boolean"),
    column("dia", "date"),
    column("casos", "integer"),
    column("dinero", "number", role="money"),
    column("peso", "number"),
)
NAMES = [one.name for one in SCHEMA]
STORED = {"dinero": pa.decimal128(18, 2)}
ORDERED = ["'); DROP", *WORDS[:-1]]

rows = st.tuples(
    st.none() | st.sampled_from(WORDS),
    st.none() | st.integers(2012, 2014),
    st.none() | st.booleans(),
    st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 3)),
    st.none() | st.integers(-4, 40),
    st.none() | st.integers(-100, 5000).map(lambda cents: Decimal(cents) / 100),
    st.none() | st.integers(-8, 80).map(lambda quarters: quarters / 4),
)
numbers = st.sampled_from(["casos", "dinero", "peso"])
measures = st.one_of(
    st.just(Measure("count")),
    st.builds(Measure, st.sampled_from(["sum", "mean", "median", "share", "min", "max"]), numbers),
    st.builds(Measure, st.just("distinct"), st.sampled_from(NAMES)),
    st.just(Measure("min", "dia")),
    st.just(Measure("ratio", "casos", "dinero")),
    st.just(Measure("ratio", "peso", "casos")),
    st.just(Measure("per_person", "dinero", "casos")),
)


@st.composite
def questions(draw: st.DrawFn) -> Explore:
    free = draw(st.permutations(["dep", "anio", "urbano", "dia"]))
    groups = tuple(free[: draw(st.integers(0, 3))])
    asked = tuple(draw(st.lists(measures, max_size=3, unique=True)))
    pivot = draw(st.none() | st.just(free[3]))
    compared = draw(st.booleans()) and "anio" not in (*groups, pivot)
    if not (groups or asked or pivot or compared):
        groups = ("dep",)
    names = [
        *groups,
        *(one.name for one in cells_of(groups, asked or (Measure("count"),))),
        *(
            one.name
            for one in cells_of(
                groups, asked or (Measure("count"),), 2 if pivot else None, compared
            )
        ),
    ]
    order = draw(st.lists(st.sampled_from(names), max_size=2, unique=True))
    return Explore(
        "",
        groups=groups,
        measures=asked,
        pivot=pivot,
        comparison=Comparison("anio", "2012", "2013") if compared else None,
        order=tuple(Order(name, draw(st.booleans())) for name in order),
        filters=draw(st.sampled_from([(), (), (Filter("casos", "ge", ("0",)),)])),
        offset=draw(st.sampled_from([0, 0, 1, 3, 50])),
        limit=draw(st.sampled_from([1, 4, 1000])),
    )


def rank(value: Any) -> Any:
    return ORDERED.index(value) if isinstance(value, str) else value


SLOWLY = settings(
    deadline=None, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow]
)


@settings(SLOWLY, max_examples=25, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(explore=questions(), body=st.lists(rows, max_size=14))
def test_any_question(
    tmp_path_factory: pytest.TempPathFactory, explore: Explore, body: list[tuple[Any, ...]]
) -> None:
    assert_agreed(tmp_path_factory.mktemp("t"), explore, body)


@pytest.mark.long
@settings(SLOWLY, max_examples=300)
@given(explore=questions(), body=st.lists(rows, max_size=14))
def test_very_many_questions(
    tmp_path_factory: pytest.TempPathFactory, explore: Explore, body: list[tuple[Any, ...]]
) -> None:
    assert_agreed(tmp_path_factory.mktemp("t"), explore, body)


def assert_agreed(folder: Path, explore: Explore, body: list[tuple[Any, ...]]) -> None:
    table = write_table(folder, SCHEMA, body, stored=STORED)
    records = [dict(zip(NAMES, row, strict=True)) for row in body]
    if explore.filters:
        records = [one for one in records if one["casos"] is not None and one["casos"] >= 0]
    asked = replace(explore, table=table.sha256)
    using = Queries()
    try:
        got = answer(asked, table.loose, SCHEMA, using=using)
    except Refusal:
        reject()
    expected = grouped(asked, records, 2012, 2013, rank)
    page = expected.rows[asked.offset : asked.offset + asked.limit]
    assert [one.name for one in got.columns] == expected.names
    assert [*map(typed, got.rows)] == [*map(typed, page)]
    assert got.total == len(expected.rows)
    assert typed(got.whole or ()) == typed(expected.whole)
    _, every = every_group(asked, table.loose, SCHEMA, using=using)
    written = [
        row for batch in every.batches() for row in zip(*batch.to_pydict().values(), strict=True)
    ]
    assert written == expected.rows


def typed(row: tuple[Any, ...]) -> list[tuple[type, Any]]:
    return [(type(value), value) for value in row]
