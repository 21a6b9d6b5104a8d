"""`cauce read` tells what it understands, gives it as JSON, writes it, and follows a recipe."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cauce.cli.main import main

MESSY = (
    "Hogares por municipio;;;\n"
    ";;;\n"
    "Código;Municipio;Hogares;Agua (%)\n"
    "101;Guatemala;243.014;92,3\n"
    "102;Santa Catarina Pinula;20.064;82,8\n"
    "103;San José Pinula;19.608;s.d.\n"
    ";Total;282.686;91,1\n"
    "Fuente: censo;;;\n"
)


@pytest.fixture
def messy(tmp_path: Path) -> Path:
    path = tmp_path / "hogares.csv"
    path.write_bytes(MESSY.encode("cp1252"))
    return path


def as_json(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["read", *words, "--json"]) == 0
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def test_a_person_reads_a_few_spanish_lines(
    messy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", str(messy)]) == 0
    told = capsys.readouterr().out
    assert "Encabezados en la fila 3; cuerpo de la fila 4 a la 7." in told
    assert "3 filas de datos, 1 de totales; 4 columnas:" in told
    assert "Codificación cp1252, separador «;»." in told


def test_json_has_the_promised_keys_and_counts_rows_as_a_person_does(
    messy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = as_json(capsys, str(messy))["tables"][0]
    assert (table["encoding"], table["delimiter"]) == ("cp1252", ";")
    assert (table["header_rows"], table["first_row"], table["last_row"]) == ([3], 4, 7)
    assert table["rows"] == 4
    assert table["kinds"] == {"data": 3, "subtotal": 0, "total": 1}
    code, name, households, water = table["columns"]
    assert (code["type"], code["role"], code["min"]) == (
        "text",
        "territory:gt.municipality",
        "0101",
    )
    assert (name["role"], name["distinct"]) == ("territory:gt.municipality", 3)
    assert (households["type"], households["sum"]) == ("integer", 282686)
    assert (water["unit"], water["nulls"], water["missing_marks"]) == ("%", 1, {"s.d.": 1})
    assert set(code) >= {"name", "label", "type", "role", "unit", "nulls", "missing_marks"}
    assert set(code) >= {"distinct", "min", "max", "sum", "examples"}


def test_what_is_written_leaves_totals_out_unless_asked(messy: Path, tmp_path: Path) -> None:
    output = tmp_path / "salida.csv"
    assert main(["read", str(messy), "-o", str(output)]) == 0
    rows = list(csv.reader(output.read_text("utf-8").splitlines()))
    assert rows[0] == ["Código", "Municipio", "Hogares", "Agua (%)"]
    assert [row[0] for row in rows[1:]] == ["0101", "0102", "0103"]
    assert main(["read", str(messy), "-o", str(output), "--all-rows"]) == 0
    assert output.read_text("utf-8").count("total") == 1


@pytest.mark.parametrize("ending", [".parquet", ".xlsx", ".json"])
def test_it_writes_what_the_ending_says(messy: Path, tmp_path: Path, ending: str) -> None:
    output = tmp_path / f"salida{ending}"
    assert main(["read", str(messy), "-o", str(output)]) == 0
    assert output.stat().st_size > 100


def test_an_ending_nobody_knows_is_refused(
    messy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["read", str(messy), "-o", str(tmp_path / "salida.docx")]) == 1
    assert "No se sabe escribir «.docx»" in capsys.readouterr().err


def test_a_recipe_is_saved_edited_and_followed(
    messy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = tmp_path / "receta.json"
    assert main(["read", str(messy), "--save-recipe", str(recipe)]) == 0
    capsys.readouterr()
    decided = json.loads(recipe.read_text("utf-8"))
    columns = decided["tables"][0]["columns"]
    columns[2]["type"] = "text"
    columns[3]["include"] = False
    decided["tables"][0]["body"] = [4, 5]
    recipe.write_text(json.dumps(decided), "utf-8")
    table = as_json(capsys, str(messy), "--recipe", str(recipe))["tables"][0]
    assert [column["type"] for column in table["columns"]] == ["text", "text", "text"]
    assert (table["first_row"], table["last_row"], table["rows"]) == (4, 5, 2)


def test_the_next_file_is_read_by_its_labels_and_its_drift_told(
    messy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = tmp_path / "receta.json"
    assert main(["read", str(messy), "--save-recipe", str(recipe)]) == 0
    capsys.readouterr()
    following = tmp_path / "hogares_2.csv"
    changed = MESSY.replace("Hogares por municipio;;;\n", "Título nuevo;;;\nSegundo título;;;\n")
    changed = changed.replace("Agua (%)", "Agua y drenaje (%)").replace("19.608", "21.608")
    changed = changed.replace(";Total", "104;San José del Golfo;1.913;80,0\n;Total")
    following.write_bytes(changed.encode("cp1252"))
    told = as_json(capsys, str(following), "--recipe", str(recipe))
    assert told["tables"][0]["header_rows"] == [4]
    assert {item["kind"] for item in told["drift"]} >= {"rows.added", "total.moved"}
    messages = " ".join(item["message"] for item in told["drift"])
    assert "Hay una fila más: antes 3, ahora 4." in messages
    assert "La suma de «Hogares» pasó de 282,686 a 286,599" in messages


def test_the_same_file_does_not_drift(
    messy: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    recipe = tmp_path / "receta.json"
    assert main(["read", str(messy), "--save-recipe", str(recipe)]) == 0
    capsys.readouterr()
    copy = tmp_path / "copia.csv"
    copy.write_bytes(messy.read_bytes() + b"\n")
    assert as_json(capsys, str(copy), "--recipe", str(recipe))["drift"] == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vac"),
        (b"%PDF-1.7 and more", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "imagen"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, said: str
) -> None:
    path = tmp_path / "cosa.csv"
    path.write_bytes(content)
    assert main(["read", str(path)]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error


def test_who_stops_listening_gets_no_traceback(messy: Path) -> None:
    command = f"{sys.executable} -m cauce.cli read '{messy}' --json | head -1"
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout, done.stderr) == ("{\n", "")


@pytest.mark.parametrize("output", ["salida.docx", "no-hay/salida.csv"])
def test_a_place_that_cannot_be_written_is_refused_before_reading(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], output: str
) -> None:
    unreadable = tmp_path / "x.csv"
    unreadable.write_bytes(b"")
    assert main(["read", str(unreadable), "-o", str(tmp_path / output)]) == 1
    assert "vac" not in capsys.readouterr().err


def test_a_folder_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(tmp_path)]) == 1
    assert "es una carpeta" in capsys.readouterr().err
