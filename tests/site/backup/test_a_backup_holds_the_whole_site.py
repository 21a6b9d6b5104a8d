"""A backup holds the database of one moment and every file it names, whatever goes on meanwhile."""

import hashlib
import io
import json
import multiprocessing
import os
import sqlite3
import stat
import subprocess
import tarfile
import tracemalloc
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cauce.base.errors import CauceError, Refusal
from cauce.base.purges import PurgeEntry, note_purge, read_ledger
from cauce.site.backup import writing
from cauce.site.backup.database import files_named_in
from cauce.site.backup.sealing import Keys, Seal, opened
from cauce.site.backup.unpacking import unpack
from cauce.site.backup.writing import write_backup
from tests.site.backup.conftest import House


def unpacked(path: Path, into: Path, keys: Keys = Keys()) -> Path:  # noqa: B008 (frozen)
    into.mkdir()
    with opened(path, keys) as stream:
        unpack(stream, into)
    return into


def content(folder: Path) -> dict[str, tuple[int, str]]:
    """Mode and SHA-256 of every file, by name; of the database, what it says."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_dir():
            found[name] = (stat.S_IMODE(path.stat().st_mode), "")
        elif name == "cauce.sqlite3":
            with closing(sqlite3.connect(path)) as database:
                said = "\n".join(database.iterdump())
            found[name] = (stat.S_IMODE(path.stat().st_mode), said)
        elif not name.startswith("cauce.sqlite3-"):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            found[name] = (stat.S_IMODE(path.stat().st_mode), digest)
    return found


def test_what_comes_back_is_what_there_was(house, backed_up, tmp_path):
    before = content(house.folder)
    written = backed_up()
    back = unpacked(written.path, tmp_path / "vuelta")
    expected = {name: told for name, told in before.items() if "incoming" not in name}
    assert content(back) == expected
    assert content(house.folder) == before
    assert stat.S_IMODE(written.path.stat().st_mode) == 0o600
    assert os.listdir(written.path.parent) == ["r.tar"]


def test_any_tar_opens_it_and_sha256sum_agrees(backed_up, tmp_path):
    written = backed_up()
    folder = tmp_path / "tar"
    folder.mkdir()
    subprocess.run(["tar", "-xf", written.path, "-C", folder], check=True)
    subprocess.run(["sha256sum", "--check", "--quiet", "manifest.sha256"], cwd=folder, check=True)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    for told in manifest["files"]:
        path = folder / told["name"]
        assert hashlib.sha256(path.read_bytes()).hexdigest() == told["sha256"]
        assert (path.stat().st_size, stat.S_IMODE(path.stat().st_mode)) == (
            told["size"],
            told["mode"],
        )
    assert manifest["head"]["migrations"] == ["core.0001_initial"]
    with tarfile.open(written.path) as tar:
        assert tar.getnames()[0] == "respaldo.json"


def test_what_no_row_names_stays_out(house, backed_up):
    stray = house.store.put_original(io.BytesIO(b"a reading that was repeated")).sha256
    (house.folder / "almacen" / "incoming" / "half").write_bytes(b"half")
    (house.folder / "lecturas").mkdir()
    (house.folder / "lecturas" / "x").write_bytes(b"x")
    names = " ".join(each.name for each in backed_up().manifest.files)
    assert stray not in names
    assert "incoming" not in names
    assert "lecturas" not in names


def _publish_forever(folder: Path, stop: "multiprocessing.synchronize.Event") -> None:
    house = House.__new__(House)
    house.folder, house.database = folder, folder / "cauce.sqlite3"
    house.store = writing_store(folder)
    number = 0
    while not stop.is_set():
        number += 1
        house.publish(f"{number} ".encode() * 2000)


def writing_store(folder: Path):
    from cauce.engine.store import Store

    return Store(folder / "almacen")


def test_it_is_consistent_while_somebody_publishes(house, tmp_path):
    context = multiprocessing.get_context("fork")
    stop = context.Event()
    writer = context.Process(target=_publish_forever, args=(house.folder, stop))
    writer.start()
    try:
        sizes = []
        for number in range(4):
            written = write_backup(house.site, tmp_path / "r" / f"{number}.tar", Seal.of())
            assert (written.manifest.missing, written.manifest.damaged) == ((), ())
            back = unpacked(written.path, tmp_path / f"vuelta{number}")
            named = files_named_in(back / "cauce.sqlite3")
            assert set(writing_store(back).names("tables")) == named.tables
            assert set(writing_store(back).names("originals")) == named.originals
            assert writing_store(back).verify() == []
            sizes.append(len(named.tables))
    finally:
        stop.set()
        writer.join(20)
    assert writer.exitcode == 0
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0] >= 3


def test_a_purge_meanwhile_is_told_by_the_ledger(house, tmp_path, monkeypatch):
    original, table = house.publish(b"exposes somebody" * 100)
    entry = PurgeEntry(datetime.now(UTC), "d", 1, "f" * 64, (table,), (original,), "expone")
    plan = writing._plan

    def purged_just_after(site, work):
        planned = plan(site, work)
        note_purge(entry, site.ledger)
        assert house.store.destroy(original) == house.store.destroy(table) == 1
        return planned

    monkeypatch.setattr(writing, "_plan", purged_just_after)
    written = write_backup(house.site, tmp_path / "r" / "r.tar", Seal.of())
    assert written.manifest.missing == ()
    back = unpacked(written.path, tmp_path / "vuelta")
    assert read_ledger(back / "purgas.jsonl") == (entry,)
    assert read_ledger(tmp_path / "r" / "purgas.jsonl") == (entry,)


def test_missing_and_damaged_files_are_told_and_the_rest_is_saved(house, backed_up):
    original, table = house.publish(b"z" * 50)
    house.store.original(original).unlink()
    damaged = house.store.path_of(table)
    damaged.chmod(0o644)
    damaged.write_bytes(b"other")
    manifest = backed_up().manifest
    assert manifest.missing == (f"almacen/originals/{original[:2]}/{original}",)
    assert manifest.damaged == (f"almacen/tables/{table[:2]}/{table}.parquet",)
    assert len(manifest.files) == 3 + 3 * 2 + 1


def test_a_damaged_database_is_not_backed_up(house, backed_up, tmp_path):
    size = house.database.stat().st_size
    with house.database.open("r+b") as file:
        file.seek(size // 2)
        file.write(b"\xff" * (size // 2))
    with pytest.raises(CauceError, match=r"dañada|No se pudo copiar"):
        backed_up()
    assert list((tmp_path / "respaldos").iterdir()) == []
    assert not list(house.folder.glob(".respaldo-*"))


def test_memory_does_not_grow_with_the_site(house, tmp_path):
    house.publish(os.urandom(24 << 20))
    tracemalloc.start()
    try:
        written = write_backup(house.site, tmp_path / "r" / "r.tar", Seal.of())
        assert written.size > 48 << 20
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


def test_a_full_disk_leaves_no_half_backup_and_no_file_is_written_over(
    house, backed_up, tmp_path, monkeypatch
):
    def full(chunks, target, seal):
        target.write(b"some")
        raise OSError(28, "full")

    monkeypatch.setattr(writing, "write_sealed", full)
    with pytest.raises(CauceError, match="No queda espacio"):
        backed_up()
    monkeypatch.undo()
    assert list((tmp_path / "respaldos").iterdir()) == []
    backed_up()
    with pytest.raises(Refusal, match="Ya existe"):
        backed_up()


def test_a_backup_that_cannot_be_read_again_gets_no_name(house, backed_up, tmp_path, monkeypatch):
    def careless(chunks, target, seal):
        target.write(b"".join(chunks)[:-600])

    monkeypatch.setattr(writing, "write_sealed", careless)
    with pytest.raises(Refusal, match="No se cambió nada"):
        backed_up()
    assert list((tmp_path / "respaldos").iterdir()) == []
