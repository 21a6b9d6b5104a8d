"""Places of one name are told apart by what holds them, or by their code."""

from cauce.engine.columns import Column
from cauce.engine.explore import holder_of
from tests.engine.tables import column

DEPARTMENT = column("departamento", "text", role="territory:gt.department")
DEPARTMENT_CODE = column("codigo_departamento", "text", role="territory:gt.department")
NAME = column("municipio", "text", role="territory:gt.municipality")
CODE = column("codigo", "integer", role="territory:gt.municipality")
PROVINCE = column("provincia", "text", role="territory:pe.province")
REGION = column("region", "text", role="territory:pe.department")
DISTRICT = column("distrito", "text", role="territory:pe.district")
CASES = column("casos", "integer")


def added(place: Column, *others: Column) -> str | None:
    found = holder_of(place, (CASES, place, *others))
    return found.name if found else None


def test_the_names_of_what_holds_them_come_first() -> None:
    assert added(NAME, CODE, DEPARTMENT_CODE, DEPARTMENT) == "departamento"
    assert added(DISTRICT, REGION, PROVINCE) == "provincia"
    assert added(DISTRICT, REGION) == "region"


def test_else_their_own_code_and_then_that_of_what_holds_them() -> None:
    assert added(NAME, DEPARTMENT_CODE, CODE) == "codigo"
    assert added(NAME, DEPARTMENT_CODE) == "codigo_departamento"


def test_only_names_that_something_holds_need_it() -> None:
    assert added(DEPARTMENT, DEPARTMENT_CODE, NAME) is None
    assert added(CODE, DEPARTMENT) is None
    assert added(CASES, DEPARTMENT) is None
    assert added(NAME, REGION) is None


def test_columns_of_another_table_tell_only_its_own_places_apart() -> None:
    theirs = column("otra~municipio", "text", role="territory:gt.municipality")
    held = column("otra~departamento", "text", role="territory:gt.department")
    assert added(theirs, DEPARTMENT) is None
    assert added(theirs, DEPARTMENT, held) == "otra~departamento"
