"""Rates: decimals that are a hidden count divided by a published one, and would give it away.

They are found in the numbers: shares, rates per hundred to per hundred thousand, changes in
proportion, and multiples of a column. Where a count is hidden its rates are hidden too.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import duckdb

from cauce.engine.protecting.counts import Counts
from cauce.engine.protecting.suppression import Hidden
from cauce.engine.sandbox import name_literal

LOOKED_AT: Final = 200
"""Rows looked at."""
LEAST: Final = 4
"""Rows that must say so."""
HOLDS: Final = 0.8
"""Share of the rows in which a column must be the rate."""
WIDEST: Final = 40
"""Columns of counts that are tried."""
TRIED: Final = 7
"""Of the largest rates, how many are tried to tell what the counts are multiplied by."""
FACTORS: Final = (1, 100, 1_000, 10_000, 100_000)
DECIMALS: Final = 6

Sample = Sequence[tuple[int, float]]
"""Rows and the rate in each."""


def rates_that_tell(
    cursor: duckdb.DuckDBPyConnection,
    source: str,
    names: Sequence[str],
    counts: Counts,
    hidden: Hidden,
) -> dict[str, list[int]]:
    """The rows to hide in each column of rates.

    Args:
        source: the relation to read. names: columns of decimals.
    """
    rows = {
        place: set(hidden.small.get(name, ())) | set(hidden.second.get(name, ()))
        for place, name in enumerate(counts.names)
    }
    if not names or not any(rows.values()):
        return {}
    listed = ", ".join(map(name_literal, names))
    table = cursor.sql(f"SELECT {listed} FROM {source}").to_arrow_table()  # noqa: S608 (quoted)
    found: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        column = table.column(place)
        step = max(1, counts.rows // (4 * LOOKED_AT))
        sample = [
            (row, value)
            for row in range(0, counts.rows, step)
            if (value := column[row].as_py())  # neither missing nor zero
        ]
        sample = sample[:: max(1, len(sample) // LOOKED_AT)]
        told = set(_made_from(counts, sample))
        if hide := sorted(set().union(*(rows[one] for one in told))):
            found[name] = hide
    return found


def _made_from(counts: Counts, sample: Sample) -> Iterator[int]:
    """The places of the counts that the rates are made from."""
    if len(sample) < LEAST:
        return
    near = _nearness(sample)
    places = range(min(counts.width, WIDEST))
    for part in places:
        if _is_multiple(counts.columns[part], sample, near):
            yield part
        for base in places:
            if part != base and _is_rate(counts.columns[part], counts.columns[base], sample, near):
                yield from (part, base)


def _nearness(sample: Sample) -> float:
    """How far a rate may be from what it is: half of its last decimal."""
    for decimals in range(DECIMALS):
        if all(abs(round(value, decimals) - value) < 1e-9 for _, value in sample):
            return 0.505 * float(10**-decimals)
    return 1e-6


def _is_rate(part: Sequence[int], base: Sequence[int], sample: Sample, near: float) -> bool:
    def share(factor: int, less: int) -> Callable[[int], float]:
        return lambda row: factor * (part[row] - less * base[row]) / base[row]

    return any(
        _agrees(sample, near, share(factor, less), base) for factor in FACTORS for less in (0, 1)
    )


def _is_multiple(part: Sequence[int], sample: Sample, near: float) -> bool:
    """Whether the rates are the counts times one number, told from the largest of them.

    Several of the largest are tried: a count that was corrected and its share was not would
    otherwise unmask all the others.
    """
    if len({part[each] for each, _ in sample}) < LEAST:
        return False
    largest = heapq.nlargest(TRIED, sample, key=lambda one: abs(one[1]))

    def is_times(factor: float) -> bool:
        wider = near * 2 + abs(factor) * 1e-9
        return _agrees(sample, wider, lambda each: factor * part[each], part)

    return any(is_times(value / part[row]) for row, value in largest if part[row])


def _agrees(sample: Sample, near: float, rate: Callable[[int], float], base: Sequence[int]) -> bool:
    good, bad = 0, 0
    for row, value in sample:
        if base[row] and abs(rate(row) - value) <= max(near, 1e-9 * abs(value)):
            good += 1
        else:
            bad += 1
            if bad > (1 - HOLDS) * len(sample):
                return False
    return good >= LEAST
