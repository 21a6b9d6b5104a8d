"""A long table and a short one with the same columns mean the same."""

from pathlib import Path

from tests.engine.reading.columns_typed import Typed, typed

PLACES = [
    ("Guatemala", "Guatemala", "101"),
    ("Guatemala", "Mixco", "108"),
    ("Jalapa", "Jalapa", "2101"),
    ("Izabal", "Livingston", "1802"),
    ("Petén", "Flores", "1701"),
    ("Petén", "San José", "1709"),
]


def table(folder: Path, times: int) -> Typed:
    rows = [*PLACES * times, ("Petén", "San José", "1802")]
    columns = zip(("Departamento", "Municipio", "Código"), zip(*rows, strict=True), strict=True)
    return typed(folder, {**dict(columns), "Casos": [str(n % 77) for n in range(len(rows))]})


def test_a_code_beside_the_names_has_the_same_role_however_long_the_table(tmp_path: Path) -> None:
    short, long = table(tmp_path, 20), table(tmp_path, 1500)
    assert [one.column.role for one in short.table.columns] == [
        one.column.role for one in long.table.columns
    ]
    assert long.column("Código").column.role == "territory:gt.municipality"
    assert "territory.disagreement" in short.codes() & long.codes()
