"""A measure over a column with hidden counts is the true one, or is withheld and says so.

Published files hold no hidden count, so no answer can. What is tried here is that no answer is a
wrong number either: a sum of what is left, whose difference to a total is what was hidden.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cauce.engine.columns import Column
from cauce.engine.explore import Comparison, Explore, Filter, Measure, Order
from cauce.engine.protecting.rules import Protection
from cauce.engine.protecting.table import Plain, protect_table
from cauce.engine.query import Answer, Queries, answer
from cauce.engine.query.withholding import hides_counts
from cauce.engine.store import LooseTable
from tests.engine.plain_groups import grouped
from tests.engine.tables import SmallTable, column, write_table

SCHEMA = (
    column("dep", "text"),
    column("sexo", "text"),
    column("anio", "integer", role="year"),
    column("casos", "integer"),
    column("pob", "integer"),
)
NAMES = [one.name for one in SCHEMA]
PLACES = [
    (dep, sexo, anio) for dep in ("Petén", "Quiché", "Zacapa") for sexo in "HM" for anio in (1, 2)
]
OVER_CASES = tuple(
    Measure.of(text)
    for text in (
        "sum.casos",
        "mean.casos",
        "median.casos",
        "min.casos",
        "max.casos",
        "distinct.casos",
        "share.casos",
        "ratio.casos.pob",
        "per_person.pob.casos",
    )
)

counts = st.lists(
    st.integers(0, 30) | st.integers(1, 4), min_size=len(PLACES), max_size=len(PLACES)
)


@dataclass(frozen=True)
class Published:
    """A table some of whose counts were hidden, and what it said before."""

    table: SmallTable
    secret: tuple[tuple[Any, ...], ...]

    def records(self, *, true: bool) -> list[dict[str, Any]]:
        rows: Sequence[tuple[Any, ...]] = self.secret if true else self.table.rows
        return [dict(zip(NAMES, row, strict=True)) for row in rows]


def publish(folder: Path, secret: tuple[tuple[Any, ...], ...]) -> Published:
    """The table with its counts from 1 to 4 hidden, and those that would give them away."""
    written = write_table(folder, SCHEMA, secret)
    path = written.loose.path
    plain = [
        Plain(one.name, one.label, one.type, one.role, rule)
        for one in SCHEMA
        for rule in [Protection("small", 5) if one.name == "casos" else None]
    ]
    with duckdb.connect() as connection:
        changed = protect_table(connection, path, plain, "FORMAT parquet")
    schema = tuple(
        replace(one, missing_marks=changed[one.name].marks) if one.name in changed else one
        for one in SCHEMA
    )
    rows = tuple(tuple(row.values())[2:] for row in pq.read_table(path).to_pylist())
    return Published(SmallTable(LooseTable.at(path), schema, rows), secret)


def ask(published: Published, **asked: Any) -> Answer:
    table = published.table
    return answer(
        Explore(table.sha256, limit=1000, **asked), table.loose, table.schema, using=Queries()
    )


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    free = draw(st.permutations(["dep", "sexo", "anio"]))
    groups = tuple(free[: draw(st.integers(0, 2))])
    compared = "anio" not in groups and draw(st.booleans())
    rest = [name for name in free if name not in groups and not (compared and name == "anio")]
    return {
        "groups": groups,
        "measures": tuple(
            draw(st.lists(st.sampled_from(OVER_CASES), min_size=1, max_size=3, unique=True))
        ),
        "pivot": draw(st.none() | st.just(rest[0])) if rest else None,
        "comparison": Comparison("anio", "1", "2") if compared else None,
        "filters": draw(st.sampled_from([(), (Filter("dep", "in", ("Petén", "Zacapa")),)])),
        "order": draw(st.sampled_from([(), (Order(groups[0], True),) if groups else ()])),
    }


@settings(max_examples=25, deadline=None)
@given(cases=counts, asked=questions())
def test_what_is_given_is_true(
    tmp_path_factory: pytest.TempPathFactory, cases: list[int], asked: dict[str, Any]
) -> None:
    secret = tuple((*place, count, 100) for place, count in zip(PLACES, cases, strict=True))
    published = publish(tmp_path_factory.mktemp("t"), secret)
    got = ask(published, **asked)
    records = published.records(true=True)
    if asked["filters"]:
        records = [one for one in records if one["dep"] != "Quiché"]
    true = grouped(got.explore, records, 1, 2, lambda value: value)
    for row, expected in zip((*got.rows, got.whole), (*true.rows, true.whole), strict=True):
        assert all(a is None or a == b for a, b in zip(row or (), expected, strict=True))
    hidden = any(row[NAMES.index("casos")] is None for row in published.table.rows)
    if not hidden:
        assert (list(got.rows), got.whole, got.withheld) == (true.rows, true.whole, 0)


def published_of(folder: Path) -> Published:
    """Counts by place, sex and year of which two are small and two more are hidden with them."""
    cases = [10, 20, 30, 2, 40, 50, 3, 60, 70, 80, 90, 100]
    return publish(folder, tuple((*p, c, 100) for p, c in zip(PLACES, cases, strict=True)))


@pytest.fixture
def published(tmp_path: Path) -> Published:
    return published_of(tmp_path)


def withheld_groups(published: Published, name: str) -> set[Any]:
    """The values of a column some of whose rows have a hidden count."""
    return {one[name] for one in published.records(true=False) if one["casos"] is None}


@pytest.mark.parametrize("measure", OVER_CASES, ids=lambda one: one.name)
def test_no_measure_is_given_over_a_hidden_count(published: Published, measure: Measure) -> None:
    got = ask(published, groups=("dep",), measures=(measure,))
    hidden = withheld_groups(published, "dep")
    assert hidden
    everything = measure.op == "share"
    assert {row[0] for row in got.rows if row[1] is None} == (
        {"Petén", "Quiché", "Zacapa"} if everything else hidden
    )
    assert got.withheld == (3 if everything else len(hidden))
    missing = {(number, 1) for number, row in enumerate(got.rows) if row[1] is None}
    assert got.withheld_at == missing | {(-1, 1)}
    assert got.whole == (None, None)
    assert any("cantidades ocultas" in note for note in got.notes)


def test_rows_and_other_columns_are_counted_all_the_same(published: Published) -> None:
    got = ask(published, groups=("dep",), measures=(Measure("count"), Measure("sum", "pob")))
    assert got.rows == (("Petén", 4, 400), ("Quiché", 4, 400), ("Zacapa", 4, 400))
    assert (got.whole, got.withheld, got.notes) == ((None, 12, 1200), 0, ())


def test_an_order_by_a_withheld_measure_tells_nothing(published: Published) -> None:
    up = ask(
        published, groups=("dep",), measures=(Measure("sum", "casos"),), order=(Order("sum_casos"),)
    )
    down = ask(
        published,
        groups=("dep",),
        measures=(Measure("sum", "casos"),),
        order=(Order("sum_casos", True),),
    )
    hidden = withheld_groups(published, "dep")
    assert {row[0] for row in up.rows[-len(hidden) :]} == hidden
    assert [row for row in up.rows if row[1] is None] == [
        row for row in down.rows if row[1] is None
    ]


def test_a_filter_on_the_hidden_column_says_what_it_leaves_out(published: Published) -> None:
    got = ask(
        published,
        groups=("dep",),
        measures=(Measure("sum", "casos"),),
        filters=(Filter("casos", "not_missing"),),
    )
    assert got.withheld == 0
    assert any("el filtro sobre ella las deja fuera" in note for note in got.notes)


@pytest.mark.parametrize(
    ("marks", "type_", "hides"),
    [
        ({"<5": 2}, "integer", True),
        ({"< 10": 1}, "number", True),
        ({"≤5": 1}, "integer", True),
        ({"protegido": 1}, "number", True),
        ({"protegido": 1}, "text", False),
        ({"s.d.": 3, "": 1}, "integer", False),
        ({"<LD>": 3}, "number", False),
        ({}, "integer", False),
    ],
)
def test_marks_say_whether_a_count_is_hidden(
    marks: dict[str, int], type_: Any, hides: bool
) -> None:
    one: Column = replace(column("x", type_), missing_marks=marks)
    assert hides_counts(one) is hides
