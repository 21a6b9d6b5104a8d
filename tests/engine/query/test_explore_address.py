"""An exploration and its address say the same, and a wrong address is explained."""

from datetime import date, datetime, time
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.base.errors import Refusal
from cauce.engine.columns import Column, ColumnType
from cauce.engine.explore import Explore, Order
from cauce.engine.explore.filters import OPERATORS_OF, Filter
from cauce.engine.explore.values import written

SHA = "ab" * 32


def column(name: str, type_: ColumnType, unit: str | None = None) -> Column:
    return Column(name, name.title(), type_, None, unit, 0, {}, 0, None, None, None, ())


SCHEMA = (
    column("texto", "text"),
    column("entero", "integer"),
    column("numero", "number"),
    column("parte", "number", "%"),
    column("urbano", "boolean"),
    column("fecha", "date"),
    column("hora", "time"),
    column("visto", "datetime"),
)
BY_NAME = {one.name: one for one in SCHEMA}

printable = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1, max_size=20)
VALUES: dict[ColumnType, st.SearchStrategy[str]] = {
    "text": printable,
    "integer": st.integers(-(2**62), 2**62).map(str),
    "number": st.decimals(-(10**15), 10**15, places=3).map(written),
    "boolean": st.booleans().map(written),
    "date": st.dates().map(date.isoformat),
    "time": st.times().map(time.isoformat),
    "datetime": st.datetimes().map(datetime.isoformat),
}


@st.composite
def filters(draw: st.DrawFn) -> Filter:
    of = draw(st.sampled_from(SCHEMA))
    op = draw(st.sampled_from(OPERATORS_OF[of.type]))
    most = {"in": 4, "between": 2, "missing": 0, "not_missing": 0}.get(op, 1)
    least = 2 if op == "between" else min(most, 1)
    return Filter(
        of.name, op, tuple(draw(st.lists(VALUES[of.type], min_size=least, max_size=most)))
    )


explorations = st.builds(
    Explore,
    table=st.just(SHA),
    columns=st.none()
    | st.lists(st.sampled_from(sorted(BY_NAME)), min_size=1, unique=True).map(tuple),
    filters=st.lists(filters(), max_size=4, unique_by=lambda f: (f.column, f.op)).map(tuple),
    search=st.none() | printable.map(lambda text: " ".join(text.split()) or None),
    order=st.lists(
        st.builds(Order, st.sampled_from([*BY_NAME, "_row"]), st.booleans()),
        max_size=3,
        unique_by=lambda by: by.column,
    ).map(tuple),
    offset=st.integers(0, 10**6),
    limit=st.integers(1, 1000),
    kinds=st.lists(st.sampled_from(["data", "subtotal", "total"]), min_size=1, unique=True).map(
        tuple
    ),
)


@given(explorations)
def test_an_address_read_back_asks_the_same(explore: Explore) -> None:
    asked = explore.checked(SCHEMA)
    assert Explore.from_query(SHA, SCHEMA, asked.to_params()) == asked
    assert Explore.from_query(SHA, SCHEMA, parse_qs(asked.to_query())) == asked
    assert asked.checked(SCHEMA) == asked


def test_the_whole_table_has_an_empty_address() -> None:
    assert Explore(SHA).to_query() == ""
    assert Explore.from_query(SHA, SCHEMA, {}) == Explore(SHA)


def test_an_address_reads_as_a_person_would_write_it() -> None:
    explore = Explore(
        SHA,
        ("texto", "entero"),
        (Filter("entero", "ge", ("1000",)),),
        order=(Order("entero", descending=True), Order("texto")),
        offset=50,
    )
    assert explore.to_query() == (
        "columnas=texto,entero&f.entero.ge=1000&orden=-entero,texto&desde=50"
    )


def test_empty_boxes_of_a_form_and_foreign_parameters_are_left_alone() -> None:
    params = {"f.texto.eq": [""], "q": ["  "], "utm_source": ["x"], "filas": [""], "orden": [""]}
    assert Explore.from_query(SHA, SCHEMA, params) == Explore(SHA)


@pytest.mark.parametrize(
    ("name", "typed", "meant"),
    [
        ("numero", "1,234.5", "1234.5"),
        ("numero", "1.234,5", "1234.5"),
        ("numero", "1 234,5", "1234.5"),
        ("numero", "1.234.567", "1234567"),
        ("numero", "0,125", "0.125"),
        ("numero", "12,5", "12.5"),
        ("numero", "−3,50", "-3.5"),
        ("numero", "1.2340", "1.2340"),
        ("numero", "-0.0", "0"),
        ("numero", "1234.567", "1234.567"),
        ("parte", "12,5 %", "12.5"),
        ("entero", "1.234", "1234"),
        ("entero", "1,234,567", "1234567"),
        ("entero", "-12", "-12"),
        ("fecha", "5/1/2024", "2024-01-05"),
        ("hora", "14:30", "14:30:00"),
        ("visto", "05/01/2024 14:30", "2024-01-05T14:30:00"),
        ("urbano", "Sí", "true"),
        ("urbano", "NO", "false"),
        ("texto", " Petén ", " Petén "),
    ],
)
def test_values_are_understood_as_people_write_them(name: str, typed: str, meant: str) -> None:
    explore = Explore.from_query(SHA, SCHEMA, {f"f.{name}.eq": [typed]})
    assert explore.filters == (Filter(name, "eq", (meant,)),)


@pytest.mark.parametrize(
    ("op", "typed", "filter_"),
    [
        ("eq", ["2024-01-05"], ("between", "2024-01-05T00:00:00", "2024-01-05T23:59:59.999999")),
        ("le", ["2024-01-05"], ("le", "2024-01-05T23:59:59.999999")),
        ("ge", ["2024-01-05"], ("ge", "2024-01-05T00:00:00")),
        (
            "between",
            ["2024-02-01", "2024-01-05"],
            ("between", "2024-01-05T00:00:00", "2024-02-01T23:59:59.999999"),
        ),
    ],
)
def test_a_day_among_moments_is_the_whole_day(
    op: str, typed: list[str], filter_: tuple[str, ...]
) -> None:
    explore = Explore.from_query(SHA, SCHEMA, {f"f.visto.{op}": typed})
    assert (explore.filters[0].op, *explore.filters[0].values) == filter_


def test_the_ends_of_an_interval_are_put_in_order() -> None:
    explore = Explore.from_query(SHA, SCHEMA, {"f.numero.between": ["10", "9"]})
    assert explore.filters[0].values == ("9", "10")


def test_several_equal_values_are_any_of_them() -> None:
    explore = Explore.from_query(SHA, SCHEMA, {"f.texto.eq": ["a", "b", "a"]})
    assert explore.filters == (Filter("texto", "in", ("a", "b")),)


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"f.nada.eq": ["1"]}, "no tiene una columna «nada»"),
        ({"columnas": ["texto,nada"]}, "no tiene una columna «nada»"),
        ({"orden": ["-nada"]}, "no tiene una columna «nada»"),
        ({"columnas": ["_kind"]}, "no tiene una columna «_kind»"),
        ({"f.numero.like": ["1"]}, "no existe. Escriba f.columna.operador"),
        ({"f.numero": ["1"]}, "no existe"),
        ({"f.numero.contains": ["1"]}, "no se puede filtrar con «contains»"),
        ({"f.texto.ge": ["1"]}, "no se puede filtrar con «ge»"),
        ({"f.numero.eq": ["abc"]}, "pide un número y dice «abc»"),
        ({"f.numero.eq": ["1e5"]}, "pide un número"),
        ({"f.numero.eq": ["--5"]}, "pide un número"),
        ({"f.numero.eq": ["1,23,4"]}, "pide un número"),
        ({"f.numero.eq": ["nan"]}, "pide un número"),
        ({"f.numero.eq": ["1" * 39]}, "hasta 38 cifras"),
        ({"f.numero.eq": ["1.234"]}, "puede ser 1234 o 1.2340"),
        ({"f.numero.eq": ["1,234"]}, "puede ser 1234 o 1.2340"),
        ({"f.entero.eq": ["1.5"]}, "pide un número entero"),
        ({"f.entero.eq": ["99999999999999999999"]}, "hasta 18 cifras"),
        ({"f.fecha.eq": ["31/02/2024"]}, "pide una fecha"),
        ({"f.fecha.eq": ["2024-W01-1"]}, "pide una fecha"),
        ({"f.hora.eq": ["25:00"]}, "pide una hora"),
        ({"f.visto.eq": ["2024-01-05 10:00+02:00"]}, "pide una fecha y hora"),
        ({"f.visto.in": ["2024-01-05", "2024-01-06"]}, "lleva su hora"),
        ({"f.urbano.eq": ["quizá"]}, "pide sí o no"),
        ({"f.numero.ge": ["1", "2"]}, "lleva 2 valores: escriba 1"),
        ({"f.numero.between": ["1"]}, "lleva 1 valores: escriba 2"),
        ({"f.texto.in": [str(i) for i in range(501)]}, "entre 1 y 500"),
        ({"f.texto.eq": ["x" * 501]}, "pasa de 500 letras"),
        ({"q": ["x" * 501]}, "letras en la búsqueda"),
        ({"columnas": ["texto,texto"]}, "repetido"),
        ({"orden": ["texto,-texto"]}, "repetido"),
        ({"filas": ["0"]}, "entre 1 y 1000"),
        ({"filas": ["1001"]}, "entre 1 y 1000"),
        ({"desde": ["-1"]}, "lleva un número"),
        ({"clase": ["todo"]}, "«clase» lleva data"),
    ],
)
def test_what_is_wrong_in_an_address_is_said(params: dict[str, list[str]], sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence) as refusal:
        Explore.from_query(SHA, SCHEMA, params)
    assert refusal.value.code.startswith("explore.")


def test_sorting_by_a_column_turns_upwards_downwards_and_off() -> None:
    explore = Explore(SHA, offset=75, order=(Order("fecha"),))
    up = explore.ordered_by("numero")
    down = up.ordered_by("numero")
    assert (up.order, up.offset) == ((Order("numero"),), 0)
    assert down.order == (Order("numero", descending=True),)
    assert down.ordered_by("numero").order == ()


def test_a_filter_can_be_taken_away_and_a_page_turned() -> None:
    explore = Explore(SHA, filters=(Filter("texto", "eq", ("a",)), Filter("texto", "missing")))
    assert explore.at(50).without("texto", "eq") == Explore(
        SHA, filters=(Filter("texto", "missing"),)
    )
    assert explore.at(-5).offset == 0


@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("missing", "1", "missing"),
        ("missing", "Sí", "missing"),
        ("missing", "0", "not_missing"),
        ("missing", "no", "not_missing"),
        ("missing", "false", "not_missing"),
        ("not_missing", "true", "not_missing"),
        ("not_missing", "0", "missing"),
    ],
)
def test_missing_may_be_asked_with_yes_or_no(name: str, text: str, meant: str) -> None:
    asked = Explore.from_query(SHA, SCHEMA, {f"f.texto.{name}": [text]})
    assert asked.filters == (Filter("texto", "not_missing" if meant[0] == "n" else "missing"),)
    assert Explore.from_query(SHA, SCHEMA, parse_qs(asked.to_query())) == asked


@pytest.mark.parametrize("texts", [["quizás"], ["1", "0"]])
def test_missing_with_anything_else_is_refused(texts: list[str]) -> None:
    with pytest.raises(Refusal, match=r"«missing» de «Texto» dice «.*»: escriba 1 \(sí\) o 0"):
        Explore.from_query(SHA, SCHEMA, {"f.texto.missing": texts})
