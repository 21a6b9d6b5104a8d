"""Shifting: layers made for a plot of their own, moved to a place of a larger sheet.

Small multiples are one view whose layers keep scales of their own, each with its range of pixels:
nothing of their layout is left to what automatic layout makes of the widths of words.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cauce.charts.drawing.axes import tick_text
from cauce.charts.drawing.numbers import Scale, Ticks
from cauce.charts.drawing.paper import SMALL, Layer, at, layer, pixels, texts
from cauce.charts.theme import QUIET, RULE


def shifted(
    layers: Sequence[Layer], origin: tuple[float, float], size: tuple[float, float]
) -> list[Layer]:
    """The layers of a plot of that size with its upper left corner at ``origin``; without axes."""
    return [_shifted(one, origin, size) for one in layers]


def hand_axis(marks: Ticks, scale: Scale, size: tuple[float, float], *, side: str) -> list[Layer]:
    """The grid and the words of an axis of numbers as marks: at the bottom or at the left."""
    plot, height = size
    span = (marks.high - marks.low) or 1.0
    shares = [(value - marks.low) / span for value in marks.values]
    words = [tick_text(value, marks, scale) for value in marks.values]
    rule = {"type": "rule", "color": RULE, "strokeWidth": 1}
    if side == "bottom":
        rows = [
            {"x": round(share * plot, 1), "text": word}
            for share, word in zip(shares, words, strict=True)
        ]
        return [
            layer(rule, rows, x=pixels("x"), y=at(0), y2=at(height)),
            texts(rows, x=pixels("x"), y=at(height + 12), align="center", color=QUIET, size=SMALL),
        ]
    rows = [
        {"y": round((1 - share) * height, 1), "text": word}
        for share, word in zip(shares, words, strict=True)
    ]
    return [
        layer(rule, rows, x=at(0), x2=at(plot), y=pixels("y")),
        texts(rows, x=at(-6), y=pixels("y"), align="right", color=QUIET, size=SMALL),
    ]


def _shifted(one: Layer, origin: tuple[float, float], size: tuple[float, float]) -> Layer:
    rows = [dict(row) for row in one["data"]["values"]]
    encoding = dict(one["encoding"])
    for names, by, length in ((("x", "x2"), origin[0], size[0]), (("y", "y2"), origin[1], size[1])):
        for name in names:
            if name in encoding:
                encoding[name] = _moved(encoding[name], rows, by, length, upwards=name[0] == "y")
    return {**one, "data": {"values": rows}, "encoding": encoding}


def _moved(
    channel: Mapping[str, Any],
    rows: list[dict[str, Any]],
    by: float,
    length: float,
    *,
    upwards: bool,
) -> dict[str, Any]:
    if "value" in channel:
        return at(channel["value"] + by)
    if "scale" not in channel:
        return dict(channel)
    if channel["scale"] is None:
        for row in rows:
            row[channel["field"]] = round(row[channel["field"]] + by, 1)
        return dict(channel)
    span = [round(by, 1), round(by + length, 1)]
    scale = {**channel["scale"], "range": span[::-1] if upwards else span}
    return {**channel, "scale": scale, "axis": None}
