"""``cauce publish``: from a file to a public page, or one sentence that says why not."""

import json

import pytest
import xlsxwriter

from cauce.apps.catalog import actions
from cauce.apps.catalog.models import Dataset, Upload, Version
from cauce.cli.main import main

MESSY = """Cuadro 1. Hogares con agua;;
;;
Municipio;Hogares con agua;Con tubería (%)
Cobán;48.123;72,5
San Pedro Carchá;35.410;41,0
Tactic;6.020;88,1
Total;89.553;
;;
Fuente: registro de ejemplo, 2018.;;
"""
NEXT = MESSY.replace("Con tubería (%)", "Letrinas").replace("6.020", "6.100")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "agua 2018.csv"
    path.write_text(MESSY, "cp1252")
    return path


@pytest.fixture
def publish(people, capsys):
    """Runs the command; gives its exit code, what it printed and what it complained of."""

    def run(*words):
        code = main(["publish", *map(str, words)])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


NEW = ("--title", "Agua en los hogares", "--theme", "Pobreza", "--organisation", "seplan")


def test_title_theme_and_organisation_are_enough(publish, file):
    code, out, err = publish(file, *NEW)
    assert (code, err) == (0, "")
    assert "3 filas de datos" in out
    assert "Publicado: «Agua en los hogares», versión 1." in out
    assert out.rstrip().endswith("/datos/agua-en-los-hogares/")
    version = Version.objects.get()
    assert version.summary.startswith("3 filas de datos: Municipio, Hogares con agua")
    assert version.owner == "Secretaría de Planificación del Ejemplo"
    assert "registro de ejemplo" in version.sources
    assert version.tables.get().kinds["total"] == 1
    assert version.published_by is None


def test_everything_can_be_said(publish, file, people):
    code, out, err = publish(
        file,
        *NEW,
        *("--theme", "desarrollo-territorial", "--summary", "Una oración.", "--owner", "Unidad"),
        *("--description", "Larga.", "--contact", "a@ejemplo.gt", "--licence", "CC0-1.0"),
        *("--period", "2018", "--territory", "Alta Verapaz", "--frequency", "anual"),
        *("--tags", "agua, hogares", "--source", "Censo", "--note", "Uno", "--note", "Dos"),
        *("--change-note", "Primera", "--as", "Alicia@ejemplo.gob.gt"),
    )
    assert (code, err) == (0, "")
    assert "Enviado a revisión: «Agua en los hogares»" in out
    assert not Version.objects.exists()
    version = actions.publish_reviewed(actor=people.bruno, upload=Upload.objects.get())
    assert (version.published_by, version.reviewed_by) == (people.alicia, people.bruno)
    assert [slug for slug, _name in version.themes] == ["desarrollo-territorial", "pobreza"]
    assert [slug for slug, _name in version.tags] == ["agua", "hogares"]
    assert (version.sources, version.notes) == ("Censo", "Uno\nDos")
    assert (version.frequency, version.licence, version.change_note) == (
        "ANNUAL",
        "CC0-1.0",
        "Primera",
    )


def test_the_next_version_keeps_what_the_last_said_and_stops_at_a_changed_structure(publish, file):
    publish(file, *NEW, "--summary", "Una oración.")
    file.write_text(NEXT, "cp1252")
    code, _out, err = publish(file, "--dataset", "agua-en-los-hogares")
    assert code == 1
    assert "La estructura del archivo cambió" in err
    assert "--accept-drift" in err
    assert Version.objects.count() == 1
    assert set(Upload.objects.values_list("state", flat=True)) == {"published", "discarded"}
    code, out, err = publish(file, "--dataset", "agua-en-los-hogares", "--accept-drift")
    assert (code, err) == (0, "")
    assert "versión 2" in out
    newest = Dataset.objects.get().latest
    assert (newest.number, newest.summary) == (2, "Una oración.")
    assert newest.drift


def test_a_recipe_decides(publish, file, tmp_path):
    recipe = tmp_path / "r.json"
    assert main(["read", str(file), "--save-recipe", str(recipe)]) == 0
    said = json.loads(recipe.read_text("utf-8"))
    said["tables"][0]["columns"][1]["type"] = "text"
    recipe.write_text(json.dumps(said), "utf-8")
    assert publish(file, *NEW, "--recipe", recipe)[2] == ""
    assert Version.objects.get().tables.get().columns[1]["type"] == "text"


def test_only_the_tables_asked_for_are_published(publish, tmp_path):
    path = tmp_path / "libro.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Agua", "Luz"):
            sheet = book.add_worksheet(name)
            for row, cells in enumerate([("Municipio", name), ("Cobán", 3), ("Tactic", 4)]):
                sheet.write_row(row, 0, cells)
    code, out, err = publish(path, *NEW, "--table", "luz")
    assert (code, err) == (0, "")
    assert "2 tablas" in out
    assert [table.name for table in Version.objects.get().tables.all()] == ["luz"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--theme", "pobreza", "--organisation", "seplan"), "Falta --title."),
        (("--title", "A", "--theme", "pobreza"), "Falta --organisation. Hay estas: inagua, seplan"),
        ((*NEW[:-1], "otra"), "No existe la entidad «otra». Hay estas:"),
        (("--title", "A", "--theme", "mar", "--organisation", "seplan"), "la categoría «mar»"),
        ((*NEW, "--as", "nadie@x.gt"), "No hay una cuenta activa"),
        ((*NEW, "--as", "carla@ejemplo.gob.gt"), "No tiene permiso"),
        ((*NEW, "--licence", "Propia"), "no está entre las abiertas"),
        ((*NEW, "--table", "otra"), "no tiene una tabla «otra»"),
        (("--dataset", "nada"), "No hay nada en esta dirección"),
    ],
)
def test_what_is_missing_or_wrong_is_one_sentence_and_nothing_is_left(
    publish, file, words, sentence
):
    code, _out, err = publish(file, *words)
    assert code == 1
    assert err.startswith("cauce publish: ")
    assert sentence in err
    assert err.count("\n") == 1
    assert not Dataset.objects.exists()
    assert not Upload.objects.exclude(state="discarded").exists()


def test_a_file_that_does_not_exist_or_cannot_be_read(publish, tmp_path):
    assert "No existe el archivo" in publish(tmp_path / "nada.csv", *NEW)[2]
    (tmp_path / "foto.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    code, _out, err = publish(tmp_path / "foto.png", *NEW)
    assert code == 1
    assert "foto.png" in err
