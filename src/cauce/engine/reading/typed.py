"""What typing gives: a Parquet file and, for each column, every decision with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cauce.engine.columns import Column
from cauce.engine.reading.decision import Decision, Misfit, Note


@dataclass(frozen=True)
class WantedColumn:
    """What a recipe or a person asks of a column; what is ``None`` is found.

    A column is told by its label, and by its position (from 0 within the block) where labels
    repeat or are blank.
    """

    position: int
    label: str | None
    include: bool = True
    name: str | None = None
    type: str | None = None
    role: str | None = None
    """A role, ``"none"`` to refuse one, ``None`` to look for it."""
    unit: str | None = None
    """A unit, ``"none"`` to refuse one, ``None`` to look for it."""
    decimal: str | None = None
    """``","`` or ``"."``: which mark is the decimal one in the column's text."""
    date_order: str | None = None
    """``dmy``, ``mdy`` or ``ymd``."""
    missing_marks: tuple[str, ...] | None = None
    """Exactly these texts are missing (besides the empty cell)."""
    width: int | None = None
    """Zeros are put before a code until it has this many digits."""
    title: str | None = None
    """What it is called in public, instead of its label."""
    protect: str | None = None
    """A rule of :mod:`cauce.engine.protecting.rules`, as text."""


@dataclass(frozen=True)
class TypedColumn:
    """A column as it was written, and why."""

    column: Column
    position: int | None
    """Position in the block; ``None`` for columns derived from group rows or indentation."""
    type: Decision[str]
    role: Decision[str | None]
    unit: Decision[str | None]
    missing: Decision[tuple[str, ...]]
    decimal: Decision[str] | None = None
    date_order: Decision[str] | None = None
    width: Decision[int] | None = None
    title: str | None = None
    """What a person calls it in public; ``column.label`` stays the header as written."""
    protect: Decision[str] | None = None
    """The rule that was followed. ``type`` and ``role`` are then those read before it; the type
    and role that are published stand in ``column``."""

    def published(self) -> Column:
        """The column as it is shown: under its public title."""
        return replace(self.column, label=self.title) if self.title else self.column


@dataclass(frozen=True)
class TypedTable:
    """One table written to ``parquet``: ``_row``, ``_kind`` and the columns, in order."""

    parquet: Path
    columns: tuple[TypedColumn, ...]
    rows: int
    """Rows written, of every kind."""
    kinds: Mapping[str, int]
    """``{"data": n, "subtotal": n, "total": n}``."""
    first_row: int
    last_row: int
    """Of the body, as the person sees them."""
    misfits: tuple[Misfit, ...]
    """The first thousand; ``misfit_count`` counts all."""
    misfit_count: int
    notes: tuple[Note, ...]
