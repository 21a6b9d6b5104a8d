"""Cells: the columns that an answer computes, in order and by name.

``sum_casos``; with a pivot ``sum_casos__c0``, ``sum_casos__c1``… for its first value, its second…;
with a comparison ``sum_casos_before``, ``_after``, ``_diff`` and ``_change``; with both
``sum_casos__c0_before``. A name that another column of the answer has gets a ``_`` more.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from cauce.engine.explore.measures import Measure

Side = Literal["before", "after", "diff", "change"]
SIDES: Final[tuple[Side, ...]] = get_args(Side)

MOST_PIVOTED: Final = 30
"""Values of a pivot that get columns of their own: the most frequent."""
MOST_CELLS: Final = 96
"""Columns that an answer computes."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One computed column: a measure, of one value of the pivot, on one side of the comparison."""

    name: str
    measure: Measure
    value: int | None = None
    """Which value of the pivot; ``None`` for all of them."""
    side: Side | None = None
    """``None`` without comparison, or for both of its values together."""


def cells_of(
    groups: Sequence[str],
    measures: Sequence[Measure],
    pivoted: int | None = None,
    compared: bool = False,
) -> tuple[Cell, ...]:
    """The columns of an answer after its groups; ``pivoted`` is how many values its pivot has.

    Without either, the measures over everything: an order may name those too.
    """
    return tuple(_named(groups, _cells(measures, pivoted, compared)))


def most_pivoted(measures: int, compared: bool) -> int:
    """How many values of a pivot get columns."""
    return max(1, min(MOST_PIVOTED, MOST_CELLS // (measures * (len(SIDES) if compared else 1))))


def _cells(measures: Sequence[Measure], pivoted: int | None, compared: bool) -> Iterator[Cell]:
    values: Sequence[int | None] = [None] if pivoted is None else range(pivoted)
    sides: Sequence[Side | None] = SIDES if compared else [None]
    for measure in measures:
        for value in values:
            for side in sides:
                name = measure.name if value is None else f"{measure.name}__c{value}"
                yield Cell(name if side is None else f"{name}_{side}", measure, value, side)


def _named(groups: Sequence[str], cells: Iterator[Cell]) -> Iterator[Cell]:
    taken = set(groups)
    for cell in cells:
        name = cell.name
        while name in taken:
            name += "_"
        taken.add(name)
        yield Cell(name, cell.measure, cell.value, cell.side)
