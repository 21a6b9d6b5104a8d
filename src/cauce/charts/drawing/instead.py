"""Instead: what can be drawn of a table when what was asked for cannot."""

from dataclasses import replace

from cauce.charts.drawing.measured import is_measurable
from cauce.charts.source import Source
from cauce.engine.columns import IDENTIFIER, Column
from cauce.engine.explore import Explore, Measure, View
from cauce.engine.explore.operations import adds_up

MOST_GROUPS = 60
"""Different values of a column that a drawing can hold."""
MOST_OFFERED = 3


def instead_of(source: Source, explore: Explore) -> tuple[Explore, ...]:
    """At most three states of the same rows: without the map, or a measure by a column."""
    measures = [
        Measure("sum" if adds_up(column) else "mean", column.name)
        for column in source.schema
        if is_measurable(column)
    ][:1] or [Measure("count")]
    same = [replace(explore, view=View("chart"))] if explore.view.kind == "map" else []
    columns = sorted(filter(_groups_well, source.schema), key=_rank)
    others = [
        replace(
            explore,
            columns=None,
            groups=(column.name,),
            measures=tuple(measures),
            pivot=None,
            comparison=None,
            order=(),
            offset=0,
            view=View("chart"),
        )
        for column in columns
    ]
    return tuple([*same, *others][:MOST_OFFERED])


def _groups_well(column: Column) -> bool:
    return (
        1 < column.distinct <= MOST_GROUPS
        and column.role != IDENTIFIER
        and not is_measurable(column)
        and column.type in ("text", "integer", "boolean")
    )


def _rank(column: Column) -> tuple[bool, bool]:
    """Time first, then places, then the rest, each in the order of the table."""
    return (column.role != "year", not (column.role or "").startswith("territory:"))
