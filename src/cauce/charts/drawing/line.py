"""Lines: measures over time, each named where it ends."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from cauce.charts.drawing.axes import tick_text
from cauce.charts.drawing.bars import ordered_keys
from cauce.charts.drawing.dodging import dodged
from cauce.charts.drawing.drawn import Drawn
from cauce.charts.drawing.grid import Grid
from cauce.charts.drawing.highlighting import MOST_NAMED, highlighted, last_known
from cauce.charts.drawing.letters import cut, width_of
from cauce.charts.drawing.numbers import Scale, Ticks, scale_of, ticks
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
from cauce.charts.drawing.times import Moment, holes, written_ticks
from cauce.charts.drawing.twin import twin_of
from cauce.charts.drawing.words import humane
from cauce.charts.figure import Spec, Twin
from cauce.charts.theme import (
    CATEGORIES,
    FAINT,
    INK,
    NARROW,
    QUIET,
    SIGNAL,
    SIZE,
    STRONG,
    WIDE,
)

MOST_DOTS = 120
"""Points of a line that are marked one by one; of more, only the last."""
_SMALL_RANGE = 0.2
"""Share of the level under which a line that began at zero would look flat."""


@dataclass(frozen=True)
class Trace:
    """One line of the drawing."""

    label: str
    values: tuple[float | None, ...]
    color: str
    dash: tuple[int, ...] = (1, 0)
    named: bool = True


def line(grid: Grid, country: str, whole: str) -> Drawn:
    """The series of a grid over time; ``whole`` names the measure over everything."""
    order = ordered_keys(grid) or tuple(range(len(grid.keys)))
    ordered = grid.at([place for place in order if grid.keys[place].place is not None])
    notes = grid.notes
    if len(ordered.keys) < len(grid.keys):
        notes += ("Lo que no tiene fecha no está en el dibujo.",)
    series = [one for one in ordered.series if last_known(one.values) is not None]
    values = [value for one in series for value in one.values] + list(ordered.whole)
    scale = scale_of(values, ordered.series[0].unit, country)
    traces = _traces(ordered, whole)
    low, high, from_zero = _span([scale.of(value) for value in values if value is not None])
    if not from_zero:
        notes += ("El eje vertical no empieza en cero.",)
    broken = bool(holes([Moment(key.place or 0.0, key.label) for key in ordered.keys]))
    if broken or any(None in one.values for one in series):
        notes += ("Donde falta el dato, la línea se interrumpe.",)
    title = humane(ordered.column.label) if ordered.column else ""
    wide, narrow = (
        _sheet(traces, ordered, scale, width, (low, high), title) for width in (WIDE, NARROW)
    )
    return Drawn("line", scale.unit, wide, narrow, _twin(ordered, whole), notes)


def _traces(grid: Grid, whole: str) -> list[Trace]:
    """The background first, then what is spoken of, then the whole."""
    named = highlighted(grid)
    few = len(grid.series) <= MOST_NAMED
    back = [
        Trace(one.label, one.values, FAINT, named=False)
        for place, one in enumerate(grid.series)
        if place not in named
    ]
    front = [
        Trace(
            grid.series[place].label,
            grid.series[place].values,
            CATEGORIES[rank] if few and len(named) > 1 else STRONG,
        )
        for rank, place in enumerate(named)
    ]
    if grid.whole:
        return [*back, *front, Trace(whole, grid.whole, SIGNAL, (5, 3))]
    return [*back, *front]


def _span(values: Sequence[float]) -> tuple[float, float, bool]:
    """From zero, unless all change is small beside the level."""
    low, high = min(values), max(values)
    if low > 0 and high - low < _SMALL_RANGE * high and high > low:
        room = (high - low) * 0.15
        return max(0.0, low - room), high + room, False
    return min(0.0, low), max(0.0, high), True


@dataclass(frozen=True)
class _Plan:
    margins: Margins
    plot: float
    height: float
    ticks: Ticks
    moments: tuple[Moment, ...]

    def x(self, place: float) -> float:
        """The pixel of a moment."""
        first, last = self.moments[0].place, self.moments[-1].place
        return (place - first) / (last - first) * self.plot if last > first else self.plot / 2

    def y(self, value: float) -> float:
        """The pixel of a value."""
        return (self.ticks.high - value) / (self.ticks.high - self.ticks.low) * self.height


def _sheet(
    traces: Sequence[Trace],
    grid: Grid,
    scale: Scale,
    width: int,
    span: tuple[float, float],
    title: str,
) -> Spec:
    moments = tuple(Moment(key.place or 0.0, key.label) for key in grid.keys)
    marks = ticks(*span, 5 if width > NARROW else 4)
    written = [tick_text(value, marks, scale) for value in marks.values]
    left = max(width_of(text, SMALL) for text in written) + 10
    left = max(left, width_of(moments[0].label, SMALL) / 2)
    alone = len(traces) == 1
    room = width * (0.34 if width > NARROW else 0.42)
    ends = [trace for trace in traces if trace.named]
    right = (
        max(width_of(scale.text(last_known(traces[0].values)), SIZE) / 2 + 4, 14.0)
        if alone
        else max((min(_end_width(one, scale), room) for one in ends), default=0) + 12
    )
    right = max(right, width_of(moments[-1].label, SMALL) / 2 + 2)
    height = 230.0 if width > NARROW else 210.0
    top = 22.0 if alone else 8.0
    unit = "" if scale.unit == "%" else scale.unit
    margins = Margins(left, right, top + (18 if unit else 0), 26.0)
    plan = _Plan(margins, width - left - right, height, marks, moments)
    layers = [
        *_time_layers(plan),
        *_trace_layers(traces, plan, scale, title),
        *(_alone(traces[0], plan, scale) if alone else _named(ends, plan, scale, right - 12)),
    ]
    if unit:
        words = [{"text": cut(unit, width, SMALL)}]
        layers.append(texts(words, x=at(-left), y=at(-top - 10), color=QUIET, size=SMALL))
    return sheet(layers, width, height, margins, scale.country)


def _twin(grid: Grid, whole: str) -> Twin:
    """With the whole, when it is drawn, as its last column."""
    twin = twin_of(grid)
    if not grid.whole:
        return twin
    column = replace(grid.series[0].column, name="whole", label=whole)
    rows = tuple((*row, value) for row, value in zip(twin.rows, grid.whole, strict=True))
    return Twin((*twin.columns, column), rows)


def _time_layers(plan: _Plan) -> list[Layer]:
    """The moments that have room for their names, under the plot."""
    kept = written_ticks(plan.moments, plan.plot, SMALL)
    rows = [{"x": round(plan.x(moment.place), 1), "text": moment.label} for moment in kept]
    return [
        texts(rows, x=pixels("x"), y=at(plan.height + 14), align="center", color=QUIET, size=SMALL)
    ]


def _trace_layers(traces: Sequence[Trace], plan: _Plan, scale: Scale, title: str) -> list[Layer]:
    axis = numbered(plan.ticks, side="left", percent=scale.unit == "%")
    first, last = plan.moments[0].place, plan.moments[-1].place
    if first == last:
        first, last = first - 1, last + 1
    x = {**quantity("x", first, last), "axis": None}
    y = quantity("value", plan.ticks.low, plan.ticks.high, axis)
    spoken = [trace for trace in traces if trace.named]
    layers = _background(traces, plan, scale, x, y)
    y = _without_axis(y)
    for trace in spoken:
        rows = _rows(trace, plan, scale)
        mark: dict[str, Any] = {
            "type": "line",
            "color": trace.color,
            "strokeWidth": 2.2,
            "invalid": "break-paths-show-domains",
        }
        if trace.dash != (1, 0):
            mark["strokeDash"] = list(trace.dash)
        layers.append(layer(mark, rows, x=x, y=y))
    for trace in spoken:
        known = [row for row in _rows(trace, plan, scale) if row["value"] is not None]
        known = known if len(known) <= MOST_DOTS else known[-1:]
        layers.append(
            layer(
                {
                    "type": "point",
                    "color": trace.color,
                    "filled": True,
                    "opacity": 1,
                    "size": 36 if len(known) <= 15 else 14,
                },
                known,
                x=x,
                y=y,
                tooltip=tooltip(name="Serie", when=title, said="Valor"),
            )
        )
    return layers


def _without_axis(channel: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in channel.items() if key != "axis"}


def _background(
    traces: Sequence[Trace], plan: _Plan, scale: Scale, x: dict[str, Any], y: dict[str, Any]
) -> list[Layer]:
    """The lines that nobody speaks of, in one layer with the axis, and their lonely points."""
    rows: list[dict[str, Any]] = []
    lonely: list[dict[str, Any]] = []
    for place, trace in enumerate(traces):
        if trace.named:
            continue
        own = [
            {"x": row["x"], "value": row["value"], "name": trace.label, "line": place}
            for row in _rows(trace, plan, scale)
        ]
        rows += own
        beside = [None, *(row["value"] for row in own), None]
        lonely += [
            {"x": row["x"], "value": row["value"], "name": trace.label}
            for at_, row in enumerate(own)
            if row["value"] is not None and beside[at_] is None and beside[at_ + 2] is None
        ]
    mark = {
        "type": "line",
        "color": FAINT,
        "strokeWidth": 1.2,
        "invalid": "break-paths-show-domains",
    }
    told = tooltip(name="Serie")
    line = {"field": "line", "type": "nominal"}
    layers = [layer(mark, rows, x=x, y=y, detail=line, tooltip=told)]
    if lonely:
        point = {"type": "point", "filled": True, "opacity": 1, "color": FAINT, "size": 12}
        layers.append(layer(point, lonely, x=x, y=_without_axis(y), tooltip=told))
    return layers


def _rows(trace: Trace, plan: _Plan, scale: Scale) -> list[dict[str, Any]]:
    """The points of a line, with nothing where a moment of the series is absent."""
    known = [
        {
            "x": moment.place,
            "value": None if value is None else scale.of(value),
            "name": trace.label,
            "when": moment.label,
            "said": scale.full(value),
        }
        for moment, value in zip(plan.moments, trace.values, strict=True)
    ]
    absent = [{**known[0], "x": place, "value": None} for place in holes(plan.moments)]
    return sorted((*known, *absent), key=lambda row: row["x"])


def _alone(trace: Trace, plan: _Plan, scale: Scale) -> list[Layer]:
    """The first and the last value of a single line, and its greatest and least between them."""
    known = [(at_, value) for at_, value in enumerate(trace.values) if value is not None]
    most = max(known, key=lambda each: each[1])
    least = min(known, key=lambda each: each[1])
    rows = []
    for place, value in dict.fromkeys((known[0], known[-1], most, least)):
        x, wide = plan.x(plan.moments[place].place), width_of(scale.text(value), SIZE)
        x = max(x, wide / 2 - 4) if place == known[0][0] else x
        y = plan.y(scale.of(value))
        y += 14 if _in_a_valley(trace, place, value) and y < plan.height - 24 else -13
        rows.append({"x": round(x, 1), "y": round(y, 1), "text": scale.text(value), "wide": wide})
    kept: list[dict[str, Any]] = []
    for row in rows:
        clear = all(
            abs(row["x"] - other["x"]) > (row["wide"] + other["wide"]) / 2 + 4
            or abs(row["y"] - other["y"]) > LINE
            for other in kept
        )
        if clear:
            kept.append(row)
    said = [{"x": row["x"], "y": row["y"], "text": row["text"]} for row in kept]
    return [texts(said, x=pixels("x"), y=pixels("y"), align="center", color=INK, bold=True)]


def _in_a_valley(trace: Trace, place: int, value: float) -> bool:
    """Whether the line comes from above and goes upwards: then there is room under the point."""
    around = [
        trace.values[near] for near in (place - 1, place + 1) if near in range(len(trace.values))
    ]
    known = [other for other in around if other is not None]
    return bool(known) and all(other >= value for other in known) and max(known) > value


def _named(ends: Sequence[Trace], plan: _Plan, scale: Scale, room: float) -> list[Layer]:
    """The name of each line where it ends, one under another."""
    known = [(trace, last) for trace in ends if (last := last_known(trace.values)) is not None]
    wanted = [plan.y(scale.of(value)) for _, value in known]
    places = dodged(wanted, LINE, 4, plan.height - 4)
    rows = [
        {"y": round(place, 1), "text": _end_text(trace, scale, room), "color": trace.color}
        for (trace, _), place in zip(known, places, strict=True)
    ]
    words = texts(rows, x=at(plan.plot + 8), y=pixels("y"), bold=True)
    words["encoding"]["color"] = {"field": "color", "type": "nominal", "scale": None}
    return [words]


def _end_text(trace: Trace, scale: Scale, room: float) -> str:
    """«Guatemala 51.1»: the name gives way, never the value."""
    value = scale.text(last_known(trace.values))
    left = room - width_of(f" {value}", SIZE, bold=True) + 0.5
    return f"{cut(trace.label, left, SIZE, bold=True)} {value}"


def _end_width(trace: Trace, scale: Scale) -> float:
    return width_of(f"{trace.label} {scale.text(last_known(trace.values))}", SIZE, bold=True)
