"""National: the measure over everything, beside the parts that are drawn."""

from dataclasses import replace

from cauce.charts.drawing.asking import Asks
from cauce.charts.drawing.grid import COMPARABLE, Grid
from cauce.charts.drawing.numbers import finite
from cauce.engine.explore import Explore


def whole_label(grid: Grid, explore: Explore, territorial: tuple[str, ...]) -> str:
    """What the reference line is called: the country's, unless filters leave part of it out."""
    filtered = {one.column for one in explore.filters} & set(territorial)
    places = grid.axis == "territory" or (
        grid.across is not None and grid.across.name in territorial
    )
    return "Nacional" if places and not filtered and not explore.search else "En conjunto"


def with_whole_over_time(grid: Grid, explore: Explore, asks: Asks) -> Grid:
    """The grid with the measure over everything at each moment, when parts can be set beside it.

    It is asked of the table again, grouped by time alone: a mean of parts would be another number.
    """
    if (
        grid.axis != "time"
        or grid.across is None
        or grid.whole
        or grid.column is None
        or grid.column.name not in explore.groups
        or explore.pivot == grid.across.name
        or not all(series.op in COMPARABLE for series in grid.series)
    ):
        return grid
    alone = replace(
        explore,
        groups=(grid.column.name,),
        measures=explore.measures[:1],
        order=(),
        offset=0,
        limit=1000,
        pivot=None,
    )
    found = {row[0]: finite(row[1]) for row in asks(alone).rows}
    whole = tuple(found.get(key.value) for key in grid.keys)
    return replace(grid, whole=whole) if all(value is not None for value in whole) else grid
