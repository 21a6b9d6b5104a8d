"""What a backup says about itself: before its files (what to expect), and after (their hashes)."""

import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib import resources
from typing import Any, Final, Self

from cauce.base.errors import Refusal
from cauce.base.purges import LEDGER_NAME
from cauce.site.backup.packing import Damaged
from cauce.site.configuration import FILE_NAME, MAPS_DIR_NAME, SECRET_FILE_NAME

FORMAT: Final = 1
HEAD: Final = "respaldo.json"
MANIFEST: Final = "manifest.json"
DIGEST: Final = "manifest.sha256"
DATABASE: Final = "cauce.sqlite3"
LONGEST_HEAD: Final = 1 << 20
"""Bytes that a head may have: it is read into memory before anything is known."""
STORE: Final = "almacen"

_PLAIN: Final = frozenset({DATABASE, FILE_NAME, SECRET_FILE_NAME, LEDGER_NAME})
_KEPT: Final = re.compile(
    rf"{STORE}/(?:tables/([0-9a-f]{{2}})/\1[0-9a-f]{{62}}\.parquet"
    r"|originals/([0-9a-f]{2})/\2[0-9a-f]{62})"
)
_MAP: Final = re.compile(rf"{MAPS_DIR_NAME}/[a-z]{{2}}\.[a-z]+(?:\.detail)?\.json")


def belongs(name: str) -> bool:
    """Whether a path is one of those that a data directory has: no other leaves a backup."""
    return name in _PLAIN or any(known.fullmatch(name) for known in (_KEPT, _MAP))


@dataclass(frozen=True)
class Head:
    """What stands first in a backup, so that a wrong one is refused before it is unpacked."""

    version: str
    """Cauce's."""
    created_at: datetime
    """When the database was as the backup has it; aware, UTC."""
    migrations: tuple[str, ...]
    """Those applied, as ``application.name``."""
    files: int
    size: int
    """Bytes of those files; the ledger of purges, copied last, comes on top."""
    program: str = "cauce"
    format: int = FORMAT

    def to_bytes(self) -> bytes:
        """As JSON."""
        return _json(asdict(self) | {"created_at": self.created_at.astimezone(UTC).isoformat()})

    @classmethod
    def from_bytes(cls, text: bytes) -> Self:
        """What ``to_bytes`` wrote. Raises `Damaged`; Refusal for a later format."""
        data = _object(text, HEAD)
        try:
            if data["program"] != "cauce":
                raise Damaged("lo hizo otro programa")
            if int(data["format"]) > FORMAT:
                raise newer(str(data["version"]))
            return cls(
                version=str(data["version"]),
                created_at=datetime.fromisoformat(data["created_at"]),
                migrations=tuple(map(str, data["migrations"])),
                files=int(data["files"]),
                size=int(data["size"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise Damaged(f"«{HEAD}» no dice lo que debe") from error


@dataclass(frozen=True)
class Packed:
    """A file of a backup."""

    name: str
    size: int
    mode: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What stands last: every file with its hash, and what could not be copied."""

    head: Head
    files: tuple[Packed, ...]
    missing: tuple[str, ...] = ()
    """Files that rows name and the store did not have."""
    damaged: tuple[str, ...] = ()
    """Files whose content was no longer what their name says."""
    environment: tuple[str, ...] = field(default=())
    """Names of the variables that were settings there: their values are not in the backup."""

    def to_bytes(self) -> bytes:
        """As JSON."""
        data = asdict(self)
        data["head"] = json.loads(self.head.to_bytes())
        return _json(data)

    @classmethod
    def from_bytes(cls, text: bytes) -> Self:
        """What ``to_bytes`` wrote. Raises `Damaged`."""
        data = _object(text, MANIFEST)
        try:
            return cls(
                head=Head.from_bytes(_json(data["head"])),
                files=tuple(
                    Packed(str(f["name"]), int(f["size"]), int(f["mode"]), str(f["sha256"]))
                    for f in data["files"]
                ),
                missing=tuple(map(str, data["missing"])),
                damaged=tuple(map(str, data["damaged"])),
                environment=tuple(map(str, data["environment"])),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise Damaged(f"«{MANIFEST}» no dice lo que debe") from error


def digest_line(manifest: bytes) -> bytes:
    """The line that ``sha256sum --check`` reads."""
    return f"{hashlib.sha256(manifest).hexdigest()}  {MANIFEST}\n".encode("ascii")


def newer(version: str) -> Refusal:
    """The refusal of what a later Cauce made."""
    return Refusal(
        f"El respaldo es de un Cauce más nuevo que este (versión {version[:40]})."
        " No se cambió nada.",
        code="backup.newer",
        remedy="Instale esa versión de Cauce, o una posterior, y restaure con ella.",
    )


def known_migrations() -> dict[str, frozenset[str]]:
    """The migrations that Cauce's own applications have in this version, by application."""
    apps = resources.files("cauce.apps")
    return {
        app.name: frozenset(
            each.name.removesuffix(".py")
            for each in (app / "migrations").iterdir()
            if re.match(r"\d{4}_\w+\.py$", each.name)
        )
        for app in apps.iterdir()
        if (app / "migrations").is_dir()
    }


def demand_not_newer(head: Head) -> None:
    """Refuses a backup with migrations that this Cauce does not know."""
    known = known_migrations()
    for migration in head.migrations:
        app, _dot, name = migration.partition(".")
        if app in known and name not in known[app]:
            raise newer(head.version)


def _json(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _object(text: bytes, name: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Damaged(f"«{name}» no se puede leer") from error
    if not isinstance(data, dict):
        raise Damaged(f"«{name}» no dice lo que debe")
    return data
