"""Which files of the store the catalogue's rows name: what a backup must hold, and nothing else.

Plain SQL, so that it can be asked of a copy of the database without Django, whatever its age.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

Ask = Callable[[str], Iterable[tuple[Any, ...]]]
"""Something that gives the rows of a SELECT."""

_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class NamedFiles:
    """SHA-256 of the tables and of the originals that rows name."""

    tables: frozenset[str]
    originals: frozenset[str]


def named_files(ask: Ask, existing: Collection[str]) -> NamedFiles:
    """The files that versions and uploads name, those of purged versions left out.

    ``existing`` are the database's tables: one of an older Cauce has fewer.
    """
    purged = (
        "(SELECT version_id FROM catalog_purge WHERE confirmed_at IS NOT NULL)"
        if "catalog_purge" in existing
        else "(-1)"
    )
    tables: set[str] = set()
    originals: set[str] = set()
    if "catalog_version" in existing:
        tables.update(_hashes(ask(_TABLES.format(purged=purged))))
        originals.update(_hashes(ask(_VERSIONS.format(purged=purged))))
    if "catalog_upload" in existing:
        for original, report in ask(_UPLOADS.format(purged=purged)):
            originals.update(_hashes([(original,)]))
            tables.update(_hashes((table.get("parquet"),) for table in _tables_of(report)))
    return NamedFiles(frozenset(tables), frozenset(originals))


_TABLES: Final = "SELECT sha256 FROM catalog_table WHERE version_id NOT IN {purged}"
_VERSIONS: Final = "SELECT original_sha256 FROM catalog_version WHERE id NOT IN {purged}"
_UPLOADS: Final = (
    "SELECT sha256, report FROM catalog_upload"
    " WHERE version_id IS NULL OR version_id NOT IN {purged}"
)


def _hashes(rows: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    return (row[0] for row in rows if row[0] and _SHA256.fullmatch(row[0]))


def _tables_of(report: object) -> list[dict[str, Any]]:
    read = json.loads(report) if isinstance(report, str) else report
    return list(read.get("tables", ())) if isinstance(read, dict) else []
