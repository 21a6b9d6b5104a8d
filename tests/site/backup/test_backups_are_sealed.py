"""A sealed backup opens with its key or passphrase, with nothing else, and without Cauce."""

import io
import os
import subprocess
import threading
import tracemalloc

import pyrage
import pytest

from cauce.base.errors import CauceError, Refusal
from cauce.site.backup.sealing import (
    Keys,
    Seal,
    opened,
    read_identities,
    read_passphrase,
    write_sealed,
)
from cauce.site.backup.unpacking import unpack

PHRASE = "siete palabras que nadie más ha dicho nunca"


@pytest.fixture(scope="module")
def mine() -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.generate()


def test_only_the_key_it_was_made_for_opens_it(backed_up, mine, tmp_path):
    other = pyrage.x25519.Identity.generate()
    written = backed_up("r.tar.age", Seal.of([str(mine.to_public())]))
    with opened(written.path, Keys((other, mine))) as stream:
        assert unpack(stream, None) == written.manifest
    with pytest.raises(Refusal, match="no abre"), opened(written.path, Keys((other,))) as stream:
        unpack(stream, None)
    with pytest.raises(Refusal, match="--identity"), opened(written.path, Keys()):
        pass


def test_other_tools_of_the_format_open_it(backed_up, mine, house):
    written = backed_up("r.tar.age", Seal.of([str(mine.to_public())]))
    tar = pyrage.decrypt(written.path.read_bytes(), [mine])
    found = subprocess.run(["tar", "-t"], input=tar, capture_output=True, check=True).stdout
    assert b"cauce.sqlite3" in found
    assert b"secreta" not in written.path.read_bytes()


def test_a_passphrase_closes_a_backup_that_was_read_again_with_it(backed_up):
    written = backed_up("r.clave.tar", Seal.of(passphrase=PHRASE))
    found = subprocess.run(["tar", "-tf", written.path], capture_output=True, check=True).stdout
    assert found.split() == [b"clave.age", b"respaldo.tar.age"]
    assert b"secreta" not in written.path.read_bytes()
    with pytest.raises(Refusal, match="--passphrase-file"), opened(written.path, Keys()):
        pass


@pytest.mark.long
def test_a_passphrase_closes_a_key_that_closes_the_rest(backed_up, tmp_path):
    written = backed_up("r.clave.tar", Seal.of(passphrase=PHRASE))
    subprocess.run(["tar", "-xf", written.path, "-C", tmp_path], check=True)
    key = pyrage.passphrase.decrypt((tmp_path / "clave.age").read_bytes(), PHRASE).decode()
    identity = pyrage.x25519.Identity.from_str(key.strip())
    tar = pyrage.decrypt((tmp_path / "respaldo.tar.age").read_bytes(), [identity])
    found = subprocess.run(["tar", "-t"], input=tar, capture_output=True, check=True).stdout
    assert found.splitlines()[0] == b"respaldo.json"
    wrong = Keys(passphrase="otra")
    with pytest.raises(Refusal, match="no abre"), opened(written.path, wrong):
        pass


def test_nothing_is_held_in_memory_nor_left_running(mine, tmp_path):
    part = os.urandom(1 << 20)
    seal = Seal.of([str(mine.to_public())])
    threads = threading.active_count()
    tracemalloc.start()
    try:
        with (tmp_path / "big").open("wb") as file:
            write_sealed((part for _ in range(64)), file, seal)
        with opened(tmp_path / "big", Keys((mine,))) as stream:
            count = 0
            while chunk := stream.read(1 << 20):
                assert chunk == part
                count += 1
        assert count == 64
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()
    with opened(tmp_path / "big", Keys((mine,))) as stream:
        assert stream.read(10) == part[:10]
    assert threading.active_count() == threads


def test_a_stream_or_a_disk_that_fails_is_told_as_it_failed(mine):
    def failing():
        yield b"some"
        raise CauceError("la tabla falta")

    class Full(io.BytesIO):
        def write(self, chunk, /):
            raise OSError(28, "full")

    seal = Seal.of([str(mine.to_public())])
    with pytest.raises(CauceError, match="la tabla falta"):
        write_sealed(failing(), io.BytesIO(), seal)
    with pytest.raises(OSError, match="full"):
        write_sealed(iter([b"some"]), Full(), seal)


def test_keys_are_read_from_files_and_wrong_ones_are_explained(mine, tmp_path):
    path = tmp_path / "clave.txt"
    path.write_text(f"# created: 2026\n# public key: {mine.to_public()}\n{mine}\n")
    assert [str(each) for each in read_identities(path)] == [str(mine)]
    for text in ("", "# nada\n", "age1nada\n", f"{mine.to_public()}\n"):
        path.write_text(text)
        with pytest.raises(Refusal, match="no tiene una clave privada"):
            read_identities(path)
    path.write_text(f"{PHRASE}\r\notra línea\n", "utf-8")
    assert read_passphrase(path) == PHRASE
    path.write_text("\n")
    with pytest.raises(Refusal, match="está vacía"):
        read_passphrase(path)
    with pytest.raises(Refusal, match="No se pudo leer"):
        read_passphrase(tmp_path / "nada")
    for text in ("", "age1nada", str(mine)):
        with pytest.raises(Refusal, match="no es una clave pública"):
            Seal.of([text])
