"""Histograms: how values are spread, as bars between round edges."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from cauce.charts.drawing.axes import tick_text
from cauce.charts.drawing.drawn import Drawn
from cauce.charts.drawing.letters import cut, width_of
from cauce.charts.drawing.numbers import Scale, scale_of, ticks
from cauce.charts.drawing.paper import (
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
from cauce.charts.drawing.twin import made_column
from cauce.charts.drawing.words import humane, unit_of
from cauce.charts.figure import Spec, Twin
from cauce.charts.theme import BAR, INK, NARROW, QUIET, WIDE
from cauce.engine.columns import Column
from cauce.engine.profile import Histogram

_HEIGHT = 200.0
_FOOT = 40.0


def histogram(found: Histogram, column: Column, country: str, what: str) -> Drawn:
    """The bins of a column; ``what`` names what is counted: «filas», «municipios»."""
    labels, unit = _edge_labels(found, column, country)
    counts = scale_of([float(count) for count in found.counts], "", country)
    wide, narrow = (
        _sheet(found, labels, counts, width, f"{humane(column.label)}{unit}", what)
        for width in (WIDE, NARROW)
    )
    columns = (
        made_column("desde", "Desde"),
        made_column("hasta", "Hasta"),
        made_column("cuantos", what.capitalize(), "integer"),
    )
    rows = tuple(
        (labels[place], labels[place + 1], count) for place, count in enumerate(found.counts)
    )
    return Drawn("histogram", unit_of(column), wide, narrow, Twin(columns, rows), bins=found)


def _edge_labels(found: Histogram, column: Column, country: str) -> tuple[list[str], str]:
    """The edges as they are written, and the unit that they share."""
    if any(isinstance(edge, str) for edge in found.edges):
        return [_day(str(edge), found.edges) for edge in found.edges], ""
    numbers = [float(edge) for edge in found.edges]
    scale = scale_of(numbers, unit_of(column), country)
    marks = [scale.of(number) for number in numbers]
    decimals = next(
        (places for places in range(6) if all(round(mark, places) == mark for mark in marks)), 6
    )
    written = Scale(scale.divisor, decimals, scale.unit, country)
    unit = f" ({scale.unit})" if scale.unit else ""
    if column.role == "year":
        return [str(int(number)) for number in numbers], unit
    return [written.text(number) for number in numbers], unit


def _day(text: str, edges: Sequence[Any]) -> str:
    moment = datetime.fromisoformat(text)
    if all(str(edge)[5:10] == "01-01" for edge in edges):
        return str(moment.year)
    if isinstance(date.fromisoformat(text[:10]), date) and all(
        str(edge)[8:10] == "01" for edge in edges
    ):
        return f"{moment:%m/%Y}"
    return f"{moment:%d/%m/%Y}"


def _sheet(
    found: Histogram, labels: list[str], counts: Scale, width: int, title: str, what: str
) -> Spec:
    most = max(found.counts, default=0)
    marks = ticks(0.0, counts.of(float(most or 1)), 4, whole=counts.divisor == 1)
    left = max(width_of(tick_text(value, marks, counts), SMALL) for value in marks.values) + 8
    left = max(left, width_of(labels[0], SMALL) / 2 + 2)
    right = max(width_of(labels[-1], SMALL) / 2 + 2, 4.0)
    plot = width - left - right
    step = plot / len(found.counts)
    margins = Margins(left, right, 36.0, _FOOT)
    layers = [
        *_bars(found, labels, counts, step, marks.high, what),
        *_axis(labels, step, title, plot),
    ]
    axis = {**numbered(marks, side="left")}
    layers[0]["encoding"]["y"]["axis"] = axis
    words = [{"text": cut(what.capitalize(), width, SMALL)}]
    layers.append(texts(words, x=at(-left), y=at(-27), color=QUIET, size=SMALL))
    return sheet(layers, width, _HEIGHT, margins, counts.country)


def _bars(
    found: Histogram, labels: list[str], counts: Scale, step: float, high: float, what: str
) -> list[Layer]:
    rows = [
        {
            "x": round(place * step + 0.5, 1),
            "x2": round((place + 1) * step - 0.5, 1),
            "value": counts.of(count),
            "span": f"{labels[place]} a {labels[place + 1]}",
            "said": counts.full(count),
        }
        for place, count in enumerate(found.counts)
    ]
    layers = [
        layer(
            {"type": "bar", "color": BAR},
            rows,
            x=pixels("x"),
            x2={"field": "x2"},
            y=quantity("value", 0.0, high),
            y2={"datum": 0},
            tooltip=tooltip(span="Entre", said=what.capitalize()),
        )
    ]
    said: list[dict[str, Any]] = [
        {
            "x": round((place + 0.5) * step, 1),
            "y": round((1 - counts.of(count) / high) * _HEIGHT - 8, 1),
            "text": counts.text(count),
        }
        for place, count in enumerate(found.counts)
        if count
    ]
    if all(width_of(word["text"], SMALL) < step for word in said):
        layers.append(
            texts(said, x=pixels("x"), y=pixels("y"), align="center", color=INK, size=SMALL)
        )
    return layers


def _axis(labels: list[str], step: float, title: str, plot: float) -> list[Layer]:
    """The edges that have room for their words, and what they are of."""
    widest = max(width_of(label, SMALL) for label in labels) + 10
    every = next(
        each for each in range(1, len(labels) + 1) if each * step >= widest or each == len(labels)
    )
    rows = [
        {"x": round(place * step, 1), "text": label}
        for place, label in enumerate(labels)
        if place % every == 0
    ]
    return [
        texts(rows, x=pixels("x"), y=at(_HEIGHT + 12), align="center", color=QUIET, size=SMALL),
        texts(
            [{"text": cut(title, plot, SMALL)}],
            x=at(0),
            y=at(_HEIGHT + 30),
            color=QUIET,
            size=SMALL,
        ),
    ]
