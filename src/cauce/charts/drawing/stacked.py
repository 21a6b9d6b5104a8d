"""Stacked bars: the parts of each whole, one after another."""

from dataclasses import replace
from typing import Any

from cauce.charts.drawing.bars import ordered_keys
from cauce.charts.drawing.blocks import Blocks, blocks_of
from cauce.charts.drawing.drawn import Drawn
from cauce.charts.drawing.grid import Grid, Series
from cauce.charts.drawing.keyline import Entry, KeyLine
from cauce.charts.drawing.letters import width_of
from cauce.charts.drawing.numbers import Scale, scale_of
from cauce.charts.drawing.ordinals import own_order
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
from cauce.charts.drawing.words import OTHERS, humane
from cauce.charts.figure import Spec
from cauce.charts.theme import CATEGORIES, GROUND, INK, MISSING, NARROW, SEQUENCE, WIDE

MOST_PARTS = 6
MOST_WHOLES = 30
_THICK = 17
_ROW = 24
_RAMP = (*SEQUENCE, CATEGORIES[5])
_DARK = frozenset({*SEQUENCE[3:], *CATEGORIES})
"""Colours that words stand on in the colour of the ground."""


def stacked(grid: Grid, country: str) -> Drawn:
    """The parts of each key; of shares, each whole is one hundred."""
    shares = all(series.op == "share" for series in grid.series)
    parted, ordinal, notes = _parts(_normalised(grid) if shares else grid)
    ordered = _by_whole(parted, shares=shares)
    if len(ordered.keys) > MOST_WHOLES:
        notes += (f"Se dibujan {MOST_WHOLES} de {len(ordered.keys)}; los demás están en la tabla.",)
    drawn = ordered.at(range(min(MOST_WHOLES, len(ordered.keys))))
    totals = [_total(drawn, at) for at in range(len(drawn.keys))]
    scale = scale_of(totals, "%" if shares else drawn.series[0].unit, country)
    wide, narrow = (_sheet(drawn, scale, width, ordinal, shares) for width in (WIDE, NARROW))
    return Drawn("stacked", scale.unit, wide, narrow, twin_of(ordered), (*grid.notes, *notes))


def _normalised(grid: Grid) -> Grid:
    """Each key's parts as percentages of their sum."""
    totals = [_total(grid, at) for at in range(len(grid.keys))]
    series = tuple(
        replace(
            one,
            raw=tuple(
                None if value is None or not total else 100 * value / total
                for value, total in zip(one.values, totals, strict=True)
            ),
            unit="%",
            column=replace(one.column, type="number", unit="%", role="percent"),
        )
        for one in grid.series
    )
    return replace(grid, series=series)


def _total(grid: Grid, at: int) -> float:
    return sum(one.values[at] or 0.0 for one in grid.series)


def _parts(grid: Grid) -> tuple[Grid, bool, tuple[str, ...]]:
    """At most six parts: in the order of their scale, else the greatest, and the rest as one."""
    order = own_order([one.label for one in grid.series])
    if order is not None and len(order) <= MOST_PARTS:
        return grid.of(order), True, ()
    ranked = sorted(
        range(len(grid.series)),
        key=lambda at: (
            grid.series[at].missing,
            -sum(value or 0.0 for value in grid.series[at].values),
            grid.series[at].label,
        ),
    )
    if len(ranked) <= MOST_PARTS:
        return grid.of(ranked), False, ()
    kept = grid.of(ranked[: MOST_PARTS - 1])
    rest = [grid.series[at] for at in ranked[MOST_PARTS - 1 :]]
    sums = tuple(
        sum(one.values[at] or 0.0 for one in rest)
        if any(one.values[at] is not None for one in rest)
        else None
        for at in range(len(grid.keys))
    )
    label = f"{OTHERS} ({len(rest)})"
    column = replace(rest[0].column, name="otros", label=label)
    others = Series(label, column, sums, rest[0].unit, rest[0].op, missing=True)
    names = ", ".join(one.label for one in rest[:8]) + ("…" if len(rest) > 8 else "")
    return (
        replace(kept, series=(*kept.series, others)),
        False,
        (f"«{OTHERS}» junta {names}.",),
    )


def _by_whole(grid: Grid, *, shares: bool) -> Grid:
    """In their own order, else by the first part when wholes are alike, else by the whole."""
    order = ordered_keys(grid)
    if order is not None:
        return grid.at(order)

    def rank(at: int) -> tuple[bool, float, str]:
        size = (grid.series[0].values[at] or 0.0) if shares else _total(grid, at)
        return (grid.keys[at].missing, -size, grid.keys[at].label)

    return grid.at(sorted(range(len(grid.keys)), key=rank))


def _colours(grid: Grid, ordinal: bool) -> list[str]:
    """A ramp for degrees, six colours for kinds, grey for the rest."""
    count = len(grid.series)
    if ordinal:
        steps = {2: (1, 4), 3: (1, 2, 4), 4: (1, 2, 3, 4)}.get(count, tuple(range(6))[-count:])
        return [_RAMP[at] for at in steps]
    return [
        MISSING if one.missing else CATEGORIES[at % len(CATEGORIES)]
        for at, one in enumerate(grid.series)
    ]


def _sheet(grid: Grid, scale: Scale, width: int, ordinal: bool, shares: bool) -> Spec:
    colours = _colours(grid, ordinal)
    key = KeyLine.of(
        [Entry(one.label, color) for one, color in zip(grid.series, colours, strict=True)], width
    )
    totals = [scale.of(_total(grid, at)) for at in range(len(grid.keys))]
    words = [scale.text(_total(grid, at)) for at in range(len(grid.keys))]
    said = 22.0 if shares else max(width_of(word, SMALL) for word in words) + 8
    blocks = blocks_of(
        [one.label for one in grid.keys],
        scale,
        width,
        span=(0.0, 100.0 if shares else max(totals) or 1.0),
        thick=_ROW,
        top=key.height,
        right=said,
    )
    layers = _part_layers(grid, scale, blocks, colours)
    if not shares:
        ends = [
            {"x": round(blocks.x(total) + 4, 1), "y": round(middle, 1), "text": word}
            for total, middle, word in zip(totals, blocks.middles, words, strict=True)
        ]
        layers.append(texts(ends, x=pixels("x"), y=pixels("y"), size=SMALL))
    layers += [*blocks.name_layers(), *blocks.unit_layers(scale)]
    layers += key.layers(blocks.margins.left)
    return sheet(layers, width, blocks.height, blocks.margins, scale.country)


def _part_layers(grid: Grid, scale: Scale, blocks: Blocks, colours: list[str]) -> list[Layer]:
    rows: list[dict[str, Any]] = []
    words: dict[str, list[dict[str, Any]]] = {GROUND: [], INK: []}
    for place, (key, middle) in enumerate(zip(grid.keys, blocks.middles, strict=True)):
        start = 0.0
        for series, color in zip(grid.series, colours, strict=True):
            value = series.values[place]
            if not value:
                continue
            end = start + scale.of(value)
            rows.append(
                {
                    "y": round(middle, 1),
                    "name": key.label,
                    "series": series.label,
                    "start": float(f"{start:.10g}"),
                    "end": float(f"{end:.10g}"),
                    "said": scale.full(value),
                    "color": color,
                }
            )
            left, right = blocks.x(start), blocks.x(end)
            text = scale.text(value)
            if right - left > width_of(text, SMALL) + 6:
                words[GROUND if color in _DARK else INK].append(
                    {"x": round((left + right) / 2, 1), "y": round(middle, 1), "text": text}
                )
            start = end
    axis = numbered(blocks.ticks, side="bottom", percent=scale.unit == "%")
    layers = [
        layer(
            {
                "type": "bar",
                "height": _THICK,
                "orient": "horizontal",
                "stroke": GROUND,
                "strokeWidth": 1,
            },
            rows,
            x=quantity("start", blocks.low, blocks.high, axis),
            x2={"field": "end"},
            y=pixels("y"),
            color={"field": "color", "type": "nominal", "scale": None},
            tooltip=tooltip(
                name=humane(grid.column.label) if grid.column else "",
                series=humane(grid.across.label) if grid.across else "Parte",
                said="Valor",
            ),
        )
    ]
    layers += [
        texts(kept, x=pixels("x"), y=pixels("y"), align="center", color=color, size=SMALL)
        for color, kept in words.items()
        if kept
    ]
    return layers
