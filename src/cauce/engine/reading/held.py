"""The staged texts of a small table, kept at hand: counting them here costs less than asking
DuckDB."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

MOST_CELLS: Final = 300_000
"""Tables with more cells are asked through DuckDB."""
MOST_ROWS: Final = 4000
WIDE: Final = 300
"""Columns from which DuckDB is slow and needs much memory for each: such tables are kept at hand
up to :data:`MOST_WIDE` cells."""
MOST_WIDE: Final = 4_000_000


class Held:
    """Columns of staged texts by their staged names, and the kind of each row."""

    def __init__(self, columns: Mapping[str, Sequence[str | None]], kinds: Sequence[str]) -> None:
        self._columns = columns
        self._kinds = kinds
        self._plain = all(kind == "data" for kind in kinds)
        self._counts: dict[str, Counter[str]] = {}

    def counts(self, name: str) -> Counter[str]:
        """Each text of a column and its number of rows, in order of appearance; empty cells left
        out."""
        found = self._counts.get(name)
        if found is None:
            found = Counter(text for text in self._columns[name] if text is not None)
            self._counts[name] = found
        return found

    def data_counts(self, name: str) -> Counter[str | None]:
        """Each text, and ``None`` for the empty cell, with its number of rows of data."""
        if self._plain:
            return Counter(self._columns[name])
        return Counter(
            text
            for text, kind in zip(self._columns[name], self._kinds, strict=True)
            if kind == "data"
        )

    def pairs(self, one: str, other: str, *, data: bool) -> Iterator[tuple[str, str]]:
        """The different pairs of two columns where both have a text, sorted."""
        found = {
            (a, b)
            for a, b, kind in zip(
                self._columns[one], self._columns[other], self._kinds, strict=True
            )
            if a is not None and b is not None and (kind == "data" or not data)
        }
        return iter(sorted(found))


def hold(columns: Mapping[str, Sequence[str | None]], kinds: Sequence[str]) -> Held | None:
    """The columns at hand when the table is small enough."""
    most = MOST_WIDE if len(columns) > WIDE else MOST_CELLS
    if len(kinds) > MOST_ROWS or len(kinds) * len(columns) > most:
        return None
    return Held(columns, kinds)
