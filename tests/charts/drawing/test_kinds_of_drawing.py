"""Each state is drawn as what it is, and what cannot be drawn says why and what can."""

import json
from pathlib import Path

import pytest

from cauce.charts.drawing import draw
from cauce.charts.figure import Figure, NoFigure
from cauce.charts.source import Source
from cauce.charts.theme import SEQUENCE
from tests.charts.drawing.gallery import DEPARTMENTS, figure, state
from tests.charts.sources import Head, source_of

KINDS = {
    "ranking": "ranking",
    "rows": "ranking",
    "histogram": "histogram",
    "scatter": "scatter",
    "multiples": "multiples",
    "pairs": "multiples",
    "years": "line",
    "bars": "bars",
    "years of one": "line",
    "few lines": "line",
    "many lines": "line",
    "stacked": "stacked",
    "shares": "stacked",
    "levels": "bars",
    "dots": "dots",
    "grouped": "grouped",
    "small lines": "multiples",
    "signed": "bars",
    "pivot": "multiples",
    "years across": "line",
    "spread of groups": "histogram",
    "wide scatter": "scatter",
}


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_each_state_is_drawn_as_what_it_is(name: str, kind: str, drawn: dict[str, Figure]) -> None:
    assert drawn[name].kind == kind
    assert drawn[name].title


def test_an_answer_that_is_known_is_not_asked_again(tables: dict[str, Source]) -> None:
    from cauce.engine.query import answer

    source = tables["rates"]
    asked = state(source, "por=a&medida=mean.b")
    known = answer(asked, source.tables, source.schema)
    assert draw(source, asked, known) == draw(source, asked)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("medida=sum.c", "una sola cifra"),
        ("por=a&medida=sum.c&f.c.ge=99999999", "Ninguna fila"),
        ("por=a&medida=mean.b&grafico=dispersion", "dos columnas"),
        ("columnas=a&grafico=histograma", "números"),
    ],
)
def test_what_cannot_be_drawn_says_why_and_what_can(
    query: str, said: str, tables: dict[str, Source]
) -> None:
    source = tables["rates"]
    none = draw(source, state(source, query))
    assert isinstance(none, NoFigure)
    assert said in none.reason
    assert none.reason.endswith(".")
    assert none.instead
    assert all(each.view.kind == "chart" for each in none.instead)


def test_what_is_offered_instead_can_be_drawn(tables: dict[str, Source]) -> None:
    source = tables["spending"]
    none = draw(source, state(source, "medida=sum.d"))
    assert isinstance(none, NoFigure)
    assert all(isinstance(draw(source, each), Figure) for each in none.instead)


def test_rows_without_a_key_are_drawn_by_their_spread(tables: dict[str, Source]) -> None:
    assert figure(tables["spending"], "columnas=c,d").kind == "histogram"


def test_very_many_points_are_counted_in_a_lattice(tmp_path: Path) -> None:
    rows = [(float(at % 97), float(at * 7 % 89), at) for at in range(5200)]
    heads = [Head("Uno", "number"), Head("Otro", "number"), Head("Número", "integer")]
    source = source_of(tmp_path, "Puntos", heads, rows)
    drawn = figure(source, "columnas=a,b&grafico=dispersion")
    assert sum(row[2] for row in drawn.twin.rows) == 5200
    squares = drawn.wide["layer"][0]
    assert squares["mark"]["type"] == "rect"
    assert {row["color"] for row in squares["data"]["values"]} <= set(SEQUENCE)


def test_what_is_drawn_otherwise_than_asked_says_why(tables: dict[str, Source]) -> None:
    assert "tiempo" in figure(tables["rates"], "por=a&medida=mean.b&grafico=lineas").notes[0]
    assert "suman" in figure(tables["rates"], "por=a&medida=mean.b&grafico=apiladas").notes[0]


def test_points_are_named_though_the_state_leaves_names_out(tables: dict[str, Source]) -> None:
    drawn = figure(tables["rates"], "columnas=b,c&grafico=dispersion")
    assert [column.name for column in drawn.twin.columns] == ["a", "b", "c"]


def test_months_alone_are_a_line_in_their_order(tmp_path: Path) -> None:
    heads = [Head("Mes", "integer", "month"), Head("Casos", "integer")]
    source = source_of(tmp_path, "Casos", heads, [(3, 5), (1, 4), (12, 8), (2, 6)])
    drawn = figure(source, "por=a&medida=sum.b")
    assert (drawn.kind, [row[0] for row in drawn.twin.rows]) == ("line", [1, 2, 3, 12])


def test_missing_is_written_and_not_drawn_as_zero(drawn: dict[str, Figure]) -> None:
    layers = drawn["ranking"].wide["layer"]
    words = [row["text"] for one in layers for row in one["data"]["values"] if "text" in row]
    assert "sin dato" in words
    bars = next(one for one in layers if one["mark"]["type"] == "bar")
    assert DEPARTMENTS[5] not in {row["name"] for row in bars["data"]["values"]}


def test_one_place_alone_is_drawn(tmp_path: Path) -> None:
    heads = [Head("Departamento", "text", "territory:gt.department"), Head("Casos", "integer")]
    source = source_of(tmp_path, "Casos", heads, [("Petén", 4)])
    assert figure(source, "por=a&medida=sum.b").twin.rows == (("Petén", 4),)


@pytest.mark.parametrize("values", [(1.7e308, -1.7e308), (5e-324, 0.0), (1e300, 1.0)])
@pytest.mark.parametrize("query", ["por=a&medida=max.b", "por=a&medida=max.b&grafico=histograma"])
def test_unheard_of_numbers_break_nothing(
    query: str, values: tuple[float, float], tmp_path: Path
) -> None:
    heads = [Head("Cosa", "text"), Head("Valor", "number")]
    source = source_of(tmp_path, "Cosas", heads, [("Una", values[0]), ("Otra", values[1])])
    assert json.dumps(figure(source, query).wide, allow_nan=False)


def test_a_sparse_square_of_groups_is_refused_and_not_filled(tmp_path: Path) -> None:
    rows = [(f"Uno {at}", f"Otro {at * 7 % 300}", at) for at in range(300)]
    heads = [Head("Uno", "text"), Head("Otro", "text"), Head("Casos", "integer")]
    source = source_of(tmp_path, "Casos", heads, [*rows, ("Uno 1", "Otro 1", 1)])
    none = draw(source, state(source, "por=a,b&medida=sum.c"))
    assert isinstance(none, NoFigure)
    assert "combinaciones" in none.reason


def test_panels_without_any_value_are_drawn_empty(tmp_path: Path) -> None:
    rows = [(f"Uno {at}", "abcdefgh"[at % 8], None if at < 40 else at) for at in range(48)]
    heads = [Head("Uno", "text"), Head("Otro", "text"), Head("Valor", "integer")]
    source = source_of(tmp_path, "Casos", heads, rows)
    assert figure(source, "por=a,b&medida=mean.c").kind == "multiples"


@pytest.mark.parametrize(
    "query",
    [
        "medida=sum.c&medida=count&cruce=b",
        "medida=mean.b&medida=sum.c",
        "por=a&medida=mean.b&medida=sum.c",
    ],
)
def test_measures_of_several_units_are_not_held_against_one_another(
    query: str, tables: dict[str, Source]
) -> None:
    assert figure(tables["rates"], query).sentence == ""


def test_markup_in_data_is_only_text(tmp_path: Path) -> None:
    text = "<script>alert(1)</script>"
    heads = [Head(text, "text"), Head("Casos", "integer")]
    source = source_of(tmp_path, text, heads, [(text, 4), ("</svg>", 3), ("datum.x || 1", 2)])
    drawn = figure(source, "por=a&medida=sum.b")
    names = [row["name"] for row in drawn.wide["layer"][0]["data"]["values"]]
    assert names == [text, "</svg>", "Datum.x || 1"]


def test_the_first_so_many_of_an_order_are_drawn_and_said(tables: dict[str, Source]) -> None:
    drawn = figure(tables["rates"], "por=a&medida=sum.c&orden=-sum_c&filas=5")
    assert len(drawn.twin.rows) == 5
    assert "5 de 22" in drawn.notes[0]
