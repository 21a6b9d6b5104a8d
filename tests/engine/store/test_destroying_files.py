"""Only a purge takes files away, for good, and only those it names."""

import io
import os
import stat
from pathlib import Path

import pytest

from cauce.base.errors import CauceError, Refusal
from cauce.engine.store import Store

BODY = b"PAR1 a table \x00\x00\x00\x00PAR1"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "datos" / "almacen")


def test_what_is_kept_is_listed_by_name(store: Store) -> None:
    assert list(store.names("tables")) == list(store.names("originals")) == []
    table = store.put_table(lambda file: file.write(BODY))
    originals = sorted(store.put_original(io.BytesIO(bytes([n]))).sha256 for n in range(5))
    (store.root / "originals" / "notas.txt").write_text("hola")
    (store.root / "originals" / originals[0][:2] / "notas.txt").write_text("hola")
    assert list(store.names("tables")) == [table]
    assert list(store.names("originals")) == originals


def test_a_destroyed_file_is_gone_and_the_others_stay(store: Store) -> None:
    table = store.put_table(lambda file: file.write(BODY))
    gone, kept = (store.put_original(io.BytesIO(body)).sha256 for body in (b"gone", b"kept"))
    assert store.destroy(table) == store.destroy(gone) == 1
    assert not store.has(table)
    assert list(store.names("originals")) == [kept]
    assert store.destroy(gone) == 0
    assert store.put_original(io.BytesIO(b"gone")).sha256 == gone


def test_the_same_bytes_as_table_and_original_go_together(store: Store) -> None:
    sha256 = store.put_table(lambda file: file.write(BODY))
    assert store.put_original(io.BytesIO(BODY)).sha256 == sha256
    assert store.destroy(sha256) == 2


def test_the_folder_is_synchronised_so_that_no_power_cut_brings_it_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha256 = store.put_original(io.BytesIO(b"x")).sha256
    folder = store.original(sha256).parent.stat().st_ino
    synchronised: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda fd: synchronised.append(os.fstat(fd).st_ino))
    store.destroy(sha256)
    assert synchronised == [folder]


def test_a_name_that_is_no_hash_destroys_nothing(store: Store) -> None:
    with pytest.raises(Refusal, match="no es un SHA-256"):
        store.destroy("../../cauce.sqlite3")


def test_a_disk_that_refuses_is_explained(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    sha256 = store.put_original(io.BytesIO(b"x")).sha256

    def refuse(self: Path) -> None:
        raise OSError(30, "read-only")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(CauceError, match="solo lectura"):
        store.destroy(sha256)


def test_folders_are_closed_to_other_accounts(store: Store) -> None:
    before = os.umask(0)
    try:
        store.put_table(lambda file: file.write(BODY))
        store.put_original(io.BytesIO(b"x"))
    finally:
        os.umask(before)
    folders = [store.root, *(path for path in store.root.rglob("*") if path.is_dir())]
    assert [path for path in folders if stat.S_IMODE(path.stat().st_mode) & 0o027] == []
