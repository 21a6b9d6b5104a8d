"""Rows that are the sum of the rows right below them, told by arithmetic alone."""

from collections.abc import Mapping, Sequence
from typing import Final

from cauce.engine.reading.area import Area

_MOST_ROWS: Final = 5000
_LONGEST: Final = 400
_COLUMNS: Final = 6
_LARGE: Final = 20.0
_COVERED: Final = 0.6


def summing_rows(
    area: Area,
    rows: Sequence[int],
    columns: Sequence[int],
    depths: Mapping[int, int] | None = None,
) -> frozenset[int]:
    """Rows equal, in every one of the numeric ``columns``, to the sum of two or more rows next
    below.

    Only rows of the same depth are added. Believed only when at least two such rows with what
    they add up make most of the table, so that a coincidence marks nothing; empty for tables of
    one small column.
    """
    if len(rows) > _MOST_ROWS or not columns:
        return frozenset()
    offsets = [column - area.left for column in columns[:_COLUMNS]]
    numbers = {row: [area.number(row, offset) for offset in offsets] for row in rows}
    found: set[int] = set()
    covered: set[int] = set()
    by_depth: dict[int, list[int]] = {}
    for row in rows:
        by_depth.setdefault(depths.get(row, 0) if depths else 0, []).append(row)
    for level in by_depth.values():
        for place, row in enumerate(level):
            length = _run(numbers, level, place)
            if length:
                found.add(row)
                covered.update(level[place : place + length + 1])
    flat = [row for level in by_depth.values() if found & set(level) for row in level]
    if len(found) < 2 or len(covered) < _COVERED * len(flat):
        return frozenset()
    return frozenset(found)


def _run(numbers: Mapping[int, list[float | None]], level: Sequence[int], place: int) -> int:
    """How many rows below add up to this one; 0 when none do."""
    whole = numbers[level[place]]
    wanted = [k for k, number in enumerate(whole) if number is not None]
    large = [k for k in wanted if (whole[k] or 0.0) >= _LARGE]
    if len(large) < min(2, len(whole)) or (len(whole) == 1 and (whole[0] or 0.0) < 50 * _LARGE):
        return 0
    sums = [0.0] * len(whole)
    for length, row in enumerate(level[place + 1 : place + 1 + _LONGEST], start=1):
        for k in wanted:
            part = numbers[row][k]
            if part is None or part < 0:
                return 0
            sums[k] += part
        slack = 0.5 * min(length, 4)
        if sums[large[0]] > (whole[large[0]] or 0.0) + slack:
            return 0
        if length > 1 and all(abs(sums[k] - (whole[k] or 0.0)) <= slack for k in wanted):
            return length
    return 0
