"""Grouped bars: a few categories with a bar for each of two or three series."""

from typing import Any

from cauce.charts.drawing.blocks import Blocks, blocks_of, in_order
from cauce.charts.drawing.dots import look
from cauce.charts.drawing.drawn import Drawn
from cauce.charts.drawing.grid import Grid
from cauce.charts.drawing.keyline import Entry, KeyLine
from cauce.charts.drawing.letters import width_of
from cauce.charts.drawing.numbers import Scale, scale_of
from cauce.charts.drawing.paper import (
    SMALL,
    Layer,
    layer,
    numbered,
    pixels,
    quantity,
    sheet,
    texts,
    tooltip,
)
from cauce.charts.drawing.twin import twin_of
from cauce.charts.drawing.words import humane
from cauce.charts.figure import Spec
from cauce.charts.theme import INK, NARROW, QUIET, WIDE

_THICK = 13
_STEP = 14
"""From a bar to the next of its block."""
_APART = 12


def grouped(grid: Grid, country: str) -> Drawn:
    """The categories of a grid with a bar a series."""
    ordered = in_order(grid)
    values = [value for series in ordered.series for value in series.values]
    scale = scale_of(values, ordered.series[0].unit, country)
    wide, narrow = (_sheet(ordered, scale, width) for width in (WIDE, NARROW))
    return Drawn("grouped", scale.unit, wide, narrow, twin_of(ordered), ordered.notes)


def _sheet(grid: Grid, scale: Scale, width: int) -> Spec:
    known = [scale.of(value) for one in grid.series for value in one.values if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known])
    high = high if high > low else 1.0
    key = KeyLine.of(
        [Entry(one.label, look(grid, at)[0]) for at, one in enumerate(grid.series)], width
    )
    said = [
        width_of(scale.text(value), SMALL)
        for one in grid.series
        for value in one.values
        if value is not None
    ]
    blocks = blocks_of(
        [one.label for one in grid.keys],
        scale,
        width,
        span=(low - (0.08 * (high - low) if low < 0 else 0), high),
        thick=len(grid.series) * _STEP + _APART,
        top=key.height,
        right=max(said) + 6,
    )
    layers = _bar_layers(grid, scale, blocks)
    layers += [*blocks.name_layers(), *blocks.unit_layers(scale)]
    layers += key.layers(blocks.margins.left)
    return sheet(layers, width, blocks.height, blocks.margins, scale.country)


def _bar_layers(grid: Grid, scale: Scale, blocks: Blocks) -> list[Layer]:
    rows: list[dict[str, Any]] = []
    for place, (key, middle) in enumerate(zip(grid.keys, blocks.middles, strict=True)):
        for rank, series in enumerate(grid.series):
            value = series.values[place]
            y = middle + (rank - (len(grid.series) - 1) / 2) * _STEP
            end = blocks.x(0.0 if value is None else scale.of(value))
            after = value is None or value >= 0
            rows.append(
                {
                    "y": round(y, 1),
                    "x": round(end + 4 if after else end - 4, 1),
                    "after": after,
                    "name": key.label,
                    "series": series.label,
                    "value": None if value is None else scale.of(value),
                    "text": series.absence(place) if value is None else scale.text(value),
                    "said": scale.full(value),
                    "color": look(grid, rank)[0],
                }
            )
    axis = numbered(blocks.ticks, side="bottom", percent=scale.unit == "%")
    layers = [
        layer(
            {"type": "bar", "height": _THICK, "orient": "horizontal"},
            [_mark(row) for row in rows if row["value"] is not None],
            x=quantity("value", blocks.low, blocks.high, axis),
            x2={"datum": 0},
            y=pixels("y"),
            color={"field": "color", "type": "nominal", "scale": None},
            tooltip=tooltip(
                name=humane(grid.column.label) if grid.column else "",
                series=humane(grid.across.label) if grid.across else "Serie",
                said="Valor",
            ),
        )
    ]
    for after, align in ((True, "left"), (False, "right")):
        for known, color in ((True, INK), (False, QUIET)):
            words = [
                {"x": row["x"], "y": row["y"], "text": row["text"]}
                for row in rows
                if row["after"] is after and (row["value"] is not None) is known
            ]
            if words:
                layers.append(
                    texts(words, x=pixels("x"), y=pixels("y"), align=align, color=color, size=SMALL)
                )
    return layers


def _mark(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("y", "name", "series", "value", "said", "color")}
