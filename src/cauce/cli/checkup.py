"""The checks of ``cauce doctor`` in their order, and those of the machine and its settings.

Each check gives findings; none changes anything.
"""

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from django.conf import settings

from cauce.cli import (
    background,
    checkup_backups,
    checkup_database,
    checkup_drawing,
    checkup_maps,
    checkup_search,
    checkup_store,
)
from cauce.cli.doctor import Finding
from cauce.cli.serve import LOOPBACK

_BEFORE_CAUCE = datetime(2026, 1, 1, tzinfo=UTC)
"""A clock that says an earlier time lost it: a machine without a battery, mostly."""


def everything(noted_head: str | None, *, quick: bool = False) -> Iterator[tuple[str, Finding]]:
    """Every finding with the name of its check, in the order in which faults depend on each other.

    ``quick`` leaves out reading every stored file and comparing every index of the database.
    """
    for name, check in (
        ("versions", versions),
        ("clock", clock),
        ("configuration", configuration),
        ("data_directory", data_directory),
        ("disk", disk),
    ):
        yield from ((name, finding) for finding in check())
    yield from (("database", found) for found in checkup_database.not_half_upgraded())
    works = True
    for finding in checkup_database.answers():
        works &= finding.level != "fault"
        yield "database", finding
    if works:
        yield from (("database", found) for found in checkup_database.whole(thorough=not quick))
        yield from (("clock", found) for found in checkup_database.not_in_the_future())
        yield from (("jobs", found) for found in checkup_database.jobs())
        yield from (("jobs", found) for found in background.recurring())
        yield from (("mail", found) for found in background.mail())
        yield from (("log", found) for found in checkup_database.log(noted_head))
        yield from (("search", found) for found in checkup_search.index())
        yield from (("store", found) for found in checkup_store.rows_and_files())
    yield from (("store", found) for found in checkup_store.permissions())
    if not quick:
        yield from (("store", found) for found in checkup_store.contents())
    yield from (("maps", found) for found in checkup_maps.maps())
    yield from (("drawing", found) for found in checkup_drawing.drawing())
    yield from (("purges", found) for found in checkup_backups.purges(works=works))
    yield from (("backups", found) for found in checkup_backups.backups())


def versions() -> Iterator[Finding]:
    """Which Python and SQLite these are, for whoever is asked for help."""
    written = ".".join(map(str, sys.version_info[:3]))
    if sqlite3.sqlite_version_info >= (3, 35):
        yield Finding("ok", f"Python {written}, SQLite {sqlite3.sqlite_version}.")
    else:
        yield Finding(
            "fault",
            f"SQLite {sqlite3.sqlite_version} es demasiado antiguo.",
            "Instale un Python que traiga SQLite 3.35 o posterior.",
        )


def clock() -> Iterator[Finding]:
    """The clock says a time that can be."""
    now = datetime.now(UTC)
    if now < _BEFORE_CAUCE:
        yield Finding(
            "fault",
            f"El reloj dice {now:%Y-%m-%d %H:%M} UTC.",
            "Ponga la hora: «timedatectl set-ntp true», o la de su sistema.",
        )


def configuration() -> Iterator[Finding]:
    """The key exists and is private; what a public site needs is set."""
    chosen = settings.CAUCE
    if chosen.secret_key:
        yield Finding("ok", "La clave secreta viene de la configuración.")
    elif not chosen.secret_path.is_file():
        yield Finding("fault", "No hay clave secreta.", "Créela con «cauce init».")
    elif os.name == "posix" and chosen.secret_path.stat().st_mode & 0o077:
        yield Finding(
            "fault",
            f"Otras cuentas pueden leer la clave secreta «{chosen.secret_path}».",
            f"Ejecute: chmod 600 '{chosen.secret_path}'",
        )
    else:
        yield Finding("ok", "La clave secreta es privada.")
    if chosen.bind not in LOOPBACK and not chosen.https:
        yield Finding(
            "warning",
            f"El sitio escucha en {chosen.bind} sin https: las contraseñas viajan a la vista.",
            "Ponga delante un servidor con https y escriba https = true en cauce.toml.",
        )
    if chosen.base_url.startswith("https://") and not chosen.https:
        yield Finding(
            "warning",
            "base_url dice https y el ajuste https es falso.",
            "Escriba https = true en cauce.toml.",
        )


def data_directory() -> Iterator[Finding]:
    """The data directory exists and can be written."""
    folder = settings.CAUCE.data_dir
    if not folder.is_dir():
        yield Finding(
            "fault", f"No existe la carpeta de datos «{folder}».", "Créela con «cauce init»."
        )
    elif not os.access(folder, os.W_OK | os.X_OK):
        yield Finding(
            "fault",
            f"Esta cuenta no puede escribir en la carpeta de datos «{folder}».",
            "Dé permiso de escritura a la cuenta con que corre Cauce.",
        )
    else:
        yield Finding("ok", f"Se puede escribir en la carpeta de datos «{folder}».")


def disk() -> Iterator[Finding]:
    """There is room on the disk."""
    folder = settings.CAUCE.data_dir
    free = shutil.disk_usage(folder if folder.is_dir() else folder.anchor).free // 2**20
    least = settings.CAUCE.free_disk_mb
    if free < least:
        yield Finding(
            "fault",
            f"Quedan {free} MB libres en disco; se piden al menos {least}.",
            "Libere espacio, o mueva la carpeta de datos a un disco mayor.",
        )
    else:
        yield Finding("ok", f"Quedan {free} MB libres en disco.")
