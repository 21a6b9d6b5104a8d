"""The checks of ``cauce doctor`` on the store: what rows name is there, whole and private."""

import os
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from cauce.cli import checkup_backups
from cauce.cli.doctor import Finding
from cauce.engine.store import Store

_SHOWN = 5
"""Files named one by one; the rest are counted."""
_ON_ITS_WAY = timedelta(days=1)
"""Age below which a file that no row names may belong to somebody who is at it."""


def contents() -> Iterator[Finding]:
    """Every stored file still has the content its name says."""
    problems = Store(settings.CAUCE.store_dir).verify()
    for problem in problems:
        yield Finding("fault", f"Almacén, {problem.path}: {problem.message}")
    if not problems:
        yield Finding("ok", "Los archivos guardados están íntegros.")


def rows_and_files() -> Iterator[Finding]:
    """What rows name is in the store; what no row names is told."""
    from cauce.apps.catalog.sweeping import files_named, unnamed_files

    store, named = Store(settings.CAUCE.store_dir), files_named()
    tables, originals = set(store.names("tables")), set(store.names("originals"))
    purged = checkup_backups.purged_files()
    missing = [
        *(f"la tabla {each}" for each in sorted(named.tables - tables - purged)),
        *(f"el original {each}" for each in sorted(named.originals - originals - purged)),
    ]
    for each in missing[:_SHOWN]:
        yield Finding(
            "fault",
            f"Falta en el almacén {each}, y hay filas que lo nombran.",
            "Restaure el último respaldo en otra carpeta con «cauce restore» y copie de su almacén"
            " ese archivo.",
        )
    if len(missing) > _SHOWN:
        yield Finding("fault", f"Faltan en el almacén {len(missing) - _SHOWN} archivos más.")
    if not missing:
        yield Finding("ok", "Está en el almacén todo lo que la base nombra.")
    old = unnamed_files(_ON_ITS_WAY)
    if old:
        size = sum(path.stat().st_size for _sha256, path in old)
        yield Finding(
            "warning",
            f"{len(old)} archivos del almacén ({size / 2**20:.1f} MB) ya no los nombra nadie.",
            "No son públicos ni van en los respaldos, pero pueden tener datos que después se"
            " quitaron. Ejecute «cauce doctor --sweep», que los borra.",
        )


def permissions() -> Iterator[Finding]:
    """Other accounts of the machine cannot read what is not public."""
    folder, store = settings.CAUCE.data_dir, settings.CAUCE.store_dir
    if os.name != "posix" or not folder.is_dir():
        return
    if _allows(folder, 0o027):
        yield Finding(
            "fault",
            f"Otras cuentas de la máquina pueden entrar en la carpeta de datos «{folder}».",
            f"Ejecute: chmod 700 '{folder}'",
        )
    for inner, forbidden in (
        (store, 0o027),
        (store / "tables", 0o027),
        (store / "originals", 0o077),
        (store / "incoming", 0o077),
    ):
        if _allows(inner, forbidden):
            yield Finding(
                "warning",
                f"La carpeta «{inner}» está abierta a otras cuentas.",
                f"Ejecute: chmod -R go-rwx '{inner}'",
            )


def _allows(path: Path, forbidden: int) -> bool:
    return path.exists() and bool(stat.S_IMODE(path.stat().st_mode) & forbidden)
