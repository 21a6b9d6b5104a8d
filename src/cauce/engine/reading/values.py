"""Distinct values of staged columns with their counts, for what must be looked up and not only
shaped."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cauce.engine.columns import KIND, ROW
from cauce.engine.reading.native import MARKS, as_written
from cauce.engine.reading.shapes import SAMPLE
from cauce.engine.reading.staging import Staged
from cauce.engine.reading.workbench import literal

MOST: Final = 20_000
"""Columns with more distinct values are not looked up."""


class Values:
    """Distinct values of the columns of one staged table, each column counted once."""

    def __init__(self, staged: Staged) -> None:
        self._staged = staged
        self._found: dict[tuple[str, str], dict[str, int] | None] = {}

    @property
    def sampled(self) -> bool:
        """Whether the table is so long that a first look takes some of its rows."""
        return self._staged.sample(SAMPLE) != self._staged.table

    def seen(self, names: Sequence[str], most: int = MOST) -> dict[str, dict[str, int] | None]:
        """Each distinct value, as a person reads it, and its rows, in the sample of a long table
        or in all of a short one; ``None`` when there are more than ``most``."""
        return self._of(names, self._staged.sample(SAMPLE), most)

    def all(self, names: Sequence[str]) -> dict[str, dict[str, int] | None]:
        """The same over every row."""
        return self._of(names, self._staged.table, MOST)

    def _of(self, names: Sequence[str], source: str, most: int) -> dict[str, dict[str, int] | None]:
        found: dict[str, dict[str, int] | None] = {}
        for name in names:
            key = (source, name)
            if key not in self._found:
                self._found[key] = self._count(name, source)
            counts = self._found[key]
            found[name] = counts if counts is not None and len(counts) <= most else None
        return found

    def _count(self, name: str, source: str) -> dict[str, int] | None:
        if self._staged.held is not None:
            return _as_written(sorted(self._staged.held.counts(name).items()))
        tally = self._staged.tally(name) if source == self._staged.table else None
        counted = f"SELECT {name}, cells FROM {tally}"
        if tally is None:
            counted = f"SELECT {name}, count(*) FROM {source} WHERE {name} IS NOT NULL GROUP BY 1"
        rows = self._staged.ask(f"{counted} LIMIT {MOST + 1}")
        return None if len(rows) > MOST else _as_written(sorted(rows))


def _as_written(rows: Iterable[tuple[str, int]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for text, count in rows:
        written = as_written(text)
        counts[written] = counts.get(written, 0) + count
    return counts


def beside(staged: Staged, name: str, others: Sequence[str]) -> dict[str, list[str]]:
    """For each value of a column, the distinct values of the others in the same rows."""
    found: dict[str, list[str]] = {}
    for other in others:
        rows: Iterable[tuple[str, str]] = (
            staged.held.pairs(name, other, data=False)
            if staged.held is not None
            else _ask_pairs(staged, name, other)
        )
        for text, neighbour in rows:
            found.setdefault(as_written(text), []).append(as_written(neighbour))
    return found


def distinct_pairs(staged: Staged, one: str, other: str) -> list[tuple[str, str]]:
    """The different pairs of two columns in rows of data."""
    if staged.held is not None:
        rows = staged.held.pairs(one, other, data=True)
    else:
        rows = _ask_pairs(staged, one, other, f" AND {KIND} = 'data'")
    return [(as_written(a), as_written(b)) for a, b in rows]


def _ask_pairs(staged: Staged, one: str, other: str, also: str = "") -> Iterator[tuple[str, str]]:
    rows = staged.ask(
        f"SELECT DISTINCT {one}, {other} FROM {staged.table} "
        f"WHERE {one} IS NOT NULL AND {other} IS NOT NULL{also} ORDER BY 1, 2 LIMIT {20 * MOST}"
    )
    return ((a, b) for a, b in rows)


def rows_with(staged: Staged, wanted: Sequence[tuple[str, str]], one: str, other: str) -> list[int]:
    """Rows of data that hold one of the pairs; at most a hundred."""
    tests = " OR ".join(
        f"({_written(one)} = {literal(a)} AND {_written(other)} = {literal(b)})" for a, b in wanted
    )
    rows = staged.ask(
        f"SELECT {ROW} FROM {staged.table} WHERE {KIND} = 'data' AND ({tests}) "
        f"ORDER BY {ROW} LIMIT 100"
    )
    return [row for (row,) in rows]


def _written(name: str) -> str:
    return f"regexp_replace({name}, '^[{MARKS}]', '')"
