"""Answers about groups: what they are called, how they are sorted, and what is said with them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from cauce.base.errors import Refusal
from cauce.engine.explore import Comparison, Explore, Filter, Measure, Order, View
from cauce.engine.query import Answer, Queries, answer
from cauce.engine.query.described import value_label
from cauce.engine.sandbox import Limits
from tests.engine.tables import SmallTable, column, write_table

SCHEMA = (
    column("dep", "text", label="Departamento", role="territory:gt.department"),
    column("mes", "text", role="month"),
    column("anio", "integer", role="year", label="Año"),
    column("casos", "integer"),
    column("pob", "integer", label="Población"),
    column("gasto", "number", role="money", unit="GTQ"),
    column("pct", "number", role="percent", unit="%", label="Cobertura"),
    column("dia", "date", label="Día"),
)
ROWS: list[tuple[Any, ...]] = [
    ("Ñame", "Febrero", 2013, 10, 100, Decimal("0.10"), 50.0, date(2020, 1, 31)),
    ("Ñame", "enero", 2018, 20, 100, Decimal("0.20"), 60.0, date(2020, 1, 1)),
    ("Nube", "ABRIL", 2013, None, 50, None, 70.0, None),
    ("Nube", "dic.", 2018, 7, 50, Decimal("1.00"), None, date(2019, 5, 5)),
    ("ñandú", "enero", 2013, 0, 0, Decimal("3.00"), 10.0, None),
    (None, None, None, 8, 20, Decimal("0.05"), 20.0, None),
    ("Total", None, None, 45, 320, None, None, None),
]
KINDS = ["data"] * 6 + ["total"]


@pytest.fixture
def table(tmp_path: Path) -> SmallTable:
    return write_table(tmp_path, SCHEMA, ROWS, KINDS, stored={"gasto": pa.decimal128(18, 2)})


def ask(table: SmallTable, **asked: Any) -> Answer:
    return answer(Explore(table.sha256, **asked), table.loose, table.schema)


def measures(*texts: str) -> tuple[Measure, ...]:
    return tuple(map(Measure.of, texts))


def test_groups_without_measures_count_their_rows(table: SmallTable) -> None:
    got = ask(table, groups=("dep",))
    assert got.rows == (("Nube", 2), ("Ñame", 2), ("ñandú", 1), (None, 1))
    assert (got.total, got.whole) == (4, (None, 6))
    assert [one.label for one in got.columns] == ["Departamento", "Filas"]
    assert got.columns[0] == table.schema[0]


def test_rows_come_in_the_same_shape_as_groups(table: SmallTable) -> None:
    got = ask(table, columns=("anio", "dep"), limit=2)
    assert got.rows == ((2013, "Ñame"), (2018, "Ñame"))
    assert [one.label for one in got.columns] == ["Año", "Departamento"]
    assert (got.total, got.whole, got.withheld, got.notes) == (6, None, 0, ())


def test_each_measure_is_what_its_name_says(table: SmallTable) -> None:
    asked = measures(
        "sum.casos",
        "mean.casos",
        "median.pob",
        "share.pob",
        "min.dia",
        "max.gasto",
        "distinct.anio",
    )
    got = ask(table, groups=("dep",), measures=asked, limit=2)
    assert got.rows == (
        ("Nube", 7, 7.0, 50.0, 31.25, date(2019, 5, 5), Decimal("1.00"), 2),
        ("Ñame", 30, 15.0, 100.0, 62.5, date(2020, 1, 1), Decimal("0.20"), 2),
    )
    assert got.whole == (None, 45, 9.0, 50.0, 100.0, date(2019, 5, 5), Decimal("3.00"), 2)
    assert got.total == 4


def test_a_quotient_is_of_two_sums_and_nothing_is_divided_by_zero(table: SmallTable) -> None:
    got = ask(table, groups=("dep",), measures=measures("ratio.casos.pob", "per_person.gasto.pob"))
    assert got.rows == (
        ("Nube", 0.07, 0.01),
        ("Ñame", 0.15, 0.0015),
        ("ñandú", None, None),
        (None, 0.4, 0.0025),
    )
    assert got.whole == (None, 45 / 320, 4.35 / 320)


def test_labels_units_and_roles_say_what_was_computed(table: SmallTable) -> None:
    asked = (
        "sum.gasto", "mean.pct", "share.casos", "ratio.gasto.casos", "ratio.casos.pob",
        "per_person.gasto.pob", "distinct.dep", "max.anio",
    )  # fmt: skip
    got = ask(table, measures=measures(*asked))
    assert [(one.label, one.type, one.unit, one.role) for one in got.columns] == [
        ("Suma de Gasto", "number", "GTQ", "money"),
        ("Promedio simple de Cobertura", "number", "%", "percent"),
        ("Parte de Casos", "number", "%", "percent"),
        ("Gasto por Casos", "number", "GTQ", "money"),
        ("Casos por Población", "number", None, None),
        ("Gasto por persona (Población)", "number", "GTQ", "money"),
        ("Valores distintos de Departamento", "integer", None, None),
        ("Máximo de Año", "integer", None, "year"),
    ]


def test_two_years_are_compared(table: SmallTable) -> None:
    got = ask(
        table,
        groups=("dep",),
        measures=measures("sum.casos", "mean.pct"),
        comparison=Comparison("anio", "2013", "2018"),
    )
    assert [one.name for one in got.columns[1:5]] == [
        "sum_casos_before", "sum_casos_after", "sum_casos_diff", "sum_casos_change",
    ]  # fmt: skip
    assert [one.label for one in got.columns[1:5]] == [
        "Suma de Casos, 2013",
        "Suma de Casos, 2018",
        "Suma de Casos, diferencia",
        "Suma de Casos, cambio",
    ]
    assert got.rows == (
        ("Nube", None, 7, None, None, 70.0, None, None, None),
        ("Ñame", 10, 20, 10, 100.0, 50.0, 60.0, 10.0, 20.0),
        ("ñandú", 0, None, None, None, 10.0, None, None, None),
    )
    assert [(one.unit, one.role) for one in got.columns[-2:]] == [
        ("puntos porcentuales", None),
        ("%", "percent"),
    ]
    assert (got.whole or ())[1:5] == (10, 27, 17, 170.0)


def test_a_year_without_data_is_said(table: SmallTable) -> None:
    both = Comparison("anio", "2013", "2081")
    for measure in ("count", "sum.casos"):
        got = ask(table, groups=("dep",), measures=measures(measure), comparison=both)
        assert got.notes == ("No hay datos con «Año» igual a «2081».",)


def test_shares_of_two_years_are_each_of_its_own(table: SmallTable) -> None:
    got = ask(
        table, measures=measures("share.pob"), groups=("dep",),
        comparison=Comparison("anio", "2013", "2018"),
    )  # fmt: skip
    assert [row[1:3] for row in got.rows] == [
        (100 * 50 / 150, 100 * 50 / 150), (100 * 100 / 150, 100 * 100 / 150), (0.0, None),
    ]  # fmt: skip
    assert got.notes == ("Cada parte es del total de su propia columna, que suma 100 %.",)


@pytest.mark.parametrize(
    ("value", "label"),
    [
        (None, "Sin dato"), (True, "Sí"), (2018, "2018"), (1234.5, "1,234.5"), ("", "(vacío)"),
        (Decimal("0.50"), "0.5"), (date(2024, 3, 1), "01/03/2024"), ("Petén", "Petén"),
    ],
)  # fmt: skip
def test_values_of_a_pivot_are_called_as_people_write_them(value: Any, label: str) -> None:
    assert value_label(value) == label


def test_a_change_from_zero_or_from_less_is_not_given(tmp_path: Path) -> None:
    schema = (column("g", "text"), column("y", "integer"), column("v", "integer"))
    table = write_table(tmp_path, schema, [
        ("a", 1, 0), ("a", 2, 5), ("b", 1, -4), ("b", 2, 4), ("c", 1, 4), ("c", 2, 0),
    ])  # fmt: skip
    got = ask(
        table, groups=("g",), measures=measures("sum.v"), comparison=Comparison("y", "1", "2")
    )
    assert got.rows == (("a", 0, 5, 5, None), ("b", -4, 4, 8, None), ("c", 4, 0, -4, -100.0))


def test_each_value_of_a_pivot_has_a_column(table: SmallTable) -> None:
    got = ask(table, groups=("dep",), measures=measures("sum.casos"), pivot="anio")
    assert [(one.name, one.label) for one in got.columns] == [
        ("dep", "Departamento"),
        ("sum_casos__c0", "2013"),
        ("sum_casos__c1", "2018"),
        ("sum_casos__c2", "Sin dato"),
    ]
    assert got.rows == (
        ("Nube", None, 7, None),
        ("Ñame", 10, 20, None),
        ("ñandú", 0, None, None),
        (None, None, None, 8),
    )
    assert got.whole == (None, 10, 27, 8)


def test_a_pivot_of_several_measures_and_two_years_says_all_three(table: SmallTable) -> None:
    got = ask(
        table,
        measures=measures("count", "sum.pob"),
        pivot="dep",
        comparison=Comparison("anio", "2013", "2018"),
    )
    assert got.columns[0].label == "Filas, Nube, 2013"
    assert got.columns[-1].label == "Suma de Población, ñandú, cambio"
    assert got.columns[-1].name == "sum_pob__c2_change"


def test_the_most_frequent_values_of_a_wide_pivot_are_given_and_the_rest_is_said(
    tmp_path: Path,
) -> None:
    schema = (column("v", "integer", label="Valor"),)
    body = [(n,) for n in range(40) for _ in range(2 if n >= 5 else 1)]
    got = ask(write_table(tmp_path, schema, body), pivot="v")
    assert [one.label for one in got.columns] == [str(n) for n in range(5, 35)]
    assert got.rows == ((2,) * 30,)
    assert got.notes == (
        "La respuesta es parcial: «Valor» tiene 40 valores y solo los 30 más frecuentes tienen "
        "columna. Agregue un filtro para ver otros.",
    )


def test_months_are_sorted_by_their_place_in_the_year(table: SmallTable) -> None:
    got = ask(table, groups=("mes",))
    assert [row[0] for row in got.rows] == ["enero", "Febrero", "ABRIL", "dic.", None]
    pivoted = ask(table, pivot="mes")
    assert [one.label for one in pivoted.columns] == [
        "enero", "Febrero", "ABRIL", "dic.", "Sin dato",
    ]  # fmt: skip


def test_an_order_may_name_groups_measures_and_columns_of_a_pivot(table: SmallTable) -> None:
    def names(*order: Order, **more: Any) -> list[Any]:
        got = ask(table, groups=("dep",), measures=measures("sum.casos"), order=order, **more)
        return [row[0] for row in got.rows]

    assert names(Order("sum_casos", True)) == ["Ñame", None, "Nube", "ñandú"]
    assert names(Order("dep", True)) == ["ñandú", "Ñame", "Nube", None]
    assert names(Order("sum_casos__c0", True), pivot="anio") == ["Ñame", "ñandú", "Nube", None]
    assert names(Order("sum_casos"), pivot="anio") == ["ñandú", "Nube", None, "Ñame"]
    gone = ask(table, groups=("dep",), pivot="anio", order=(Order("count__c9"),))
    assert any("No se ordenó por count__c9" in note for note in gone.notes)


def test_texts_that_sort_alike_still_have_one_order(tmp_path: Path) -> None:
    names = ["a\u0301", "á", "a\u0001", "a"]
    table = write_table(tmp_path, (column("g", "text"),), [(name,) for name in names])
    first = [ask(table, groups=("g",), limit=1, offset=n).rows[0][0] for n in range(4)]
    assert first == [row[0] for row in ask(table, groups=("g",)).rows]
    assert sorted(first) == sorted(names)


def test_pages_of_groups_know_how_many_there_are(table: SmallTable) -> None:
    first = ask(table, groups=("dep", "anio"), limit=2)
    past = ask(table, groups=("dep", "anio"), limit=2, offset=90)
    assert (first.total, past.total) == (6, 6)
    assert (past.rows, past.whole) == ((), (None, None, 6))


def test_nothing_that_matches_is_no_group_and_sums_nothing(table: SmallTable) -> None:
    none = (Filter("casos", "ge", ("999",)),)
    asked = measures("sum.casos", "count", "mean.casos", "share.casos")
    got = ask(table, groups=("dep",), measures=asked, filters=none)
    assert (got.rows, got.total, got.whole) == ((), 0, (None, None, 0, None, None))
    alone = ask(table, measures=asked, filters=none)
    assert (alone.rows, alone.total) == (((None, 0, None, None),), 1)
    pivoted = ask(table, groups=("dep",), pivot="anio", filters=none)
    assert (pivoted.rows, pivoted.total) == ((), 0)
    assert [one.name for one in pivoted.columns] == ["dep", "count"]


def test_a_column_without_any_value_gives_none(tmp_path: Path) -> None:
    schema = (column("g", "text"), column("v", "number"))
    table = write_table(tmp_path, schema, [("a", None), ("b", None)])
    asked = measures("sum.v", "mean.v", "median.v", "min.v", "share.v", "distinct.v")
    got = ask(table, groups=("g",), measures=asked)
    assert got.rows == tuple((g, None, None, None, None, None, 0) for g in "ab")


def test_sums_are_exact_however_great(tmp_path: Path) -> None:
    schema = (column("n", "integer"), column("d", "number"), column("f", "number"))
    body = [(2**62, Decimal("99999999999999.99"), 0.1)] * 10
    table = write_table(tmp_path, schema, body, stored={"d": pa.decimal128(18, 2)})
    got = ask(table, measures=measures("sum.n", "sum.d", "sum.f"))
    assert got.rows == ((10 * 2**62, Decimal("999999999999999.90"), 1.0),)


def test_a_sum_beyond_all_digits_is_refused_in_words(tmp_path: Path) -> None:
    body = [(Decimal(10**38 - 1),), (Decimal(10**38 - 1),)]
    table = write_table(
        tmp_path, (column("d", "number"),), body, stored={"d": pa.decimal128(38, 0)}
    )
    with pytest.raises(Refusal, match="más cifras de las que se pueden guardar"):
        ask(table, measures=measures("sum.d"))


def test_what_is_not_a_number_is_no_answer(tmp_path: Path) -> None:
    body = [("a", float("inf")), ("b", float("nan")), ("c", 1.5)]
    table = write_table(tmp_path, (column("g", "text"), column("v", "number")), body)
    got = ask(table, groups=("g",), measures=measures("max.v"))
    assert got.rows == (("a", None), ("b", None), ("c", 1.5))


@pytest.mark.parametrize("kinds", [("data", "total"), ("total",)])
def test_totals_are_left_out_unless_asked_and_then_it_is_said(
    table: SmallTable, kinds: tuple[str, ...]
) -> None:
    assert ask(table, measures=measures("sum.casos")).rows == ((45,),)
    got = ask(table, measures=measures("sum.casos"), kinds=kinds)
    assert got.rows == ((45 * len(kinds),),)
    assert any("se cuenta otra vez" in note for note in got.notes) is (len(kinds) == 2)


def test_a_sum_of_percentages_is_given_with_its_reason_against(table: SmallTable) -> None:
    got = ask(table, measures=measures("sum.pct"))
    assert got.rows == ((210.0,),)
    assert got.notes[0].startswith("Sumar valores de «Cobertura» no dice nada")


def test_a_quotient_over_missing_cells_says_so(table: SmallTable) -> None:
    schema = tuple(replace(one, nulls=1 if one.name == "casos" else 0) for one in table.schema)
    got = answer(Explore(table.sha256, measures=measures("ratio.casos.pob")), table.loose, schema)
    assert got.notes[0].startswith("En «Casos» hay celdas sin dato")


def test_what_somebody_typed_is_never_in_the_statement(table: SmallTable) -> None:
    evil = "'); DROP TABLE x; --\"%"
    got = ask(
        table,
        groups=("anio",),
        measures=measures("count"),
        pivot="mes",
        comparison=Comparison("dep", evil, "Ñame"),
        filters=(Filter("mes", "in", (evil, "enero")),),
        search=evil,
    )
    assert got.rows == ()
    assert "DROP" not in got.sql
    assert got.values["before"] == evil


def test_columns_named_like_computed_ones_are_told_apart(tmp_path: Path) -> None:
    schema = (column("count", "text"), column("sum_v", "text"), column("v", "integer"))
    table = write_table(tmp_path, schema, [("x", "y", 3)])
    got = ask(
        table, groups=("count", "sum_v"), measures=measures("count", "sum.v"),
        order=(Order("count_", True), Order("sum_v")),
    )  # fmt: skip
    assert [one.name for one in got.columns] == ["count", "sum_v", "count_", "sum_v_"]
    assert got.rows == (("x", "y", 1, 3),)


def test_a_wide_table_is_grouped_as_any_other(tmp_path: Path) -> None:
    schema = tuple(column(f"c{n}", "integer") for n in range(600))
    table = write_table(tmp_path, schema, [tuple(range(600)), tuple(range(600))])
    asked = measures(*(f"sum.c{n}" for n in range(590, 598)))
    got = ask(table, groups=("c1", "c2", "c3"), measures=asked)
    assert got.rows == ((1, 2, 3, *(2 * n for n in range(590, 598))),)


def test_how_an_answer_is_looked_at_does_not_ask_the_engine_again(table: SmallTable) -> None:
    first = ask(table, groups=("dep",))
    row = ask(table)
    table.loose.path.unlink()
    seen = ask(table, groups=("dep",), view=View("map"))
    assert (seen.rows, seen.explore.view.kind) == (first.rows, "map")
    assert ask(table, view=View("chart")).rows == row.rows


def test_two_schemas_of_one_file_do_not_share_what_is_withheld(table: SmallTable) -> None:
    open_ = ask(table, groups=("dep",), measures=measures("sum.casos"))
    marked = tuple(
        replace(one, missing_marks={"<5": 1} if one.name == "casos" else {}) for one in table.schema
    )
    explore = Explore(table.sha256, groups=("dep",), measures=measures("sum.casos"))
    closed = answer(explore, table.loose, marked)
    assert (open_.rows[0], closed.rows[0]) == (("Nube", 7), ("Nube", None))


def test_one_statement_serves_every_question_of_its_shape(table: SmallTable) -> None:
    one = ask(table, groups=("dep",), comparison=Comparison("anio", "2013", "2018"))
    other = ask(table, groups=("dep",), comparison=Comparison("anio", "1", "2"), limit=3)
    assert one.sql == other.sql


def test_huge_groups_stop_at_the_limit_of_memory(tmp_path: Path) -> None:
    schema = (column("g", "text"), column("v", "integer"))
    table = write_table(tmp_path, schema, [(f"{n:060}", n) for n in range(200_000)])
    using = Queries(Limits(memory="20MB", temporary="1MB"))
    with pytest.raises(Refusal, match="más de 20MB de memoria"):
        answer(
            Explore(table.sha256, groups=("g",), measures=measures("median.v", "distinct.v")),
            table.loose,
            schema,
            using=using,
        )


def test_two_dozen_measures_are_answered_at_once(tmp_path: Path) -> None:
    schema = (SCHEMA[0], SCHEMA[2], *(column(f"fuente_{n}", "integer") for n in range(24)))
    wide = write_table(tmp_path, schema, [("Ñame", year, *range(24)) for year in (2013, 2018)])
    asked = measures(*(f"sum.fuente_{n}" for n in range(24)))
    assert ask(wide, measures=asked).rows == (tuple(2 * n for n in range(24)),)
    compared = Comparison("anio", "2013", "2018")
    assert len(ask(wide, groups=("dep",), measures=asked, comparison=compared).columns) == 97
    with pytest.raises(Refusal, match=r"Se piden 25 \(medidas\): escriba entre 1 y 24"):
        ask(wide, measures=(*asked, Measure("count")))
