"""What is protected stands neither in the table, nor in the report, nor in the recipe; and the
next file is protected as this one was."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from cauce.engine.reading.limits import Limits
from cauce.engine.reading.protected import BEFORE
from cauce.engine.reading.reader import Reading, read
from cauce.engine.reading.recipe import recipe_from_json
from cauce.engine.reading.report import report

HEADER = "Municipio,DPI,Nacimiento,Casos hombres,Casos mujeres,Total,Contacto"
ROWS = [
    "Tacaná,1987123450101,14/03/1987,3,40,43,visitar; tel. 5512-3456",
    "Zunil,2990543211601,02/11/1990,17,28,45,pepa@correo.gt",
    "Sololá,3001234560701,29/02/2000,61,22,83,ninguno",
    "Jalapa,2233445562101,31/02/1977,34,26,60,ninguno",
    "Panajachel,1122334450710,30/06/1955,52,37,89,llamar por la tarde",
]
SECRETS = ["1987123450101", "14/03/1987", "1987-03-14", "5512-3456", "pepa@correo", "31/02/1977"]
RULES = {
    "DPI": "suffix:4",
    "Nacimiento": "year",
    "Casos hombres": "small:5",
    "Contacto": "mask:email+phone.gt",
}


def text_file(folder: Path, name: str, header: str = HEADER, rows: list[str] = ROWS) -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return path


def first_reading(folder: Path) -> dict[str, Any]:
    """The recipe of a plain reading, with the rules put in."""
    path = text_file(folder, "uno.csv")
    recipe: dict[str, Any] = read(path, workdir=folder, limits=Limits()).recipe.to_json()
    for column in recipe["tables"][0]["columns"]:
        if column["label"] in RULES:
            column["protect"] = RULES[column["label"]]
        if column["label"] == "Nacimiento":
            column["type"] = "date"
            column["date_order"] = "dmy"
    return recipe


def again(folder: Path, path: Path, recipe: dict[str, Any]) -> Reading:
    return read(path, workdir=folder, recipe=recipe_from_json(recipe), limits=Limits())


def values(reading: Reading, label: str) -> list[Any]:
    table = reading.tables[0].typed
    name = next(one.column.name for one in table.columns if one.column.label == label)
    found: list[Any] = pq.read_table(table.parquet)[name].to_pylist()
    return found


def test_no_hidden_value_is_left_anywhere(tmp_path: Path) -> None:
    reading = again(tmp_path, tmp_path / "uno.csv", first_reading(tmp_path))
    said = json.dumps(report(reading).to_json(), ensure_ascii=False)
    stored = json.dumps(
        pq.read_table(reading.tables[0].typed.parquet).to_pylist(), ensure_ascii=False
    )
    for secret in SECRETS:
        assert secret not in said
        assert secret not in stored
    assert b"1987123450101" not in reading.tables[0].typed.parquet.read_bytes()
    assert values(reading, "Casos hombres")[0] is None
    assert None in (values(reading, "Casos mujeres")[0], values(reading, "Total")[0])
    sums = reading.recipe.tables[0].sums
    assert sums["casos_hombres"] == 17 + 61 + 34 + 52
    assert not [path for path in tmp_path.iterdir() if "protected" in path.name]


def test_the_preview_shows_what_is_published(tmp_path: Path) -> None:
    reading = again(tmp_path, tmp_path / "uno.csv", first_reading(tmp_path))
    rows = {row.number: row.cells for row in report(reading).tables[0].preview}
    assert rows[1][1] == "DPI"
    assert rows[2][:4] == ("Tacaná", "0101", "1987", "[dato protegido]")
    assert rows[3][6] == "[dato protegido]"


def test_the_recipe_reads_the_next_file_the_same_way(tmp_path: Path) -> None:
    recipe = again(tmp_path, tmp_path / "uno.csv", first_reading(tmp_path)).recipe
    following = text_file(tmp_path, "dos.csv", rows=[*reversed(ROWS), ROWS[2]])
    reading = again(tmp_path, following, recipe.to_json())
    assert values(reading, "DPI")[-2:] == ["0101", "0701"]
    assert values(reading, "Nacimiento")[-1] == 2000
    assert not [drift for drift in reading.drift if drift.severity == "error"]
    assert not [drift for drift in reading.drift if drift.kind == "column.type"][1:]


def test_a_protected_column_that_is_gone_is_told_first(tmp_path: Path) -> None:
    following = text_file(tmp_path, "dos.csv", HEADER.replace("DPI", "Documento"))
    first = again(tmp_path, following, first_reading(tmp_path)).drift[0]
    assert (first.kind, first.severity, first.column) == ("protection.gone", "error", "dpi")
    assert "el dato ya no queda protegido" in first.message


def test_a_protected_column_that_is_renamed_stays_protected_and_is_told(tmp_path: Path) -> None:
    following = text_file(tmp_path, "dos.csv", HEADER.replace("Nacimiento", "Nacimientos"))
    reading = again(tmp_path, following, first_reading(tmp_path))
    first = reading.drift[0]
    assert (first.kind, first.severity) == ("protection.renamed", "error")
    assert values(reading, "Nacimientos")[0] == 1987


def test_a_table_that_is_gone_takes_its_protection_with_it(tmp_path: Path) -> None:
    following = text_file(tmp_path, "dos.csv", "Otra,Tabla,Distinta", ["1,2,3", "4,5,6"])
    kinds = [one.kind for one in again(tmp_path, following, first_reading(tmp_path)).drift]
    assert kinds[: len(RULES)] == ["protection.gone"] * len(RULES)


def test_a_column_left_out_keeps_its_rule(tmp_path: Path) -> None:
    recipe = first_reading(tmp_path)
    dpi = next(one for one in recipe["tables"][0]["columns"] if one["label"] == "DPI")
    dpi["include"] = False
    reading = again(tmp_path, tmp_path / "uno.csv", recipe)
    kept = next(one for one in reading.recipe.tables[0].columns if one.label == "DPI")
    assert kept.protect is not None
    assert kept.protect.value == "suffix:4"


def test_reasons_of_protected_columns_show_no_value(tmp_path: Path) -> None:
    table = again(tmp_path, tmp_path / "uno.csv", first_reading(tmp_path)).recipe.tables[0]
    for column in table.columns:
        if column.label in (*RULES, "Casos mujeres"):
            assert {column.type.reason, column.role.reason, column.missing_marks.reason} == {BEFORE}
