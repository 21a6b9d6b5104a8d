"""The store says in Spanish what is wrong with the disk or its files, and mends what it can."""

import errno
import io
import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from cauce.base.errors import CauceError
from cauce.engine.store import Store

BODY = b"PAR1 a table \x00\x00\x00\x00PAR1"


def put(store: Store) -> str:
    return store.put_table(lambda file: file.write(BODY))


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (errno.ENOSPC, "No queda espacio en el disco"),
        (errno.EROFS, "es de solo lectura"),
        (errno.EACCES, "No hay permiso"),
        (errno.EDQUOT, "cuota"),
        (errno.EMFILE, "Revise el disco y los permisos"),
    ],
)
def test_a_disk_that_fails_is_explained_and_keeps_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, sentence: str
) -> None:
    def fail(descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    store = Store(tmp_path)
    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(CauceError, match=sentence):
        store.put_original(io.BytesIO(b"abc"))
    with pytest.raises(CauceError, match=sentence):
        put(store)
    monkeypatch.undo()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_source_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(CauceError, match=r"No existe «.*nada\.parquet»"):
        Store(tmp_path / "store").put_table(tmp_path / "nada.parquet")


def test_a_half_written_file_has_no_name_and_is_swept_when_old(tmp_path: Path) -> None:
    store = Store(tmp_path)
    sha256 = put(store)
    old, young = tmp_path / "incoming" / "tmpold", tmp_path / "incoming" / "tmpyoung"
    old.write_bytes(b"half")
    young.write_bytes(b"half")
    day_before = time.time() - 86_400
    os.utime(old, (day_before, day_before))
    assert store.sweep(timedelta(hours=1)) == 1
    assert (old.exists(), young.exists(), store.has(sha256)) == (False, True, True)
    assert store.verify() == []


def test_sweeping_a_store_that_was_never_used_is_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    assert store.sweep(timedelta(0)) == 0
    assert store.verify() == []


def test_a_changed_table_is_found_and_mended_by_putting_it_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    table = store.path_of(put(store))
    table.chmod(0o644)
    table.write_bytes(BODY[:-1] + b"2")
    assert [(p.kind, p.path) for p in store.verify()] == [("damaged", table.relative_to(tmp_path))]
    put(store)
    assert store.verify() == []


def test_writable_and_foreign_files_are_found(tmp_path: Path) -> None:
    store = Store(tmp_path)
    table = store.path_of(put(store))
    table.chmod(0o644)
    (tmp_path / "tables" / "notas.txt").write_text("hola")
    (tmp_path / "tables" / "zz").mkdir()
    (tmp_path / "tables" / "zz" / table.name).write_bytes(BODY)
    kinds = sorted(problem.kind for problem in store.verify())
    assert kinds == ["unexpected", "unexpected", "writable"]
    assert all(problem.message.endswith(".") for problem in store.verify())


def test_a_file_that_cannot_be_read_is_a_problem_like_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    put(store)

    def fail(self: Path, mode: str) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(Path, "open", fail)
    assert [problem.kind for problem in store.verify()] == ["unreadable"]
