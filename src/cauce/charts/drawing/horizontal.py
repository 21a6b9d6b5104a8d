"""Horizontal bars from zero: the layout that rankings and categories share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from cauce.charts.drawing.letters import cut, width_of, wrapped
from cauce.charts.drawing.numbers import Scale, Ticks, ticks
from cauce.charts.drawing.paper import (
    LINE,
    SMALL,
    Layer,
    Margins,
    at,
    layer,
    numbered,
    pixels,
    quantity,
    sheet,
    texts,
    tooltip,
)
from cauce.charts.figure import Spec
from cauce.charts.theme import BAR, GROUND, INK, MISSING, NARROW, QUIET, SIGNAL, SIZE

Style = Literal["plain", "missing", "rest", "gap"]
_COLOURS: dict[Style, str] = {"plain": BAR, "missing": MISSING, "rest": MISSING, "gap": MISSING}
_FALL = 6
"""Pixels between the end of a bar and its value."""


@dataclass(frozen=True)
class Bar:
    """One line of a drawing of bars."""

    label: str
    value: float | None
    style: Style = "plain"


@dataclass(frozen=True)
class Reference:
    """A value drawn as a line across the bars."""

    label: str
    value: float


def bars_sheet(
    bars: Sequence[Bar],
    scale: Scale,
    width: int,
    titles: tuple[str, str],
    reference: Reference | None = None,
) -> Spec:
    """The bars in their order; ``titles`` name what they are of and what they measure."""
    plan = _plan(bars, scale, width, reference)
    rows = [_row(at_, bar, scale, plan) for at_, bar in enumerate(bars)]
    drawn = [row for row in rows if row["value"] is not None]
    axis = numbered(plan.ticks, side="bottom", percent=scale.unit == "%")
    x = quantity("value", plan.low, plan.high, axis)
    plain_x = quantity("value", plan.low, plan.high)
    y = _band(plan)
    layers: list[Layer] = [
        layer(
            {"type": "bar", "height": plan.thickness},
            drawn,
            x=x,
            x2={"datum": 0},
            y=y,
            color={"field": "color", "type": "nominal", "scale": None},
            tooltip=tooltip(name=titles[0], said=titles[1]),
        )
    ]
    if plan.low < 0:
        layers.append(
            layer(
                {"type": "rule", "color": QUIET, "strokeWidth": 1},
                [{"value": 0}],
                x=plain_x,
            )
        )
    if reference:
        layers += _reference_layers(reference, scale, plan, width)
    layers += _value_layers(rows, plan, y)
    layers += _label_layers(rows, plan, y)
    if note := _unit_text(scale):
        layers.append(
            texts(
                [{"text": note}],
                x=at(0),
                y=at(plan.height + 30),
                color=QUIET,
                size=SMALL,
            )
        )
    return sheet(layers, width, plan.height, plan.margins, scale.country)


@dataclass(frozen=True)
class _Plan:
    margins: Margins
    plot: float
    """Pixels of the plot's width."""
    height: float
    step: float
    thickness: float
    low: float
    high: float
    ticks: Ticks
    room: float
    """Pixels for the labels at the left."""
    reference: float | None

    def x(self, value: float) -> float:
        """The pixel of a value."""
        return (value - self.low) / (self.high - self.low) * self.plot


def _plan(
    bars: Sequence[Bar], scale: Scale, width: int, reference: Reference | None
) -> _Plan:
    values = [scale.of(bar.value) for bar in bars if bar.value is not None]
    line = scale.of(reference.value) if reference else None
    spread = [0.0, *values, *([line] if line is not None else [])]
    low, high = min(spread), max(spread)
    if low == high:
        high = 1.0
    labels = max((width_of(bar.label, SIZE) for bar in bars), default=0)
    room = min(labels, width * (0.36 if width > NARROW else 0.37)) + 2
    lines = max(len(wrapped(bar.label, room, SIZE)) for bar in bars)
    step = 21.0 if lines == 1 else LINE * 2 + 5.0
    said = [
        width_of(scale.text(bar.value), SIZE) + _FALL for bar in bars if bar.value is not None
    ]
    negative = max(
        (
            width_of(scale.text(bar.value), SIZE) + _FALL
            for bar in bars
            if bar.value is not None and bar.value < 0
        ),
        default=0.0,
    )
    right = max(said, default=0.0) + 2
    left = room + 9 + negative
    plot = width - left - right
    round_ticks = ticks(low, high, 5 if width > NARROW else 3)
    inside = tuple(
        value
        for value in round_ticks.values
        if low - 1e-9 * abs(low) <= value <= high + 1e-9 * abs(high)
    )
    kept = Ticks(inside or (0.0,), low, high, round_ticks.decimals)
    bottom = 24.0 + (16 if _unit_text(scale) else 0)
    return _Plan(
        Margins(left, right, 20.0 if reference else 2.0, bottom),
        plot,
        step * len(bars),
        step,
        14.0 if lines == 1 else 18.0,
        low,
        high,
        kept,
        room,
        line,
    )


def _row(place: int, bar: Bar, scale: Scale, plan: _Plan) -> dict[str, Any]:
    return {
        "row": place,
        "name": bar.label,
        "lines": list(wrapped(bar.label, plan.room, SIZE)),
        "value": None if bar.value is None else scale.of(bar.value),
        "said": scale.full(bar.value),
        "short": "" if bar.style == "gap" else scale.text(bar.value),
        "color": _COLOURS[bar.style],
        "gap": bar.style == "gap",
    }


def _band(plan: _Plan) -> dict[str, Any]:
    """Rows from above downwards, each as high as the others."""
    count = round(plan.height / plan.step)
    return {
        "field": "row",
        "type": "quantitative",
        "scale": {"domain": [-0.5, count - 0.5], "range": [0, plan.height], "nice": False},
        "axis": None,
        "title": None,
    }


def _value_layers(rows: Sequence[dict[str, Any]], plan: _Plan, y: Any) -> list[Layer]:
    """The value at the end of each bar, inside it when it would cross the reference line."""
    after, before, inside, absent = [], [], [], []
    for row in rows:
        said = {"row": row["row"], "text": row["short"]}
        if row["value"] is None:
            if not row["gap"]:
                absent.append({**said, "x": plan.x(0) + 4})
            continue
        end, wide = plan.x(row["value"]), width_of(row["short"], SIZE)
        line = None if plan.reference is None else plan.x(plan.reference)
        if row["value"] < 0:
            before.append({**said, "x": end - 4})
        elif line is None or not end - 1 < line < end + wide + 7:
            after.append({**said, "x": end + 4})
        elif end - plan.x(0) > wide + 12 and row["color"] == BAR:
            inside.append({**said, "x": end - 5})
        else:
            after.append({**said, "x": line + 5})
    return [
        texts(_rounded(kept), x=pixels("x"), y=y, align=align, color=color)
        for kept, align, color in (
            (after, "left", INK),
            (before, "right", INK),
            (inside, "right", GROUND),
            (absent, "left", QUIET),
        )
        if kept
    ]


def _rounded(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "x": round(row["x"], 1)} for row in rows]


def _label_layers(rows: Sequence[dict[str, Any]], plan: _Plan, y: Any) -> list[Layer]:
    """The names at the left, all lines of one around the middle of its bar."""
    layers = []
    most = max(len(row["lines"]) for row in rows)
    edge = -9 - (plan.margins.left - plan.room - 9)
    for count in range(1, most + 1):
        kept = [
            {"row": row["row"], "text": row["lines"] if count > 1 else row["lines"][0]}
            for row in rows
            if len(row["lines"]) == count
        ]
        if kept:
            layers.append(
                texts(
                    kept,
                    x=at(edge),
                    y=y,
                    align="right",
                    dy=-(count - 1) * LINE / 2,
                    color=INK,
                )
            )
    return layers


def _reference_layers(
    reference: Reference, scale: Scale, plan: _Plan, width: int
) -> list[Layer]:
    said = f"{reference.label} {scale.text(reference.value)}"
    place = plan.x(scale.of(reference.value))
    half = width_of(said, SIZE, bold=True) / 2
    middle = min(
        max(place, half - plan.margins.left), plan.plot + plan.margins.right - half
    )
    x = quantity("value", plan.low, plan.high)
    return [
        layer(
            {
                "type": "rule",
                "color": SIGNAL,
                "strokeDash": [4, 3],
                "strokeWidth": 1.5,
            },
            [{"value": scale.of(reference.value)}],
            x=x,
            y=at(-4),
            y2=at(plan.height),
        ),
        texts(
            [{"text": cut(said, width, SIZE, bold=True)}],
            x=at(middle),
            y=at(-12),
            align="center",
            color=SIGNAL,
            bold=True,
        ),
    ]


def _unit_text(scale: Scale) -> str:
    return "" if scale.unit == "%" else scale.unit
