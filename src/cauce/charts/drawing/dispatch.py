"""Dispatch: from a state to its figure, or to the reason why there is none."""

from dataclasses import replace

from cauce.charts.drawing.asking import MOST_DRAWN, Asks, asker, whole_answer
from cauce.charts.drawing.bars import bars
from cauce.charts.drawing.choosing import is_before_and_after, kind_of, why_not
from cauce.charts.drawing.clouds import cloud_of, heat_of, with_names
from cauce.charts.drawing.dots import dots
from cauce.charts.drawing.drawn import Drawn, Tangle
from cauce.charts.drawing.grid import Grid
from cauce.charts.drawing.gridding import grid_of
from cauce.charts.drawing.grouped import grouped
from cauce.charts.drawing.instead import instead_of
from cauce.charts.drawing.line import line
from cauce.charts.drawing.located import zoomed
from cauce.charts.drawing.maps import map_of
from cauce.charts.drawing.multiples import multiples
from cauce.charts.drawing.national import factor_of, whole_label, with_whole_over_time
from cauce.charts.drawing.ordinals import own_order
from cauce.charts.drawing.ranking import ranking
from cauce.charts.drawing.reporting import reporting
from cauce.charts.drawing.scatter import heat, scatter
from cauce.charts.drawing.spreads import (
    spread_column,
    spread_of_groups,
    spread_of_rows,
    spread_state,
)
from cauce.charts.drawing.stacked import stacked
from cauce.charts.drawing.withholding import told_hidden
from cauce.charts.figure import Figure, NoFigure
from cauce.charts.scaling import scaled
from cauce.charts.sentences import sentence, title
from cauce.charts.source import Source
from cauce.engine.explore import Explore, Order
from cauce.engine.query import Answer

MOST_THINGS = 60
"""Rows of things with names of their own that are drawn one by one."""


def draw(source: Source, explore: Explore, answer: Answer | None = None) -> Figure | NoFigure:
    """The figure of a state, or why it has none and what can be looked at instead.

    ``answer`` is what the state gives, when it is known already.

    Raises:
        Refusal: in Spanish, for what `Explore.checked` refuses and past the limits of a query.
    """
    asks = asker(source)
    mapped = explore.view.kind == "map"
    if explore.view.mark == "histogram" and not explore.aggregates and not mapped:
        return _spread(source, explore, asks)
    whole = whole_answer(explore, answer, asks)
    shown = scaled(source, explore, whole)
    if mapped:
        if explore.view.zoom:
            shown = zoomed(shown, explore.view.zoom)
        found = map_of(source, explore, told_hidden(shown), asks)
    elif explore.view.mark == "scatter":
        found = _cloud(source, explore, shown, asks)
    else:
        grid = grid_of(source, explore, told_hidden(shown))
        if explore.view.mark == "auto" and not explore.aggregates and _speaks_as_a_spread(grid):
            return _spread(source, explore, asks)
        factor = factor_of(whole, shown)
        found = _of_grid(grid, source, explore, shown, asks, factor)
    if isinstance(found, Tangle):
        return NoFigure(found.reason, instead_of(source, explore))
    return _figure(found, source, explore, explore, shown)


def _figure(
    drawn: Drawn, source: Source, explore: Explore, spoken: Explore, answer: Answer
) -> Figure:
    """The drawing with its words; ``spoken`` is the state that these are of."""
    units = {column.unit for column in answer.columns[len(spoken.groups) :]}
    apart = drawn.mixed or (drawn.kind == "scatter" and spoken.aggregates)
    apart = apart or (spoken.aggregates and not spoken.groups and len(units) > 1)
    said = "" if apart else sentence(drawn.kind, source, spoken, answer, histogram=drawn.bins)
    return Figure(
        kind=drawn.kind,
        title=_with_about(title(source, spoken, answer), drawn.about),
        sentence=said,
        unit=drawn.unit,
        wide=drawn.wide,
        narrow=drawn.narrow,
        twin=drawn.twin,
        explore=explore,
        notes=(*drawn.notes, *answer.notes),
    )


def _with_about(title: str, about: str) -> str:
    """The title, ending in what the drawing alone knows of itself unless it says so already."""
    if not about or about in title:
        return title
    place = about.removeprefix("en ")
    return f"{title.removesuffix(f', {place}')}, {about}"


def _speaks_as_a_spread(grid: Grid | Tangle) -> bool:
    """Whether rows have no key, or are so many things that only their spread says something."""
    if isinstance(grid, Tangle):
        return True
    return grid.axis == "category" and len(grid.keys) > MOST_THINGS


def _spread(source: Source, explore: Explore, asks: Asks) -> Figure | NoFigure:
    """The histogram of the first column of a state of rows."""
    column = spread_column(source, explore)
    if column is None:
        reason = "Aquí no hay ninguna columna de números ni de fechas que dibujar."
        return NoFigure(reason, instead_of(source, explore))
    drawn = spread_of_rows(source, explore, column)
    if isinstance(drawn, Tangle):
        return NoFigure(drawn.reason, instead_of(source, explore))
    spoken = spread_state(explore, column)
    return _figure(drawn, source, explore, spoken, asks(replace(spoken, limit=1)))


def _of_grid(
    grid: Grid | Tangle,
    source: Source,
    explore: Explore,
    answer: Answer,
    asks: Asks,
    factor: float,
) -> Drawn | Tangle:
    if isinstance(grid, Tangle):
        return grid
    if not any(value is not None for one in grid.series for value in one.values):
        return Tangle(
            "Ninguno de los valores se puede dibujar: faltan o están protegidos."
            if answer.withheld
            else "Ninguno de los grupos tiene un valor que dibujar."
        )
    if explore.view.mark == "histogram":
        return spread_of_groups(source, explore, answer, grid)
    grid = replace(grid, withheld=answer.withheld > 0, given=_is_order_given(grid, explore))
    country, whole = source.country, whole_label(grid, explore, source.schema)
    if is_before_and_after(grid, explore.view.mark):
        first = sorted(range(2), key=lambda at: grid.keys[at].place or 0.0)
        return dots(grid.at(first).transposed(), country)
    kind = kind_of(grid, explore.view.mark)
    reason = why_not(explore.view.mark, kind, withheld=grid.withheld)
    shown = replace(grid, notes=(*grid.notes, reason)) if reason else grid
    match kind:
        case "line":
            told = replace(shown, notes=(*shown.notes, *reporting(source, explore, grid, asks)))
            return line(with_whole_over_time(told, explore, asks, factor), country, whole)
        case "ranking":
            return ranking(shown, country, whole)
        case "dots":
            return dots(shown, country)
        case "grouped":
            return grouped(shown, country)
        case "stacked":
            return stacked(shown, country)
        case "multiples":
            return multiples(shown, country)
        case _:
            return bars(shown, country)


def _is_order_given(grid: Grid, explore: Explore) -> bool:
    """Whether keys stand in an order that was asked for: not along time, and «from the greatest»
    does not disturb a scale, such as ages, which is how first charts are asked for.
    """
    if not explore.order or grid.axis == "time":
        return False
    greatest_first = (Order(explore.measured[0].name, descending=True),)
    labels = [key.label for key in grid.keys if not key.missing]
    return explore.order != greatest_first or own_order(labels) is None


def _cloud(source: Source, explore: Explore, answer: Answer, asks: Asks) -> Drawn | Tangle:
    if answer.total > MOST_DRAWN and not explore.aggregates:
        lattice = heat_of(source, explore, answer.columns)
        if lattice is not None:
            return heat(lattice, source.country)
    cloud = cloud_of(source, explore, answer)
    if cloud is None:
        return Tangle("Un gráfico de dispersión necesita dos columnas o medidas de números.")
    if not cloud.points:
        return Tangle("Ninguna fila tiene los dos valores que se quieren comparar.")
    if not cloud.labels and (named := with_names(source, explore)) is not None:
        cloud = cloud_of(source, named, whole_answer(named, None, asks)) or cloud
    return scatter(cloud, source.country)
