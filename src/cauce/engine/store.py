"""The store: tables and originals kept under the SHA-256 of their bytes, and never changed.

::

    root/tables/ab/abcd….parquet    files 0444 in folders 0750: published tables
    root/originals/ab/abcd…         files 0600 in folders 0700: what people uploaded, private
    root/incoming/                  files being written (0700), swept when a process died half way

A file is written in ``incoming``, synchronised to disk, and moved to its name in one step, so that
a name never shows half a file, whatever happens to the machine. Writing the same bytes again
changes nothing, and mends a copy that was damaged. Only a purge takes a file away: see `destroy`.
"""

import errno
import hashlib
import os
import re
import secrets
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from io import BufferedRandom
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple, Protocol

from cauce.base.errors import NotFound, Refusal
from cauce.engine.store_disk import explained

CHUNK = 1 << 20
PARQUET = b"PAR1"
_NO_LINKS = frozenset({errno.EPERM, errno.EXDEV, errno.ENOTSUP, errno.EMLINK, errno.ENOSYS})
"""What systems say where a file cannot have two names."""
SHA256 = re.compile(r"[0-9a-f]{64}")

TableWriter = Callable[[BinaryIO], object]
"""Something that writes a whole Parquet file into the binary file it is given."""


class Tables(Protocol):
    """Whatever knows where the Parquet of a table is: a `Store`, or a `LooseTable`."""

    def path_of(self, sha256: str) -> Path:
        """The Parquet file of a table."""
        ...


class Original(NamedTuple):
    """A kept original: the SHA-256 of its bytes and how many they are."""

    sha256: str
    size: int


@dataclass(frozen=True)
class Problem:
    """Something wrong in the store."""

    kind: Literal["damaged", "unexpected", "unreadable", "writable"]
    path: Path
    """Relative to the root of the store."""
    message: str
    """A Spanish sentence that says what is wrong and what to do."""


@dataclass(frozen=True)
class LooseTable:
    """A Parquet file outside any store, by its hash, for work on one file without a database."""

    path: Path
    sha256: str

    @classmethod
    def at(cls, path: Path) -> "LooseTable":
        """The table in the file at ``path``, which is read once to know its hash."""
        with explained(path), path.open("rb") as file:
            return cls(path, hashlib.file_digest(file, "sha256").hexdigest())

    def path_of(self, sha256: str) -> Path:
        """The file.

        Raises:
            NotFound: when another table is asked for.
        """
        if sha256 != self.sha256:
            raise _absent(sha256)
        return self.path


class Store:
    """A folder of tables and originals named by their content.

    Several threads and processes may use the same folder at once.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._tables = root / "tables"
        self._originals = root / "originals"
        self._incoming = root / "incoming"

    def put_table(self, source: Path | TableWriter) -> str:
        """Keep a Parquet file, or what ``source`` writes, and give the SHA-256 of its bytes.

        Raises:
            Refusal: when what was written is not a Parquet file.
            CauceError: in Spanish, when the disk is full, read-only or fails.
        """
        with self._arriving() as (file, path):
            if isinstance(source, Path):
                with explained(source), source.open("rb") as stream:
                    _copy(stream, file)
            else:
                source(file)
            sha256 = _parquet_digest(file)
            self._settle(file, path, self._table(sha256), mode=0o444, folder=0o750)
        return sha256

    def put_original(self, stream: BinaryIO) -> Original:
        """Keep an uploaded file privately, reading it once by parts.

        Raises:
            CauceError: in Spanish, when the disk is full, read-only or fails.
        """
        with self._arriving() as (file, path):
            sha256, size = _copy(stream, file)
            self._settle(file, path, self._original(sha256), mode=0o600, folder=0o700)
        return Original(sha256, size)

    def link_original(self, path: Path) -> Original:
        """Keep a whole file that arrived on the same disk, reading it once and copying nothing.

        The store's file and ``path`` are then one, until whoever brought it removes ``path``: a
        process that dies in between leaves both, and doing it again changes nothing. A disk
        without hard links gets a copy.

        Raises:
            CauceError: in Spanish, when the disk is full, read-only or fails.
        """
        with explained(path), path.open("r+b") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
            try:
                with self._linked(path) as second:
                    self._settle(file, second, self._original(sha256), mode=0o600, folder=0o700)
            except OSError as error:
                if error.errno not in _NO_LINKS:
                    raise
                file.seek(0)
                return self.put_original(file)
        return Original(sha256, size)

    def has(self, sha256: str) -> bool:
        """Whether the store keeps a table of that hash."""
        return self._table(_checked(sha256)).is_file()

    def path_of(self, sha256: str) -> Path:
        """The Parquet file of a table.

        Raises:
            NotFound: when the store does not have it.
        """
        path = self._table(_checked(sha256))
        if not path.is_file():
            raise _absent(sha256)
        return path

    def original(self, sha256: str) -> Path:
        """The file of a kept original; the caller answers for who may see it.

        Raises:
            NotFound: when the store does not have it.
        """
        path = self._original(_checked(sha256))
        if not path.is_file():
            raise _absent(sha256)
        return path

    def names(self, kind: Literal["tables", "originals"]) -> Iterator[str]:
        """The SHA-256 of every kept table, or of every kept original, in order."""
        folder, suffix = self._room(kind)
        for shelf in sorted(folder.glob("[0-9a-f][0-9a-f]")):
            for path in sorted(shelf.iterdir()):
                name = path.name.removesuffix(suffix)
                if SHA256.fullmatch(name) and path.name == name + suffix:
                    yield name

    def destroy(self, sha256: str) -> int:
        """Remove the table and the original of that hash, durably; how many files there were.

        The caller answers for nothing else needing them. What the disk itself still holds of the
        bytes (journals, snapshots, cells of a solid-state disk) is beyond any program: encrypt it.

        Raises:
            CauceError: in Spanish, when the disk is read-only or fails.
        """
        destroyed = 0
        for path in (self._table(_checked(sha256)), self._original(sha256)):
            with explained(path):
                if path.exists():
                    path.unlink()
                    _synchronise(path.parent)
                    destroyed += 1
        return destroyed

    def verify(self) -> list[Problem]:
        """Read everything again and say what is not as it was kept, tables first, by name."""
        return [
            *self._problems(self._tables, ".parquet"),
            *self._problems(self._originals, ""),
        ]

    def sweep(self, older_than: timedelta) -> int:
        """Remove what dead processes left half written that long ago; how many files they were."""
        limit = time.time() - older_than.total_seconds()
        swept = 0
        for path in self._incoming.glob("*"):
            with suppress(FileNotFoundError):
                if path.stat().st_mtime <= limit:
                    path.unlink()
                    swept += 1
        return swept

    def _room(self, kind: Literal["tables", "originals"]) -> tuple[Path, str]:
        return (self._tables, ".parquet") if kind == "tables" else (self._originals, "")

    def _table(self, sha256: str) -> Path:
        return self._tables / sha256[:2] / f"{sha256}.parquet"

    def _original(self, sha256: str) -> Path:
        return self._originals / sha256[:2] / sha256

    @contextmanager
    def _arriving(self) -> Iterator[tuple[BufferedRandom, Path]]:
        """A new file in ``incoming``, which is gone afterwards unless it was settled."""
        with explained(self.root):
            self.root.mkdir(mode=0o750, parents=True, exist_ok=True)
            self._incoming.mkdir(mode=0o700, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self._incoming)
            path = Path(name)
            try:
                with os.fdopen(descriptor, "w+b") as file:
                    yield file, path
            finally:
                path.unlink(missing_ok=True)

    @contextmanager
    def _linked(self, path: Path) -> Iterator[Path]:
        """Another name for a file, in ``incoming``, gone afterwards unless it was settled."""
        self._incoming.mkdir(mode=0o700, parents=True, exist_ok=True)
        second = self._incoming / f"{path.name}.{secrets.token_hex(8)}"
        os.link(path, second)
        try:
            yield second
        finally:
            second.unlink(missing_ok=True)

    def _settle(
        self, file: BufferedRandom, path: Path, final: Path, *, mode: int, folder: int
    ) -> None:
        """Bring a finished file to its name so that it is there, whole, even after a power cut."""
        os.fchmod(file.fileno(), mode)
        file.flush()
        os.fsync(file.fileno())
        for place in (final.parent.parent, final.parent):
            if not place.is_dir():
                place.mkdir(mode=folder, exist_ok=True)
                _synchronise(place.parent)
        path.replace(final)
        _synchronise(final.parent)

    def _problems(self, folder: Path, suffix: str) -> Iterator[Problem]:
        for path in sorted(folder.rglob("*")):
            if path.is_dir():
                continue
            if problem := self._problem(path, suffix):
                kind, message = problem
                yield Problem(kind, path.relative_to(self.root), message)

    def _problem(
        self, path: Path, suffix: str
    ) -> tuple[Literal["damaged", "unexpected", "unreadable", "writable"], str] | None:
        sha256 = path.name.removesuffix(suffix)
        if not SHA256.fullmatch(sha256) or path.parent.name != sha256[:2]:
            return "unexpected", "No es un archivo del almacén. Llévelo a otra carpeta."
        try:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
                mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        except OSError as error:
            return "unreadable", f"No se puede leer ({error.strerror}). Revise el disco y permisos."
        if found != sha256:
            return "damaged", "Su contenido cambió desde que se guardó. Repóngalo de un respaldo."
        if suffix and mode & 0o222:
            return "writable", "Se puede sobrescribir. Quítele el permiso de escritura (0444)."
        return None


def _copy(source: BinaryIO, target: BinaryIO) -> Original:
    """Copy by parts; the hash and the size of what passed."""
    digest = hashlib.sha256()
    size = 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        target.write(chunk)
        size += len(chunk)
    return Original(digest.hexdigest(), size)


def _parquet_digest(file: BufferedRandom) -> str:
    """The hash of what is in ``file``, once it looks like a Parquet file from both ends."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - len(PARQUET)))
    end = file.read()
    file.seek(0)
    if size < 3 * len(PARQUET) or end != PARQUET or file.read(len(PARQUET)) != PARQUET:
        raise Refusal(
            "El archivo que se iba a guardar como tabla no es Parquet. Léalo primero como tabla.",
            code="store.not_parquet",
        )
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()


def _synchronise(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _checked(sha256: str) -> str:
    """The same text, once it cannot lead anywhere but into the store."""
    if not SHA256.fullmatch(sha256):
        raise Refusal(f"«{sha256[:80]}» no es un SHA-256.", code="store.name")
    return sha256


def _absent(sha256: str) -> NotFound:
    return NotFound(
        f"El almacén no tiene la tabla o el original {sha256}. Repóngalo de un respaldo.",
        code="store.absent",
    )
