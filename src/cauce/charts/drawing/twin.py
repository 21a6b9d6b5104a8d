"""Twins: the table that says what a drawing draws, in the order in which it is drawn."""

from cauce.charts.drawing.grid import Grid
from cauce.charts.figure import Twin
from cauce.engine.columns import Column, ColumnType


def twin_of(grid: Grid) -> Twin:
    """One row a key and one column a series, with the values as the answer has them."""
    first = grid.column or made_column("medida", "Medida")
    rows = tuple(
        (
            key.value if key.value is not None else key.label,
            *(series.raw[at] for series in grid.series),
        )
        for at, key in enumerate(grid.keys)
    )
    return Twin((first, *(series.column for series in grid.series)), rows)


def made_column(
    name: str, label: str, kind: ColumnType = "text", role: str | None = None
) -> Column:
    """A column that no table has, of values that nobody counted."""
    return Column(name, label, kind, role, None, 0, {}, 0, None, None, None, ())
