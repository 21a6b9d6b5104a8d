"""Answers: what comes back from an exploration, rows or groups alike, to be shown or drawn."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cauce.engine.columns import Column
from cauce.engine.explore import Explore
from cauce.engine.sandbox import Row


@dataclass(frozen=True)
class Matching:
    """How the keys of two joined tables met."""

    matched: int
    """Different keys of the first table that the second has once."""
    missing: int
    """Those that it does not have."""
    doubled: int
    """Those that it has several times: they are joined to nothing, or rows would count twice."""
    missing_examples: tuple[str, ...] = ()
    doubled_examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """A page of rows or groups and all it takes to read, draw, cite or compute it again."""

    explore: Explore
    columns: tuple[Column, ...]
    """Of `rows`: of the table when it asks for rows; groups first and then measures when it
    aggregates. A measure keeps the unit of its column and the role where it still holds."""
    rows: tuple[Row, ...]
    total: int
    """How many rows or groups there are in all the pages: exact."""
    sql: str
    values: Mapping[str, Any]
    """What was bound to the statement's parameters."""
    whole: Row | None = None
    """The measures over everything that the filters let through, without groups: the national value
    beside that of each department. As many values as there are columns, ``None`` for groups."""
    withheld: int = 0
    """Cells of this page not given because a count behind them is hidden."""
    withheld_at: frozenset[tuple[int, int]] = frozenset()
    """Where: row of `rows` and column. In row -1 those of `whole`, which `withheld` leaves out."""
    matching: Matching | None = None
    notes: tuple[str, ...] = ()
    """What must be known not to be misled: a partial answer says here that it is partial."""
