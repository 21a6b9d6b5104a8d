"""Reporting: how many places are behind each moment of a line, when they are not the same many."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from cauce.base.numerals import number_es
from cauce.charts.drawing.asking import Asks
from cauce.charts.drawing.grid import Grid
from cauce.charts.drawing.numbers import finite
from cauce.charts.sentences.wording import joined, level_of, level_words
from cauce.charts.source import Source
from cauce.engine.columns import Column
from cauce.engine.explore import MOST_ROWS, Explore, Filter, Measure, View
from cauce.territory.divisions import WIDTH

_ADDING: Final = ("sum", "mean", "median", "ratio", "per_person")
_VARIES: Final = 0.1
"""Share of the most places by which the fewest may fall short without a word."""
_FINENESS: Final[Mapping[str, int]] = {str(level): width for level, width in WIDTH.items()}
_TOLD: Final = 6
"""Moments whose numbers are told one by one."""


def reporting(source: Source, explore: Explore, grid: Grid, asks: Asks) -> tuple[str, ...]:
    """«Reportan 340, 331, 288 y 202 municipios: los años no se comparan entre sí.»

    Of a line over a group of time, in a table whose rows are of places that it does not show;
    empty when about as many have a value at every moment.
    """
    place = _finest_place(source)
    time = grid.column.name if grid.column else ""
    measure = explore.measures[0] if explore.measures else None
    if place is None or measure is None or measure.op not in _ADDING or time not in explore.groups:
        return ()
    if any(each.name in explore.groups and _level(each) == _level(place) for each in source.schema):
        return ()
    counted = replace(
        explore,
        groups=(time,),
        measures=(Measure("distinct", place.name),),
        filters=_with_values(explore, measure),
        pivot=None,
        comparison=None,
        order=(),
        offset=0,
        limit=MOST_ROWS,
        view=View(),
    )
    found = {row[0]: finite(row[1]) for row in asks(counted).rows}
    drawn = sorted((key for key in grid.keys if key.place is not None), key=lambda k: k.place or 0)
    counts = [int(found.get(key.value) or 0) for key in drawn]
    if len(counts) < 2 or max(counts) - min(counts) <= _VARIES * max(counts):
        return ()
    years = grid.column is not None and grid.column.role == "year"
    return (_said(counts, level_words(_level(place)), "años" if years else "periodos"),)


def _said(counts: list[int], places: str, moments: str) -> str:
    if len(counts) <= _TOLD:
        how_many = joined([number_es(count) for count in counts])
    else:
        how_many = f"entre {number_es(min(counts))} y {number_es(max(counts))}"
    return f"Reportan {how_many} {places}: los {moments} no se comparan entre sí."


def _with_values(explore: Explore, measure: Measure) -> tuple[Filter, ...]:
    """The filters, and only rows that have what is measured."""
    column = measure.column
    known = {(each.column, each.op) for each in explore.filters}
    if column is None or (column, "not_missing") in known or (column, "missing") in known:
        return explore.filters
    return (*explore.filters, Filter(column, "not_missing"))


def _finest_place(source: Source) -> Column | None:
    """The column that tells most places of the finest level apart."""
    places = [column for column in source.schema if _level(column)]
    if not places:
        return None
    return max(places, key=lambda each: (_FINENESS[_level(each)], each.distinct))


def _level(column: Column) -> str:
    return level_of(column) or ""
