"""States: the explorations that first figures are made of, one builder a kind of figure."""

from collections.abc import Sequence
from typing import Final

from cauce.charts.choice.anatomy import Place
from cauce.engine.columns import Column
from cauce.engine.explore import MOST_ROWS, Explore, Filter, Measure, Order, View
from cauce.engine.explore.views import Mark

MOST_BARS: Final = 15
"""Bars of a first figure; departments are all shown."""
MOST_PLACES_IN_FULL: Final = 30

CHART: Final = View("chart")
MAP: Final = View("map")


def ranked_places(
    table: str,
    place: Place,
    measure: Measure,
    filters: Sequence[Filter] = (),
    within: Place | None = None,
    *,
    descending: bool = True,
) -> Explore:
    """Places from greatest to least, or the other way: all when they are few, else the first.

    ``within`` tells places of one name apart by the wider one that holds them.
    """
    groups = (place.key.name, *([within.key.name] if within else []))
    return Explore(
        table=table,
        filters=tuple(filters),
        groups=groups,
        measures=(measure,),
        order=(Order(measure.name, descending=descending),),
        limit=MOST_PLACES_IN_FULL if place.count <= MOST_PLACES_IN_FULL else MOST_BARS,
        view=CHART,
    )


def mapped(table: str, place: Place, measure: Measure, filters: Sequence[Filter] = ()) -> Explore:
    """A map of every place."""
    return Explore(
        table=table,
        filters=tuple(filters),
        groups=(place.key.name,),
        measures=(measure,),
        order=(Order(measure.name, descending=True),),
        limit=MOST_ROWS,
        view=MAP,
    )


def bars(
    table: str,
    column: Column,
    measure: Measure,
    filters: Sequence[Filter] = (),
    limit: int = MOST_BARS,
) -> Explore:
    """A bar for each value of a column, from greatest to least."""
    return Explore(
        table=table,
        filters=tuple(filters),
        groups=(column.name,),
        measures=(measure,),
        order=(Order(measure.name, descending=True),),
        limit=limit,
        view=CHART,
    )


def side_by_side(
    table: str,
    column: Column,
    measures: Sequence[Measure],
    filters: Sequence[Filter] = (),
) -> Explore:
    """Two or three measures for each value of a column: linked dots or grouped bars."""
    return Explore(
        table=table,
        filters=tuple(filters),
        groups=(column.name,),
        measures=tuple(measures),
        order=(Order(measures[-1].name, descending=True),),
        limit=MOST_PLACES_IN_FULL,
        view=CHART,
    )


def over_time(
    table: str,
    moments: Sequence[Column],
    measures: Sequence[Measure],
    across: Column | None = None,
    filters: Sequence[Filter] = (),
) -> Explore:
    """Lines over time, one a measure or one a value of ``across``."""
    return Explore(
        table=table,
        filters=tuple(filters),
        groups=tuple(each.name for each in (*moments, *([across] if across else []))),
        measures=tuple(measures),
        order=tuple(Order(each.name) for each in moments),
        limit=MOST_ROWS,
        view=CHART,
    )


def parts(table: str, measures: Sequence[Measure], filters: Sequence[Filter] = ()) -> Explore:
    """The sums of several columns side by side, over everything."""
    return Explore(table=table, filters=tuple(filters), measures=tuple(measures), view=CHART)


def plain(
    table: str,
    columns: Sequence[Column],
    mark: Mark,
    filters: Sequence[Filter] = (),
    kind: View = CHART,
) -> Explore:
    """The rows as they are: a histogram of one column, a scatter of two, points on a map."""
    return Explore(
        table=table,
        columns=tuple(each.name for each in columns),
        filters=tuple(filters),
        limit=MOST_ROWS,
        view=View(kind.kind, mark),
    )
