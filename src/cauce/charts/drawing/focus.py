"""Focus: the part of a country that a map is of, and the places that filters leave out of it."""

from collections.abc import Sequence
from dataclasses import replace

from cauce.base.numerals import number_es
from cauce.charts.drawing.asking import Asks, whole_answer
from cauce.charts.drawing.located import Located, places_of
from cauce.charts.drawing.times import is_month, is_time
from cauce.charts.scaling import known_columns
from cauce.charts.sentences.wording import level_of, level_words
from cauce.charts.source import Source
from cauce.engine.explore import Explore, Measure, View


def only_department(read: Located) -> str | None:
    """The code of the department that holds every place of an answer, when one does."""
    if read.level.endswith("department"):
        return None
    holders = {code[:2] for code in read.answered}
    return holders.pop() if len(holders) == 1 else None


def with_outside(
    read: Located, codes: Sequence[str], source: Source, explore: Explore, asks: Asks
) -> Located:
    """The same, knowing which of these places the table has and the filters leave out.

    A filter of time leaves no place out: who says nothing of that year has no value in it.
    """
    known = known_columns(source)
    timely = tuple(
        one for one in explore.filters if is_time(known[one.column]) or is_month(known[one.column])
    )
    absent = frozenset(codes) - read.answered
    if not absent or (timely == explore.filters and not explore.search):
        return read
    groups = tuple(each.name for each in source.schema if level_of(each))
    everything = replace(
        explore,
        columns=None,
        filters=timely,
        search=None,
        groups=tuple(name for name in explore.groups if name in groups) or groups[:3],
        measures=(Measure("count"),),
        pivot=None,
        comparison=None,
        order=(),
        offset=0,
        view=View(),
    )
    there = places_of(whole_answer(everything, None, asks))
    outside = absent & there
    if not outside:
        return read
    count = len(outside)
    verb = "queda" if count == 1 else "quedan"
    note = f"{number_es(count)} {level_words(read.level, count)} {verb} fuera por los filtros."
    return replace(read.without(outside), notes=(*read.notes, note))
