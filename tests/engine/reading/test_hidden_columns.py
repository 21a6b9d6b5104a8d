"""A column that a workbook hides is read for who asks, and left out of what is to be published."""

from pathlib import Path

import xlsxwriter

from cauce.engine.reading.child import read_in_child
from cauce.engine.reading.report import FileReport


def workbook(folder: Path) -> Path:
    path = folder / "personal.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("Personal")
    page.write_row(0, 0, ["Departamento", "DPI", "Plazas"])
    for row, name in enumerate(["Petén", "Izabal", "Jalapa", "Zacapa"], start=1):
        page.write_row(row, 0, [name, f"{2345678901000 + row} 0101", 10 + row])
    page.set_column(1, 1, None, None, {"hidden": True})
    book.close()
    return path


def read(folder: Path, name: str, **how: object) -> FileReport:
    work = folder / name
    work.mkdir()
    return read_in_child(folder / "personal.xlsx", workdir=work, **how)  # type: ignore[arg-type]


def labels(report: FileReport) -> list[str]:
    return [column.label for column in report.tables[0].columns]


def test_who_only_reads_sees_it_and_is_asked(tmp_path: Path) -> None:
    workbook(tmp_path)
    report = read(tmp_path, "all")
    assert labels(report) == ["Departamento", "DPI", "Plazas"]
    assert "columns.hidden" in {note.code for note in report.tables[0].notes}


def test_what_is_to_be_published_leaves_it_out_and_says_so(tmp_path: Path) -> None:
    workbook(tmp_path)
    report = read(tmp_path, "public", hidden_columns=False)
    assert labels(report) == ["Departamento", "Plazas"]
    codes = {note.code for note in report.tables[0].notes}
    assert "columns.left_out" in codes
    assert "columns.hidden" not in codes
    assert [column.include for column in report.recipe.tables[0].columns] == [True, False, True]


def test_a_person_may_include_it_again(tmp_path: Path) -> None:
    workbook(tmp_path)
    recipe = read(tmp_path, "public", hidden_columns=False).recipe.to_json()
    recipe["tables"][0]["columns"][1]["include"] = True
    again = read(tmp_path, "again", hidden_columns=False, recipe=recipe)
    assert labels(again) == ["Departamento", "DPI", "Plazas"]


def test_what_was_left_out_stays_out_on_the_next_file(tmp_path: Path) -> None:
    workbook(tmp_path)
    recipe = read(tmp_path, "public", hidden_columns=False).recipe.to_json()
    recipe["made_for"]["sha256"] = "0" * 64
    report = read(tmp_path, "next", recipe=recipe)
    assert labels(report) == ["Departamento", "Plazas"]
    assert [column.include for column in report.recipe.tables[0].columns] == [True, False, True]
