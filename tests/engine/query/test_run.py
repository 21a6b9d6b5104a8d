"""A query gives exactly the rows asked for, in one order, with their exact number."""

import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cauce.engine.explore import Explore, Order
from cauce.engine.explore.filters import Filter
from cauce.engine.query import Result, run
from cauce.engine.query.binding import fit
from tests.engine.tables import SmallTable, column, write_table

SCHEMA = (
    column("texto", "text"),
    column("largo", "text", distinct=10**6),
    column("entero", "integer"),
    column("numero", "number"),
    column("dinero", "number"),
    column("urbano", "boolean"),
    column("fecha", "date"),
    column("hora", "time"),
    column("visto", "datetime"),
)
STORED = {"dinero": pa.decimal128(18, 2)}
NAMES = [one.name for one in SCHEMA]

words = st.sampled_from(["Petén", "PETEN", "petén", "Ñuñoa", "nunoa", "Güegüe", "a b", "'; --", ""])
rows = st.tuples(
    st.none() | words,
    st.none() | words,
    st.none() | st.integers(-3, 3) | st.sampled_from([2**62, -(2**62)]),
    st.none() | st.sampled_from([-1.5, 0.0, 0.1, 0.5, 1e9]),
    st.none() | st.sampled_from([Decimal("-0.01"), Decimal("0.10"), Decimal("1.01")]),
    st.none() | st.booleans(),
    st.none() | st.dates(date(2020, 1, 1), date(2020, 1, 5)),
    st.none() | st.sampled_from([time(1), time(2, 30)]),
    st.none()
    | st.sampled_from(["2020-01-01", "2020-01-02 03:04:05.000006"]).map(datetime.fromisoformat),
)
kinds = st.sampled_from(["data", "data", "subtotal", "total"])


def fold(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.lower())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


conditions: dict[str, st.SearchStrategy[tuple[Filter, Callable[[Any], bool]]]] = {
    "texto": words.filter(bool).map(
        lambda w: (Filter("texto", "contains", (w,)), lambda v: fold(w) in fold(v))
    ),
    "largo": words.filter(bool).map(
        lambda w: (Filter("largo", "contains", (w,)), lambda v: fold(w) in fold(v))
    ),
    "entero": st.integers(-3, 3).map(
        lambda n: (Filter("entero", "ge", (str(n),)), lambda v: v >= n)
    ),
    "numero": st.sampled_from([0.1, 0.5]).map(
        lambda n: (Filter("numero", "eq", (str(n),)), lambda v: v == n)
    ),
    "dinero": st.sampled_from([Decimal("0.10"), Decimal("1.005"), Decimal("-0.0101")]).map(
        lambda n: (Filter("dinero", "le", (f"{n}0",)), lambda v: v <= n)
    ),
    "urbano": st.booleans().map(lambda b: (Filter("urbano", "eq", (str(b),)), lambda v: v == b)),
    "fecha": st.dates(date(2020, 1, 1), date(2020, 1, 5)).map(
        lambda d: (
            Filter("fecha", "between", (str(date(2020, 1, 2)), str(d))),
            lambda v: min(d, date(2020, 1, 2)) <= v <= max(d, date(2020, 1, 2)),
        )
    ),
    "hora": st.just((Filter("hora", "in", ("01:00", "03:00")), lambda v: v == time(1))),
    "visto": st.just(
        (Filter("visto", "eq", ("2020-01-02",)), lambda v: v.date() == date(2020, 1, 2))
    ),
}


@settings(max_examples=30, deadline=None)
@given(data=st.data(), body=st.lists(st.tuples(kinds, rows), max_size=12))
def test_rows_are_those_that_hold_every_condition(
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
    body: list[tuple[str, tuple[Any, ...]]],
) -> None:
    table = write_table(
        tmp_path_factory.mktemp("t"),
        SCHEMA,
        [row for _, row in body],
        [kind for kind, _ in body],
        stored=STORED,
    )
    names = data.draw(st.lists(st.sampled_from(NAMES), max_size=3, unique=True))
    asked = [(name, *data.draw(conditions[name])) for name in names]
    by, down = data.draw(st.sampled_from(["entero", "numero", "fecha"])), data.draw(st.booleans())
    offset, limit = data.draw(st.integers(0, 3)), data.draw(st.integers(1, 4))
    shown = data.draw(st.sampled_from([("data",), ("data", "total"), ("subtotal",)]))
    expected = [
        (number, kind, row)
        for number, (kind, row) in enumerate(body, start=2)
        if kind in shown
        and all(
            row[NAMES.index(name)] is not None and holds(row[NAMES.index(name)])
            for name, _, holds in asked
        )
    ]
    place = NAMES.index(by)
    present = [one for one in expected if one[2][place] is not None]
    absent = [one for one in expected if one[2][place] is None]
    present.sort(key=lambda one: one[2][place], reverse=down)
    if down:
        present.sort(key=lambda one: (-rank(one[2][place]), one[0]))
    page = (present + absent)[offset : offset + limit]

    result = run(
        Explore(
            table.sha256,
            filters=tuple(condition for _, condition, _ in asked),
            order=(Order(by, down),),
            offset=offset,
            limit=limit,
            kinds=shown,
        ),
        table.loose,
        SCHEMA,
    )
    assert result.total == len(expected)
    assert list(zip(result.numbers, result.kinds, result.rows, strict=True)) == page


def rank(value: Any) -> float:
    return float(value.toordinal() if isinstance(value, date) else value)


@pytest.fixture
def table(tmp_path: Path) -> SmallTable:
    schema = (
        column("codigo", "text"),
        column("municipio", "text"),
        column("anio", "integer"),
        column("tasa", "number"),
    )
    return write_table(
        tmp_path,
        schema,
        [
            ("0101", "Ñame", 2018, 1.5),
            ("0102", "Nube", 2018, None),
            ("0103", "ñandú", 2020, 0.5),
            ("0104", "Árbol", 2018, 0.5),
            ("0105", "Zacapa", None, 2.5),
            (None, None, 2018, 10.0),
        ],
        ["data"] * 5 + ["total"],
    )


def ask(table: SmallTable, **asked: Any) -> Result:
    return run(Explore(table.sha256, **asked), table.loose, table.schema)


def names(result: Result) -> list[Any]:
    return [row[result.columns.index("municipio")] for row in result.rows]


def test_text_sorts_as_spanish_does(table: SmallTable) -> None:
    assert names(ask(table, order=(Order("municipio"),))) == [
        "Árbol",
        "Nube",
        "Ñame",
        "ñandú",
        "Zacapa",
    ]


def test_missing_values_come_last_both_ways_and_the_source_row_breaks_ties(
    table: SmallTable,
) -> None:
    assert names(ask(table, order=(Order("tasa"),))) == ["ñandú", "Árbol", "Ñame", "Zacapa", "Nube"]
    down = ask(table, order=(Order("tasa", descending=True),))
    assert names(down) == ["Zacapa", "Ñame", "ñandú", "Árbol", "Nube"]
    assert down.numbers == (6, 2, 4, 5, 3)


def test_the_source_row_can_lead_the_order(table: SmallTable) -> None:
    assert ask(table, order=(Order("_row", descending=True),)).numbers == (6, 5, 4, 3, 2)


def test_totals_are_left_out_unless_asked(table: SmallTable) -> None:
    assert ask(table).total == 5
    both = ask(table, kinds=("data", "total"))
    assert (both.total, both.kinds[-1]) == (6, "total")


def test_columns_come_as_asked(table: SmallTable) -> None:
    result = ask(table, columns=("anio", "codigo"), limit=1)
    assert (result.columns, result.rows) == (("anio", "codigo"), ((2018, "0101"),))


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("NAN", ["ñandú"]),
        ("ña", ["Ñame", "ñandú"]),
        ("2018 arbol", ["Árbol"]),
        ("010", ["Ñame", "Nube", "ñandú", "Árbol", "Zacapa"]),
        ("zacapa 2018", []),
        ("a a a a a a a a a", []),
        ("%", []),
        (".*", []),
    ],
)
def test_every_word_of_a_search_is_somewhere_in_the_row(
    table: SmallTable, search: str, found: list[str]
) -> None:
    assert names(ask(table, search=search)) == found


def test_a_search_where_nothing_is_text_finds_whole_numbers_only(tmp_path: Path) -> None:
    table = write_table(tmp_path, (column("n", "integer"),), [(1,), (2,)])
    assert ask(table, search="2").rows == ((2,),)
    assert ask(table, search="dos").total == 0


def test_missing_and_present_are_told_apart(table: SmallTable) -> None:
    assert names(ask(table, filters=(Filter("tasa", "missing"),))) == ["Nube"]
    assert ask(table, filters=(Filter("tasa", "not_missing"),)).total == 4


def test_the_way_back_travels_with_the_rows(table: SmallTable) -> None:
    result = ask(table, filters=(Filter("municipio", "eq", ("O'Brien; DROP TABLE x",)),))
    assert f'"{table.sha256}"' in result.sql
    assert "O'Brien" not in result.sql
    assert result.values == {"f0": "O'Brien; DROP TABLE x", "limit": 25, "offset": 0}


def test_one_statement_serves_every_question_of_its_shape(table: SmallTable) -> None:
    one = ask(table, filters=(Filter("anio", "in", ("2018",)),), limit=1)
    other = ask(table, filters=(Filter("anio", "in", ("2018", "2020")),), offset=1)
    assert one.sql == other.sql
    assert (one.total, other.total) == (3, 4)


def test_a_page_past_the_end_still_knows_the_total(table: SmallTable) -> None:
    result = ask(table, offset=100)
    assert (result.rows, result.total) == ((), 5)


def test_asking_again_gives_the_same_answer_without_asking_the_engine(table: SmallTable) -> None:
    first = ask(table, limit=2)
    table.loose.path.unlink()
    assert ask(table, limit=2) is first


@pytest.mark.parametrize(
    ("value", "stored", "op", "fitting"),
    [
        (Decimal("1.005"), "DECIMAL(18,2)", "ge", Decimal("1.01")),
        (Decimal("1.005"), "DECIMAL(18,2)", "le", Decimal("1.00")),
        (Decimal("-1.005"), "DECIMAL(18,2)", "ge", Decimal("-1.00")),
        (Decimal("1.005"), "DECIMAL(18,2)", "eq", None),
        (Decimal("1.5"), "DECIMAL(18,2)", "eq", Decimal("1.50")),
        (Decimal(10**17), "DECIMAL(18,2)", "ge", None),
        (Decimal(10**17), "DECIMAL(18,2)", "le", Decimal("9999999999999999.99")),
        (-Decimal(10**17), "DECIMAL(18,2)", "le", None),
        (-Decimal(10**17), "DECIMAL(18,2)", "ge", Decimal("-9999999999999999.99")),
        (Decimal(10**17), "DECIMAL(18,2)", "eq", None),
        (Decimal("2.5"), "BIGINT", "ge", 3),
        (10**18, "INTEGER", "le", 2**31 - 1),
        (Decimal("0.1"), "DOUBLE", "eq", 0.1),
        (True, "BOOLEAN", "eq", True),
        ("x", "VARCHAR", "eq", "x"),
    ],
)
def test_a_value_is_fitted_to_what_is_stored_without_changing_the_question(
    value: Any, stored: str, op: Any, fitting: Any
) -> None:
    assert fit(value, stored, op) == fitting
