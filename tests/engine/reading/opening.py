"""Bytes written to a file and opened by the reader, for the tests of this folder."""

from pathlib import Path
from typing import Any

from cauce.engine.reading.limits import Limits
from cauce.engine.reading.opened import Opened, WantedSource
from cauce.engine.reading.source import open_source


def opened(
    folder: Path, name: str, content: bytes | str, *, limits: Limits | None = None, **wanted: Any
) -> Opened:
    """What the reader makes of ``content`` under this name; text is written as UTF-8."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_source(
        path,
        wanted=WantedSource(**wanted) if wanted else None,
        limits=limits or Limits(),
        workdir=folder,
    )


def codes(opened: Opened) -> set[str]:
    """The codes of its notes."""
    return {note.code for note in opened.notes}


def cells(opened: Opened) -> list[list[Any]]:
    """The rows of its only grid."""
    (grid,) = opened.grids
    return [list(row) for row in grid.rows]
