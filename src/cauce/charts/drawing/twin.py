"""Twins: the table that says what a drawing draws, in the order in which it is drawn."""

from cauce.charts.drawing.grid import Grid
from cauce.charts.figure import Twin
from cauce.engine.columns import Column


def twin_of(grid: Grid, axis_label: str = "Medida") -> Twin:
    """One row a key and one column a series, with the values as the answer has them."""
    first = grid.column or Column(
        "medida", axis_label, "text", None, None, 0, {}, len(grid.keys), None, None, None, ()
    )
    rows = tuple(
        (
            key.value if key.value is not None else key.label,
            *(series.raw[at] for series in grid.series),
        )
        for at, key in enumerate(grid.keys)
    )
    return Twin((first, *(series.column for series in grid.series)), rows)
