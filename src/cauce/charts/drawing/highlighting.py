"""Highlighting: which of many lines are spoken of, and which only make up the background."""

from collections.abc import Sequence

from cauce.charts.drawing.grid import Grid

MOST_NAMED = 6
"""Series that are all named at their ends."""


def last_known(values: Sequence[float | None]) -> float | None:
    """The last value that there is."""
    return next((value for value in reversed(values) if value is not None), None)


def highlighted(grid: Grid) -> tuple[int, ...]:
    """The series named at their ends: all of a few; of many, the greatest and the least at last."""
    known = [
        (value, at)
        for at, series in enumerate(grid.series)
        if (value := last_known(series.values)) is not None and not series.missing
    ]
    if len(grid.series) <= MOST_NAMED:
        return tuple(at for _, at in known)
    ending = [(value, at) for value, at in known if grid.series[at].values[-1] is not None]
    chosen = ending or known
    greatest = max(chosen, key=lambda each: (each[0], -each[1]))[1]
    least = min(chosen, key=lambda each: (each[0], each[1]))[1]
    return tuple(dict.fromkeys((greatest, least)))
