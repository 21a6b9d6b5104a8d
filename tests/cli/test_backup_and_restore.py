"""``cauce backup`` and ``cauce restore``: the same site again, to the byte, or nothing changed."""

import hashlib
import json
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pyrage
import pytest

LOOK = """
import hashlib, json
from cauce.cli.site import start_site
start_site()
from django.test import Client
from cauce.apps.catalog.models import Dataset
pages = ["/", "/datos/"]
for slug in Dataset.objects.values_list("slug", flat=True):
    page = f"/datos/{slug}/"
    body = Client().get(page, SERVER_NAME="localhost").content.decode()
    links = {part.split('"')[0].split("?")[0] for part in body.split('href="')[1:]}
    pages += [page, *sorted(link for link in links if link.startswith(page) and link != page)]
said = {}
for page in pages:
    answer = Client().get(page, SERVER_NAME="localhost")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    said[page] = [answer.status_code, len(body), hashlib.sha256(body).hexdigest()]
print(json.dumps(said))
"""


def content(folder: Path) -> dict[str, tuple[int, str]]:
    """Mode and content of all that makes a site, by name; of the database, what it says."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if name.startswith((".en-uso", "estaticos", "lecturas", "cauce.sqlite3-")):
            continue
        mode = stat.S_IMODE(path.stat().st_mode)
        if name == "cauce.sqlite3":
            with closing(sqlite3.connect(path)) as database:
                found[name] = (mode, "\n".join(database.iterdump()))
        elif path.is_file():
            found[name] = (mode, hashlib.sha256(path.read_bytes()).hexdigest())
        elif "incoming" not in name and any(path.rglob("*")):
            found[name] = (mode, "")
    return found


@pytest.fixture
def look(environ):
    """What every public page and download of a data directory answers."""

    def ask(folder: Path) -> dict[str, list[object]]:
        done = subprocess.run(
            [sys.executable, "-c", LOOK],
            env=environ | {"CAUCE_DATA_DIR": str(folder), "CAUCE_ENVIRONMENT": "test"},
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return ask


@pytest.fixture
def key(tmp_path):
    """A private key in a file, and its public one."""
    identity = pyrage.x25519.Identity.generate()
    path = tmp_path / "clave.txt"
    path.write_text(f"# created by age-keygen\n{identity}\n")
    return path, str(identity.to_public())


def test_the_restored_site_is_the_same_to_the_byte(published, cauce, look, key, tmp_path):
    path, public = key
    before = content(published)
    made = cauce("backup", "--dir", "r", "--encrypt-to", public, "--keep", "3")
    assert made.returncode == 0, made.stderr
    assert "Se leyó entero y está bien" in made.stdout
    assert content(published) == before
    (backup,) = (tmp_path / "r").iterdir()
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert b"Agua" not in backup.read_bytes()

    back = tmp_path / "otra"
    done = cauce("restore", str(backup), "--data", str(back), "--identity", str(path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "FALLA" not in done.stdout
    assert content(back) == before
    answers = look(published)
    assert {"csv", "parquet", "xlsx"} <= {page.rpartition(".")[2] for page in answers}
    assert {status for status, _size, _hash in answers.values()} == {200}
    assert look(back) == answers


def test_what_cannot_be_restored_changes_nothing(published, cauce, key, tmp_path):
    _path, public = key
    assert cauce("backup", "bueno.tar").returncode == 0
    assert cauce("backup", "cifrado.tar.age", "--encrypt-to", public).returncode == 0
    body = (tmp_path / "bueno.tar").read_bytes()
    (tmp_path / "cortado.tar").write_bytes(body[: len(body) // 2])
    (tmp_path / "cambiado.tar").write_bytes(body.replace(b"SQLite format 3", b"SQLite format 4"))
    other = tmp_path / "otra.txt"
    other.write_text(str(pyrage.x25519.Identity.generate()))
    before = sorted(os.listdir(tmp_path))
    for words, said in (
        (("nada.tar",), "No existe el respaldo"),
        (("cortado.tar",), "termina antes de tiempo"),
        (("cambiado.tar",), "no es como se guardó"),
        (("cifrado.tar.age",), "--identity"),
        (("cifrado.tar.age", "--identity", str(other)), "no abre"),
        (("cifrado.tar.age", "--identity", str(published / "cauce.toml")), "no tiene una clave"),
        (("bueno.tar", "--purges", "nada.jsonl"), "No existe"),
    ):
        done = cauce("restore", *words, "--data", "vuelta")
        assert (done.returncode, said in done.stderr) == (1, True), done.stderr
        assert done.stderr.count("\n") == 1
        assert sorted(os.listdir(tmp_path)) == before
    done = cauce("restore", "bueno.tar", "--data", "datos")
    assert "no está vacía" in done.stderr
    done = cauce("restore", "bueno.tar", "--data", "datos/cauce.toml")
    assert "es un archivo" in done.stderr


@pytest.mark.long
def test_a_full_directory_is_moved_aside_only_when_asked(published, cauce, tmp_path):
    assert cauce("backup", "r.tar").returncode == 0
    (published / "nota.txt").write_text("mía")
    done = cauce("restore", "r.tar", "--data", "datos", "--force")
    assert done.returncode == 0, done.stdout + done.stderr
    (aside,) = tmp_path.glob("datos.antes-*")
    assert (aside / "nota.txt").read_text() == "mía"
    assert not (published / "nota.txt").exists()
    assert str(aside) in done.stdout


PURGE = """
from datetime import UTC, datetime
from cauce.cli.site import start_site
start_site()
from django.db import transaction
from cauce.apps.catalog.models import Purge, Version
from cauce.apps.catalog.purging import destroy, empty
version = Version.objects.get(dataset__slug="agua-1")
with transaction.atomic():
    entry = empty(Purge.objects.create(
        version=version, reason="Exponía a una persona", confirmed_at=datetime.now(UTC)
    ))
destroy(entry)
print(*entry.tables, *entry.originals)
"""


SECRET = b"zutujil"
"""A stem of a word that only the first dataset has."""


def test_what_was_purged_does_not_come_back(published, cauce, environ, tmp_path):
    assert SECRET in (published / "cauce.sqlite3").read_bytes()
    shelf = {"CAUCE_BACKUP_DIR": str(tmp_path / "r")}
    assert cauce("backup", **shelf).returncode == 0
    (backup,) = (tmp_path / "r").iterdir()
    done = subprocess.run(
        [sys.executable, "-c", PURGE],
        env=environ | shelf,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    destroyed = done.stdout.split()
    assert len(destroyed) == 2
    found = cauce("doctor", "--quick", **shelf)
    assert found.returncode == 0, found.stdout
    assert f"{backup.name} es anterior a una purga" in found.stdout

    back = tmp_path / "otra"
    done = cauce("restore", str(backup), "--data", str(back))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Purgas del registro: 1; aplicadas de nuevo: 1." in done.stdout
    for site in (published, back):
        assert SECRET not in b"".join(path.read_bytes() for path in site.glob("cauce.sqlite3*"))
    names = " ".join(content(back))
    assert not [each for each in destroyed if each in names]
    assert (back / "purgas.jsonl").read_bytes() == (published / "purgas.jsonl").read_bytes()
    with closing(sqlite3.connect(back / "cauce.sqlite3")) as database:
        assert "Lugar 7" in content(back)["cauce.sqlite3"][1]  # of the dataset that stands
        rows = database.execute("SELECT title, hash <> '' FROM catalog_version ORDER BY id")
        assert rows.fetchall() == [("", 1), ("Agua 2", 1)]


def test_where_and_how_many_must_be_said(published, cauce, tmp_path):
    for words, said in (
        ((), "Falta decir dónde"),
        (("r.tar", "--keep", "2"), "--dir"),
        (("--dir", "r", "--keep", "0"), "desde 1"),
        (("r.tar", "--encrypt-to", "age1x"), "no es una clave pública"),
        (("r.tar", "--passphrase-file", "nada"), "No se pudo leer"),
        (("r.tar", "--data", "vacia"), "No existe"),
    ):
        done = cauce("backup", *words)
        assert (done.returncode, said in done.stderr) == (1, True), done.stderr
    done = cauce("backup", "r.tar", CAUCE_DATABASE_URL="postgres://a:b@localhost/c")
    assert "pg_dump" in done.stderr
    assert not (tmp_path / "r.tar").exists()


def test_old_backups_go_only_after_a_good_one(published, cauce, tmp_path):
    shelf = tmp_path / "r"
    shelf.mkdir()
    for day in (1, 2, 3):
        (shelf / f"cauce-2026-01-0{day}T000000Z.tar").write_bytes(b"old")
    original = next((published / "almacen" / "originals").rglob("*/*"))
    original.rename(tmp_path / "aparte")
    done = cauce("backup", "--dir", "r", "--keep", "2", CAUCE_PORT="8123")
    assert done.returncode == 1
    assert "FALTA en el almacén" in done.stdout
    assert "CAUCE_PORT" in done.stdout
    assert len(list(shelf.iterdir())) == 4
    (tmp_path / "aparte").rename(original)
    assert cauce("backup", "--dir", "r", "--keep", "2").returncode == 0
    assert len(list(shelf.iterdir())) == 2


@pytest.mark.long
def test_a_passphrase_closes_and_opens(published, cauce, tmp_path):
    (tmp_path / "frase").write_text("seis palabras que nadie más ha dicho\n", "utf-8")
    (tmp_path / "mala").write_text("otra\n", "utf-8")
    made = cauce("backup", "--dir", "r", "--passphrase-file", "frase")
    assert made.returncode == 0, made.stderr
    (backup,) = (tmp_path / "r").iterdir()
    words = ("restore", str(backup), "--data", "otra", "--passphrase-file")
    assert "no abre" in cauce(*words, "mala").stderr
    assert cauce(*words, "frase").returncode == 0
    assert content(tmp_path / "otra") == content(published)
