"""A grid: the cells of a sheet, text file or list of records, before anybody reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path

Cell = str | int | float | bool | date | time | datetime | None
"""One cell. Text files give only text (an empty cell is ``None``, a quoted empty one ``""``);
workbooks give what the cell holds."""


@dataclass(frozen=True)
class Span:
    """A merged range: rows and columns count from 0 within the grid, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Dialect:
    """How a text file was cut into cells."""

    encoding: str
    """Python's name, in lower case: ``utf-8``, ``utf-8-sig``, ``utf-16``, ``cp1252``,
    ``mac-roman``…"""
    delimiter: str
    """One character, or two for "comma and space"; ``""`` when the file has a single column."""
    quote: str | None
    escape: str | None
    """The character that protects a quote; ``None`` when quotes are doubled."""
    newline: str
    """``\\n``, ``\\r\\n``, ``\\r`` or ``mixed``."""


@dataclass(frozen=True)
class Bulk:
    """A text file too large to hold: the grid shows its head and its tail, the rest is read by the
    staging step.

    ``text`` is a UTF-8 copy without BOM, with ``\\n`` line ends, of the whole file; ``head`` and
    ``tail`` say how many of the grid's rows come from its beginning and its end; ``lines`` is the
    number of lines.
    """

    text: Path
    head: int
    tail: int
    lines: int


@dataclass(frozen=True)
class Grid:
    """Cells and what is known about them from the file's own structure.

    ``rows`` may be ragged in text files. ``numbers[i]`` is the number a person sees beside
    ``rows[i]``, from 1: the line of the file, the row of the sheet, or the record. Positions in
    the mappings are ``(row, column)``, from 0 within the grid.
    """

    name: str
    """The sheet's name, or the file's stem."""
    rows: Sequence[Sequence[Cell]]
    numbers: Sequence[int]
    sheet: str | None = None
    hidden: bool = False
    merged: Sequence[Span] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    indents: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """Indentation set by the cell's format (leading spaces stay in the text)."""
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Number formats other than General of numeric cells, as the workbook writes them (``0000``,
    ``0.0%``)."""
    bold: frozenset[tuple[int, int]] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Cells that hold an error such as ``#DIV/0!``; their value is ``None``."""
    dialect: Dialect | None = None
    bulk: Bulk | None = None
    records: bool = False
    """True when the rows are records whose names come from the format (JSON, GeoJSON, Parquet):
    ``labels`` says them."""
    labels: Sequence[str] | None = None

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max((len(row) for row in self.rows), default=len(self.labels or ()))
