"""Reach: whether about as many places are behind every moment that is compared.

A sum that falls because fewer municipalities report is no fall.
"""

from dataclasses import replace
from typing import Final

from cauce.base.errors import Refusal
from cauce.charts.scaling import known_columns
from cauce.charts.sentences.chronology import is_time
from cauce.charts.sentences.quantities import finite
from cauce.charts.sentences.seen import Seen
from cauce.charts.sentences.wording import level_of
from cauce.charts.source import Source
from cauce.engine.columns import Column
from cauce.engine.explore import MOST_ROWS, Explore, Filter, Measure, View
from cauce.engine.query import answer
from cauce.territory.divisions import LEVELS

_REACHING: Final = ("sum", "mean", "median", "ratio", "per_person")
"""Operations whose result depends on how many places have a value."""
_EVEN: Final = 0.9
"""Places that the moment with fewest must have, of those of the moment with most."""


def reached_alike(source: Source, explore: Explore, seen: Seen) -> bool:
    """Whether the moments of what was seen may be compared; if nobody can tell, they may not."""
    if seen.measure is None or seen.measure.op not in _REACHING:
        return True
    known = known_columns(source)
    times = _times(explore, seen, known)
    if not times:
        columns = [known[each.column] for each in explore.measures if each.column]
        return _even([source.rows - column.nulls for column in columns])
    place = _finest(source)
    if place is None or any(
        level_of(known[name]) == level_of(place) for name in explore.groups if name in known
    ):
        return True
    asked = replace(
        explore,
        groups=times,
        measures=(Measure("distinct", place.name),),
        filters=_with_values(explore, seen.measure),
        pivot=None,
        comparison=None,
        order=(),
        offset=0,
        limit=MOST_ROWS,
        view=View(),
    )
    try:
        rows = answer(asked, source.tables, source.schema, source.joinable).rows
    except Refusal:
        return False
    if explore.comparison and not any(name in explore.groups for name in times):
        compared = (explore.comparison.before, explore.comparison.after)
        rows = tuple(row for row in rows if str(row[0]) in compared)
    dated = [row for row in rows if None not in row[: len(times)]]
    return _even([int(finite(row[len(times)]) or 0) for row in dated])


def _times(explore: Explore, seen: Seen, known: dict[str, Column]) -> tuple[str, ...]:
    """The columns that say when; none when headers do."""
    if seen.axis == "time":
        return tuple(name for name in explore.groups if is_time(known[name]))
    if explore.comparison:
        return (explore.comparison.column,)
    return (explore.pivot,) if explore.pivot else ()


def _even(counts: list[int]) -> bool:
    return len(counts) < 2 or min(counts) >= _EVEN * max(counts)


def _with_values(explore: Explore, measure: Measure) -> tuple[Filter, ...]:
    """The filters, and only rows that have what is measured."""
    column = measure.column
    named = {(each.column, each.op) for each in explore.filters}
    if column is None or (column, "not_missing") in named or (column, "missing") in named:
        return explore.filters
    return (*explore.filters, Filter(column, "not_missing"))


def _finest(source: Source) -> Column | None:
    """The column that tells most places of the finest level apart."""
    places = [column for column in source.schema if level_of(column)]
    order = [str(level) for level in LEVELS]
    return max(
        places,
        key=lambda each: (order.index(level_of(each) or ""), each.distinct),
        default=None,
    )
