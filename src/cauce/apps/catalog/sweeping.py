"""Removing from the store what no row names: readings that were repeated, files half received.

What a person left out of a table may stand in the reading before: it must not stay on the disk.
"""

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from cauce.apps.catalog.named_files import NamedFiles, named_files
from cauce.apps.catalog.store import store


def files_named() -> NamedFiles:
    """The files of the store that the rows of this installation name."""

    def ask(select: str) -> Iterator[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(select)
            yield from cursor.fetchall()

    return named_files(ask, connection.introspection.table_names())


def unnamed_files(older_than: timedelta) -> list[tuple[str, Path]]:
    """Hash and path of every stored file that no row names, by hash.

    Younger ones may belong to somebody who is at it: a file is stored, again if it was there
    already, before the row that names it.
    """
    limit = time.time() - older_than.total_seconds()
    kept = store()
    found = [(sha256, kept.path_of(sha256)) for sha256 in kept.names("tables")]
    originals = [(sha256, kept.original(sha256)) for sha256 in kept.names("originals")]
    named = files_named()
    surplus = [each for each in found if each[0] not in named.tables]
    surplus += [each for each in originals if each[0] not in named.originals]
    return sorted(each for each in surplus if each[1].stat().st_mtime <= limit)


def sweep_unnamed(older_than: timedelta) -> int:
    """Destroys them; gives how many files went. A hash that any row names stays whole."""
    named = files_named()
    return sum(
        store().destroy(sha256)
        for sha256, _path in unnamed_files(older_than)
        if sha256 not in named.tables and sha256 not in named.originals
    )
