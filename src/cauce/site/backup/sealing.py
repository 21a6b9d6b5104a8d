"""Encryption of backups in the age format (age-encryption.org/v1), streamed.

Three kinds of backup, all open to tools that are not Cauce:

- plain: a tar;
- for recipients: an age file; ``age --decrypt --identity key.txt backup.tar.age`` gives the tar;
- by passphrase: a tar of two files, ``clave.age`` (a key made for this backup alone, encrypted by
  the passphrase) and ``respaldo.tar.age`` (encrypted for that key). The age format encrypts whole
  messages by passphrase; this way only the key is a message, and the rest is a stream.
  ``tar -xf backup.clave.tar`` and then ``age --decrypt --identity clave.age respaldo.tar.age``.
"""

import io
import os
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import pyrage

from cauce.base.errors import Refusal
from cauce.site.backup.packing import (
    BLOCK,
    CHUNK,
    Damaged,
    Member,
    Readable,
    ending,
    header,
    packed,
    unpacked,
)

KEY_NAME: Final = "clave.age"
SEALED_NAME: Final = "respaldo.tar.age"
_AGE: Final = b"age-encryption.org/v1"
_ARMOURED: Final = b"-----BEGIN AGE ENCRYPTED FILE-----"
_LONGEST_KEY: Final = 1 << 16


@dataclass(frozen=True)
class Keys:
    """What opens a sealed backup: private keys, or a passphrase."""

    identities: tuple[pyrage.x25519.Identity, ...] = ()
    passphrase: str = ""


@dataclass(frozen=True)
class Seal:
    """How a backup is closed: for recipients, by a passphrase, or not at all.

    ``once`` is a key that lives in memory while a backup is written: with it, and then never again,
    the backup is read back to see that it can be.
    """

    once: pyrage.x25519.Identity
    recipients: tuple[pyrage.x25519.Recipient, ...] = ()
    passphrase: str = ""

    @classmethod
    def of(cls, recipients: Sequence[str] = (), passphrase: str = "") -> "Seal":
        """For these ``age1…`` keys, or by this passphrase. Raises Refusal for what is no key."""
        return cls(
            pyrage.x25519.Identity.generate(), tuple(map(_recipient, recipients)), passphrase
        )

    @property
    def suffix(self) -> str:
        """The end of the name of a backup closed so."""
        if self.passphrase:
            return ".clave.tar"
        return ".tar.age" if self.recipients else ".tar"

    @property
    def keys(self) -> Keys:
        """What opens the backup just written."""
        return Keys(passphrase=self.passphrase) if self.passphrase else Keys((self.once,))


def write_sealed(chunks: Iterable[bytes], target: BinaryIO, seal: Seal) -> None:
    """Writes a stream of bytes to a file, closed as ``seal`` says."""
    if seal.passphrase:
        _write_by_passphrase(chunks, target, seal)
    elif seal.recipients:
        _encrypt(chunks, target, (*seal.recipients, seal.once.to_public()))
    else:
        for chunk in chunks:
            target.write(chunk)


@contextmanager
def opened(path: Path, keys: Keys) -> Iterator[Readable]:
    """The tar within a backup, as a stream.

    Raises:
        Refusal: when it is encrypted and the keys do not open it; `Damaged` when it is changed.
    """
    with path.open("rb") as file:
        start = file.read(BLOCK)
        file.seek(0)
        if start.startswith((_AGE, _ARMOURED)):
            if not keys.identities:
                raise _needs("está cifrado", "Diga dónde está la clave privada con --identity.")
            with _decrypted(file, keys.identities) as stream:
                yield stream
        elif start.startswith(KEY_NAME.encode("ascii") + b"\0"):
            with _opened_by_passphrase(file, keys.passphrase) as stream:
                yield stream
        else:
            yield file


def read_identities(path: Path) -> tuple[pyrage.x25519.Identity, ...]:
    """The private keys (``AGE-SECRET-KEY-1…``) of a file such as ``age-keygen`` writes."""
    lines = [line.strip() for line in _text(path).splitlines()]
    try:
        found = tuple(
            pyrage.x25519.Identity.from_str(line)
            for line in lines
            if line and not line.startswith("#")
        )
    except pyrage.IdentityError as error:
        raise _no_key(path) from error
    if not found:
        raise _no_key(path)
    return found


def read_passphrase(path: Path) -> str:
    """The passphrase that a file has in its first line."""
    passphrase = _text(path).partition("\n")[0].rstrip("\r")
    if not passphrase.strip():
        raise Refusal(
            f"La primera línea de «{path}» está vacía. Escriba en ella la frase de paso.",
            code="backup.passphrase",
        )
    return passphrase


def _write_by_passphrase(chunks: Iterable[bytes], target: BinaryIO, seal: Seal) -> None:
    written = f"{seal.once}\n".encode("ascii")
    key = pyrage.passphrase.encrypt(written, seal.passphrase, armored=True)
    now = int(time.time())
    for chunk in packed(Member(KEY_NAME, len(key), 0o600, now), [key]):
        target.write(chunk)
    place = target.tell()
    target.write(bytes(BLOCK))  # the header comes when the size is known
    _encrypt(chunks, target, [seal.once.to_public()])
    size = target.tell() - place - BLOCK
    target.write(bytes(-size % BLOCK) + ending())
    target.seek(place)
    target.write(header(Member(SEALED_NAME, size, 0o600, now)))
    target.seek(0, io.SEEK_END)


@contextmanager
def _opened_by_passphrase(file: BinaryIO, passphrase: str) -> Iterator[Readable]:
    if not passphrase:
        raise _needs("está cerrado con una frase de paso", "Dígala con --passphrase-file ARCHIVO.")
    members = unpacked(file)
    member, content = next(members)
    if member.size > _LONGEST_KEY:
        raise Damaged(f"«{KEY_NAME}» no es una clave")
    try:
        text = pyrage.passphrase.decrypt(b"".join(content), passphrase).decode("ascii")
        identity = pyrage.x25519.Identity.from_str(text.strip())
    except (pyrage.DecryptError, pyrage.IdentityError, OSError, ValueError) as error:
        raise Refusal(
            "La frase de paso no abre el respaldo. No se cambió nada.",
            code="backup.locked",
            remedy="Revise la frase, o si el archivo se copió entero.",
        ) from error
    member, content = next(members, (member, iter(())))
    if member.name != SEALED_NAME:
        raise Damaged(f"le falta «{SEALED_NAME}»")
    with _decrypted(_Joined(content), (identity,)) as stream:
        yield stream
    for surplus, _content in members:
        raise Damaged(f"sobra «{surplus.name}»")


class _Joined:
    """A stream of bytes made of parts; remembers what went wrong with them."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._left = b""
        self.trouble: Exception | None = None

    def read(self, size: int = CHUNK, /) -> bytes:
        """Up to ``size`` bytes; none at the end."""
        try:
            while not self._left:
                self._left = next(self._chunks)
        except StopIteration:
            return b""
        except Exception as error:
            self.trouble = error
            raise
        given, self._left = self._left[:size], self._left[size:]
        return given


def _encrypt(
    chunks: Iterable[bytes], target: BinaryIO, recipients: Sequence[pyrage.x25519.Recipient]
) -> None:
    source, sink = _Joined(chunks), _Watched(target)
    try:
        pyrage.encrypt_io(source, sink, list(recipients))
    except (pyrage.EncryptError, OSError) as error:
        raise source.trouble or sink.trouble or error from None
    if sink.trouble:  # what fails in the last flush is not told by the library
        raise sink.trouble


class _Watched:
    """A file that remembers why it could not be written: age tells only that it could not."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.trouble: OSError | None = None

    def write(self, chunk: bytes, /) -> int:
        """Writes all of it."""
        try:
            return self._file.write(chunk)
        except OSError as error:
            self.trouble = error
            raise

    def flush(self) -> None:
        """The file is flushed when it is synchronised."""


class _Plain:
    """What a thread decrypts, read from the other end of a pipe."""

    def __init__(self, pipe: BinaryIO, thread: threading.Thread) -> None:
        self._pipe, self._thread = pipe, thread
        self.trouble: Exception | None = None

    def read(self, size: int, /) -> bytes:
        """Up to ``size`` bytes; fewer only at the end."""
        found = self._pipe.read(size)
        if len(found) < size:
            self._thread.join()
            if self.trouble:
                raise self.trouble
        return found


@contextmanager
def _decrypted(
    source: Readable, identities: Sequence[pyrage.x25519.Identity]
) -> Iterator[Readable]:
    reading, writing = os.pipe()

    def decrypt() -> None:
        with suppress(BrokenPipeError), os.fdopen(writing, "wb") as pipe:
            try:
                pyrage.decrypt_io(source, pipe, list(identities))
            except (pyrage.DecryptError, OSError) as error:
                plain.trouble = _explained(source, error)

    thread = threading.Thread(target=decrypt, name="decrypting a backup")
    with os.fdopen(reading, "rb", buffering=CHUNK) as pipe:
        plain = _Plain(pipe, thread)
        thread.start()
        try:
            yield plain
        finally:
            pipe.close()
            thread.join()


def _explained(source: Readable, error: Exception) -> Exception:
    if isinstance(source, _Joined) and source.trouble:
        return source.trouble
    if "No matching keys" in str(error):
        return Refusal(
            "Esa clave privada no abre el respaldo: se cifró para otra. No se cambió nada.",
            code="backup.locked",
            remedy="Use la clave que hace pareja con la pública con que se hizo.",
        )
    return Damaged("el cifrado no cuadra: está cortado o cambiado")


def _recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise Refusal(
            f"«{text[:80]}» no es una clave pública de age. Empiezan con age1; «age-keygen» hace"
            " la pareja.",
            code="backup.recipient",
        ) from error


def _needs(what: str, remedy: str) -> Refusal:
    return Refusal(f"El respaldo {what}.", code="backup.locked", remedy=remedy)


def _no_key(path: Path) -> Refusal:
    return Refusal(
        f"«{path}» no tiene una clave privada de age (AGE-SECRET-KEY-1…).",
        code="backup.identity",
        remedy="Use el archivo que escribió «age-keygen».",
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal(f"No se pudo leer «{path}»: {error}.", code="backup.key_file") from error
