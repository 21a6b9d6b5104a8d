"""Shifting: layers made for a plot of their own, moved to a place of a larger sheet.

Small multiples are one view whose layers keep scales of their own, each with its range of pixels:
nothing of their layout is left to what automatic layout makes of the widths of words.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cauce.base.canonical import canonical_json
from cauce.charts.drawing.axes import tick_text
from cauce.charts.drawing.numbers import Scale, Ticks
from cauce.charts.drawing.paper import SMALL, Layer, at, layer, pixels, texts
from cauce.charts.theme import QUIET, RULE


def shifted(
    layers: Sequence[Layer], origin: tuple[float, float], size: tuple[float, float]
) -> list[Layer]:
    """The layers of a plot of that size with its upper left corner at ``origin``; without axes."""
    return [_shifted(one, origin, size) for one in layers]


def merged(layers: Sequence[Layer]) -> list[Layer]:
    """The layers with those of words and rules that look alike as one, each where the first was.

    Every layer costs time to draw, whatever is in it.
    """
    found: dict[str, Layer] = {}
    kept: list[Layer] = []
    for one in layers:
        if not _in_pixels(one):
            kept.append(one)
            continue
        rows = [_spelled(row, one["encoding"]) for row in one["data"]["values"]]
        channels = [name for name in ("x", "x2", "y", "y2") if name in one["encoding"]]
        key = canonical_json([one["mark"], channels]).decode()
        if key in found:
            found[key]["data"]["values"].extend(rows)
            continue
        encoding = {name: _CHANNELS[name] for name in channels}
        if "text" in one["encoding"]:
            encoding["text"] = one["encoding"]["text"]
        found[key] = {"mark": one["mark"], "data": {"values": rows}, "encoding": encoding}
        kept.append(found[key])
    return kept


_CHANNELS: dict[str, dict[str, Any]] = {
    "x": pixels("x"),
    "y": pixels("y"),
    "x2": {"field": "x2"},
    "y2": {"field": "y2"},
}


def _in_pixels(one: Layer) -> bool:
    """Whether a layer is of words or rules that stand at pixels, and nothing else."""
    places = [one["encoding"][name] for name in ("x", "y", "x2", "y2") if name in one["encoding"]]
    return (
        one["mark"]["type"] in ("text", "rule")
        and len(places) >= 2
        and "tooltip" not in one["encoding"]
        and all("value" in place or place.get("scale", 0) is None for place in places)
    )


def _spelled(row: Mapping[str, Any], encoding: Mapping[str, Any]) -> dict[str, Any]:
    """A row that says its own places."""
    said = {"text": row["text"]} if "text" in encoding else {}
    for name in ("x", "y", "x2", "y2"):
        if name in encoding:
            place = encoding[name]
            said[name] = place["value"] if "value" in place else row[place["field"]]
    return said


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
