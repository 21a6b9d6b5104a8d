"""A row with too many or too few cells is told with its number; titles and notes are not rows."""

from pathlib import Path

from cauce.engine.reading.child import read_in_child
from cauce.engine.reading.report import FileReport


def read(folder: Path, text: str) -> FileReport:
    path = folder / "tabla.csv"
    path.write_text(text, "utf-8")
    work = folder / "work"
    work.mkdir()
    return read_in_child(path, workdir=work)


def ragged(report: FileReport) -> list[str]:
    notes = [*report.notes, *(note for table in report.tables for note in table.notes)]
    return [note.message for note in notes if note.code == "rows.ragged"]


ROWS = "".join(f"{n},{n * 3},{n * 7}\n" for n in range(1, 9))


def test_a_long_row_is_told_with_its_line_and_its_cells(tmp_path: Path) -> None:
    report = read(tmp_path, f"a,b,c\n{ROWS}9,1,2,3\n")
    assert ragged(report)[0].startswith("La fila 10 tiene 4 celdas y el encabezado, 3.")


def test_title_rows_and_sources_are_no_ragged_rows(tmp_path: Path) -> None:
    report = read(tmp_path, f"Población del país\n\na,b,c\n{ROWS}Fuente: censo\n")
    assert ragged(report) == []
    assert (report.tables[0].first_row, report.tables[0].last_row) == (4, 11)
