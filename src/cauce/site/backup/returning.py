"""From an unpacked backup to a data directory: beside it first, and then in its place at once."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from cauce.base.errors import Refusal
from cauce.base.purges import LEDGER_NAME, PurgeEntry, merged_purges, read_ledger
from cauce.engine.store_disk import explained
from cauce.site.occupancy import LOCK_NAME

_ABANDONED = 86_400
"""Seconds after which what a killed restore left belongs to no living process."""


def demand_place(target: Path, *, force: bool) -> None:
    """Refuses a directory that has something in it, unless it may be moved aside."""
    if target.exists() and not target.is_dir():
        raise Refusal(f"«{target}» es un archivo. Diga una carpeta.", code="restore.place")
    if target.is_dir() and target.is_mount():
        raise Refusal(
            f"«{target}» es un punto de montaje y no se puede poner otra carpeta en su lugar.",
            code="restore.mount",
            remedy="Restaure en una carpeta dentro de él y use esa con --data.",
        )
    if not force and not is_free(target):
        raise Refusal(
            f"La carpeta «{target}» no está vacía. No se cambió nada.",
            code="restore.not_empty",
            remedy="Diga otra, o use --force: lo que hay se aparta con otro nombre, no se borra.",
        )


def is_free(target: Path) -> bool:
    """Whether nothing would be lost there: no directory, or one with a ledger of purges alone."""
    return not target.exists() or {path.name for path in target.iterdir()} <= {
        LEDGER_NAME,
        LOCK_NAME,
    }


@contextmanager
def staging(target: Path) -> Iterator[Path]:
    """A new folder beside the target, which is gone afterwards unless it took its place."""
    prefix = f".{target.name}-restaurando-"
    with explained(target.parent):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in target.parent.glob(f"{prefix}*"):
            if left.stat().st_mtime < time.time() - _ABANDONED:
                shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=target.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_in_place(stage: Path, target: Path) -> Path | None:
    """Gives the staged folder the target's name; what stood there is moved aside, and told.

    Between the two renames there is no target; a machine that stops right then has both folders.
    """
    aside = None
    with explained(target):
        for folder in (stage, *(path for path in stage.rglob("*") if path.is_dir())):
            _synchronise(folder)
        if target.exists():
            moment = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
            aside = target.with_name(f"{target.name}.antes-{moment}")
            lost = is_free(target)
            target.rename(aside)
            stage.rename(target)
            if lost:
                shutil.rmtree(aside)
                aside = None
        else:
            stage.rename(target)
        _synchronise(target.parent)
    return aside


def purges_for(backup: Path, stage: Path, target: Path, also: Path | None) -> list[PurgeEntry]:
    """Every purge known of: in the backup, beside it, where it goes, and in ``also``.

    Raises:
        CauceError: when a ledger was changed, or ``also`` does not exist.
    """
    if also is not None and not also.is_file():
        raise Refusal(f"No existe «{also}», que nombra --purges.", code="restore.purges")
    places = [stage / LEDGER_NAME, backup.parent / LEDGER_NAME, target / LEDGER_NAME]
    if also is not None:
        places.append(also)
    return list(merged_purges(map(read_ledger, places)))


def _synchronise(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
