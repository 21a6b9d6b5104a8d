"""A disk that takes nothing more, told from other failures: full, at its quota, or read-only."""

import errno
import sqlite3
from collections.abc import Iterator
from enum import Enum

_ERRNO = {errno.ENOSPC: "full", errno.EDQUOT: "full", errno.EROFS: "read_only"}
_SQLITE = {"SQLITE_FULL": "full", "SQLITE_READONLY": "read_only"}


class DiskTrouble(Enum):
    """Why nothing can be written."""

    FULL = "full"
    READ_ONLY = "read_only"


def disk_trouble(error: BaseException | None) -> DiskTrouble | None:
    """What ``error``, or what caused it, says of the disk; ``None`` when it says nothing."""
    for each in _causes(error):
        found = None
        if isinstance(each, OSError):
            found = _ERRNO.get(each.errno or 0)
        elif isinstance(each, sqlite3.Error):
            name = getattr(each, "sqlite_errorname", "") or ""
            found = next((what for start, what in _SQLITE.items() if name.startswith(start)), None)
        if found:
            return DiskTrouble(found)
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
