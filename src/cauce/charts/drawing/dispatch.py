"""Dispatch: from a state to its figure, or to the reason why there is none."""

from dataclasses import replace
from typing import NamedTuple

from cauce.charts.drawing.asking import MOST_DRAWN, Asks, asker, whole_answer
from cauce.charts.drawing.bars import bars
from cauce.charts.drawing.choosing import kind_of
from cauce.charts.drawing.clouds import cloud_of, heat_of
from cauce.charts.drawing.dots import dots
from cauce.charts.drawing.drawn import Drawn
from cauce.charts.drawing.grid import Grid
from cauce.charts.drawing.gridding import Tangle, grid_of
from cauce.charts.drawing.grouped import grouped
from cauce.charts.drawing.histogram import histogram
from cauce.charts.drawing.instead import instead_of
from cauce.charts.drawing.line import line
from cauce.charts.drawing.measured import is_spreadable, measured
from cauce.charts.drawing.multiples import multiples
from cauce.charts.drawing.national import whole_label, with_whole_over_time
from cauce.charts.drawing.numbers import finite
from cauce.charts.drawing.ranking import ranking
from cauce.charts.drawing.scatter import heat, scatter
from cauce.charts.drawing.spreads import spread_of
from cauce.charts.drawing.stacked import stacked
from cauce.charts.drawing.titling import title_of, title_of_spread, title_of_two
from cauce.charts.drawing.words import humane
from cauce.charts.figure import Figure, NoFigure
from cauce.charts.source import Source
from cauce.engine.explore import Explore
from cauce.engine.query import Answer
from cauce.engine.query.bins import bins

MOST_THINGS = 60
"""Rows of things with names of their own that are drawn one by one."""


class Titled(NamedTuple):
    """A drawing and what it is of."""

    drawn: Drawn
    title: str


def draw(source: Source, explore: Explore, answer: Answer | None = None) -> Figure | NoFigure:
    """The figure of a state, or why it has none and what can be looked at instead.

    ``answer`` is what the state gives, when it is known already.

    Raises:
        Refusal: in Spanish, for what `Explore.checked` refuses and past the limits of a query.
    """
    asks = asker(source)
    notes: tuple[str, ...] = ()
    if explore.view.mark == "histogram" and not explore.aggregates:
        found = _spread_of_rows(source, explore)
    else:
        whole = whole_answer(explore, answer, asks)
        found, notes = _of_answer(source, explore, whole, asks), whole.notes
    if isinstance(found, Tangle):
        return NoFigure(found.reason, instead_of(source, explore))
    return _figure(found, explore, notes)


def _figure(found: Titled, explore: Explore, notes: tuple[str, ...]) -> Figure:
    drawn = found.drawn
    return Figure(
        kind=drawn.kind,
        title=found.title,
        sentence="",
        unit=drawn.unit,
        wide=drawn.wide,
        narrow=drawn.narrow,
        twin=drawn.twin,
        explore=explore,
        notes=(*drawn.notes, *notes),
    )


def _of_answer(source: Source, explore: Explore, answer: Answer, asks: Asks) -> Titled | Tangle:
    mark = explore.view.mark
    if mark == "scatter":
        return _cloud(source, explore, answer)
    grid = grid_of(source, explore, answer)
    if isinstance(grid, Tangle):
        if mark == "auto" and not explore.aggregates and answer.total > 1:
            spread = _spread_of_rows(source, explore)
            return grid if isinstance(spread, Tangle) else spread
        return grid
    if mark == "auto" and _too_many(grid, explore):
        spread = _spread_of_rows(source, explore)
        if isinstance(spread, Titled):
            return spread
    if not any(value is not None for one in grid.series for value in one.values):
        return Tangle(
            "Ninguno de los valores se puede dibujar: faltan o están protegidos."
            if answer.withheld
            else "Ninguno de los grupos tiene un valor que dibujar."
        )
    if mark == "histogram":
        return _spread_of_groups(source, explore, answer, grid)
    return Titled(_of_grid(grid, source, explore, asks), title_of(grid, source.title))


def _too_many(grid: Grid, explore: Explore) -> bool:
    """Whether rows are so many things, of no place nor time, that only their spread speaks."""
    return not explore.aggregates and grid.axis == "category" and len(grid.keys) > MOST_THINGS


def _of_grid(grid: Grid, source: Source, explore: Explore, asks: Asks) -> Drawn:
    territorial = tuple(
        column.name for column in source.schema if (column.role or "").startswith("territory:")
    )
    whole, country = whole_label(grid, explore, territorial), source.country
    match kind_of(grid, explore.view.mark):
        case "line":
            return line(with_whole_over_time(grid, explore, asks), country, whole)
        case "ranking":
            return ranking(grid, country, whole)
        case "dots":
            return dots(grid, country)
        case "grouped":
            return grouped(grid, country)
        case "stacked":
            return stacked(grid, country)
        case "multiples":
            return multiples(grid, country)
        case _:
            return bars(grid, country)


def _cloud(source: Source, explore: Explore, answer: Answer) -> Titled | Tangle:
    if answer.total > MOST_DRAWN and not explore.aggregates:
        lattice = heat_of(source, explore, answer.columns)
        if lattice is not None:
            title = title_of_two(humane(lattice.x.label), humane(lattice.y.label))
            return Titled(heat(lattice, source.country), title)
    cloud = cloud_of(source, explore, answer)
    if cloud is None:
        return Tangle("Un gráfico de dispersión necesita dos columnas o medidas de números.")
    if not cloud.points:
        return Tangle("Ninguna fila tiene los dos valores que se quieren comparar.")
    return Titled(scatter(cloud, source.country), title_of_two(*cloud.words))


def _spread_of_rows(source: Source, explore: Explore) -> Titled | Tangle:
    known = {column.name: column for column in source.schema}
    names = explore.columns or tuple(known)
    column = next(
        (known[name] for name in names if name in known and is_spreadable(known[name])), None
    )
    if column is None:
        return Tangle(
            "Un histograma necesita una columna de números o de fechas, y aquí no hay ninguna."
        )
    found = bins(explore, column.name, source.tables, source.schema, source.joinable)
    if not found.counts:
        return Tangle(f"«{humane(column.label)}» no tiene ningún valor que dibujar.")
    drawn = histogram(found, column, source.country, "filas")
    return Titled(drawn, title_of_spread(column))


def _spread_of_groups(
    source: Source, explore: Explore, answer: Answer, grid: Grid
) -> Titled | Tangle:
    first = measured(source, explore, answer)[0]
    values = [value for row in answer.rows if (value := finite(row[first.at])) is not None]
    column = replace(first.column, label=first.label)
    what = (
        f"{humane(grid.column.label).lower()}s"
        if grid.axis == "territory" and grid.column
        else "grupos"
    )
    return Titled(
        histogram(spread_of(values), column, source.country, what), title_of_spread(column)
    )
