"""Measures of several operations, moments out of order and unlike reach make no false sentence."""

from pathlib import Path
from typing import Any

import pytest

from cauce.charts.drawing import draw
from cauce.charts.drawing.grid import Grid
from cauce.charts.drawing.gridding import grid_of
from cauce.charts.drawing.highlighting import MOST_NAMED, highlighted
from cauce.charts.figure import Figure
from cauce.charts.sentences import sentence, title
from cauce.charts.sentences.changes import MOST_LINES
from cauce.charts.source import Source
from cauce.engine.explore import Comparison, Explore, Filter, Measure, Order
from cauce.engine.query import answer
from cauce.territory.divisions import divisions
from tests.charts.sources import Head, source_of

DEPARTMENT = Head("Departamento", "text", "territory:gt.department")
YEAR = Head("Ejercicio", "integer", "year")
DEPARTMENTS = [each.name for each in divisions("gt.department")]


def told(source: Source, groups: str, measures: list[str], kind: Any = "bars", **more: Any) -> str:
    wanted = tuple(Measure.of(text) for text in measures)
    explore = Explore(source.table, groups=tuple(groups), measures=wanted, limit=1000, **more)
    given = answer(explore, source.tables, source.schema)
    return sentence(kind, source, explore, given).replace("\u00a0", " ")


@pytest.fixture
def water(tmp_path: Path) -> Source:
    heads = [DEPARTMENT, Head("Total de hogares", "integer"), Head("Pozo", "integer")]
    heads += [Head("Chorro público", "integer"), Head("Alfabetismo (%)", "number", "percent", "%")]
    rows = [(name, 1000 + at, 300 + at, 200 + at, 60.0 + at) for at, name in enumerate(DEPARTMENTS)]
    return source_of(tmp_path, "Agua", heads, rows)


def test_several_operations_are_not_compared_and_are_named(water: Source) -> None:
    measures = ["sum.c", "mean.b"]
    assert told(water, "a", measures) == ""
    assert told(water, "", measures) == ""
    explore = Explore(water.table, groups=("a",), measures=tuple(map(Measure.of, measures)))
    assert "suma de pozo y promedio de total de hogares" in title(water, explore)


def test_means_are_no_frequencies(water: Source) -> None:
    assert told(water, "", ["mean.c", "mean.d"]).startswith("El promedio más alto es el de pozo, ")
    assert told(water, "", ["sum.c", "sum.d"]).startswith("Lo más frecuente es pozo, ")
    assert "total" not in told(water, "", ["sum.b", "sum.c", "sum.d"])
    assert told(water, "", ["mean.e", "mean.c"]) == ""


@pytest.mark.parametrize("order", [(Order("a", True),), (Order("sum_b", True),), ()])
def test_time_is_told_forwards(tmp_path: Path, order: tuple[Order, ...]) -> None:
    rows = [(2019, 51), (2017, 800), (2016, 1161), (2018, 300)]
    source = source_of(tmp_path, "Asignado", [YEAR, Head("Asignado", "integer")], rows)
    said = told(source, "a", ["sum.b"], "line", order=order)
    assert said.startswith("De 2016 a 2019 pasó de 1,161 a 51")
    assert said.endswith("Bajó en cada paso.")


def test_years_in_headers_and_compared_are_told_forwards(tmp_path: Path) -> None:
    heads = [DEPARTMENT, Head("Índice 2006", "number"), Head("Índice 2014", "number")]
    rows = [(name, 10.0, 12.0 + at) for at, name in enumerate(DEPARTMENTS)]
    (tmp_path / "wide").mkdir()
    source = source_of(tmp_path / "wide", "Índice", heads, rows)
    said = told(source, "a", ["mean.c", "mean.b"], "dots")
    assert said.startswith("Entre 2006 y 2014 subió en los 22 departamentos.")
    long = [
        (name, year, value)
        for name, *two in rows
        for year, value in zip((2016, 2018), two, strict=True)
    ]
    backwards = source_of(tmp_path, "x", [DEPARTMENT, YEAR, Head("Índice", "number")], long)
    compared = Comparison("b", "2018", "2016")
    said = told(backwards, "a", ["sum.c"], "dots", comparison=compared)
    assert said.startswith("Entre 2016 y 2018 subió en los 22 departamentos.")


def test_what_differs_by_header_is_no_change(tmp_path: Path) -> None:
    heads = [DEPARTMENT, Head("Pobreza 2006", "number"), Head("Rezago 2014", "number")]
    rows = [(name, 10.0, 12.0 + at) for at, name in enumerate(DEPARTMENTS)]
    source = source_of(tmp_path, "x", heads, rows)
    assert "Entre 2006" not in told(source, "a", ["mean.b", "mean.c"], "dots")


def test_a_selection_is_not_all(water: Source) -> None:
    def shown(order: Order) -> str:
        measures = (Measure.of("mean.e"),)
        explore = Explore(water.table, groups=("a",), measures=measures, order=(order,), limit=10)
        given = answer(explore, water.tables, water.schema)
        return sentence("ranking", water, explore, given)

    assert shown(Order("mean_e")).startswith(f"{DEPARTMENTS[0]} tiene el valor más bajo, 60.0")
    assert shown(Order("mean_e", True)).startswith(f"{DEPARTMENTS[-1]} tiene el valor más alto, 81")
    assert shown(Order("a")).startswith("De los 10 que se muestran, ")


def test_disjoint_parts_are_no_share(water: Source) -> None:
    def named(measure: str) -> str:
        explore = Explore(water.table, groups=("a",), measures=(Measure.of(measure),))
        return title(water, explore, answer(explore, water.tables, water.schema))

    assert "%" not in named("ratio.d.c")
    assert named("ratio.c.b").endswith("(% de hogares)")


def test_years_of_unlike_reach_are_not_compared(tmp_path: Path) -> None:
    heads = [DEPARTMENT, YEAR, Head("Asignado", "integer")]
    rows = [(name, 2016, 100) for name in DEPARTMENTS]
    rows += [(name, 2019, 90) for name in DEPARTMENTS[:15]]
    source = source_of(tmp_path, "x", heads, rows)
    assert told(source, "b", ["sum.c"], "line") == ""
    same = (Filter("a", "in", tuple(DEPARTMENTS[:15])),)
    assert told(source, "b", ["sum.c"], "line", filters=same).startswith("De 2016 a 2019 pasó de")


def test_the_lines_named_are_those_drawn(tmp_path: Path) -> None:
    assert MOST_LINES == MOST_NAMED
    heads = [DEPARTMENT, YEAR, Head("Asignado", "integer")]
    rows = [
        (name, year, 1000 - 10 * year % 7 + at * (year - 2014))
        for at, name in enumerate(DEPARTMENTS)
        for year in (2016, 2017, 2018, 2019)
    ]
    source = source_of(tmp_path, "Asignado", heads, rows)
    measures = (Measure.of("sum.c"),)
    explore = Explore(source.table, groups=("b", "a"), measures=measures, limit=1000)
    drawn = draw(source, explore)
    grid = grid_of(source, explore, answer(explore, source.tables, source.schema))
    assert isinstance(drawn, Figure)
    assert isinstance(grid, Grid)
    assert drawn.kind == "line"
    for at in highlighted(grid):
        assert grid.series[at].label in drawn.sentence
    assert "de 22 17" not in drawn.sentence
