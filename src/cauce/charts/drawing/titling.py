"""Titling: what a drawing is of, in a line."""

from cauce.charts.drawing.grid import Grid
from cauce.charts.drawing.words import humane


def local_title(grid: Grid, source_title: str) -> str:
    """«Casos por departamento»."""
    first = grid.series[0].label if grid.across is None else humane(grid.series[0].column.label)
    by = [humane(each.label).lower() for each in (grid.column, grid.across) if each is not None]
    return f"{first} por {' y '.join(by)}" if by else source_title
