"""Groups: which rows a total or a subtotal is the sum of, column by column.

Nothing in a file says it for sure, so every group that the layout suggests is tried: all rows of
data or of subtotals, the run of rows before or after the total, and the rows that share with it
some of the columns that say what a row is about. Those whose sum is the total count. Rows of data
that are the sum of the rows beside them in two columns are totals too, though nobody said so.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from cauce.engine.protecting.counts import Counts

MANY: Final = 200_000
"""Rows above which fewer combinations of key columns are tried, and no unmarked totals."""
LEVELS: Final = 3
"""Levels of totals that nobody marked."""


@dataclass(frozen=True)
class Group:
    """Row ``total`` is, in these columns, the sum of the ``rows``."""

    total: int
    rows: tuple[int, ...]
    columns: frozenset[int]


def find_groups(counts: Counts) -> list[Group]:
    """The groups of a table."""
    totals = [row for row, kind in enumerate(counts.kinds) if kind != "data"]
    found: dict[tuple[int, tuple[int, ...]], set[int]] = defaultdict(set)
    sums: dict[int, tuple[tuple[int, ...], list[int]]] = {}
    for total, rows in (
        *_runs(counts, totals),
        *_sharing(counts, totals),
        *_unmarked(counts),
    ):
        if id(rows) not in sums:  # the rows are kept with their sums, so no other has their id
            sums[id(rows)] = rows, [sum(map(column.__getitem__, rows)) for column in counts.columns]
        for place, (column, added) in enumerate(
            zip(counts.columns, sums[id(rows)][1], strict=True)
        ):
            if column[total] and added == column[total]:
                found[total, rows].add(place)
    return [Group(total, rows, frozenset(columns)) for (total, rows), columns in found.items()]


def _runs(counts: Counts, totals: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """All rows of a kind, and for each total the runs of them before and after it."""
    for kind in ("data", "subtotal", "total"):
        rows = [row for row, said in enumerate(counts.kinds) if said == kind]
        if not rows:
            continue
        whole = tuple(rows)
        for total in totals:
            if counts.kinds[total] != kind and kind != "total":
                yield total, whole
        yield from _adding_up(counts, totals, rows)


def _unmarked(counts: Counts) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Rows of data with the rows that they are the sum of; then sums of such sums."""
    rows: Sequence[int] = [row for row, kind in enumerate(counts.kinds) if kind == "data"]
    heads = rows
    for _ in range(LEVELS):
        if len(rows) < 2 or counts.rows > MANY or counts.width < 2:
            return
        found = set()
        for total, run in _adding_up(counts, heads, rows, sure=True):
            if sum(any(column[row] for column in counts.columns) for row in run) > 1:
                found.add(total)
                yield total, run
        rows = sorted(found)


def _adding_up(
    counts: Counts, totals: Sequence[int], rows: Sequence[int], *, sure: bool = False
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Runs of ``rows`` that begin beside a total, go away from it and add up to it in a column.

    They end where another kind of row begins; elsewhere, and when it must be ``sure``, only when
    two columns agree, or when there is but one: small numbers add up to one another by chance.
    """
    for direction in (1, -1):
        ordered = rows if direction == 1 else list(reversed(rows))
        ends: dict[tuple[int, int, int], int] = defaultdict(int)
        for column in counts.columns:
            for run in _ends(column, totals, ordered, direction):
                ends[run] += 1
        for (total, first, last), columns in ends.items():
            edge = last + 1 == len(ordered) or abs(ordered[last + 1] - ordered[last]) > 1
            if columns > 1 or (not sure and (edge or counts.width == 1)):
                yield total, tuple(sorted(ordered[first : last + 1]))


def _ends(
    column: Sequence[int], totals: Sequence[int], rows: Sequence[int], direction: int
) -> Iterator[tuple[int, int, int]]:
    """(total, first, last) places in ``rows`` of the shortest run after each total that adds up,
    and of the same run with the zeros behind it."""
    starts = _starts(totals, rows, direction)
    sums = [0]
    for row in rows:
        sums.append(sums[-1] + column[row])
    wanted: dict[int, list[int]] = defaultdict(list)
    needed = {sums[start] + column[total] for total, start in starts}
    for place, value in enumerate(sums):
        if value in needed:
            wanted[value].append(place)
    for total, start in starts:
        if not column[total]:
            continue
        reached = wanted[sums[start] + column[total]]
        place = bisect_right(reached, start)
        if place == len(reached):
            continue
        end = reached[place]
        yield total, start, end - 1
        longer = end
        while longer < len(rows) and column[rows[longer]] == 0 and _near(rows, longer):
            longer += 1
        if longer > end:
            yield total, start, longer - 1


def _near(rows: Sequence[int], place: int) -> bool:
    return abs(rows[place] - rows[place - 1]) == 1


def _starts(totals: Sequence[int], rows: Sequence[int], direction: int) -> list[tuple[int, int]]:
    """For each total, the place of the first of the rows beyond it."""
    starts = []
    place = 0
    for total in sorted(totals, reverse=direction == -1):
        while place < len(rows) and direction * rows[place] <= direction * total:
            place += 1
        if place < len(rows):
            starts.append((total, place))
    return starts


def _sharing(counts: Counts, totals: Sequence[int]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Rows that share the values of some key columns with a total."""
    if not totals:
        return
    many = counts.rows > MANY
    keys = counts.keys[: 4 if many else 6]
    for size in range(1, min(len(keys), 2 if many else 5) + 1):
        for chosen in combinations(keys, size):
            asked: dict[tuple[object, ...], list[int]] = defaultdict(list)
            for total in totals:
                key = tuple(column[total] for column in chosen)
                if None not in key:
                    asked[key].append(total)
            members: dict[tuple[str, tuple[object, ...]], list[int]] = defaultdict(list)
            for row, kind in enumerate(counts.kinds):
                key = tuple(column[row] for column in chosen)
                if key in asked:
                    members[kind, key].append(row)
            for (kind, key), rows in members.items():
                others = tuple(rows)
                for total in asked[key]:
                    if counts.kinds[total] != kind:
                        yield total, others
