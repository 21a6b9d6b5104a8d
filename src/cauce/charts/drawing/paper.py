"""Paper: the sheet that a drawing is made on, of explicit size, and the marks put on it.

Nothing is left to automatic layout: margins come from the widths of the letters, so that the same
state gives the same bytes and no label meets another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cauce.charts.drawing.numbers import Ticks
from cauce.charts.figure import Spec
from cauce.charts.theme import INK, SCHEMA, SIZE, config

SMALL: Final = 12
"""Pixels of the words of the axes."""
LINE: Final = 15
"""From a line of text to the next."""

Layer = dict[str, Any]
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Margins:
    """Pixels around the plot."""

    left: float
    right: float
    top: float
    bottom: float


def sheet(
    layers: Sequence[Layer], width: int, height: float, margins: Margins, country: str
) -> Spec:
    """A specification ``width`` pixels wide whose plot is ``height`` high."""
    return {
        "$schema": SCHEMA,
        "config": config(country),
        "autosize": {"type": "none"},
        "padding": {
            "left": round(margins.left, 1),
            "right": round(margins.right, 1),
            "top": round(margins.top, 1),
            "bottom": round(margins.bottom, 1),
        },
        "width": round(width - margins.left - margins.right, 1),
        "height": round(height, 1),
        "layer": list(layers),
    }


def layer(mark: str | Mapping[str, Any], rows: Sequence[Row], **encoding: Any) -> Layer:
    """One layer of marks with its rows inside."""
    return {
        "mark": {"type": mark} if isinstance(mark, str) else dict(mark),
        "data": {"values": [dict(row) for row in rows]},
        "encoding": {channel: value for channel, value in encoding.items() if value is not None},
    }


def texts(
    rows: Sequence[Row],
    *,
    x: Any,
    y: Any,
    align: str = "left",
    dx: float = 0,
    dy: float = 0,
    color: str = INK,
    size: float = SIZE,
    bold: bool = False,
    baseline: str = "middle",
) -> Layer:
    """The field ``text`` of each row (a text, or lines of it) written at its place."""
    mark = {
        "type": "text",
        "align": align,
        "baseline": baseline,
        "dx": dx,
        "dy": dy,
        "color": color,
        "fontSize": size,
        "lineHeight": LINE,
        "fontWeight": 600 if bold else 400,
    }
    return layer(mark, rows, x=x, y=y, text={"field": "text"})


def quantity(
    field: str, low: float, high: float, axis: Row | None = None, **scale: Any
) -> dict[str, Any]:
    """A channel of numbers over exactly that span; one layer of a sheet gives the axis."""
    channel: dict[str, Any] = {
        "field": field,
        "type": "quantitative",
        "scale": {"domain": [low, high], "nice": False, "zero": False, **scale},
        "title": None,
    }
    return channel if axis is None else {**channel, "axis": dict(axis)}


def pixels(field: str) -> dict[str, Any]:
    """A channel whose numbers are pixels of the plot already."""
    return {"field": field, "type": "quantitative", "scale": None}


def numbered(marks: Ticks, *, side: str, percent: bool = False, grid: bool = True) -> Row:
    """An axis of numbers: a light grid and the values at its foot or side."""
    axis: dict[str, Any] = {
        "orient": side,
        "values": list(marks.values),
        "format": marks.format,
        "grid": grid,
        "labelFontSize": SMALL,
        "labelBound": False,
        "labelFlush": False,
        "title": None,
        "zindex": 0,
    }
    if percent:
        axis["labelExpr"] = "datum.label + '\u00a0%'"
    return axis


def at(value: float) -> dict[str, float]:
    """A channel at a fixed pixel."""
    return {"value": round(value, 1)}


def tooltip(**titles: str) -> list[dict[str, str]]:
    """What is told of a mark when it is pointed at: fields and the words for them.

    Vega-Lite writes the words into an expression and escapes nothing there but quotes.
    """
    return [
        {"field": field, "type": "nominal", "title": " ".join(title.split()).replace("\\", "\\\\")}
        for field, title in titles.items()
    ]
