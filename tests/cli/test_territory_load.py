"""`cauce territory`: an administrator loads official boundaries, and sees which maps there are."""

import json
from pathlib import Path

import pytest

from cauce.cli.main import main
from cauce.cli.territory import told
from cauce.territory.shapes import shapes
from tests.territory.drawn import squares


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "datos"
    folder.mkdir()
    monkeypatch.setenv("CAUCE_DATA_DIR", str(folder))
    return folder


@pytest.fixture
def official(tmp_path: Path) -> Path:
    path = tmp_path / "departamentos.geojson"
    document = squares("pe.department")
    del document["features"][3]
    path.write_text(json.dumps(document), "utf-8")
    return path


def test_a_file_is_loaded_and_told_in_spanish(data, official, capsys):
    assert main(["territory", "load", str(official), "--data", str(data)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        "Mapa de departamentos del Perú: 24 de 25, por los códigos (INEI) de la propiedad «UBIGEO»."
    )
    assert lines[1] == "Sin polígono en el archivo: Arequipa (04)."
    assert lines[2].startswith(f"Guardado: {data / 'territory' / 'pe.department.json'} (")
    assert len(shapes("pe.department", maps=data / "territory").codes) == 24


def test_loading_it_again_says_that_it_is_there(data, official, capsys):
    for _time in range(2):
        assert main(["territory", "load", str(official)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Ya estaba cargado, igual."


def test_the_list_says_whence_and_since_when(data, official, capsys):
    main(["territory", "load", str(official), "--source", "Instituto, 2025."])
    capsys.readouterr()
    assert main(["territory", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        "gt.department",
        "gt.municipality",
        "pe.department",
        "pe.province",
        "pe.district",
    ]
    assert "340 de 340" in lines[1]
    assert "Viene con Cauce." in lines[1]
    assert lines[2].startswith("pe.department: 24 de 25. Instituto, 2025. Cargado el ")
    assert lines[3] == "pe.province: sin mapa. Cárguelo con «cauce territory load»."


def test_what_was_put_together_is_told(data, tmp_path, capsys):
    path = tmp_path / "provincias.geojson"
    path.write_text(json.dumps(squares("pe.province")), "utf-8")
    assert main(["territory", "load", str(path), "--level", "pe.province", "--code", "UBIGEO"]) == 0
    capsys.readouterr()
    assert main(["territory", "list"]) == 0
    assert "Reunido de un nivel menor." in capsys.readouterr().out.splitlines()[2]


def test_a_map_that_is_not_whole_is_told(data, official, capsys):
    main(["territory", "load", str(official)])
    (data / "territory" / "pe.department.json").write_text("{", "utf-8")
    assert main(["territory", "list"]) == 1
    assert "No se puede leer" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["load", "nada.geojson"], "No existe el archivo"),
        (["load", "OFICIAL", "--code", "IDDIST"], "no tiene la propiedad «IDDIST»"),
        (["load", "OFICIAL", "--data", "ninguna"], "No existe la carpeta de datos"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(data, official, capsys, words, said):
    assert main(["territory", *(str(official) if w == "OFICIAL" else w for w in words)]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not (data / "territory").exists()


def test_a_wrong_level_is_said_with_those_there_are(data, official, capsys):
    assert main(["territory", "load", str(official), "--level", "pe.distrito"]) == 2
    assert "pe.district" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_said(data, official, capsys):
    (data / "territory").write_text("a file where the folder should be", "utf-8")
    assert main(["territory", "load", str(official)]) == 1
    assert "No se pudo usar" in capsys.readouterr().err


def test_places_beyond_the_first_twelve_are_counted(data, tmp_path):
    from datetime import date

    from cauce.territory.shapes.loading import load_map

    document = squares("pe.department")
    del document["features"][:13]
    path = tmp_path / "pocos.geojson"
    path.write_text(json.dumps(document), "utf-8")
    loaded = load_map(path, tmp_path / "mapas", today=date(2026, 11, 21), level="pe.department")
    line = next(line for line in told(loaded) if line.startswith("Sin polígono"))
    assert line.endswith("; y 1 más.")
