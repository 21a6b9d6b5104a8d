"""Texts that say there is no value are missing, with the mark kept and counted; values are not."""

from pathlib import Path
from typing import Any

import pytest

from tests.engine.reading.columns_typed import column, typed


@pytest.mark.parametrize(
    "mark",
    [
        "-",
        "--",
        "—",
        "..",
        "...",
        "…",
        "n.d.",
        "s.d.",
        "S/D",
        "N/D",
        "n/d",
        "NA",
        "N/A",
        "n/a",
        "ND",
        "NULL",
        "None",
        "sin dato",
        "Sin datos",
        "sin valor",
        "Sin información",
        "no disponible",
        "No aplica",
        "#N/A",
        "s. d.",
        "*",
        "No reportó",
        "(en blanco)",
    ],
)
def test_a_mark_among_numbers_is_missing(tmp_path: Path, mark: str) -> None:
    found, said = column(tmp_path, "dato", ["12", mark, "7", mark, None])
    assert said.type.value == "integer"
    assert found.values("dato") == [12, None, 7, None, None]
    assert said.column.missing_marks == {"": 1, mark: 2}
    assert said.missing.value == (mark,)
    assert said.column.nulls == 3
    assert found.table.misfit_count == 0


@pytest.mark.parametrize(
    "mark", ["s.d.", "S/D", "n/d", "sin dato", "..", "-", "#DIV/0!", "NULL", "N/A"]
)
def test_an_unmistakable_mark_among_texts_is_missing(tmp_path: Path, mark: str) -> None:
    found, said = column(tmp_path, "dato", ["calle mayor", mark, "avenida del sur"])
    assert found.values("dato") == ["calle mayor", None, "avenida del sur"]
    assert said.column.missing_marks == {mark: 1}


@pytest.mark.parametrize(
    "value", ["Ninguno", "No", "sin agua", "none", "s/n", "*", "pendiente", "0"]
)
def test_a_word_among_texts_is_a_value(tmp_path: Path, value: str) -> None:
    found, said = column(tmp_path, "dato", ["calle mayor", value, "avenida del sur"])
    assert found.values("dato") == ["calle mayor", value, "avenida del sur"]
    assert said.column.missing_marks == {}


def test_na_among_codes_of_countries_is_namibia(tmp_path: Path) -> None:
    found, _ = column(tmp_path, "país", ["GT", "NA", "PE"])
    assert found.values("país") == ["GT", "NA", "PE"]
    found, _ = column(tmp_path, "lugar", ["Guatemala", "NA", "Petén"])
    assert found.values("lugar") == ["Guatemala", None, "Petén"]


def test_errors_of_a_workbook_are_missing_and_told(tmp_path: Path) -> None:
    found, said = column(tmp_path, "dato", [1.5, None, 2.5], text=False, errors={(1, 0): "#DIV/0!"})
    assert said.type.value == "number"
    assert said.column.missing_marks == {"#DIV/0!": 1}
    note = next(note for note in found.table.notes if note.code == "column.errors")
    assert list(note.rows) == [3]


def test_a_number_far_from_all_others_is_asked_about(tmp_path: Path) -> None:
    cells = [str(value) for value in range(1, 40)] + ["9999", "9999"]
    found, said = column(tmp_path, "edad", cells)
    assert said.column.max == 9999
    assert "column.sentinel" in found.codes()
    found, _ = column(tmp_path, "edad", ["9998", "9999", "9999", "9997"])
    assert "column.sentinel" not in found.codes()


def test_a_column_without_values_is_text(tmp_path: Path) -> None:
    found, said = column(tmp_path, "dato", [None, "", "  ", "-"])
    assert said.type.value == "text"
    assert found.values("dato") == [None, None, None, None]
    assert said.column.missing_marks == {"": 3, "-": 1}


@pytest.mark.parametrize("white", [" ", "\t", "\xa0", "\u200b", "\ufeff", "\u3000", "\n"])
def test_white_space_around_a_cell_is_not_written(tmp_path: Path, white: str) -> None:
    found = typed(
        tmp_path, {"a": [f"{white}uno dos{white}", "tres"], "b": [f"{white}12{white}", "7"]}
    )
    assert found.values("a") == ["uno dos", "tres"]
    assert found.values("b") == [12, 7]


def test_marks_of_totals_do_not_count(tmp_path: Path) -> None:
    cells: list[Any] = ["1", "-", "3", "-"]
    _, said = column(tmp_path, "dato", cells, kinds={3: "total"})
    assert said.column.missing_marks == {"-": 1}
    assert said.column.nulls == 1


def test_the_same_question_about_many_columns_is_asked_a_few_times(tmp_path: Path) -> None:
    cells: list[Any] = ["01/02/2020", "03/04/2020"]
    found = typed(tmp_path, {f"fecha {place}": cells for place in range(12)})
    asked = [note for note in found.table.notes if note.code == "column.date_order"]
    assert len(asked) == 4
    assert asked[-1].message.startswith("Lo mismo en otras 9 columnas.")


@pytest.mark.parametrize("mark", ["Q -", "Q-", "S/ -", "-   Q", "US$ –", "- €"])
def test_the_dash_of_the_accounting_format_is_missing_as_written(tmp_path: Path, mark: str) -> None:
    found, said = column(tmp_path, "monto", ["Q 1,200.50", mark, "Q 3.25", mark])
    assert said.type.value == "number"
    assert found.values("monto") == [1200.5, None, 3.25, None]
    assert said.column.missing_marks == {mark: 2}
    assert found.table.misfit_count == 0
