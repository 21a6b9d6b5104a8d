"""The dictionary says why a value is missing: the source's mark, or that it was protected."""

import pytest

from cauce.apps.catalog.contracts import TableView
from cauce.apps.catalog.presenters.column_profiles import profiles
from cauce.apps.catalog.presenters.row_table import Address
from cauce.engine.columns import Column

HIDDEN = "se ocultó lo que daría a conocer a personas"


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ({"": 2}, "sin dato en 3 de 9 filas"),
        ({"s.d.": 3}, "sin dato en 3 de 9 filas; en el original: «s.d.»"),
        ({"<5": 2, "protegido": 1}, f"sin dato en 3 de 9 filas; {HIDDEN}"),
        ({"s.d.": 1, "<10": 2}, f"sin dato en 3 de 9 filas; {HIDDEN}; en el original: «s.d.»"),
    ],
)
def test_protection_is_not_laid_to_the_source(marks: dict[str, int], said: str) -> None:
    column = Column("casos", "Casos", "integer", None, None, 3, marks, 4, 5, 70, 90, ("70",))
    table = TableView("t", "T", "", 9, 0, {"data": 9}, (column,), {}, (), (), (), 0)
    assert profiles(table, Address("/", ""))["drawn"][0]["missing_text"] == said
