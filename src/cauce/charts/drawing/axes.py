"""Axes: as many ticks as have room for their words."""

from cauce.charts.drawing.letters import width_of
from cauce.charts.drawing.numbers import Scale, Ticks, ticks
from cauce.charts.drawing.paper import SMALL

_APART = 14
"""Pixels between the words of two ticks."""


def tick_text(value: float, marks: Ticks, scale: Scale) -> str:
    """A tick as it is written: «20», «20 %»."""
    text = Scale(1, marks.decimals, "", scale.country).text(value)
    return f"{text}\u00a0%" if scale.unit == "%" else text


def fitting_ticks(low: float, high: float, room: float, scale: Scale, most: int) -> Ticks:
    """At most ``most`` steps whose words stand side by side in ``room`` pixels."""
    whole = scale.decimals == 0 and scale.divisor == 1
    for steps in range(most, 1, -1):
        marks = ticks(low, high, steps, whole=whole)
        widest = max(width_of(tick_text(value, marks, scale), SMALL) for value in marks.values)
        gap = (marks.values[1] - marks.values[0]) / (high - low or 1.0) * room
        if gap >= widest + _APART:
            return marks
    return ticks(low, high, 1, whole=whole)
