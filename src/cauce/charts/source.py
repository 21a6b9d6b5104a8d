"""Sources: a published table as charts need it."""

from dataclasses import dataclass
from pathlib import Path

from cauce.engine.columns import Column
from cauce.engine.explore import Joinable
from cauce.engine.store import Tables


@dataclass(frozen=True)
class Source:
    """A published table and where its rows are."""

    table: str
    """SHA-256."""
    title: str
    """Of the dataset, or of the table when the dataset has several."""
    schema: tuple[Column, ...]
    rows: int
    """Rows of data."""
    tables: Tables
    country: str = "gt"
    """Whose custom numbers are written by."""
    maps: Path | None = None
    """Folder of the maps that an administrator loaded."""
    joinable: Joinable | None = None
