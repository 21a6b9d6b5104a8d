"""Parts of a whole come in per cent, rates per as many inhabitants as make them readable."""

from pathlib import Path

import pytest

from cauce.charts.scaling import scaled
from cauce.engine.explore import Comparison, Explore, Measure
from cauce.engine.query import answer
from cauce.territory.divisions import divisions
from tests.charts.sources import Head, source_of

DEPARTMENT = Head("Departamento", "text", "territory:gt.department")
HEADS = [DEPARTMENT, Head("Total de hogares", "integer"), Head("Con agua", "integer")]
ROWS = [(each.name, 1000, 250) for each in divisions("gt.department")]


def test_a_part_of_a_whole_comes_in_per_cent(tmp_path: Path) -> None:
    source = source_of(tmp_path, "Agua", HEADS, ROWS)
    explore = Explore(source.table, groups=("a",), measures=(Measure("ratio", "c", "b"),))
    given = answer(explore, source.tables, source.schema)
    shown = scaled(source, explore, given)
    assert {row[1] for row in shown.rows} == {25.0}
    assert (shown.columns[1].unit, shown.whole) == ("%", (None, 25.0))
    assert scaled(source, explore, shown) is shown


def test_sums_stay_as_they_are(tmp_path: Path) -> None:
    source = source_of(tmp_path, "Agua", HEADS, ROWS)
    explore = Explore(source.table, groups=("a",), measures=(Measure("sum", "c"),))
    given = answer(explore, source.tables, source.schema)
    assert scaled(source, explore, given) is given


@pytest.mark.parametrize(("cases", "unit"), [(900, "por 1,000 habitantes"), (3, "100,000")])
def test_rates_are_per_as_many_people_as_make_them_readable(
    tmp_path: Path, cases: int, unit: str
) -> None:
    rows = [(name, total, cases) for name, total, _ in ROWS]
    source = source_of(tmp_path, "Casos", HEADS, rows)
    explore = Explore(source.table, groups=("a",), measures=(Measure("per_person", "c"),))
    shown = scaled(source, explore, answer(explore, source.tables, source.schema))
    assert unit in (shown.columns[1].unit or "")


def test_the_difference_of_two_parts_is_in_points(tmp_path: Path) -> None:
    heads = [DEPARTMENT, Head("Año", "integer", "year"), *HEADS[1:]]
    rows = [("Petén", 2013, 1000, 200), ("Petén", 2018, 1000, 300)]
    source = source_of(tmp_path, "Agua", heads, rows)
    explore = Explore(
        source.table,
        groups=("a",),
        measures=(Measure("ratio", "d", "c"),),
        comparison=Comparison("b", "2013", "2018"),
    )
    shown = scaled(source, explore, answer(explore, source.tables, source.schema))
    assert [round(value, 6) for value in shown.rows[0][1:]] == [20.0, 30.0, 10.0, 50.0]
    assert [column.unit for column in shown.columns[1:]] == ["%", "%", "puntos porcentuales", "%"]
