"""``cauce upgrade`` brings the database up to date, or leaves it as it was."""

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

FIRST = """
from django.db import migrations, models
class Migration(migrations.Migration):
    initial = True
    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.CreateModel("Note", [("id", models.AutoField(primary_key=True))]),
        migrations.RunSQL("UPDATE core_organisation SET short_name = 'cambiada'"),
    ]
"""
SECOND = """
import os, time
from django.db import migrations
def break_half_way(apps, schema_editor):
    schema_editor.execute("UPDATE core_organisation SET short_name = 'a medias'")
    if os.environ["HOW"] == "breaks":
        raise ValueError("no cupo")
    if os.environ["HOW"] == "hangs":
        print("half way", flush=True)
        time.sleep(120)
class Migration(migrations.Migration):
    atomic = False
    dependencies = [("later", "0001_first")]
    operations = [migrations.RunPython(break_half_way)]
"""
SETTINGS = 'from cauce.site.settings import *\nINSTALLED_APPS = [*INSTALLED_APPS, "later"]\n'


@pytest.fixture
def later(tmp_path, environ):
    """The environment of a later Cauce, with two more migrations, of which one may break."""
    source = tmp_path / "later_source"
    for name, text in (
        ("later/__init__.py", ""),
        ("later/migrations/__init__.py", ""),
        ("later/migrations/0001_first.py", FIRST),
        ("later/migrations/0002_second.py", SECOND),
        ("later_settings.py", SETTINGS),
    ):
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return {
        "PYTHONPATH": f"{environ['PYTHONPATH']}:{source}",
        "DJANGO_SETTINGS_MODULE": "later_settings",
    }


def said_by(folder: Path) -> str:
    with closing(sqlite3.connect(folder / "cauce.sqlite3")) as database:
        return "\n".join(database.iterdump())


def test_a_migration_that_breaks_half_way_changes_nothing(published, cauce, later):
    before = said_by(published)
    done = cauce("upgrade", **later, HOW="breaks")
    assert done.returncode == 1
    assert "La actualización falló y la base de datos quedó como estaba: no cupo" in done.stderr
    assert said_by(published) == before
    assert not list(published.glob("cauce.sqlite3.antes*"))
    assert len(list((published / "respaldos").glob("cauce-*.tar"))) == 1

    done = cauce("upgrade", "--no-backup", **later, HOW="works")
    assert done.returncode == 0, done.stderr
    assert "later.0001_first, later.0002_second" in done.stdout
    assert "2 cambios aplicados y comprobados" in done.stdout
    assert "a medias" in said_by(published)
    assert "No hay nada que hacer" in cauce("upgrade", **later, HOW="works").stdout


@pytest.mark.long
def test_an_upgrade_that_was_killed_is_undone_by_the_next(
    published, cauce, later, environ, tmp_path
):
    before = said_by(published)
    words = [sys.executable, "-m", "cauce.cli", "upgrade", "--no-backup"]
    with subprocess.Popen(
        words,
        cwd=tmp_path,
        env=environ | later | {"HOW": "hangs"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert any("half way" in line for line in iter(process.stdout.readline, ""))
        refused = cauce("worker", "--hasta-terminar")
        assert "se están actualizando" in refused.stderr
        process.send_signal(signal.SIGKILL)
    assert said_by(published) != before
    found = cauce("doctor", "--quick", **later)
    assert "Una actualización se interrumpió" in found.stdout
    done = cauce("upgrade", "--no-backup", **later, HOW="breaks")
    assert "la base volvió a como estaba antes" in done.stdout
    assert said_by(published) == before


def test_a_running_server_is_not_upgraded(published, cauce, environ, tmp_path):
    with subprocess.Popen(
        [sys.executable, "-m", "cauce.cli", "worker"], cwd=tmp_path, env=environ
    ) as worker:
        try:
            deadline = time.monotonic() + 60
            while time.monotonic() < deadline and not (published / ".en-uso").exists():
                time.sleep(0.1)
            time.sleep(0.2)
            for words in (("upgrade",), ("restore", "nada.tar", "--data", "datos", "--force")):
                if words[0] == "restore":
                    (tmp_path / "nada.tar").write_bytes(b"")
                done = cauce(*words)
                assert done.returncode == 1
                assert "Hay un servidor u otra orden" in done.stderr
        finally:
            worker.send_signal(signal.SIGKILL)


@pytest.mark.long
def test_an_older_backup_is_brought_up_to_date_and_a_newer_one_refused(
    published, cauce, later, tmp_path
):
    assert cauce("backup", "viejo.tar").returncode == 0
    done = cauce("restore", "viejo.tar", "--data", "nuevo", **later, HOW="works")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "se aplican 2 cambios" in done.stdout
    assert "a medias" in said_by(tmp_path / "nuevo")

    with closing(sqlite3.connect(published / "cauce.sqlite3")) as database, database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('catalog', '9999_later', '2030-01-01')"
        )
    assert cauce("backup", "nuevo.tar").returncode == 0
    done = cauce("restore", "nuevo.tar", "--data", "otra")
    assert done.returncode == 1
    assert "más nuevo que este" in done.stderr
    assert not (tmp_path / "otra").exists()
    assert "más nuevo que este" in cauce("upgrade").stderr


def test_what_is_not_there_is_not_upgraded(cauce, tmp_path):
    assert "cauce init" in cauce("upgrade").stderr
    done = partial(cauce, "upgrade")(CAUCE_DATABASE_URL="postgres://a:b@localhost/c")
    assert "pg_dump" in done.stderr
    assert list(tmp_path.iterdir()) == []
