"""Grouping: what is computed of each group, without values and before any SQL.

Every cell of an answer is made of components, which are plain aggregates of one column; a component
that can be added up from its parts gives the whole and the pivot without reading the rows again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from cauce.engine.columns import ROW
from cauce.engine.explore import Cell, Measure, Order, Side
from cauce.engine.query.shapes import Shape, Territory

ComponentOp = Literal[
    "sum", "rows", "present", "hidden", "min", "max", "median", "distinct", "people"
]
"""``present``: cells that are not missing; ``hidden``: cells that are missing, where some of them
hide a count; ``people``: the reference population that divides."""

PARTED: Final[frozenset[ComponentOp]] = frozenset(
    {"sum", "rows", "present", "hidden", "min", "max"}
)
"""Components whose whole follows from those of its parts."""
COUNTED: Final[frozenset[ComponentOp]] = frozenset({"rows", "present", "hidden", "distinct"})
"""Components that are zero, not missing, where there is nothing."""


@dataclass(frozen=True, slots=True)
class Component:
    """An aggregate of a column; of one value of the pivot and one side of the comparison."""

    op: ComponentOp
    column: str | None = None
    value: int | None = None
    side: Side | None = None

    @property
    def plain(self) -> "Component":
        """The same aggregate of every value and side."""
        return replace(self, value=None, side=None)


@dataclass(frozen=True, slots=True)
class Pivot:
    """The column that is pivoted and its values, which are bound as ``p0``, ``p1``…"""

    column: str
    values: int
    missing: bool
    """Whether the last of them is the missing value, which is not bound."""


@dataclass(frozen=True, slots=True)
class GroupShape:
    """A question about groups without its values."""

    rows: Shape
    """The rows that are grouped."""
    groups: tuple[str, ...]
    cells: tuple[Cell, ...]
    """What is computed, in the order of the answer."""
    sorted_by: tuple[Cell, ...] = ()
    """What is computed only because the order names it."""
    order: tuple[Order, ...] = ()
    """As it was asked."""
    pivot: Pivot | None = None
    compared: str | None = None
    """The column compared, whose values are bound as ``before`` and ``after``."""
    marked: frozenset[str] = frozenset()
    """Columns some of whose missing cells hide a count."""
    ties: tuple[str, ...] = ()
    """The groups that decide between those that are equal in `order`."""
    months: frozenset[str] = frozenset()
    """Groups that may hold names of months."""
    many: frozenset[str] = frozenset()
    """Groups of so many texts that only an order that names them sorts them as Spanish does."""
    territory: Territory | None = None
    """The places whose reference population divides, when one does."""

    @property
    def every_cell(self) -> tuple[Cell, ...]:
        """What is computed, shown or not."""
        return self.cells + self.sorted_by

    @property
    def components(self) -> tuple[Component, ...]:
        """What its cells are made of, each once."""
        found = (one for cell in self.every_cell for one in self.components_of(cell))
        return tuple(dict.fromkeys(found))

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table that it reads; the source row when it only counts."""
        territory = self.territory
        named = (
            *self.groups,
            self.pivot.column if self.pivot else None,
            self.compared,
            *((territory.column, territory.holder) if territory else ()),
            *(one.column for one in self.components),
        )
        return tuple(dict.fromkeys(name for name in named if name)) or (ROW,)

    @property
    def parted(self) -> bool:
        """Whether the whole follows from the groups."""
        return all(one.op in PARTED for one in self.components)

    @property
    def shares(self) -> bool:
        """Whether a cell is a part of the whole."""
        return any(cell.measure.op == "share" for cell in self.every_cell)

    def whole(self) -> "GroupShape":
        """The same measures over everything."""
        return replace(self, groups=(), sorted_by=(), order=(), ties=(), months=frozenset())

    def components_of(self, cell: Cell) -> tuple[Component, ...]:
        """The components of a cell, on both sides for a difference."""
        sides: tuple[Side | None, ...] = (
            ("before", "after") if cell.side in ("diff", "change") else (cell.side,)
        )
        return tuple(
            replace(one, value=cell.value, side=side)
            for side in sides
            for one in (*self._made_of(cell.measure), *self._hiding(cell.measure))
        )

    def hidden_of(self, cell: Cell) -> tuple[Component, ...]:
        """The components of a cell that must be zero for it to be given."""
        return tuple(one for one in self.components_of(cell) if one.op == "hidden")

    def _made_of(self, measure: Measure) -> Iterator[Component]:
        match measure.op:
            case "count":
                yield Component("rows")
            case "sum" | "share":
                yield Component("sum", measure.column)
            case "mean":
                yield Component("sum", measure.column)
                yield Component("present", measure.column)
            case "ratio" | "per_person":
                yield Component("sum", measure.column)
                yield (Component("sum", measure.other) if measure.other else Component("people"))
            case "median" | "distinct" | "min" | "max":
                yield Component(measure.op, measure.column)

    def _hiding(self, measure: Measure) -> Iterator[Component]:
        return (Component("hidden", name) for name in measure.columns if name in self.marked)
