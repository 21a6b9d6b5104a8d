"""An area: the part of a grid where one table is looked for, and what its columns hold below a
row."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from cauce.base.fold import fold
from cauce.engine.reading.cells import BLANK, DATE, MISSING, NUMBER, TEXT, TRUTH, Cells

SAMPLE: Final = 60
"""Rows looked at to tell what the columns of a table hold."""
_TYPED_SHARE: Final = 0.8
_YEARS: Final = (1900.0, 2100.0)


@dataclass(frozen=True)
class Holding:
    """What the columns of an area hold in some of its rows: for each column its letter or blank."""

    letters: str
    """``n``, ``d``, ``b`` where at least four of five cells are so, ``t`` where not, blank where
    nothing."""
    years: frozenset[int]
    """Columns of numbers that are all years."""

    @property
    def typed(self) -> frozenset[int]:
        """Columns (from 0 within the area) of numbers, dates or truths."""
        return frozenset(j for j, letter in enumerate(self.letters) if letter in "ndb")


@dataclass(frozen=True)
class Area:
    """Rows ``top`` to ``bottom`` and columns ``left`` to ``right - 1`` of a grid."""

    cells: Cells
    top: int
    bottom: int
    left: int
    right: int

    @property
    def width(self) -> int:
        """Columns of the area."""
        return self.right - self.left

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The rows with anything in them."""
        counts, firsts = self.cells.counts, self.cells.firsts
        if self.left == 0 and self.right >= self.cells.width:
            return tuple(i for i in range(self.top, self.bottom + 1) if counts[i])
        return tuple(
            i
            for i in range(self.top, self.bottom + 1)
            if counts[i] and firsts[i] < self.right and self.filled(i)
        )

    @cached_property
    def usual(self) -> int:
        """How many cells a row of the table usually fills."""
        counts = sorted(self.filled(row) for row in self.rows)
        wide = [count for count in counts if count > 1] or counts
        return wide[len(wide) // 2] if wide else 0

    def looks(self, row: int) -> str:
        """One letter a column of the area."""
        return self.cells.looks(row)[self.left : self.right]

    def texts(self, row: int) -> list[str]:
        """The row's labels, one a column of the area."""
        return self.cells.texts(row, self.left, self.right)

    def filled(self, row: int) -> int:
        """Filled cells of the row within the area."""
        return self.cells.filled(row, self.left, self.right)

    def number(self, row: int, column: int) -> float | None:
        """The number in a cell of the area, for weighing evidence."""
        return self.cells.number_in(row, self.left + column)

    def sample_below(self, row: int) -> list[int]:
        """Up to sixty rows spread over those below ``row``, the wide ones where there are any."""
        below = self.rows[self._place(row + 1) :]
        if len(below) > 4 * SAMPLE:
            step = len(below) / (4 * SAMPLE)
            below = tuple(below[int(k * step)] for k in range(4 * SAMPLE))
        enough = max(1, self.usual // 2)
        wide = [i for i in below if self.filled(i) >= enough] or list(below)
        step = max(1.0, len(wide) / SAMPLE)
        return [wide[int(k * step)] for k in range(min(len(wide), SAMPLE))]

    def _place(self, row: int) -> int:
        low, high = 0, len(self.rows)
        while low < high:
            middle = (low + high) // 2
            if self.rows[middle] < row:
                low = middle + 1
            else:
                high = middle
        return low

    def rows_after(self, row: int) -> Sequence[int]:
        """The rows with anything in them below ``row``."""
        return self.rows[self._place(row + 1) :]

    def rows_before(self, row: int) -> Sequence[int]:
        """The rows with anything in them above ``row``."""
        return self.rows[: self._place(row)]

    def holding(self, rows: Sequence[int]) -> Holding:
        """What the columns hold in these rows."""
        all_looks = [self.looks(row) for row in rows]
        letters: list[str] = []
        for j in range(self.width):
            seen = Counter(looks[j] for looks in all_looks)
            seen.pop(BLANK, None)
            seen.pop(MISSING, None)
            letters.append(_letter(seen))
        years = frozenset(
            j
            for j, letter in enumerate(letters)
            if letter == NUMBER
            and all(is_year(number) for row in rows if (number := self.number(row, j)) is not None)
        )
        return Holding("".join(letters), years)


def _letter(seen: Counter[str]) -> str:
    total = sum(seen.values())
    if not total:
        return BLANK
    letter, count = max(
        ((kind, seen[kind]) for kind in (NUMBER, DATE, TRUTH)), key=lambda pair: pair[1]
    )
    strays = total - count
    if count and (count >= _TYPED_SHARE * total or (strays == 1 and count >= 2)):
        return letter
    return TEXT


def is_year(number: float | None) -> bool:
    """Whether a number reads as a year."""
    return number is not None and number.is_integer() and _YEARS[0] <= number <= _YEARS[1]


def same_labels(some: Sequence[str], others: Sequence[str]) -> bool:
    """Whether two rows say the same labels: four of five of the filled places, compared folded."""
    pairs = [(fold(a), fold(b)) for a, b in zip(some, others, strict=False) if a or b]
    equal = sum(1 for a, b in pairs if a == b)
    return bool(pairs) and equal >= 0.8 * len(pairs) and any(a for a, _ in pairs)


def rising(numbers: Sequence[float]) -> bool:
    """Whether each number is larger than the one before."""
    return all(a < b for a, b in pairwise(numbers))
