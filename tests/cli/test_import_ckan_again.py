"""``cauce import ckan`` cut half way, from a living portal, and with what is wrong in a dump."""

import csv

import pytest

from cauce.apps.catalog.ckan import one_table
from cauce.apps.catalog.models import Dataset, FormerAddress, Theme, Upload, Version
from cauce.apps.core.models import Organisation
from cauce.cli.main import main
from tests.apps.catalog.ckan import former_portal
from tests.apps.catalog.ckan.answering import ckan, raw, result, served
from tests.apps.catalog.ckan.former_portal import LIGHT, package, resource, write_dump
from tests.cli.brought import Brought


@pytest.mark.parametrize(
    ("name", "turn", "where"),
    [
        ("luz-hogares", 1, "read_now"),
        ("luz-hogares", 1, "_publish"),
        *(
            pytest.param("escuelas", 2, where, marks=pytest.mark.long)
            for where in ("register_upload", "read_now", "upload_view", "_note", "_publish")
        ),
    ],
)
def test_cut_anywhere_it_goes_on_and_doubles_nothing(
    people, tmp_path, monkeypatch, name, turn, where
):
    dump, files = former_portal.write(tmp_path)
    words = (dump, "--files", files, "--only", name)
    calls = []

    def cut(original):
        def dying(*args, **kwargs):
            calls.append(1)
            if len(calls) == turn:
                raise KeyboardInterrupt
            return original(*args, **kwargs)

        return dying

    with monkeypatch.context() as patch:
        place = one_table.OneTable if where.startswith("_") else one_table
        patch.setattr(place, where, cut(getattr(place, where)))
        assert main(["import", "ckan", *map(str, words)]) == 130
    assert Brought(*words, tmp_path / "r.json").code == 0
    assert Dataset.objects.count() == Version.objects.count() == turn
    assert Upload.objects.count() == turn
    assert FormerAddress.objects.filter(name=name).get().modified


# ------------------------------------------------------------------ from a portal


def test_a_living_portal_with_its_files(people, tmp_path):
    def download(handler, said):
        handler.give(LIGHT.encode())

    def listed(said):
        return [{"name": "grupo-vacio", "title": "Grupo vacío"}] if said["offset"] == "0" else []

    held = [
        package("relativo", resources=[resource("r", "R", "r.csv", url="/files/r.csv")]),
        package("error", resources=[resource("e", "E", "e.csv", url="/error/e.csv")]),
        package("falta", resources=[resource("f", "F", "f.csv", url="/nada/f.csv")]),
        package("vecino", resources=[resource("v", "V", "v.csv", url="http://127.0.0.1:9/v.csv")]),
        package("niñez", title="", notes=None, resources=None),
    ]
    answers = {
        **ckan(held),
        "/api/3/action/group_list": result(listed),
        "/files/": download,
        "/error/": raw(former_portal.ERROR_PAGE.encode()),
    }
    with served(answers) as (base, _asked):
        none = Brought(f"{base}/dataset/x", "--no-download", tmp_path / "n.json")
        came = Brought(base, tmp_path / "r.json")
    assert none.fates("relativo") == ["sin archivo"]
    assert (none.code, came.code) == (0, 1)
    assert came.fates("relativo") == ["publicado"]
    assert came.fates("error") == came.fates("falta") == came.fates("vecino") == ["no se pudo leer"]
    assert "es una página web" in came.why("error")
    assert "error 404" in came.why("falta")
    assert "red interna" in came.why("vecino")
    assert came.fates("niñez") == ["no es una tabla"]
    assert Theme.objects.filter(slug="grupo-vacio").exists()
    assert Dataset.objects.get().slug == "relativo"


# ------------------------------------------------------------------ bad input


def test_bad_names_double_names_and_circles(people, tmp_path):
    files = tmp_path / "archivos"
    files.mkdir()
    for name in ("mal", "x", "largo"):
        (files / f"{name}.csv").write_text(LIGHT.replace("48123", str(hash(name) % 10**5)), "utf-8")
    one = {"name": "uno", "title": "Entidad Uno", "groups": [{"name": "dos"}]}
    two = {"name": "dos", "title": "Entidad Dos", "groups": [{"name": "uno"}]}
    write_dump(tmp_path / "organizations.jsonl", [one, two])
    dump = write_dump(
        tmp_path / "d.jsonl",
        [
            package("../../etc/mal", organization=one, resources=[resource("mal", "M", "m.csv")]),
            package("doble", resources=[resource("x", "X", "x.csv")]),
            {**package("doble"), "id": "otro"},
            package("doble", resources=[resource("x", "X", "x.csv")]),
            package("ñ" * 300, title="L" * 300, resources=[resource("largo", "L", "l.csv")]),
        ],
    )
    came = Brought(dump, "--files", files, tmp_path / "r.json")
    assert came.fates("../../etc/mal") == ["publicado"]
    assert came.fates("doble") == ["publicado", "no se pudo leer"]
    assert "mismo nombre" in came.why("doble")
    assert came.fates("ñ" * 300) == ["publicado"]
    slugs = set(Dataset.objects.values_list("slug", flat=True))
    assert {"etc-mal", "doble"} < slugs
    chain = [Organisation.objects.get(slug=slug).parent for slug in ("uno", "dos")]
    assert None in chain
    assert chain != [None, None]


def test_a_long_name_is_found_at_its_old_address(people, tmp_path, client):
    long = "l" * 300
    (tmp_path / "1.csv").write_text(LIGHT, "utf-8")
    dump = write_dump(
        tmp_path / "d.jsonl", [package(long, resources=[resource("1", "L", "1.csv")])]
    )
    Brought(dump, "--files", tmp_path, tmp_path / "r.json")
    answer = client.get(f"/dataset/{long}")
    assert (answer.status_code, answer["Location"]) == (
        301,
        f"/datos/{Dataset.objects.get().slug}/",
    )


def test_the_report_of_a_spreadsheet_calculates_nothing(people, tmp_path, capsys):
    dump = write_dump(tmp_path / "d.jsonl", [package("a", title="=1+1", state="deleted")])
    report = tmp_path / "r.csv"
    assert main(["import", "ckan", str(dump), "--report", str(report)]) == 0
    with report.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["Título"] == "'=1+1"
    printed = capsys.readouterr().out
    assert "1  no era público" in printed
    assert "Estaba borrado en el portal." in printed


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nada.jsonl",), "No existe el archivo"),
        (("http:///",), "no es la dirección"),
        ((__file__, "--files", "/nada/de/nada"), "No existe la carpeta"),
        ((__file__, "--licence", "Propia"), "no está entre las abiertas"),
        ((__file__, "--report", "/nada/de/nada/r.csv"), "Revise --report"),
    ],
)
def test_what_cannot_begin_is_one_sentence(people, capsys, words, said):
    assert main(["import", "ckan", *words]) == 1
    err = capsys.readouterr().err
    assert said in err
    assert err.startswith("cauce import: ")


@pytest.mark.parametrize(
    "words", [(), ("drupal", "x"), ("ckan",), ("ckan", "x", "--download", "--no-download")]
)
def test_what_is_written_wrongly_is_explained(capsys, words):
    assert main(["import", *words]) == 2
    err = capsys.readouterr().err
    assert "Vea «cauce import" in err
    for english in ("required", "invalid", "not allowed"):
        assert english not in err
