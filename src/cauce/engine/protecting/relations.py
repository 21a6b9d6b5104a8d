"""Relations: columns that are the sum of other columns in the row.

They are looked for in what the numbers say, since headers say it in a thousand ways. Sums of
random multiples of the rows stand for whole columns: where one is the sum of others, so are the
columns, and a search over subsets costs additions only.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from cauce.engine.protecting.counts import Counts

BLOCKS: Final = 8
"""Parts in which rows are looked at, so that a wrong sum in one does not hide the relation."""
LOOKED_AT: Final = 400
"""Rows looked at."""
ALL_SUBSETS: Final = 14
"""Up to so many columns, every subset is tried."""
ENOUGH: Final = 6
"""Rows that a relation between columns apart needs, lest it be chance."""
HOLDS: Final = 0.8
"""Share of the rows in which a relation must hold."""
LONGEST: Final = 32
"""Columns of a run of neighbours."""
MOST: Final = 80
_FIELD: Final = (1 << 61) - 1


@dataclass(frozen=True)
class Relation:
    """Column ``total`` is the sum of the columns ``parts``, all by their place."""

    parts: tuple[int, ...]
    total: int

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns of the relation."""
        return (*self.parts, self.total)

    def holds(self, counts: Counts, row: int) -> bool:
        """Whether it is so in a row."""
        columns = counts.columns
        return sum(columns[part][row] for part in self.parts) == columns[self.total][row]


def find_relations(counts: Counts) -> list[Relation]:
    """The relations of a table, those with fewest columns first."""
    if counts.width < 2:
        return []
    rows = _looked_at(counts)
    found: set[Relation] = set()
    for block in _blocks(rows):
        found.update(_in_block(counts, block))
    kept = [relation for relation in found if _is_true(counts, relation, rows)]
    kept.sort(key=lambda relation: (len(relation.parts), relation.columns))
    return kept[:MOST]


def _looked_at(counts: Counts) -> list[int]:
    """Rows that say something: at least two of their numbers are not zero."""
    step = max(1, counts.rows // (4 * LOOKED_AT))
    rows = [
        row
        for row in range(0, counts.rows, step)
        if sum(column[row] != 0 for column in counts.columns) > 1
    ]
    return rows[:: max(1, len(rows) // LOOKED_AT)]


def _blocks(rows: Sequence[int]) -> list[Sequence[int]]:
    if len(rows) < 2 * BLOCKS:
        return [rows, *([row] for row in rows if len(rows) > 3)]
    return [rows[start::BLOCKS] for start in range(BLOCKS)]


def _in_block(counts: Counts, rows: Sequence[int]) -> Iterator[Relation]:
    chance = random.Random(len(rows))  # noqa: S311 (no secret)
    weights = [chance.randrange(1, _FIELD) for _ in rows]
    sums = {
        place: sum(w * column[row] for w, row in zip(weights, rows, strict=True)) % _FIELD
        for place, column in enumerate(counts.columns)
        if any(column[row] for row in rows)
    }
    totals: dict[int, list[int]] = defaultdict(list)
    for place, value in sums.items():
        totals[value].append(place)
    scattered = len(rows) >= ENOUGH
    for parts in _subsets(sorted(sums), scattered=scattered):
        for total in totals.get(sum(sums[part] for part in parts) % _FIELD, ()):
            if total not in parts and (len(parts) > 1 or parts[0] < total):
                yield Relation(parts, total)


def _subsets(places: Sequence[int], *, scattered: bool) -> Iterator[tuple[int, ...]]:
    """The sets of columns that may be the parts of a sum."""
    if scattered and len(places) <= ALL_SUBSETS:
        for size in range(1, len(places)):
            yield from combinations(places, size)
        return
    yield from ((place,) for place in places)
    yield from _natural(places)
    if scattered and len(places) <= 40:
        yield from combinations(places, 3)


def _natural(places: Sequence[int]) -> Iterable[tuple[int, ...]]:
    """Pairs; runs of neighbours, also every second, third… one; all but one."""
    seen: dict[tuple[int, ...], None] = {}
    if len(places) <= 200:
        seen.update(dict.fromkeys(combinations(places, 2)))
    for stride in range(1, 7 if len(places) <= 60 else 3):
        for start in range(len(places)):
            run = tuple(places[start : start + LONGEST * stride : stride])
            seen.update(dict.fromkeys(run[:length] for length in range(3, len(run) + 1)))
    for left in places:
        seen[tuple(place for place in places if place != left)] = None
    return seen


def _is_true(counts: Counts, relation: Relation, rows: Sequence[int]) -> bool:
    columns = [counts.columns[place] for place in relation.columns]
    told = [row for row in rows if sum(column[row] != 0 for column in columns) > 1]
    if not told:
        return False
    good = sum(relation.holds(counts, row) for row in told)
    return good >= HOLDS * len(told)
