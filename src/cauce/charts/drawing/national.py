"""National: the measure over everything, beside the parts that are drawn."""

from collections.abc import Sequence
from dataclasses import replace

from cauce.charts.drawing.asking import Asks
from cauce.charts.drawing.dimensions import is_territory
from cauce.charts.drawing.grid import COMPARABLE, Grid
from cauce.charts.drawing.numbers import finite
from cauce.engine.columns import Column
from cauce.engine.explore import MOST_ROWS, Explore
from cauce.engine.query import Answer
from cauce.territory.divisions import LEVELS, divisions

_SIMPLE = {"mean": "Promedio simple", "median": "Mediana"}
"""A mean of departments is not the country's value, and does not call itself so."""


def whole_label(grid: Grid, explore: Explore, schema: Sequence[Column]) -> str:
    """What the reference line is called: the country's, unless some of it may be left out."""
    of_places = grid.axis == "territory" or (grid.across is not None and is_territory(grid.across))
    if named := _SIMPLE.get(grid.series[0].op or ""):
        return named
    everything = not explore.filters and not explore.search and not explore.join
    national = of_places and everything and _has_every_place(schema)
    return "Nacional" if national else "En conjunto"


def _has_every_place(schema: Sequence[Column]) -> bool:
    """Whether the finest places of a table are all those of the country."""
    for level in reversed(LEVELS):
        named = [column.distinct for column in schema if column.role == f"territory:{level}"]
        if named:
            return max(named) >= len(divisions(level))
    return False


def factor_of(answer: Answer, shown: Answer) -> float:
    """How many times an answer's first measure was multiplied to be shown."""
    at = len(answer.explore.groups)
    for row, other in zip(answer.rows, shown.rows, strict=True):
        before, after = (finite(each[at]) if at < len(each) else None for each in (row, other))
        if before and after is not None:
            return float(f"{after / before:.6g}")
    return 1.0


def with_whole_over_time(grid: Grid, explore: Explore, asks: Asks, factor: float) -> Grid:
    """The grid with the measure over everything at each moment, when parts can be set beside it.

    It is asked of the table again, grouped by time alone: a mean of parts would be another number.
    """
    if (
        grid.axis != "time"
        or grid.across is None
        or grid.whole
        or grid.column is None
        or grid.column.name not in explore.groups
        or explore.pivot is not None
        or not all(series.op in COMPARABLE for series in grid.series)
    ):
        return grid
    alone = replace(
        explore,
        groups=(grid.column.name,),
        measures=explore.measures[:1],
        order=(),
        offset=0,
        limit=MOST_ROWS,
    )
    found = {row[0]: finite(row[1]) for row in asks(alone).rows}
    whole = [found.get(key.value) for key in grid.keys]
    if any(value is None for value in whole):
        return grid
    return replace(grid, whole=tuple(value * factor for value in whole if value is not None))
