"""The SQLite file: a copy of one moment while others write, its soundness, and the way back."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from cauce.apps.catalog.named_files import NamedFiles, named_files
from cauce.base.errors import CauceError, Refusal

_WAIT: Final = 30.0
"""Seconds to wait for whoever is writing."""


def copy_database(source: Path, target: Path) -> None:
    """Copies the database as it is at one moment; whoever reads or writes it goes on.

    SQLite's own backup copies every page within one read transaction, which in WAL mode holds up
    nobody. The copy is one file, without a log beside it.

    Raises:
        CauceError: when the database is not there, is damaged, or the disk is full.
    """
    if not source.is_file():
        raise Refusal(
            f"No existe la base de datos «{source}».",
            code="backup.no_database",
            remedy="Diga dónde están los datos con --data CARPETA.",
        )
    try:
        with closing(_at(source)) as live, closing(sqlite3.connect(target)) as copy:
            live.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise CauceError(
            f"No se pudo copiar la base de datos «{source}»: {error}.",
            code="backup.database",
            remedy="Revise el disco y ejecute «cauce doctor». Los respaldos anteriores siguen ahí.",
        ) from error


def put_database_back(copy: Path, live: Path) -> None:
    """Makes the live database say again what the copy says, in one transaction of its own.

    Raises:
        CauceError: when it cannot; then the live database is as it was.
    """
    try:
        with closing(sqlite3.connect(copy)) as source, closing(_at(live)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        raise CauceError(
            f"No se pudo reponer la base de datos «{live}»: {error}.",
            code="backup.database",
            remedy=f"Con el servidor detenido, ponga «{copy}» en su lugar.",
        ) from error


def database_flaws(path: Path, *, thorough: bool = True) -> list[str]:
    """What SQLite finds wrong with a database: at most five flaws of its pages, five of its keys.

    Without ``thorough`` indexes are not compared with their tables.
    """
    check = "integrity_check" if thorough else "quick_check"
    try:
        with closing(_at(path)) as database:
            pages = [str(row[0]) for row in database.execute(f"PRAGMA {check}(5)")]
            keys = [
                f"{table}, fila {row}: nombra una fila de {parent} que no existe"
                for table, row, parent, _key in database.execute("PRAGMA foreign_key_check")
            ]
    except sqlite3.Error as error:
        return [str(error)]
    return [flaw for flaw in pages if flaw != "ok"] + keys[:5]


def files_named_in(path: Path) -> NamedFiles:
    """The files of the store that the rows of a database name."""
    with closing(_at(path)) as database:
        tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
        return named_files(database.execute, tables)


def migrations_in(path: Path) -> tuple[str, ...]:
    """The migrations applied to a database, as ``application.name``, in order."""
    with closing(_at(path)) as database:
        rows = database.execute("SELECT app || '.' || name FROM django_migrations ORDER BY id")
        return tuple(row[0] for row in rows)


def _at(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=_WAIT)
