"""Categories stand in the order of their scale, else from greatest to least; the missing last."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cauce.charts.drawing.ordinals import own_order
from cauce.charts.figure import Figure
from tests.charts.drawing.gallery import DEPARTMENTS, LEVELS, figure
from tests.charts.sources import Head, source_of

SCALES = (
    ("Ninguno", "Preprimaria", "Primaria", "Básico", "Diversificado", "Universitario"),
    ("Sin nivel", "Inicial", "Primaria", "Secundaria", "Superior universitaria"),
    ("0 a 14", "15 a 29", "30 a 64", "65 y más"),
    ("Menos de 5 años", "5–9", "10-14", "Mayores de 80"),
    ("enero", "marzo", "septiembre", "diciembre"),
    ("Sí", "No"),
    ("Totalmente en desacuerdo", "En desacuerdo", "De acuerdo", "Totalmente de acuerdo"),
    ("Nunca", "A veces", "Casi siempre", "Siempre"),
    ("Muy bajo", "Bajo", "Medio", "Alto", "Muy alto"),
    ("Pobreza extrema", "Pobreza no extrema", "No pobre"),
    ("1", "2", "3", "10"),
)


@given(
    st.sampled_from(SCALES).flatmap(
        lambda scale: st.permutations(scale).map(lambda it: (scale, it))
    )
)
def test_a_scale_keeps_its_order_from_any_other(
    pair: tuple[tuple[str, ...], list[str]],
) -> None:
    scale, shuffled = pair
    order = own_order(shuffled)
    assert order is not None
    assert [shuffled[at] for at in order] == list(scale)


@given(st.lists(st.text(max_size=20), max_size=12, unique=True))
def test_an_order_is_always_one_of_the_same_things(labels: list[str]) -> None:
    order = own_order(labels)
    assert order is None or sorted(order) == list(range(len(labels)))


@pytest.mark.parametrize(
    "labels", [("Salud", "Agua"), ("Alto", "Salud"), ("Bajo",), (), ("a", "5")]
)
def test_what_is_no_scale_has_no_order(labels: tuple[str, ...]) -> None:
    assert own_order(labels) is None


def test_levels_are_not_sorted_by_their_values(drawn: dict[str, Figure]) -> None:
    assert [row[0] for row in drawn["levels"].twin.rows] == list(LEVELS)


def test_places_go_from_greatest_to_least_and_those_without_datum_close(
    drawn: dict[str, Figure],
) -> None:
    values = [row[1] for row in drawn["ranking"].twin.rows]
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=True)
    assert values.index(None) == len(known)


def test_rows_without_a_group_come_last_and_grey(tmp_path: Path) -> None:
    rows = [("Agua", 5), (None, 90), ("Salud", 7)]
    heads = [Head("Sector", "text"), Head("Casos", "integer")]
    drawn = figure(source_of(tmp_path, "Casos", heads, rows), "por=a&medida=sum.b")
    assert [row[0] for row in drawn.twin.rows] == ["Salud", "Agua", "Sin dato"]
    bars = next(one for one in drawn.wide["layer"] if one["mark"]["type"] == "bar")
    colours = [row["color"] for row in bars["data"]["values"]]
    assert colours[0] == colours[1] != colours[2]


def test_of_very_many_places_the_highest_and_the_lowest_are_drawn(tmp_path: Path) -> None:
    names = [f"Lugar {at:03}" for at in range(120)]
    heads = [Head("Municipio", "text", "territory:gt.municipality"), Head("Índice", "number")]
    rows = [(name, float(at)) for at, name in enumerate(names)]
    drawn = figure(source_of(tmp_path, "Índice", heads, rows), "por=a&medida=mean.b")
    bars = next(one for one in drawn.wide["layer"] if one["mark"]["type"] == "bar")
    values = [row["value"] for row in bars["data"]["values"]]
    assert values == [*range(119, 109, -1), *range(4, -1, -1)]
    assert len(drawn.twin.rows) == 120
    assert "105" in drawn.notes[0]


def test_the_rest_of_many_categories_is_one_bar_when_it_adds_up(tmp_path: Path) -> None:
    counts = [max(5, 2000 - 100 * at) for at in range(34)]
    rows = [(f"Cosa {at:02}", count) for at, count in enumerate(counts)]
    heads = [Head("Cosa", "text"), Head("Casos", "integer")]
    source = source_of(tmp_path, "Casos", heads, rows)
    added = figure(source, "por=a&medida=sum.b")
    bars = next(one for one in added.wide["layer"] if one["mark"]["type"] == "bar")
    last = bars["data"]["values"][-1]
    assert (last["name"], last["value"]) == ("Otros (15)", sum(counts[19:]))
    averaged = figure(source, "por=a&medida=mean.b")
    bars = next(one for one in averaged.wide["layer"] if one["mark"]["type"] == "bar")
    assert all("Otros" not in row["name"] for row in bars["data"]["values"])
    assert averaged.notes


def test_places_of_one_name_are_told_apart(tmp_path: Path) -> None:
    heads = [
        Head("Municipio", "text", "territory:gt.municipality"),
        Head("Departamento", "text", "territory:gt.department"),
        Head("Casos", "integer"),
    ]
    rows = [
        ("San José", DEPARTMENTS[0], 3),
        ("San José", DEPARTMENTS[1], 4),
        ("Flores", "Petén", 1),
    ]
    drawn = figure(source_of(tmp_path, "Casos", heads, rows), "por=a,b&medida=sum.c")
    bars = next(one for one in drawn.wide["layer"] if one["mark"]["type"] == "bar")
    names = [row["name"] for row in bars["data"]["values"]]
    assert names == [f"San José, {DEPARTMENTS[1]}", f"San José, {DEPARTMENTS[0]}", "Flores"]
