"""The folder of the backups: how they are named, how old they are, and how many stay."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cauce.base.errors import Refusal
from cauce.engine.store_disk import explained

_NAME: Final = re.compile(r"cauce-(\d{4}-\d\d-\d\dT\d{6}Z)(?:\.clave\.tar|\.tar|\.tar\.age)")
_MOMENT: Final = "%Y-%m-%dT%H%M%SZ"


@dataclass(frozen=True)
class Shelved:
    """A backup on the shelf."""

    path: Path
    made_at: datetime
    size: int


def name_for(moment: datetime, suffix: str) -> str:
    """The name of a backup made at ``moment``: ``cauce-2026-03-01T120000Z.tar``."""
    return f"cauce-{moment.astimezone(UTC).strftime(_MOMENT)}{suffix}"


def shelved(folder: Path) -> tuple[Shelved, ...]:
    """The backups in a folder, newest first; other files are nobody's business."""
    if not folder.is_dir():
        return ()
    found = []
    with explained(folder):
        for path in folder.iterdir():
            if (name := _NAME.fullmatch(path.name)) and path.is_file():
                moment = datetime.strptime(name[1], _MOMENT).replace(tzinfo=UTC)
                found.append(Shelved(path, moment, path.stat().st_size))
    return tuple(sorted(found, key=lambda each: (each.made_at, each.path.name), reverse=True))


def keep_newest(folder: Path, number: int) -> tuple[Shelved, ...]:
    """Removes all but the newest ``number`` backups; gives those removed."""
    if number < 1:
        raise Refusal("Hay que conservar al menos un respaldo.", code="backup.keep")
    removed = shelved(folder)[number:]
    for each in removed:
        with explained(each.path):
            each.path.unlink()
    return removed
