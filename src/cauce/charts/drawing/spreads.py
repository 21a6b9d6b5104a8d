"""Spreads: which values of a state a histogram shares out, and how."""

from collections.abc import Sequence
from dataclasses import replace

from cauce.charts.drawing.drawn import Drawn, Tangle
from cauce.charts.drawing.grid import Grid
from cauce.charts.drawing.histogram import histogram
from cauce.charts.drawing.measured import is_measurable, measured
from cauce.charts.drawing.numbers import finite
from cauce.charts.drawing.words import humane
from cauce.charts.source import Source
from cauce.engine.columns import Column
from cauce.engine.explore import Explore, View
from cauce.engine.profile import Histogram
from cauce.engine.query import Answer
from cauce.engine.query.bins import bins
from cauce.engine.query.edges import bins_for, number_edges


def spread_column(source: Source, explore: Explore) -> Column | None:
    """The column of rows whose spread is drawn: the first one of numbers, else of days."""
    known = {column.name: column for column in source.schema}
    if source.joinable:
        known |= {column.name: column for column in source.joinable.prefixed()}
    shown = [known[name] for name in explore.columns or known]
    numbers = [column for column in shown if is_measurable(column)]
    days = [column for column in shown if column.type in ("date", "datetime")]
    return next(iter((*numbers, *days)), None)


def spread_state(explore: Explore, column: Column) -> Explore:
    """The state that asks for the histogram of that column alone."""
    view = View(explore.view.kind, "histogram")
    return replace(explore, columns=(column.name,), order=(), offset=0, view=view)


def spread_of_rows(source: Source, explore: Explore, column: Column) -> Drawn | Tangle:
    """How the values of a column are spread among the rows of a state."""
    found = bins(explore, column.name, source.tables, source.schema, source.joinable)
    if not found.counts:
        return Tangle(f"«{humane(column.label)}» no tiene ningún valor que dibujar.")
    return histogram(found, column, source.country, "filas")


def spread_of_groups(source: Source, explore: Explore, answer: Answer, grid: Grid) -> Drawn:
    """How the first measure is spread among the groups of a state."""
    first = measured(source, explore, answer)[0]
    values = [value for row in answer.rows if (value := finite(row[first.at])) is not None]
    column = replace(first.column, label=first.label)
    places = grid.axis == "territory" and grid.column is not None
    what = f"{humane(grid.column.label).lower()}s" if places and grid.column else "grupos"
    return histogram(shared_out(values), column, source.country, what)


def shared_out(values: Sequence[float]) -> Histogram:
    """The bins of a few values."""
    edges = number_edges(min(values), max(values), bins_for(len(values)))
    counts = [0] * (len(edges) - 1)
    for value in values:
        place = next((at for at, edge in enumerate(edges[1:]) if value < edge), len(counts) - 1)
        counts[place] += 1
    return Histogram(edges, tuple(counts))
