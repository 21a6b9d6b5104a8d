"""Titling: what a drawing is of, in a line."""

from cauce.charts.drawing.grid import Grid
from cauce.charts.drawing.words import humane
from cauce.engine.columns import Column


def title_of(grid: Grid, source_title: str) -> str:
    """«Casos por departamento», «Casos por año y tipo»."""
    first = grid.measure or (grid.series[0].label if len(grid.series) == 1 else "")
    by = [humane(each.label).lower() for each in (grid.column, grid.across) if each is not None]
    if not first or not by:
        return f"{source_title}, por {by[0]}" if by else source_title
    return f"{first} por {' y '.join(by)}"


def title_of_two(first: str, second: str) -> str:
    """«Pobreza e índice de desarrollo»: two measures together."""
    return f"{first} y {second[:1].lower()}{second[1:]}"


def title_of_spread(column: Column) -> str:
    """«Cómo se reparte el puntaje»."""
    return f"Cómo se reparte: {humane(column.label)}"
