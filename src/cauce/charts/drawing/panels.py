"""Panels: one line over time, small enough to stand beside others."""

from dataclasses import dataclass
from typing import Any

from cauce.charts.drawing.axes import tick_text
from cauce.charts.drawing.grid import Grid, Series
from cauce.charts.drawing.highlighting import last_known
from cauce.charts.drawing.letters import width_of
from cauce.charts.drawing.numbers import Scale, ticks
from cauce.charts.drawing.paper import (
    SMALL,
    Layer,
    Margins,
    at,
    layer,
    pixels,
    quantity,
    texts,
    tooltip,
)
from cauce.charts.drawing.shifting import hand_axis
from cauce.charts.drawing.times import Moment, holes, written_ticks
from cauce.charts.drawing.words import humane
from cauce.charts.theme import QUIET, STRONG

_HEIGHT = 92.0


@dataclass(frozen=True)
class Panel:
    """The layers of one small drawing and the room that they and the words around them take."""

    layers: list[Layer]
    plot: float
    height: float
    margins: Margins


def panel_of_line(
    grid: Grid,
    series: Series,
    scale: Scale,
    width: float,
    *,
    span: tuple[float, float] | None = None,
    margins: tuple[float, float] | None = None,
) -> Panel:
    """A series over time from zero.

    ``span`` is that of an axis shared with other panels, ``margins`` their left and right ones.
    """
    known = [scale.of(value) for value in series.values if value is not None]
    marks = ticks(*(span or (min([0.0, *known]), max([0.0, *known]))), 2)
    moments = [Moment(key.place or 0.0, key.label) for key in grid.keys]
    left, right = margins or (
        max(width_of(tick_text(value, marks, scale), SMALL) for value in marks.values) + 8,
        max(width_of(moments[-1].label, SMALL) / 2, 6.0) + 2,
    )
    plot = width - left - right
    first, last = moments[0].place, moments[-1].place
    rows: list[dict[str, Any]] = [
        {
            "x": moment.place,
            "value": None if value is None else scale.of(value),
            "name": series.label,
            "when": moment.label,
            "said": scale.full(value),
        }
        for moment, value in zip(moments, series.values, strict=True)
    ]
    if first == last:
        first, last = first - 1, last + 1
    x, y = quantity("x", first, last), quantity("value", marks.low, marks.high)
    dots = [row for row in rows if row["value"] is not None]
    rows += [{**rows[0], "x": place, "value": None} for place in holes(moments)]
    rows.sort(key=lambda row: row["x"])
    line: dict[str, Any] = {"type": "line", "color": STRONG, "strokeWidth": 2}
    line["invalid"] = "break-paths-show-domains"
    layers = [
        *hand_axis(marks, scale, (plot, _HEIGHT), side="left"),
        layer(line, rows, x=x, y=y),
        layer(
            {"type": "point", "filled": True, "opacity": 1, "color": STRONG, "size": 14},
            dots,
            x=x,
            y=y,
            tooltip=tooltip(
                name="Serie", when=humane(grid.column.label) if grid.column else "", said="Valor"
            ),
        ),
        *_times(moments, plot),
        *_last(series, scale, moments, plot, (marks.low, marks.high)),
    ]
    return Panel(layers, plot, _HEIGHT, Margins(left, right, 0.0, 22.0))


def _times(moments: list[Moment], plot: float) -> list[Layer]:
    """The first and the last moment, and those between that have room."""
    kept = written_ticks(moments, plot, SMALL)
    first, last = moments[0].place, moments[-1].place
    rows = [
        {"x": round((each.place - first) / ((last - first) or 1.0) * plot, 1), "text": each.label}
        for each in kept
    ]
    return [texts(rows, x=pixels("x"), y=at(_HEIGHT + 13), align="center", color=QUIET, size=SMALL)]


def _last(
    series: Series, scale: Scale, moments: list[Moment], plot: float, span: tuple[float, float]
) -> list[Layer]:
    """The last value there is, beside its point."""
    value = last_known(series.values)
    if value is None:
        return []
    place = max(at_ for at_, each in enumerate(series.values) if each is not None)
    first, last = moments[0].place, moments[-1].place
    x = (moments[place].place - first) / ((last - first) or 1.0) * plot
    y = (span[1] - scale.of(value)) / (span[1] - span[0]) * _HEIGHT
    before = next((each for each in reversed(series.values[:place]) if each is not None), None)
    below = before is not None and before > value and y < _HEIGHT - 18
    rows = [{"text": scale.text(value)}]
    return [
        texts(
            rows,
            x=at(x + 4),
            y=at(y + 12 if below else max(y - 10, 2)),
            align="right",
            bold=True,
            size=SMALL,
        )
    ]
