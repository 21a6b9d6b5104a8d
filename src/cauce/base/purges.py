"""The ledger of purges: what was destroyed, so that a backup brought back destroys it again.

``purgas.jsonl`` stands in the data directory, outside the database, and a copy beside the backups.
A line is one purge as canonical JSON; it holds the SHA-256 of the line before it, so that a line
changed or taken out of the middle is noticed. Nothing in it says what the destroyed data said.
"""

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self

from cauce.base.canonical import canonical_json
from cauce.base.errors import CauceError

LEDGER_NAME: Final = "purgas.jsonl"
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_BEFORE_ALL: Final = "0" * 64


@dataclass(frozen=True)
class PurgeEntry:
    """One version of which nothing is left but its dataset, number, hash and the reason."""

    at: datetime
    """When it was destroyed; aware, in UTC."""
    dataset: str
    """The slug of its dataset."""
    version: int
    """Its number."""
    hash: str
    """The version's hash, which citations name."""
    tables: tuple[str, ...]
    """SHA-256 of the tables destroyed: those that no other version uses."""
    originals: tuple[str, ...]
    """SHA-256 of the originals destroyed."""
    reason: str

    @property
    def key(self) -> tuple[str, int, str]:
        """What makes two entries the same purge: dataset, number and hash."""
        return self.dataset, self.version, self.hash

    def to_json(self) -> dict[str, Any]:
        """Plain JSON data."""
        return asdict(self) | {
            "at": self.at.astimezone(UTC).isoformat(),
            "tables": list(self.tables),
            "originals": list(self.originals),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """The entry that ``to_json`` wrote. Raises ValueError, KeyError or TypeError."""
        made = cls(
            at=datetime.fromisoformat(data["at"]),
            dataset=str(data["dataset"]),
            version=int(data["version"]),
            hash=str(data["hash"]),
            tables=tuple(data["tables"]),
            originals=tuple(data["originals"]),
            reason=str(data["reason"]),
        )
        if made.at.tzinfo is None:
            raise ValueError("a moment without a time zone")
        if not all(_SHA256.fullmatch(each) for each in (*made.tables, *made.originals)):
            raise ValueError("not a SHA-256")
        return made


def read_ledger(path: Path) -> tuple[PurgeEntry, ...]:
    """Every purge of the ledger at ``path``, oldest first; none where there is no file.

    A last line without its end was being written when the machine stopped: it is no purge yet.

    Raises:
        CauceError: when a line was changed, or cannot be read.
    """
    return tuple(entry for entry, _line in _lines(path))


def note_purge(entry: PurgeEntry, ledger: Path, copy_in: Path | None = None) -> None:
    """Writes a purge to the ledger, durably, before its bytes are destroyed.

    Noting the same purge again changes nothing. With ``copy_in`` (the folder of the backups) the
    copy there is brought up to date; when that disk does not answer the purge goes on, and
    ``cauce doctor`` says that the copy is behind.

    Raises:
        CauceError: when the ledger cannot be read or written; then nothing may be destroyed.
    """
    known = _lines(ledger)
    if entry.key not in {each.key for each, _line in known}:
        try:
            _append(ledger, _line_of(entry, _link(known)), whole=_size(known))
        except OSError as error:
            raise CauceError(
                f"No se pudo anotar la purga en «{ledger}»: {error.strerror}. No se destruyó nada.",
                code="purges.disk",
                remedy="Revise el disco y los permisos, y vuelva a intentarlo.",
            ) from error
    if copy_in is not None:
        with suppress(CauceError):
            copy_ledger(ledger, copy_in)


def copy_ledger(ledger: Path, folder: Path) -> None:
    """Brings the copy of the ledger in ``folder`` up to date; purges only it knows stay in it."""
    entries, beside = read_ledger(ledger), folder / LEDGER_NAME
    merged = merged_purges([entries, read_ledger(beside)])
    if merged and merged != read_ledger(beside):
        write_ledger(beside, merged)


def merged_purges(ledgers: Iterable[Iterable[PurgeEntry]]) -> tuple[PurgeEntry, ...]:
    """The purges of several ledgers, each once, oldest first."""
    once = {entry.key: entry for ledger in ledgers for entry in ledger}
    return tuple(sorted(once.values(), key=lambda entry: (entry.at, entry.key)))


def write_ledger(path: Path, entries: Iterable[PurgeEntry]) -> None:
    """Writes a whole ledger in one step, for its owner alone (mode 0600).

    Raises:
        CauceError: when the disk refuses.
    """
    link, lines = _BEFORE_ALL, b""
    for entry in entries:
        line = _line_of(entry, link)
        link, lines = _digest(line), lines + line
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".purgas-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
        _synchronise(path.parent)
    except OSError as error:
        raise CauceError(
            f"No se pudo escribir «{path}»: {error.strerror}. Revise el disco y los permisos.",
            code="purges.disk",
        ) from error


def _lines(path: Path) -> list[tuple[PurgeEntry, bytes]]:
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise CauceError(
            f"No se pudo leer «{path}»: {error.strerror}. Revise el disco y los permisos.",
            code="purges.disk",
        ) from error
    link, found = _BEFORE_ALL, []
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        if not line.endswith(b"\n"):
            break
        try:
            data = json.loads(line)
            entry = PurgeEntry.from_json(data)
            sound = data["previous"] == link and _line_of(entry, link) == line
        except (ValueError, KeyError, TypeError):
            sound = False
        if not sound:
            raise CauceError(
                f"La línea {number} de «{path}» no es la que se escribió.",
                code="purges.changed",
                remedy="Reponga el archivo con la copia que está junto a los respaldos.",
            )
        found.append((entry, line))
        link = _digest(line)
    return found


def _append(path: Path, line: bytes, *, whole: int) -> None:
    """Adds a line after the ``whole`` bytes of finished lines, and synchronises it to disk."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.truncate(whole)
        file.seek(whole)
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    _synchronise(path.parent)


def _line_of(entry: PurgeEntry, previous: str) -> bytes:
    return canonical_json(entry.to_json() | {"previous": previous}) + b"\n"


def _link(lines: list[tuple[PurgeEntry, bytes]]) -> str:
    return _digest(lines[-1][1]) if lines else _BEFORE_ALL


def _size(lines: list[tuple[PurgeEntry, bytes]]) -> int:
    return sum(len(line) for _entry, line in lines)


def _digest(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


def _synchronise(folder: Path) -> None:
    """Makes the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
