"""Linked dots: before and after, or two or three values of each category on one line."""

from collections.abc import Sequence
from typing import Any

from cauce.charts.drawing.blocks import Blocks, blocks_of, in_order
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
from cauce.charts.theme import CATEGORIES, INK, NARROW, QUIET, SHAPES, STRONG, TOTAL, WIDE

_ROW = 24
_BESIDE = 9
"""Pixels between the middle of a dot and the value beside it."""
_FROM_ZERO = 0.5
"""Above this share of the greatest value, the least one does not need zero beside it."""
_COMPARED = ((TOTAL, "circle"), (STRONG, "diamond"))
"""Before in grey, after in jade, and never by colour alone."""


def dots(grid: Grid, country: str) -> Drawn:
    """The categories of a grid of two or three series, each with its linked dots."""
    ordered = in_order(grid)
    values = [value for series in ordered.series for value in series.values]
    scale = scale_of(values, ordered.series[0].unit, country)
    wide, narrow = (_sheet(ordered, scale, width) for width in (WIDE, NARROW))
    notes = ordered.notes
    known = [value for value in values if value is not None]
    if not begins_at_zero(known) and min(known) < max(known):
        notes += ("El eje no empieza en cero.",)
    if len(ordered.series) > 2:
        notes += ("Se escriben el menor y el mayor de cada fila; los demás están en la tabla.",)
    return Drawn("dots", scale.unit, wide, narrow, twin_of(ordered), notes)


def _sheet(grid: Grid, scale: Scale, width: int) -> Spec:
    known = [scale.of(value) for one in grid.series for value in one.values if value is not None]
    low, high = _span(known)
    key = KeyLine.of(
        [Entry(one.label, *look(grid, at)) for at, one in enumerate(grid.series)], width
    )
    said = [
        width_of(scale.text(value), SMALL)
        for one in grid.series
        for value in one.values
        if value is not None
    ]

    def laid_out(inset: float) -> Blocks:
        return blocks_of(
            [one.label for one in grid.keys],
            scale,
            width,
            span=(low, high),
            thick=_ROW,
            top=key.height,
            right=max(said) + 14,
            inset=inset,
        )

    blocks = laid_out(0.0)
    if missing := _overhang(grid, scale, blocks):
        blocks = laid_out(missing + 2)
    layers = _dot_layers(grid, scale, blocks)
    layers += [*blocks.name_layers(), *blocks.unit_layers(scale)]
    layers += key.layers(blocks.margins.left)
    return sheet(layers, width, blocks.height, blocks.margins, scale.country)


def _overhang(grid: Grid, scale: Scale, blocks: Blocks) -> float:
    """By how many pixels the value before the least dots would reach into the names."""
    reach = 0.0
    for place in range(len(grid.keys)):
        known = [value for one in grid.series if (value := one.values[place]) is not None]
        if known and min(known) < max(known):
            start = blocks.x(scale.of(min(known))) - _BESIDE
            reach = max(reach, width_of(scale.text(min(known)), SMALL) - start)
    return reach


def begins_at_zero(known: Sequence[float]) -> bool:
    """Whether the axis of these values holds zero: dots are not bars, and need not."""
    return min(known) <= _FROM_ZERO * max(known)


def _span(known: Sequence[float]) -> tuple[float, float]:
    low, high = min(known), max(known)
    if not begins_at_zero(known) and high > low:
        return low - (high - low) * 0.15, high
    low, high = min(0.0, low), max(0.0, high)
    return low, high if high > low else 1.0


def look(grid: Grid, rank: int) -> tuple[str, str]:
    """The colour and the shape of a series of two or three."""
    if len(grid.series) == 2:
        return _COMPARED[rank]
    return CATEGORIES[rank], SHAPES[rank]


def _dot_layers(grid: Grid, scale: Scale, blocks: Blocks) -> list[Layer]:
    points: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    absent: list[dict[str, Any]] = []
    for place, (key, middle) in enumerate(zip(grid.keys, blocks.middles, strict=True)):
        y = round(middle, 1)
        known = []
        for rank, series in enumerate(grid.series):
            value = series.values[place]
            if value is None:
                continue
            color, shape = look(grid, rank)
            known.append((scale.of(value), value))
            points.append(
                {
                    "y": y,
                    "value": scale.of(value),
                    "name": key.label,
                    "series": series.label,
                    "said": scale.full(value),
                    "color": color,
                    "shape": shape,
                }
            )
        if not known:
            absent.append({"x": 4.0, "y": y, "text": grid.series[-1].absence(place)})
            continue
        least, most = min(known), max(known)
        if least[0] < most[0]:
            links.append({"y": y, "value": least[0], "until": most[0]})
        words.append(
            {"x": round(blocks.x(most[0]) + _BESIDE, 1), "y": y, "text": scale.text(most[1])}
        )
        if least[0] < most[0]:
            before = round(blocks.x(least[0]) - _BESIDE, 1)
            words.append({"x": before, "y": y, "text": scale.text(least[1]), "before": True})
    return _layers(points, links, words, absent, grid, scale, blocks)


def _layers(
    points: list[dict[str, Any]],
    links: list[dict[str, Any]],
    words: list[dict[str, Any]],
    absent: list[dict[str, Any]],
    grid: Grid,
    scale: Scale,
    blocks: Blocks,
) -> list[Layer]:
    axis = numbered(blocks.ticks, side="bottom", percent=scale.unit == "%")
    x = quantity("value", blocks.low, blocks.high, axis)
    layers = [
        layer(
            {"type": "rule", "color": TOTAL, "strokeWidth": 2, "opacity": 0.55},
            links,
            x=x,
            x2={"field": "until"},
            y=pixels("y"),
        ),
        layer(
            {"type": "point", "filled": True, "opacity": 1, "size": 85},
            points,
            x=quantity("value", blocks.low, blocks.high),
            y=pixels("y"),
            color={"field": "color", "type": "nominal", "scale": None},
            shape={"field": "shape", "type": "nominal", "scale": None},
            tooltip=tooltip(
                name=humane(grid.column.label) if grid.column else "",
                series="Serie",
                said="Valor",
            ),
        ),
    ]
    for kept, align, color in (
        ([word for word in words if "before" not in word], "left", INK),
        ([word for word in words if "before" in word], "right", INK),
        (absent, "left", QUIET),
    ):
        if kept:
            plain = [{name: word[name] for name in ("x", "y", "text")} for word in kept]
            layers.append(
                texts(plain, x=pixels("x"), y=pixels("y"), align=align, color=color, size=SMALL)
            )
    return layers
