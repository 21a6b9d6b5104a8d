"""Saying: the one sentence of a figure, by its kind."""

from typing import Final

from cauce.base.numerals import number_es
from cauce.charts.figure import FigureKind
from cauce.charts.sentences.changes import of_changes
from cauce.charts.sentences.contrasts import of_contrast
from cauce.charts.sentences.extremes import of_extremes, of_map
from cauce.charts.sentences.moments import are_moments, of_moments
from cauce.charts.sentences.reach import reached_alike
from cauce.charts.sentences.seen import Seen, seen
from cauce.charts.sentences.sides import of_many, of_measures
from cauce.charts.sentences.spreads import of_histogram, of_scatter, two_numbers
from cauce.charts.source import Source
from cauce.engine.explore import Explore
from cauce.engine.profile import Histogram
from cauce.engine.query.answers import Answer

_MAPS: Final = ("choropleth", "tiles")
_PAIRS: Final = 2


def sentence(
    kind: FigureKind,
    source: Source,
    explore: Explore,
    answer: Answer,
    *,
    histogram: Histogram | None = None,
) -> str:
    """What is seen in a figure, in Spanish and computed from its answer.

    Empty when nothing can be said honestly. ``histogram`` are the bins that a histogram draws.
    """
    if kind == "histogram":
        drawn = next(iter(two_numbers(answer.columns)), None)
        return of_histogram(drawn, histogram, source.country) if drawn and histogram else ""
    if kind == "scatter" and not explore.measures:
        return of_scatter(answer, two_numbers(answer.columns), source.country)
    if kind == "points":
        return _points(answer)
    shown = seen(source, explore, answer)
    return _of_groups(kind, source, explore, shown) if shown else ""


def _of_groups(kind: FigureKind, source: Source, explore: Explore, shown: Seen) -> str:
    if (shown.axis == "time" or shown.timed_lines) and not reached_alike(source, explore, shown):
        return ""
    if shown.axis == "time":
        return of_changes(shown, kind)
    if len(shown.lines) == 1:
        if shown.axis == "measures":
            return of_measures(shown)
        return of_map(shown) if kind in _MAPS else of_extremes(shown)
    if len(shown.lines) == _PAIRS:
        return of_contrast(shown)
    return of_moments(shown) if are_moments(shown) else of_many(shown)


def _points(answer: Answer) -> str:
    count = answer.total
    return (
        f"{number_es(count)} {'lugar' if count == 1 else 'lugares'} con coordenadas."
        if count
        else ""
    )
