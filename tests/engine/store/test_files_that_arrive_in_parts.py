"""A file that arrives in parts is what its parts were, wherever it was cut and whoever sent."""

import errno
import hashlib
import os
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cauce.base.errors import CauceError, NotFound
from cauce.engine.part_file import EndMoved, PartFile
from cauce.engine.store import Original, Store


@pytest.fixture
def part(tmp_path: Path) -> PartFile:
    made = PartFile(tmp_path / "envios" / "a.part")
    made.create()
    return made


def test_it_is_private_and_begins_empty(part: PartFile) -> None:
    assert part.length() == 0
    assert stat.S_IMODE(part.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(part.path.parent.stat().st_mode) == 0o700


@settings(max_examples=60)
@given(
    body=st.binary(min_size=1, max_size=400),
    steps=st.lists(st.tuples(st.integers(0, 400), st.integers(1, 120)), max_size=40),
)
def test_parts_sent_from_anywhere_never_spoil_it(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, steps: list[tuple[int, int]]
) -> None:
    """Repeated, late and early parts are refused; at every moment it is a beginning of the file."""
    part = PartFile(tmp_path_factory.mktemp("partes") / "a.part")
    part.create()
    for at, count in steps:
        length = part.length()
        piece = body[at : at + count]
        if at == length:
            assert part.append(piece, at) == length + len(piece)
        else:
            with pytest.raises(EndMoved) as moved:
                part.append(piece, at)
            assert moved.value.length == length
        assert part.path.read_bytes() == body[: part.length()]
    part.append(body[part.length() :], part.length())
    part.synchronise()
    assert part.path.read_bytes() == body


def test_of_two_senders_of_the_same_bytes_each_byte_is_written_once(part: PartFile) -> None:
    body = os.urandom(40_000)

    def send() -> None:
        at = part.length()
        while at < len(body):
            try:
                at = part.append(body[at : at + 97], at)
            except EndMoved as moved:
                at = moved.length

    senders = [threading.Thread(target=send) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert part.path.read_bytes() == body


def test_what_fitted_on_a_full_disk_counts(part: PartFile, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.pwrite

    def nearly_full(descriptor: int, data: memoryview, at: int) -> int:
        if at >= 5:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, data[:5], at)

    monkeypatch.setattr(os, "pwrite", nearly_full)
    with pytest.raises(CauceError, match="No queda espacio"):
        part.append(b"0123456789", 0)
    monkeypatch.undo()
    assert part.length() == 5
    assert part.append(b"56789", 5) == 10
    assert part.path.read_bytes() == b"0123456789"


def test_a_file_given_up_takes_no_more(part: PartFile) -> None:
    part.remove()
    part.remove()
    for ask in (part.length, part.synchronise, lambda: part.append(b"a", 0)):
        with pytest.raises(NotFound, match="se canceló o venció"):
            ask()


def test_a_whole_file_is_given_to_the_store_without_a_copy(tmp_path: Path, part: PartFile) -> None:
    store = Store(tmp_path / "almacen")
    part.append(b"agua", 0)
    original = store.link_original(part.path)
    assert original == Original(hashlib.sha256(b"agua").hexdigest(), 4)
    kept = store.original(original.sha256)
    assert kept.stat().st_ino == part.path.stat().st_ino
    assert store.link_original(part.path) == original  # somebody died before noting it
    part.remove()
    assert kept.read_bytes() == b"agua"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list((tmp_path / "almacen" / "incoming").iterdir()) == []


def test_a_disk_without_hard_links_gets_a_copy(
    tmp_path: Path, part: PartFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_names: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    store = Store(tmp_path / "almacen")
    part.append(b"agua", 0)
    original = store.link_original(part.path)
    assert store.original(original.sha256).read_bytes() == b"agua"
    assert part.path.read_bytes() == b"agua"
    assert list((tmp_path / "almacen" / "incoming").iterdir()) == []
