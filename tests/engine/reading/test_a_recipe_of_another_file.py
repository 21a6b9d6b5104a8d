"""A recipe of which no column is left reads nothing in its name: the table is told as gone."""

from pathlib import Path

from cauce.engine.reading.child import read_in_child
from cauce.engine.reading.report import FileReport


def read(folder: Path, name: str, text: str, recipe: object = None) -> FileReport:
    path = folder / f"{name}.csv"
    path.write_text(text, "utf-8")
    work = folder / name
    work.mkdir()
    return read_in_child(path, workdir=work, recipe=recipe)  # type: ignore[arg-type]


def test_a_table_without_any_known_column_is_gone_and_the_found_one_is_new(tmp_path: Path) -> None:
    first = read(tmp_path, "hogares", "departamento,hogares\nPetén,10\nIzabal,20\n")
    recipe = first.recipe.to_json()
    other = read(tmp_path, "escuelas", "nombre,alumnas\nLa Paz,30\nEl Sol,44\n", recipe)
    assert {item.kind for item in other.drift} >= {"table.gone", "table.new"}
    assert [table.include for table in other.tables] == [False]


def test_a_recipe_that_forgot_its_columns_finds_them_anew(tmp_path: Path) -> None:
    text = "departamento,hogares\nPetén,10\nIzabal,20\n"
    recipe = read(tmp_path, "hogares", text).recipe.to_json()
    recipe["tables"][0]["columns"] = []
    again = read(tmp_path, "otra", text, recipe)
    assert [column.label for column in again.tables[0].columns] == ["departamento", "hogares"]
