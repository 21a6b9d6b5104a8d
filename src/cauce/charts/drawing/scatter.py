"""Scatter: how two measures go together."""

from collections.abc import Sequence
from typing import Any

from cauce.charts.drawing.axes import fitting_ticks, tick_text
from cauce.charts.drawing.clouds import Cloud, Heat
from cauce.charts.drawing.drawn import Drawn
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
from cauce.charts.drawing.twin import made_column
from cauce.charts.drawing.words import humane, unit_of
from cauce.charts.figure import Spec, Twin
from cauce.charts.theme import BAR, INK, NARROW, QUIET, SEQUENCE, STRONG, WIDE

_HEIGHTS = {WIDE: 320.0, NARROW: 280.0}
Box = tuple[float, float, float, float]
"""Left, top, width and height in pixels."""
_MOST_COVERED = 1
"""Points that a name may stand on."""
_FROM_ZERO = 0.5
"""Below this share of the greatest value, an axis begins at zero."""


def scatter(cloud: Cloud, country: str) -> Drawn:
    """Points with the names of the extreme ones."""
    scales = _point_scales(cloud, country)
    wide, narrow = (_points_sheet(cloud, scales, width) for width in (WIDE, NARROW))
    notes: tuple[str, ...] = ()
    if cloud.lost:
        notes = (
            "1 no está en el dibujo porque le falta uno de los dos valores."
            if cloud.lost == 1
            else f"{cloud.lost} no están en el dibujo porque les falta uno de los dos valores.",
        )
    named = cloud.name and cloud.labels
    columns = (*((cloud.name,) if named and cloud.name else ()), cloud.x, cloud.y)
    rows = tuple(
        (*((cloud.labels[place],) if named else ()), *point)
        for place, point in enumerate(cloud.points)
    )
    return Drawn("scatter", "", wide, narrow, Twin(columns, rows), notes)


def heat(found: Heat, country: str) -> Drawn:
    """Very many points as a lattice of five jades, the darker the more rows."""
    scales = (
        scale_of(found.x_edges, unit_of(found.x), country),
        scale_of(found.y_edges, unit_of(found.y), country),
    )
    cells = [
        (x, y, count)
        for x, column in enumerate(found.counts)
        for y, count in enumerate(column)
        if count
    ]
    limits = _limits([count for _, _, count in cells])
    wide, narrow = (_heat_sheet(found, cells, limits, scales, width) for width in (WIDE, NARROW))
    count = made_column("filas", "Filas", "integer")
    rows = tuple(
        (
            f"{scales[0].text(found.x_edges[x])} a {scales[0].text(found.x_edges[x + 1])}",
            f"{scales[1].text(found.y_edges[y])} a {scales[1].text(found.y_edges[y + 1])}",
            count_,
        )
        for x, y, count_ in cells
    )
    notes = ("Son tantas filas que se cuentan por casillas: cuanto más oscura, más filas.",)
    return Drawn("scatter", "", wide, narrow, Twin((found.x, found.y, count), rows), notes)


def _point_scales(cloud: Cloud, country: str) -> tuple[Scale, Scale]:
    return (
        scale_of([x for x, _ in cloud.points], unit_of(cloud.x), country),
        scale_of([y for _, y in cloud.points], unit_of(cloud.y), country),
    )


def _span(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    if low == high:
        return min(0.0, low), max(0.0, high) or 1.0
    return (0.0, high) if 0 < low < _FROM_ZERO * high else (low, high)


def _title(label: str, scale: Scale) -> str:
    return f"{label} ({scale.unit})" if scale.unit not in ("", label) else label


def _frame(
    x: Ticks, y: Ticks, scales: tuple[Scale, Scale], titles: tuple[str, str], width: int
) -> tuple[Margins, list[Layer]]:
    """The margins and the names of both axes: that of y above it, that of x under it."""
    left = max(width_of(tick_text(value, y, scales[1]), SMALL) for value in y.values) + 8
    right = max(width_of(tick_text(x.values[-1], x, scales[0]), SMALL) / 2 + 2, 8.0)
    height = _HEIGHTS[width]
    words = [
        texts(
            [{"text": cut(titles[0], width - left, SMALL)}],
            x=at(width - left - right),
            y=at(height + 32),
            align="right",
            color=QUIET,
            size=SMALL,
        ),
        texts(
            [{"text": cut(titles[1], width, SMALL)}],
            x=at(-left),
            y=at(-14),
            color=QUIET,
            size=SMALL,
        ),
    ]
    return Margins(left, right, 24.0, 42.0), words


def _axes(
    xs: Sequence[float], ys: Sequence[float], scales: tuple[Scale, Scale], width: int
) -> tuple[Ticks, Ticks]:
    low, high = _span(xs)
    x = fitting_ticks(low, high, width - 70.0, scales[0], 6 if width > NARROW else 4)
    return x, ticks(*_span(ys), 5)


def _points_sheet(cloud: Cloud, scales: tuple[Scale, Scale], width: int) -> Spec:
    xs = [scales[0].of(x) for x, _ in cloud.points]
    ys = [scales[1].of(y) for _, y in cloud.points]
    x_ticks, y_ticks = _axes(xs, ys, scales, width)
    titles = (_title(cloud.words[0], scales[0]), _title(cloud.words[1], scales[1]))
    margins, words = _frame(x_ticks, y_ticks, scales, titles, width)
    height, plot = _HEIGHTS[width], width - margins.left - margins.right
    rows = [
        {
            "x": x,
            "y": y,
            **({"name": cloud.labels[place]} if cloud.labels else {}),
            "said_x": scales[0].full(cloud.points[place][0]),
            "said_y": scales[1].full(cloud.points[place][1]),
        }
        for place, (x, y) in enumerate(zip(xs, ys, strict=True))
    ]
    tips = {"said_x": cloud.words[0], "said_y": cloud.words[1]}
    if cloud.labels:
        tips = {"name": humane(cloud.name.label) if cloud.name else "Punto", **tips}
    many = len(rows) > 400
    points = layer(
        {
            "type": "point",
            "filled": True,
            "color": BAR,
            "opacity": 0.35 if many else 0.7,
            "size": 16 if many else 44,
        },
        rows,
        x=quantity(
            "x",
            x_ticks.low,
            x_ticks.high,
            numbered(x_ticks, side="bottom", percent=scales[0].unit == "%"),
        ),
        y=quantity(
            "y",
            y_ticks.low,
            y_ticks.high,
            numbered(y_ticks, side="left", percent=scales[1].unit == "%"),
        ),
        tooltip=tooltip(**tips),
    )
    places = [
        (
            (x - x_ticks.low) / (x_ticks.high - x_ticks.low) * plot,
            (y_ticks.high - y) / (y_ticks.high - y_ticks.low) * height,
        )
        for x, y in zip(xs, ys, strict=True)
    ]
    layers = [points, *_extremes(cloud, places, plot), *words]
    return sheet(layers, width, height, margins, scales[0].country)


def _extremes(cloud: Cloud, places: Sequence[tuple[float, float]], plot: float) -> list[Layer]:
    """The names of the points that stand out, each where nothing else is written."""
    if not cloud.labels:
        return []
    count = range(len(places))
    mean = (
        sum(x for x, _ in places) / len(places),
        sum(y for _, y in places) / len(places),
    )
    outermost = sorted(
        count,
        key=lambda at_: -((places[at_][0] - mean[0]) ** 2 + (places[at_][1] - mean[1]) ** 2),
    )
    edges = [
        max(count, key=lambda at_: places[at_][0]),
        min(count, key=lambda at_: places[at_][0]),
        max(count, key=lambda at_: places[at_][1]),
        min(count, key=lambda at_: places[at_][1]),
    ]
    taken: list[Box] = []
    rows: list[dict[str, Any]] = []
    for place in dict.fromkeys((*edges, *outermost[:8])):
        x, y = places[place]
        wide = width_of(cloud.labels[place], SMALL)
        boxes = [
            (start, y - LINE / 2, wide, LINE)
            for start in (x + 8, x - 8 - wide)
            if 0 <= start <= plot - wide
        ]
        free = [box for box in boxes if not any(_meet(box, other) for other in taken)]
        if not free:
            continue
        box = min(free, key=lambda each: _covered(each, places))
        if _covered(box, places) > _MOST_COVERED:
            continue
        taken.append(box)
        rows.append({"x": round(box[0], 1), "y": round(y, 1), "text": cloud.labels[place]})
    return [texts(rows, x=pixels("x"), y=pixels("y"), color=INK, size=SMALL)]


def _covered(box: Box, places: Sequence[tuple[float, float]]) -> int:
    """How many points a name would stand on."""
    left, top, wide, high = box
    return sum(left - 3 < x < left + wide + 3 and top < y < top + high for x, y in places)


def _meet(first: Box, second: Box) -> bool:
    return (
        first[0] < second[0] + second[2] + 2
        and second[0] < first[0] + first[2] + 2
        and first[1] < second[1] + second[3]
        and second[1] < first[1] + first[3]
    )


def _limits(counts: Sequence[int]) -> list[int]:
    """Four limits between five classes, by powers: most cells hold few rows."""
    most = max(counts, default=1)
    return [max(place + 1, round(most ** ((place + 1) / 5))) for place in range(4)]


def _heat_sheet(
    found: Heat,
    cells: Sequence[tuple[int, int, int]],
    limits: Sequence[int],
    scales: tuple[Scale, Scale],
    width: int,
) -> Spec:
    xs = [scales[0].of(edge) for edge in found.x_edges]
    ys = [scales[1].of(edge) for edge in found.y_edges]
    x_marks = fitting_ticks(xs[0], xs[-1], width - 70.0, scales[0], 6 if width > NARROW else 4)
    x_ticks = _within(x_marks, xs)
    y_ticks = _within(ticks(ys[0], ys[-1], 5), ys)
    titles = (
        _title(humane(found.x.label), scales[0]),
        _title(humane(found.y.label), scales[1]),
    )
    margins, words = _frame(x_ticks, y_ticks, scales, titles, width)
    rows = [
        {
            "x": xs[x],
            "x2": xs[x + 1],
            "y": ys[y],
            "y2": ys[y + 1],
            "count": count,
            "color": SEQUENCE[sum(count > limit for limit in limits)],
        }
        for x, y, count in cells
    ]
    squares = layer(
        {"type": "rect", "stroke": STRONG, "strokeWidth": 0.2},
        rows,
        x=quantity(
            "x",
            x_ticks.low,
            x_ticks.high,
            numbered(x_ticks, side="bottom", percent=scales[0].unit == "%", grid=False),
        ),
        x2={"field": "x2"},
        y=quantity(
            "y",
            y_ticks.low,
            y_ticks.high,
            numbered(y_ticks, side="left", percent=scales[1].unit == "%", grid=False),
        ),
        y2={"field": "y2"},
        color={"field": "color", "type": "nominal", "scale": None},
        tooltip=tooltip(count="Filas"),
    )
    return sheet([squares, *words], width, _HEIGHTS[width], margins, scales[0].country)


def _within(marks: Ticks, span: Sequence[float]) -> Ticks:
    """The ticks of an axis that ends where its values do."""
    inside = tuple(value for value in marks.values if span[0] <= value <= span[-1])
    return Ticks(inside or (span[0],), span[0], span[-1], marks.decimals)
