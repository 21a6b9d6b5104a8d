"""Horizontal bars from zero: the layout that rankings, categories and small multiples share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from cauce.charts.drawing.axes import fitting_ticks
from cauce.charts.drawing.letters import cut, width_of, wrapped
from cauce.charts.drawing.numbers import Scale, Ticks
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
from cauce.charts.drawing.words import NOT_GIVEN
from cauce.charts.figure import Spec
from cauce.charts.theme import BAR, GROUND, INK, MISSING, NARROW, QUIET, SIGNAL, SIZE

Style = Literal["plain", "missing", "rest", "gap"]
_COLOURS: dict[Style, str] = {"plain": BAR, "missing": MISSING, "rest": MISSING, "gap": MISSING}
_THICK = 14
_APART = 7
"""Pixels between a bar, or the words beside it, and the next."""
_BEFORE = 9
"""Pixels between a name and where its bar begins."""


@dataclass(frozen=True)
class Bar:
    """One line of a drawing of bars."""

    label: str
    value: float | None
    style: Style = "plain"
    absence: str = NOT_GIVEN
    """What stands in place of a value that is not there."""


@dataclass(frozen=True)
class Reference:
    """A value drawn as a line across the bars."""

    label: str
    value: float


@dataclass(frozen=True)
class Plan:
    """Where everything of a drawing of bars stands."""

    margins: Margins
    plot: float
    """Pixels of the plot's width."""
    height: float
    names: tuple[tuple[str, ...], ...]
    """The lines of each name."""
    middles: tuple[float, ...]
    """The pixel of the middle of each bar."""
    low: float
    high: float
    ticks: Ticks
    reference: float | None
    edge: float
    """The pixel where names end."""

    def x(self, value: float) -> float:
        """The pixel of a value."""
        return (value - self.low) / (self.high - self.low) * self.plot


def bars_sheet(
    bars: Sequence[Bar],
    scale: Scale,
    width: int,
    titles: tuple[str, str],
    reference: Reference | None = None,
) -> Spec:
    """The bars in their order; ``titles`` name what they are of and what they measure."""
    plan = plan_of(bars, scale, width, reference=reference)
    layers = bar_layers(bars, scale, plan, titles)
    if reference:
        layers += _reference_layers(reference, scale, plan, width)
    return sheet(layers, width, plan.height, plan.margins, scale.country)


def plan_of(
    bars: Sequence[Bar],
    scale: Scale,
    width: float,
    *,
    reference: Reference | None = None,
    span: tuple[float, float] | None = None,
    margins: tuple[float, float] | None = None,
) -> Plan:
    """The layout of bars in a width.

    ``span`` is that of an axis shared with other bars, ``margins`` their left and right ones.
    """
    values = [scale.of(bar.value) for bar in bars if bar.value is not None]
    line = scale.of(reference.value) if reference else None
    spread = [0.0, *values, *(span or ()), *([] if line is None else [line])]
    low, high = min(spread), max(spread)
    if low == high:
        high = 1.0
    room = min(
        max((width_of(bar.label, SIZE) for bar in bars), default=0.0),
        width * (0.36 if width > NARROW else 0.4),
    )
    names = tuple(wrapped(bar.label, room + 1, SIZE) for bar in bars)
    heights = [max(_THICK, len(lines) * LINE) + _APART for lines in names]
    middles = tuple(sum(heights[:place]) + heights[place] / 2 for place in range(len(heights)))
    said = [
        (bar.value, width_of(scale.text(bar.value), SIZE) + 6)
        for bar in bars
        if bar.value is not None
    ]
    negative = max((wide for value, wide in said if value < 0), default=0.0)
    right = max((wide for value, wide in said if value >= 0), default=6.0)
    left, right = margins or (room + _BEFORE + negative, right)
    plot = width - left - right
    marks = fitting_ticks(low, high, plot, scale, 5 if width > NARROW else 3)
    inside = tuple(value for value in marks.values if low <= value <= high) or (0.0,)
    return Plan(
        Margins(left, right, 20.0 if reference else 2.0, 24.0 + (16 if _unit_text(scale) else 0)),
        plot,
        sum(heights),
        names,
        middles,
        low,
        high,
        Ticks(inside, low, high, marks.decimals),
        line,
        -_BEFORE - negative,
    )


def bar_layers(
    bars: Sequence[Bar], scale: Scale, plan: Plan, titles: tuple[str, str]
) -> list[Layer]:
    """The bars, the axis under them, their names before and their values after them."""
    rows = [
        {
            "y": round(middle, 1),
            "name": bar.label,
            "value": None if bar.value is None else scale.of(bar.value),
            "said": scale.full(bar.value),
            "color": _COLOURS[bar.style],
        }
        for bar, middle in zip(bars, plan.middles, strict=True)
    ]
    axis = numbered(plan.ticks, side="bottom", percent=scale.unit == "%")
    layers: list[Layer] = [
        layer(
            {"type": "bar", "height": _THICK, "orient": "horizontal"},
            [row for row in rows if row["value"] is not None],
            x=quantity("value", plan.low, plan.high, axis),
            x2={"datum": 0},
            y=pixels("y"),
            color={"field": "color", "type": "nominal", "scale": None},
            tooltip=tooltip(name=titles[0], said=titles[1]),
        )
    ]
    if plan.low < 0:
        zero = quantity("value", plan.low, plan.high)
        rule = layer(
            {"type": "rule", "color": QUIET}, [{"value": 0}], x=zero, y=at(0), y2=at(plan.height)
        )
        layers.append(rule)
    layers += _value_layers(bars, scale, plan)
    layers += _name_layers(plan)
    if unit := _unit_text(scale):
        words = [{"text": cut(unit, plan.plot + plan.margins.right, SMALL)}]
        layers.append(texts(words, x=at(0), y=at(plan.height + 30), color=QUIET, size=SMALL))
    return layers


def _value_layers(bars: Sequence[Bar], scale: Scale, plan: Plan) -> list[Layer]:
    """The value at the end of each bar, inside it when it would cross the reference line."""
    after, before, inside, absent = [], [], [], []
    line = None if plan.reference is None else plan.x(plan.reference)
    for bar, middle in zip(bars, plan.middles, strict=True):
        said: dict[str, Any] = {"y": round(middle, 1), "text": scale.text(bar.value)}
        wide = width_of(said["text"], SIZE)
        if bar.style == "gap":
            continue
        if bar.value is None:
            absent.append({**said, "text": bar.absence, "x": round(plan.x(0) + 4, 1)})
            continue
        end = plan.x(scale.of(bar.value))
        if bar.value < 0:
            before.append({**said, "x": round(end - 4, 1)})
        elif line is None or not end - 1 < line < end + wide + 7:
            after.append({**said, "x": round(end + 4, 1)})
        elif end - plan.x(0) > wide + 12 and bar.style == "plain":
            inside.append({**said, "x": round(end - 5, 1)})
        else:
            after.append({**said, "x": round(line + 5, 1)})
    return [
        texts(kept, x=pixels("x"), y=pixels("y"), align=align, color=color)
        for kept, align, color in (
            (after, "left", INK),
            (before, "right", INK),
            (inside, "right", GROUND),
            (absent, "left", QUIET),
        )
        if kept
    ]


def _name_layers(plan: Plan) -> list[Layer]:
    """The names at the left, the lines of each around the middle of its bar."""
    rows = [
        {"y": round(middle + (place - (len(lines) - 1) / 2) * LINE, 1), "text": line}
        for lines, middle in zip(plan.names, plan.middles, strict=True)
        for place, line in enumerate(lines)
    ]
    return [texts(rows, x=at(plan.edge), y=pixels("y"), align="right")]


def _reference_layers(reference: Reference, scale: Scale, plan: Plan, width: int) -> list[Layer]:
    said = cut(f"{reference.label} {scale.text(reference.value)}", width, SIZE, bold=True)
    half = width_of(said, SIZE, bold=True) / 2
    middle = plan.x(scale.of(reference.value))
    middle = min(max(middle, half - plan.margins.left), plan.plot + plan.margins.right - half)
    return [
        layer(
            {"type": "rule", "color": SIGNAL, "strokeDash": [4, 3], "strokeWidth": 1.5},
            [{"value": scale.of(reference.value)}],
            x=quantity("value", plan.low, plan.high),
            y=at(-4),
            y2=at(plan.height),
        ),
        texts([{"text": said}], x=at(middle), y=at(-12), align="center", color=SIGNAL, bold=True),
    ]


def _unit_text(scale: Scale) -> str:
    return "" if scale.unit == "%" else scale.unit
