"""Where cells conflict the column stays text, and a person is asked what to do, with an example."""

from pathlib import Path

import pytest

from cauce.engine.reading.decision import Note
from tests.engine.reading.columns_typed import Typed, column


def question(found: Typed) -> Note:
    return next(note for note in found.table.notes if note.code == "column.almost")


@pytest.mark.parametrize(
    ("cells", "count", "example", "row"),
    [
        (["1.234,50", "2,345.60", "3.456,70"], "2 de 3", "2,345.60", 3),
        (["31/12/2024", "12/31/2024"], "1 de 2", "12/31/2024", 3),
        (["31/02/2024", "30/02/2024", "31/12/2024"], "1 de 3", "30/02/2024", 2),
        (["1", "2", "3", "tres", "cuatro"], "3 de 5", "cuatro", 6),
    ],
)
def test_a_person_is_told_what_stands_against_the_type(
    tmp_path: Path, cells: list[str], count: str, example: str, row: int
) -> None:
    found, said = column(tmp_path, "dato", cells)
    assert said.type.value == "text"
    note = question(found)
    assert note.severity == "question"
    assert count in note.message
    assert f"«{example}»" in note.message
    assert row in note.rows


def test_texts_among_few_numbers_are_no_question(tmp_path: Path) -> None:
    found, _ = column(tmp_path, "dato", ["uno", "dos", "tres", "4"])
    assert "column.almost" not in found.codes()


def test_a_total_is_no_doubt_of_a_column(tmp_path: Path) -> None:
    cells = ["1", "2", "3", "4", "5", "6", "Total"]
    found, _ = column(tmp_path, "dato", cells, kinds={6: "total"})
    assert "column.almost" not in found.codes()


def test_counts_of_a_sample_are_said_to_be_so(tmp_path: Path) -> None:
    cells = ["tres" if n % 4 == 0 else str(n) for n in range(9000)]
    found, _ = column(tmp_path, "dato", cells)
    note = question(found)
    assert "celdas de una muestra" in note.message
    assert note.rows[0] == 2
