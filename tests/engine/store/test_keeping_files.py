"""What is put into the store comes back whole, under the hash of its bytes, and nothing else is."""

import hashlib
import io
import os
import stat
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cauce.base.errors import CauceError, Refusal
from cauce.engine.store import LooseTable, Store


def parquet_like(body: bytes) -> bytes:
    """Bytes that begin and end as a Parquet file does."""
    return b"PAR1" + body + b"\x00\x00\x00\x00PAR1"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


@settings(max_examples=30)
@given(st.lists(st.binary(max_size=200), max_size=6))
def test_every_original_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes]
) -> None:
    store = Store(tmp_path_factory.mktemp("store"))
    kept = [store.put_original(io.BytesIO(body)) for body in bodies]
    for body, original in zip(bodies, kept, strict=True):
        assert original == (hashlib.sha256(body).hexdigest(), len(body))
        assert store.original(original.sha256).read_bytes() == body
    assert len(files(store.root)) == len(set(bodies))
    assert store.verify() == []


@settings(max_examples=30)
@given(st.lists(st.binary(max_size=200), max_size=6))
def test_every_table_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("tables")
    store = Store(folder / "store")
    for body in map(parquet_like, bodies):
        source = folder / "source"
        source.write_bytes(body)
        sha256 = store.put_table(source)
        assert sha256 == store.put_table(partial(_write, body))
        assert store.has(sha256)
        assert store.path_of(sha256).read_bytes() == body
    assert store.verify() == []


def _write(body: bytes, file: BinaryIO) -> None:
    file.write(body)


def test_tables_are_read_only_and_originals_private(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    table = store.path_of(store.put_table(partial(_write, parquet_like(b"x"))))
    original = store.original(store.put_original(io.BytesIO(b"secreto")).sha256)
    assert table == store.root / "tables" / table.stem[:2] / table.name
    assert mode(table) == 0o444
    assert mode(original) == 0o600
    assert mode(original.parent) == mode(original.parent.parent) == 0o700


def test_large_originals_are_read_by_parts(tmp_path: Path) -> None:
    class Watched(io.BytesIO):
        """Bytes that refuse to be read at once."""

        def read(self, size: int | None = -1) -> bytes:
            assert size is not None
            assert 0 < size <= 1 << 20
            return super().read(size)

    size = 3 * (1 << 20) + 7
    assert Store(tmp_path).put_original(Watched(bytes(size))).size == size


def test_what_is_not_parquet_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for body in (b"", b"PAR1", b"PAR1PAR1", b"a,b\n1,2\n", b"PAR1 truncated"):
        with pytest.raises(Refusal, match="no es Parquet"):
            store.put_table(partial(_write, body))
    assert files(tmp_path) == []


def test_a_writer_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(file: BinaryIO) -> None:
        file.write(b"PAR1 half")
        raise RuntimeError("boom")

    with pytest.raises(RuntimeError, match="boom"):
        Store(tmp_path).put_table(fail)
    assert files(tmp_path) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "AB" * 32, "ab" * 31])
def test_a_name_that_is_no_hash_leads_nowhere(tmp_path: Path, name: str) -> None:
    store = Store(tmp_path)
    for look in (store.has, store.path_of, store.original):
        with pytest.raises(Refusal, match="no es un SHA-256"):
            look(name)


def test_an_absent_table_is_said(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert not store.has("ab" * 32)
    with pytest.raises(CauceError, match="no tiene"):
        store.path_of("ab" * 32)
    with pytest.raises(CauceError, match="no tiene"):
        store.original("ab" * 32)


def test_a_loose_table_answers_only_for_itself(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    path.write_bytes(b"x")
    loose = LooseTable.at(path)
    assert loose.path_of(hashlib.sha256(b"x").hexdigest()) == path
    with pytest.raises(CauceError, match="no tiene"):
        loose.path_of("ab" * 32)


def test_hard_links_of_a_replaced_copy_do_not_change(tmp_path: Path) -> None:
    store = Store(tmp_path)
    body = parquet_like(b"y")
    table = store.path_of(store.put_table(partial(_write, body)))
    with table.open("rb") as reader:
        store.put_table(partial(_write, body))
        assert reader.read() == body
    assert os.listdir(tmp_path / "incoming") == []
