"""Groups of names that several places share are told, with what to group by as well."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from cauce.engine.columns import Column
from cauce.engine.explore import Comparison, Explore, Filter, Measure
from cauce.engine.query import Queries, answer
from tests.engine.query.joined import Both
from tests.engine.tables import SmallTable, column, write_table

DEPARTMENT = column("departamento", "text", role="territory:gt.department", label="Departamento")
NAME = column("municipio", "text", role="territory:gt.municipality", label="Municipio")
CODE = column("codigo", "text", role="territory:gt.municipality", label="Código")
YEAR = column("anio", "integer", role="year", label="Año", distinct=2)
CASES = column("casos", "integer", label="Casos")
SCHEMA = (DEPARTMENT, NAME, CODE, YEAR, CASES)
ROWS: list[tuple[Any, ...]] = [
    ("Escuintla", "San José", "0509", 2018, 1),
    ("Petén", "San José", "1703", 2018, 2),
    ("Huehuetenango", "La Libertad", "1312", 2018, 4),
    ("Petén", "La Libertad", "1705", 2018, 8),
    ("Alta Verapaz", "Cobán", "1601", 2018, 16),
    ("Alta Verapaz", "Cobán", "1601", 2017, 16),
    ("Escuintla", "San José", "0509", 2017, 1),
]


def picked(*columns: Column) -> list[tuple[Any, ...]]:
    places = [SCHEMA.index(column) for column in columns]
    return [tuple(row[place] for place in places) for row in ROWS]


@pytest.fixture
def table(tmp_path: Path) -> SmallTable:
    return write_table(tmp_path, SCHEMA, ROWS)


def notes(table: SmallTable, *groups: str, **asked: Any) -> tuple[str, ...]:
    explore = Explore(table.sha256, groups=groups, measures=(Measure("sum", "casos"),), **asked)
    return answer(explore, table.loose, table.schema, using=Queries()).notes


def test_names_of_several_places_are_told(table: SmallTable) -> None:
    [note] = notes(table, "municipio")
    assert note == (
        "2 nombres, como «La Libertad», son de más de un municipio y aquí se suman juntos: "
        "agrupe también por «Departamento»."
    )
    assert notes(table, "municipio", "anio") == (note,)
    assert notes(table, "anio", pivot="municipio") == (note,)
    assert notes(table, "municipio", limit=1, offset=1) == (note,)


@pytest.mark.parametrize(
    ("groups", "more"),
    [
        (("municipio", "departamento"), {}),
        (("municipio", "codigo"), {}),
        (("codigo",), {}),
        (("departamento",), {}),
        (("municipio",), {"pivot": "departamento"}),
        (("municipio",), {"comparison": Comparison("departamento", "Petén", "Escuintla")}),
        (("municipio",), {"filters": (Filter("departamento", "eq", ("Petén",)),)}),
        (("municipio",), {"filters": (Filter("municipio", "eq", ("Cobán",)),)}),
    ],
)
def test_nothing_is_told_where_something_tells_them_apart(
    table: SmallTable, groups: Sequence[str], more: dict[str, Any]
) -> None:
    assert notes(table, *groups, **more) == ()


def test_only_what_the_filters_let_through_is_told(table: SmallTable) -> None:
    kept = (Filter("departamento", "in", ("Escuintla", "Petén")),)
    [note] = notes(table, "municipio", filters=kept)
    assert note == (
        "«San José» es de más de un municipio y aquí se suma junto: agrupe también por "
        "«Departamento»."
    )


def test_a_code_tells_them_apart_where_nothing_holds_them(tmp_path: Path) -> None:
    table = write_table(tmp_path, (NAME, CODE, CASES), picked(NAME, CODE, CASES))
    assert "agrupe también por «Código»" in notes(table, "municipio")[0]


def test_where_nothing_tells_them_apart_that_is_told(tmp_path: Path) -> None:
    table = write_table(tmp_path, (NAME, YEAR, CASES), picked(NAME, YEAR, CASES))
    [note] = notes(table, "municipio")
    assert note == (
        "2 nombres, como «La Libertad», pueden ser de más de un municipio y la tabla no tiene "
        "otra columna que los distinga."
    )
    assert notes(table, "municipio", filters=(Filter("anio", "eq", ("2017",)),)) == ()


def test_names_of_the_second_table_are_told(tmp_path: Path) -> None:
    first = write_table(tmp_path / "1", (CODE, CASES), picked(CODE, CASES))
    second = write_table(tmp_path / "2", (CODE, DEPARTMENT, NAME), sorted(set(_places())))
    found = Both(first, second).answer(("codigo", "codigo"), groups=("otra~municipio",))
    assert "agrupe también por «Departamento»" in found.notes[0]


def _places() -> Iterator[tuple[Any, ...]]:
    yield from ((code, department, name) for department, name, code, _, _ in ROWS)
