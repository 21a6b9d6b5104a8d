"""What is asked of a source and what opening it gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cauce.engine.reading.decision import Decision, Note
from cauce.engine.reading.grid import Grid


@dataclass(frozen=True)
class WantedSource:
    """What a recipe or a person says of the source; what is ``None`` is found."""

    encoding: str | None = None
    """Name of a codec, such as ``cp1252``."""
    delimiter: str | None = None
    """``""`` for a single column."""
    quote: str | None = None
    """``""`` for none."""
    escape: str | None = None
    """``""`` when quotes are doubled."""
    member: str | None = None
    """The member of a ZIP archive to read, ``"*"`` for all that hold tables."""


@dataclass(frozen=True)
class Opened:
    """The grids of a file, and how they were found."""

    format: str
    """``csv``, ``xlsx``, ``xls``, ``ods``, ``json``, ``jsonl``, ``geojson``, ``parquet``; of a
    compressed file, what is inside, and ``zip`` when several members were read."""
    grids: tuple[Grid, ...]
    decisions: Mapping[str, Decision[Any]]
    """``format`` always; ``encoding``, ``delimiter``, ``quote``, ``escape``, ``newline`` of text;
    ``records`` of JSON (the path of the list); ``member`` of archives. When several members were
    read, ``encoding:<member>`` and so on."""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Place:
    """Where a source is being read: its file, the name people know it by, and a directory for
    copies.
    """

    path: Path
    name: str
    """File name shown in messages; the name of the member within an archive."""
    workdir: Path

    @property
    def stem(self) -> str:
        """The name without directories and extension, as grids are called."""
        base = self.name.replace("\\", "/").rsplit("/", 1)[-1]
        return base.rsplit(".", 1)[0] or base
