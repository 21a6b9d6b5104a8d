"""Groups computed in plain Python, as slowly and plainly as can be, to compare answers with."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cauce.engine.explore import Cell, Explore, Measure, cells_of

Record = Mapping[str, Any]
Rank = Callable[[Any], Any]


@dataclass(frozen=True)
class Expected:
    """What an answer must say, all its pages together."""

    names: list[str]
    rows: list[tuple[Any, ...]]
    whole: tuple[Any, ...]


@dataclass(frozen=True)
class Question:
    """A question with the rows that its filters let through; ``rank`` puts values in order."""

    explore: Explore
    records: Sequence[Record]
    before: Any
    after: Any
    rank: Rank
    values: Sequence[Any]
    """Of the pivot."""

    def part(self, rows: Sequence[Record], cell: Cell, side: str | None) -> list[Record]:
        """The rows that a cell speaks of."""
        if cell.value is not None:
            rows = [one for one in rows if one[str(self.explore.pivot)] == self.values[cell.value]]
        if side is not None and self.explore.comparison:
            wanted = self.before if side == "before" else self.after
            rows = [one for one in rows if one[self.explore.comparison.column] == wanted]
        return list(rows)

    def at(self, rows: Sequence[Record], cell: Cell, side: str | None) -> Any:
        """A measure on one side of the comparison."""
        return measured(
            cell.measure, self.part(rows, cell, side), self.part(self.records, cell, side)
        )

    def value(self, rows: Sequence[Record], cell: Cell) -> Any:
        """What a cell says of some rows."""
        if cell.side not in ("diff", "change"):
            return self.at(rows, cell, cell.side)
        first, last = self.at(rows, cell, "before"), self.at(rows, cell, "after")
        if first is None or last is None:
            return None
        if cell.side == "diff":
            return last - first
        return float(last - first) * 100.0 / float(first) if first > 0 else None

    def listed(self, members: Mapping[Any, Sequence[Record]], cells: Sequence[Cell]) -> list[Any]:
        """The keys of the groups in the order asked."""
        groups = self.explore.groups
        named = {cell.name: cell for cell in cells}
        keys = list(members)
        by_default = [name for name in groups if name not in {o.column for o in self.explore.order}]
        for name in reversed(by_default):
            at = groups.index(name)
            keys = self._sorted(keys, {key: key[at] for key in keys}, descending=False)
        for by in reversed(self.explore.order):
            if by.column in groups:
                at = groups.index(by.column)
                values = {key: key[at] for key in keys}
            elif by.column in named:
                values = {key: self.value(members[key], named[by.column]) for key in keys}
            else:
                continue
            keys = self._sorted(keys, values, by.descending)
        return keys

    def _sorted(self, keys: list[Any], values: Mapping[Any, Any], descending: bool) -> list[Any]:
        """In a stable order, missing values last both ways."""
        present = [key for key in keys if values[key] is not None]
        absent = [key for key in keys if values[key] is None]
        present.sort(key=lambda key: self.rank(values[key]), reverse=descending)
        return present + absent


def grouped(
    explore: Explore, records: Sequence[Record], before: Any, after: Any, rank: Rank
) -> Expected:
    """The answer to a question about groups of the rows that its filters let through."""
    if explore.comparison:
        records = [one for one in records if one[explore.comparison.column] in (before, after)]
    found = {one[explore.pivot] for one in records} if explore.pivot else set()
    values = sorted(found - {None}, key=rank) + [None] * (None in found)
    question = Question(explore, records, before, after, rank, values)
    groups, measures = explore.groups, explore.measured
    cells = cells_of(groups, measures, len(values) or None, explore.comparison is not None)
    keys = {tuple(one[name] for name in groups) for one in records} if groups else {()}
    members = {
        key: [one for one in records if tuple(one[name] for name in groups) == key] for key in keys
    }
    return Expected(
        [*groups, *(cell.name for cell in cells)],
        [
            (*key, *(question.value(members[key], cell) for cell in cells))
            for key in question.listed(members, (*cells_of(groups, measures), *cells))
        ],
        (*(None for _ in groups), *(question.value(records, cell) for cell in cells)),
    )


def measured(measure: Measure, rows: Sequence[Record], everything: Sequence[Record]) -> Any:
    """What a measure gives of some rows, which are part of everything."""
    if measure.op == "count":
        return len(rows)
    present = [one[str(measure.column)] for one in rows if one[str(measure.column)] is not None]
    match measure.op:
        case "distinct":
            return len(set(present))
        case "sum":
            return sum(present) if present else None
        case "mean":
            return float(sum(present)) / len(present) if present else None
        case "median":
            return statistics.median(map(float, present)) if present else None
        case "min":
            return min(present, default=None)
        case "max":
            return max(present, default=None)
        case "share":
            return _quotient(
                _times(measured(Measure("sum", measure.column), rows, rows), 100.0),
                measured(Measure("sum", measure.column), everything, everything),
            )
        case _:
            return _quotient(
                measured(Measure("sum", measure.column), rows, rows),
                measured(Measure("sum", measure.other), rows, rows),
            )


def _times(value: Any, factor: float) -> float | None:
    return None if value is None else float(value) * factor


def _quotient(above: Any, below: Any) -> float | None:
    if above is None or below is None or float(below) == 0:
        return None
    return float(above) / float(below)
