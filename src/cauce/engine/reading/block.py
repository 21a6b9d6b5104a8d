"""A block: the place of one table in a grid, and what each of its rows is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from cauce.engine.reading.decision import Decision, Note

Kind = Literal["data", "subtotal", "total"]


@dataclass(frozen=True)
class Hierarchy:
    """Parents of each row, shown in the file by indentation or by group rows, written as columns
    of their own.

    ``labels`` names the derived columns, outermost first; ``parents[i]`` holds, for the body row
    at grid index ``i``, one text or ``None`` a level; ``before`` is the grid column they are
    written in front of.
    """

    how: Literal["indentation", "group_rows"]
    labels: tuple[str, ...]
    parents: Mapping[int, tuple[str | None, ...]]
    before: int


@dataclass(frozen=True)
class BlockColumn:
    """A column of the block: where it is in the grid and the header as written (``None`` above is
    blank)."""

    position: int
    label: str | None
    levels: tuple[str, ...] = ()
    """The header's levels, top first, before they were joined by " / "."""
    hidden: bool = False


@dataclass(frozen=True)
class Block:
    """One table found in a grid. Row indexes are positions in ``grid.rows``, from 0."""

    title: tuple[str, ...]
    """The texts of the rows above the header, top first."""
    header: Decision[tuple[int, ...]]
    """Grid indexes of the header rows; empty when the file has none."""
    body: Decision[tuple[int, int]]
    """Grid indexes of the first and last row of the body (totals and group rows in, notes out)."""
    columns: tuple[BlockColumn, ...]
    kinds: Mapping[int, Kind]
    """Kind of each body row that is written and is not plain data; rows absent here and from
    ``skipped`` are data."""
    skipped: frozenset[int]
    """Body rows that are not written: blank, ghost, repeated headers, group rows without values."""
    group_rows: tuple[int, ...] = ()
    hierarchy: Hierarchy | None = None
    footnotes: tuple[tuple[int, str], ...] = ()
    """(grid index, text) of notes and sources below (or above) the body."""
    notes: tuple[Note, ...] = ()
    unit: str | None = None
    """Unit said by the title for the whole table ("en miles de quetzales")."""
    hidden_rows: tuple[int, ...] = field(default=())
    left_out: tuple[int, ...] = ()
    """The skipped rows with something in them that are neither group rows nor first lines of a
    label: repeated headers, comments, what a person left out."""


@dataclass(frozen=True)
class Wanted:
    """What a recipe or a person asks of a block; anything left ``None`` is found. Row numbers as
    the person sees them."""

    header_rows: tuple[int, ...] | None = None
    first_row: int | None = None
    last_row: int | None = None
    labels: Sequence[str | None] | None = None
    """Labels of the table as it was read before: the header rows are looked for by them in a newer
    file."""
    totals: tuple[int, ...] | None = None
    subtotals: tuple[int, ...] | None = None
    hierarchy: bool | None = None
    """False: leave indentation and group rows as they are."""
    groups: tuple[int, ...] | None = None
    """Exactly these rows name the group of those below."""
    left_out: tuple[int, ...] | None = None
    """Exactly these rows of the body are not written."""
    left: int | None = None
    """Grid column where the table begins: others may stand beside it in the same rows."""
