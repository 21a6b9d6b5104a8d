"""``cauce doctor`` finds what is wrong with a site, says what to do, and mends its index."""

import json
import os
import shutil
import sqlite3
import time
from contextlib import closing

import pytest

SIZE = 3 << 20


def found(cauce, *words, **variables):
    done = cauce("doctor", "--json", *words, CAUCE_FREE_DISK_MB="1", **variables)
    assert done.returncode in (0, 1), done.stderr
    told = json.loads(done.stdout)
    assert told["sound"] == (done.returncode == 0)
    assert all(each["remedy"] for each in told["findings"] if each["level"] == "warning")
    return told["findings"]


def sentences(findings, level):
    return " ".join(each["sentence"] for each in findings if each["level"] == level)


@pytest.mark.long
def test_a_sound_site_has_no_fault(published, cauce):
    findings = found(cauce)
    assert sentences(findings, "fault") == ""
    assert {each["check"] for each in findings} >= {
        "versions",
        "database",
        "jobs",
        "log",
        "search",
        "store",
        "backups",
        "disk",
        "clock",
    }


def test_every_fault_is_found_at_once(published, cauce, tmp_path):
    store = published / "almacen"
    originals = sorted(path for path in (store / "originals").rglob("*/*") if path.is_file())
    missing = originals[0]
    missing.unlink()
    stray = store / "originals" / "ff" / ("ff" * 32)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(bytes(SIZE))
    os.utime(stray, (time.time() - 200_000,) * 2)
    (store / "originals").chmod(0o755)
    published.chmod(0o755)
    shelf = tmp_path / "r"
    shelf.mkdir()
    (shelf / "cauce-2026-01-01T000000Z.tar").write_bytes(b"old")
    shutil.copy(published / "cauce.sqlite3", published / "cauce.sqlite3.antes")
    with closing(sqlite3.connect(published / "cauce.sqlite3")) as database, database:
        database.execute("DELETE FROM catalog_search WHERE rowid = 1")
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("INSERT INTO catalog_dataset_tags (dataset_id, tag_id) VALUES (1, 999)")
    findings = found(cauce, "--quick", CAUCE_BACKUP_DIR=str(shelf))
    faults, warnings = sentences(findings, "fault"), sentences(findings, "warning")
    for words in (
        f"Falta en el almacén el original {missing.name}",
        "pueden entrar en la carpeta de datos",
        "El último respaldo",
        "nombra una fila de catalog_tag que no existe",
        "Una actualización se interrumpió",
    ):
        assert words in faults, words
    for words in ("archivos del almacén (3.0 MB)", "está abierta", "en el mismo disco"):
        assert words in warnings, words


@pytest.mark.long
def test_the_index_is_mended_when_asked(published, cauce):
    with closing(sqlite3.connect(published / "cauce.sqlite3")) as database, database:
        database.execute("DELETE FROM catalog_search WHERE rowid = 1")
        database.execute("UPDATE catalog_dataset SET state = 'withdrawn' WHERE id = 2")
    assert "le faltan 1" in sentences(found(cauce, "--quick"), "fault")
    assert sentences(found(cauce, "--quick", "--reindex"), "fault") == ""


@pytest.mark.long
def test_a_clock_that_went_back_and_a_broken_page_are_found(published, cauce):
    with closing(sqlite3.connect(published / "cauce.sqlite3")) as database, database:
        database.execute("DROP TRIGGER core_auditevent_no_update")
        database.execute("UPDATE core_auditevent SET at = '2090-01-01' WHERE sequence = 1")
    findings = found(cauce, "--quick")
    assert "ya hay un hecho de las 2090-01-01" in sentences(findings, "fault")
    path = published / "cauce.sqlite3"
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(size - 60_000)
        file.write(b"\xff" * 40_000)
    assert "malformed" in sentences(found(cauce, "--quick"), "fault")
