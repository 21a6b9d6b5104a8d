"""Shapes: questions without their values. One shape is compiled once and serves all its values."""

from dataclasses import dataclass
from typing import Literal

from cauce.engine.explore import Order
from cauce.engine.explore.filters import Operator
from cauce.engine.explore.pairs import Key

Matching = Literal["folded", "pattern"]
"""How text is searched: by folding each different value (few of them), or by a pattern (many)."""

Types = tuple[tuple[str, str], ...]
"""Name and DuckDB type of every column of a table, in order."""


@dataclass(frozen=True, slots=True)
class Test:
    """A filter without its values, which are bound as ``f0`` or as ``f0_low`` and ``f0_high``."""

    column: str
    op: Operator
    parameter: str
    matching: Matching = "folded"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a search without its text, and the columns where it may be.

    It is bound as ``w0`` to be folded, ``w0_pattern`` as a pattern and ``w0_number`` as a number.
    """

    parameter: str
    folded: tuple[str, ...] = ()
    pattern: tuple[str, ...] = ()
    number: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Territory:
    """The column of places whose reference population divides."""

    column: str
    holder: str | None = None
    """The column of what holds them, where names alone would not tell them apart."""


@dataclass(frozen=True, slots=True)
class Second:
    """The table that is joined to the first."""

    table: str
    types: Types
    """Of its own columns, without prefix."""
    keys: tuple[Key, ...]
    """Columns that must be equal, and how they are compared."""
    named: tuple[str, ...] = ()
    """Keys that hold names of places, ``left0`` or ``right1``: their texts and the codes of these
    are bound as ``left0_texts`` and ``left0_codes``."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A question about the rows of a table, or of two joined ones, without its values."""

    table: str
    columns: tuple[str, ...]
    tests: tuple[Test, ...] = ()
    words: tuple[Word, ...] = ()
    order: tuple[Order, ...] = ()
    kinds: tuple[str, ...] = ("data",)
    second: Second | None = None
