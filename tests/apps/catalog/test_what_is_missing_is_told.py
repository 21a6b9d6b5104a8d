"""The dictionary says why a value is missing: the source's mark, or that it was protected."""

from dataclasses import replace

import pytest

from cauce.apps.catalog.contracts import TableView
from cauce.apps.catalog.presenters.column_profiles import profiles
from cauce.apps.catalog.presenters.row_table import Address
from cauce.engine.columns import Column
from cauce.engine.profile import ColumnProfile, Profile

HIDDEN = "hay cantidades ocultas para proteger a personas"


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
    table = _table(column)
    assert profiles(table, Address("/", ""))["drawn"][0]["missing_text"] == said


@pytest.mark.parametrize("marks", [{"": 2}, {"s.d.": 2, "<5": 1}, {"protegido": 2}])
def test_what_is_left_of_hidden_counts_is_not_added_up(marks: dict[str, int]) -> None:
    column = Column("casos", "Casos", "integer", None, None, 3, marks, 4, 5, 70, 90, ("70",))
    told = ColumnProfile("casos", 3, 4, 5, 70, quartiles=(5.0, 9.0, 30.0))
    table = replace(_table(column), profile=Profile(9, (told,)).to_json())
    facts = profiles(table, Address("/", ""))["drawn"][0]["facts"]
    said = {fact["label"]: fact["text"] for fact in facts}
    if set(marks) == {""}:
        assert (said["suma"], said["mediana"]) == ("90", "9")
    else:
        assert said["suma"] == "no se da: hay valores ocultos"
        assert "mediana" not in said
    assert (said["mínimo"], said["máximo"]) == ("5", "70")


def _table(column: Column) -> TableView:
    return TableView("t", "T", "", 9, 0, {"data": 9}, (column,), {}, (), (), (), 0)
