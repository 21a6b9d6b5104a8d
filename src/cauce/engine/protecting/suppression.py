"""Suppression: which cells to hide so that no small count can be worked out.

Cells from 1 to one less than the threshold are hidden first. Then, as long as a sum that the
reader knows would give a hidden cell away, the smallest cell of that sum that is still shown is
hidden too; totals last, zeros never. That is so when

- the cell is the only one hidden in a sum;
- several sums together leave it one value (`cauce.engine.protecting.linear`);
- the small cells hidden in a sum are all as small or all as large as they can be.

It always ends: when everything but zeros is hidden nothing can be worked out. Rates are looked at
in `cauce.engine.protecting.rates`; what other tables give away is not seen.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cauce.engine.protecting.counts import Cell, Counts
from cauce.engine.protecting.groups import Group, find_groups
from cauce.engine.protecting.linear import determined
from cauce.engine.protecting.relations import Relation, find_relations

WORK: Final = 20_000_000
"""Steps of elimination after which everything related is hidden instead."""
TOGETHER: Final = 20_000
"""Rows looked at together when no total joins them."""

Sum = tuple[int, int]
"""A sum: (place of a group, column), or (−1 − place of a relation, row)."""


@dataclass(frozen=True)
class Hidden:
    """The rows to hide in each column, by its name."""

    small: Mapping[str, Sequence[int]]
    """Counts below the threshold."""
    second: Mapping[str, Sequence[int]]
    """What would give them away."""
    kinds: Sequence[str]
    """The kind of every row."""

    def in_data(self, rows: Sequence[int]) -> int:
        """How many of these rows are of data."""
        return sum(self.kinds[row] == "data" for row in rows)


def suppress(counts: Counts, thresholds: Mapping[str, int]) -> Hidden:
    """The cells to hide so that counts from 1 to below each column's threshold stay unknown.

    Args:
        thresholds: by the name of a column of ``counts``.
    """
    small = {
        place: [row for row, value in enumerate(counts.columns[place]) if 1 <= value < threshold]
        for place, name in enumerate(counts.names)
        if (threshold := thresholds.get(name)) is not None
    }
    first = {counts.cell(row, place) for place, rows in small.items() for row in rows}
    hidden = _closed(counts, first, thresholds)
    second: dict[str, list[int]] = defaultdict(list)
    for cell in sorted(hidden - first):
        row, place = divmod(cell, counts.width)
        second[counts.names[place]].append(row)
    named = {counts.names[place]: rows for place, rows in small.items()}
    return Hidden(named, second, counts.kinds)


def _closed(counts: Counts, first: set[Cell], thresholds: Mapping[str, int]) -> set[Cell]:
    """The hidden cells with all that must be hidden beside them."""
    if not first:
        return first
    groups, relations = find_groups(counts), find_relations(counts)
    if not groups and not relations:
        return first
    bounds = {place: thresholds.get(name, 0) for place, name in enumerate(counts.names)}
    if groups:
        return _Closing(counts, groups, relations, bounds).closed(first)
    parts: dict[int, set[Cell]] = defaultdict(set)
    for cell in first:
        parts[cell // counts.width // TOGETHER].add(cell)
    return set().union(
        *(_Closing(counts, [], relations, bounds).closed(part) for part in parts.values())
    )


class _Closing:
    """One run to the fixed point."""

    def __init__(
        self,
        counts: Counts,
        groups: Sequence[Group],
        relations: Sequence[Relation],
        bounds: Mapping[int, int],
    ) -> None:
        self.counts = counts
        self.groups = groups
        self.relations = relations
        self.bounds = bounds
        self.of_row: dict[int, list[int]] = defaultdict(list)
        for place, group in enumerate(groups):
            for row in (*group.rows, group.total):
                self.of_row[row].append(place)
        self.of_column: dict[int, list[int]] = defaultdict(list)
        for place, relation in enumerate(relations):
            for column in relation.columns:
                self.of_column[column].append(place)
        self.hidden: set[Cell] = set()
        self.first: frozenset[Cell] = frozenset()
        self.unknowns: dict[Sum, set[Cell]] = defaultdict(set)
        self.changed: set[Sum] = set()

    def closed(self, first: set[Cell]) -> set[Cell]:
        """The hidden cells when no sum gives one away."""
        self.first = frozenset(first)
        for cell in first:
            self._hide(cell)
        while True:
            self._settle_single_sums()
            given = determined(map(self._equation, sorted(self.unknowns)), most=WORK)
            if given is None:
                self._hide_all_related()
                return self.hidden
            if not given:
                return self.hidden
            self._protect(sorted(given))

    # -------------------------------------------------------------- sums and their cells

    def _sums_of(self, cell: Cell) -> Iterator[Sum]:
        row, column = divmod(cell, self.counts.width)
        for place in self.of_row.get(row, ()):
            if column in self.groups[place].columns:
                yield place, column
        for place in self.of_column.get(column, ()):
            if self.relations[place].holds(self.counts, row):
                yield -1 - place, row

    def _parts(self, one: Sum) -> Iterable[Cell]:
        if one[0] >= 0:
            return (self.counts.cell(row, one[1]) for row in self.groups[one[0]].rows)
        return (self.counts.cell(one[1], part) for part in self.relations[-1 - one[0]].parts)

    def _total(self, one: Sum) -> Cell:
        if one[0] >= 0:
            return self.counts.cell(self.groups[one[0]].total, one[1])
        return self.counts.cell(one[1], self.relations[-1 - one[0]].total)

    def _equation(self, one: Sum) -> dict[int, int]:
        total = self._total(one)
        return {cell: -1 if cell == total else 1 for cell in self.unknowns[one]}

    def _hide(self, cell: Cell) -> None:
        self.hidden.add(cell)
        for one in self._sums_of(cell):
            self.unknowns[one].add(cell)
            self.changed.add(one)

    # -------------------------------------------------------------- to the fixed point

    def _settle_single_sums(self) -> None:
        while self.changed:
            for one in sorted(self.changed):
                self.changed.discard(one)
                if len(self.unknowns[one]) == 1 or self._is_extreme(one):
                    self._hide_next(one)

    def _is_extreme(self, one: Sum) -> bool:
        """Whether the hidden cells of a sum can only be as small, or as large, as they are."""
        unknowns = self.unknowns[one]
        if not unknowns <= self.first:
            return False
        total = self._total(one)
        values, tops = [], []
        for cell in unknowns:
            top = self.bounds[cell % self.counts.width] - 1
            value = self.counts.value(cell)
            values.append(top + 1 - value if cell == total else value)
            tops.append(top)
        return sum(values) == len(values) or values == tops

    def _hide_next(self, one: Sum) -> bool:
        """Hide the smallest cell of a sum that is shown and not zero; its total when there is
        none. False when none is left."""
        shown = (
            (abs(value), cell)
            for cell in self._parts(one)
            if cell not in self.hidden and (value := self.counts.value(cell))
        )
        chosen = min(self._inner(shown), default=None)
        cell = chosen[-1] if chosen else self._total(one)
        if cell in self.hidden or not self.counts.value(cell):
            return False
        self._hide(cell)
        return True

    def _inner(self, shown: Iterable[tuple[int, Cell]]) -> Iterator[tuple[bool, int, Cell]]:
        """Rows of data before totals, which are parts of other totals."""
        for value, cell in shown:
            yield self.counts.kinds[cell // self.counts.width] != "data", value, cell

    def _protect(self, given: Sequence[Cell]) -> None:
        """Hide one more cell near each cell that several sums together give away."""
        touched: set[Sum] = set()
        for cell in given:
            near: list[Sum] = sorted(self._sums_of(cell))
            if touched.intersection(near):
                continue
            seen = set(near)
            for one in near:  # grows while it is walked: sums of the cells of sums
                if self._hide_next(one):
                    break
                further = {s for other in self.unknowns[one] for s in self._sums_of(other)} - seen
                seen |= further
                near += sorted(further)
            touched |= seen

    def _hide_all_related(self) -> None:
        """Hide every cell but zeros of all sums that hold a hidden cell, and so on."""
        waiting = list(self.unknowns)
        while waiting:
            one = waiting.pop()
            for cell in (*self._parts(one), self._total(one)):
                if cell not in self.hidden and self.counts.value(cell):
                    before = set(self.unknowns)
                    self._hide(cell)
                    waiting += set(self.unknowns) - before
