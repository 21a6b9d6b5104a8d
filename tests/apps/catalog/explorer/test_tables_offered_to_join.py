"""Only what can meet is offered: not a table whose places surely stand in several of its rows."""

import pytest

from cauce.apps.catalog.explorer.joined import surely_repeat
from cauce.engine.columns import Column
from tests.engine.tables import column

DEPARTMENT = column("departamento", "text", role="territory:gt.department", distinct=22)
MUNICIPALITY = column("municipio", "text", role="territory:gt.municipality", distinct=330)
YEAR = column("anio", "integer", role="year", distinct=5)


@pytest.mark.parametrize(
    ("pairs", "columns", "repeat"),
    [
        ((("d", "departamento"),), (DEPARTMENT, MUNICIPALITY), True),
        ((("d", "departamento"), ("a", "anio")), (DEPARTMENT, MUNICIPALITY, YEAR), True),
        ((("m", "municipio"), ("d", "departamento")), (DEPARTMENT, MUNICIPALITY), False),
        ((("d", "departamento"),), (DEPARTMENT, YEAR), False),
        ((("a", "anio"),), (DEPARTMENT, MUNICIPALITY, YEAR), False),
    ],
)
def test_departments_of_a_table_of_municipalities_repeat(
    pairs: tuple[tuple[str, str], ...], columns: tuple[Column, ...], repeat: bool
) -> None:
    assert surely_repeat(pairs, columns) is repeat
