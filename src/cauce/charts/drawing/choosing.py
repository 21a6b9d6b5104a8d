"""Choosing: which kind of drawing suits a grid, and what the reader asked for."""

from cauce.charts.drawing.grid import Grid
from cauce.charts.figure import FigureKind
from cauce.engine.explore import Mark

MOST_GROUPED = 12
"""Categories drawn with a bar for each series, or with linked dots."""
MOST_LINKED = 25
MOST_SIDE_BY_SIDE = 3
"""Series drawn beside each other on one axis."""


def kind_of(grid: Grid, mark: Mark) -> FigureKind:
    """The kind that suits a grid, of those that ``mark`` lets."""
    several = len(grid.series) > 1
    if mark == "stacked" and several and grid.additive and not _negative(grid):
        return "stacked"
    if mark in ("line", "auto") and _over_time(grid) and len(grid.units) == 1:
        return "line"
    if mark == "scatter" and len(grid.series) == 2 and grid.across is None:
        return "scatter"
    if not several:
        return "ranking" if grid.axis == "territory" and len(grid.keys) > 1 else "bars"
    if len(grid.units) > 1:
        return "multiples"
    if grid.compared and len(grid.keys) <= MOST_LINKED and mark != "bar":
        return "dots"
    if len(grid.series) <= MOST_SIDE_BY_SIDE:
        if len(grid.keys) <= MOST_GROUPED and (mark == "bar" or len(grid.keys) <= 4):
            return "grouped"
        if len(grid.keys) <= MOST_LINKED:
            return "dots"
    if grid.additive and grid.across is not None and not _negative(grid) and mark == "auto":
        return "stacked"
    return "multiples"


def is_before_and_after(grid: Grid, mark: Mark) -> bool:
    """Whether several things are seen at two moments only: linked dots say more than lines."""
    return (
        mark == "auto"
        and grid.axis == "time"
        and len(grid.keys) == 2
        and all(key.place is not None for key in grid.keys)
        and 1 < len(grid.series) <= MOST_LINKED
        and grid.across is not None
    )


def why_not(mark: Mark, kind: FigureKind, *, withheld: bool = False) -> str:
    """Why what was asked for is drawn as something else; empty when it is not."""
    if mark == "stacked" and kind != "stacked" and withheld:
        return (
            "No se apilan partes de las que algunas están protegidas, porque no sumarían el todo: "
            "se dibuja de otra forma."
        )
    if mark == "line" and kind not in ("line", "multiples"):
        return "Una línea necesita tiempo en su eje: se dibuja de otra forma."
    if mark == "stacked" and kind != "stacked":
        return "Solo se apilan varias partes que suman un todo: se dibuja de otra forma."
    return ""


def _over_time(grid: Grid) -> bool:
    places = {key.place for key in grid.keys if key.place is not None}
    return grid.axis == "time" and len(places) > 1


def _negative(grid: Grid) -> bool:
    return any(value is not None and value < 0 for one in grid.series for value in one.values)
