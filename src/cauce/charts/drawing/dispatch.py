"""Dispatch: from a state to its figure, or to the reason why there is none."""

from cauce.charts.drawing.asking import Asks, asker, whole_answer
from cauce.charts.drawing.bars import bars
from cauce.charts.drawing.choosing import kind_of
from cauce.charts.drawing.drawn import Drawn
from cauce.charts.drawing.grid import Grid
from cauce.charts.drawing.gridding import Tangle, grid_of
from cauce.charts.drawing.line import line
from cauce.charts.drawing.national import whole_label, with_whole_over_time
from cauce.charts.drawing.ranking import ranking
from cauce.charts.drawing.titling import local_title
from cauce.charts.figure import Figure, NoFigure
from cauce.charts.source import Source
from cauce.engine.explore import Explore
from cauce.engine.query.answers import Answer


def draw(source: Source, explore: Explore, answer: Answer | None = None) -> Figure | NoFigure:
    """The figure of a state, or why it has none and what can be looked at instead.

    ``answer`` is what the state gives, when it is known already.

    Raises:
        Refusal: in Spanish, for what `Explore.checked` refuses and past the limits of a query.
    """
    asks = asker(source)
    whole = whole_answer(explore, answer, asks)
    grid = grid_of(source, explore, whole)
    if isinstance(grid, Tangle):
        return NoFigure(grid.reason)
    drawn = _drawn(grid, source, explore, asks)
    return Figure(
        kind=drawn.kind,
        title=local_title(grid, source.title),
        sentence="",
        unit=drawn.unit,
        wide=drawn.wide,
        narrow=drawn.narrow,
        twin=drawn.twin,
        explore=explore,
        notes=(*drawn.notes, *whole.notes),
    )


def _drawn(grid: Grid, source: Source, explore: Explore, asks: Asks) -> Drawn:
    territorial = tuple(
        column.name for column in source.schema if (column.role or "").startswith("territory:")
    )
    whole = whole_label(grid, explore, territorial)
    match kind_of(grid, explore.view.mark):
        case "line":
            return line(with_whole_over_time(grid, explore, asks), source.country, whole)
        case "ranking":
            return ranking(grid, source.country, whole)
        case _:
            return bars(grid, source.country)
