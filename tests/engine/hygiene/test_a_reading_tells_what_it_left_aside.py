"""The report of a reading says what the file carries, and what the reading left aside."""

import json
from pathlib import Path

from cauce.engine.reading.child import read_in_child
from cauce.engine.reading.report import FileReport
from tests.engine.hygiene.workbooks import xlsx


def test_the_child_looks_and_the_report_says(tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        lambda book, sheet: (
            book.add_worksheet("Léame").write("A1", "Escriba a Ana"),
            book.set_properties({"author": "Ana Pérez"}),
        ),
    )
    workdir = tmp_path / "work"
    workdir.mkdir()
    report = read_in_child(path, workdir=workdir)
    assert {item.kind for item in report.carried} == {"authors", "sheets.unread"}
    assert any("«Léame»" in item.message for item in report.carried)
    assert FileReport.from_json(json.loads(json.dumps(report.to_json()))) == report


def test_rows_that_a_person_left_out_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("municipio,casos\nTacaná,3\nZunil,4\nSololá,9\n", "utf-8")
    recipe = read_in_child(path, workdir=tmp_path).recipe.to_json()
    recipe["tables"][0]["left_out"] = [3]
    report = read_in_child(path, workdir=tmp_path, recipe=recipe)
    assert [(item.kind, item.blocks) for item in report.carried] == [("rows.left_out", True)]
    assert report.tables[0].rows == 2
