"""Names of places are known with their calls to footnotes, and rows of totals are no doubt."""

from pathlib import Path

from tests.engine.reading.columns_typed import typed

NAMES = ["Guatemala 1/", "Izabal *", "Jalapa (2)", "Petén", "Zacapa", "Jutiapa", "Quiché"]


def test_a_call_to_a_note_does_not_hide_the_place(tmp_path: Path) -> None:
    found = typed(tmp_path, {"Departamento": NAMES, "Casos": [str(n) for n in range(7)]})
    assert found.column("Departamento").column.role == "territory:gt.department"
    assert found.values("Departamento") == NAMES
    assert "territory.unmatched" not in found.codes()
    (note,) = [note for note in found.table.notes if note.code == "territory.footnotes"]
    assert note.severity == "info"
    assert "«Guatemala 1/»" in note.message
    assert note.rows == (2, 3, 4)


def test_rows_of_totals_are_not_asked_about(tmp_path: Path) -> None:
    names = ["Guatemala", "Izabal", "Región central", "Petén", "Zacapa", "Jutiapa", "Suma general"]
    found = typed(
        tmp_path,
        {"Departamento": names, "Casos": [str(n) for n in range(7)]},
        kinds={2: "subtotal", 6: "total"},
    )
    assert found.column("Departamento").column.role == "territory:gt.department"
    assert "territory.unmatched" not in found.codes()
