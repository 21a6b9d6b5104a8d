"""Small multiples: one small drawing a series, so that many can be read beside one another."""

from collections.abc import Sequence
from typing import Final

from cauce.charts.drawing.bars import ordered_keys
from cauce.charts.drawing.drawn import Drawn
from cauce.charts.drawing.grid import Grid
from cauce.charts.drawing.horizontal import Bar, bar_layers, plan_of
from cauce.charts.drawing.letters import wrapped
from cauce.charts.drawing.numbers import Scale, scale_of
from cauce.charts.drawing.panels import Panel, panel_of_line
from cauce.charts.drawing.paper import LINE, Layer, Margins, at, sheet, texts
from cauce.charts.drawing.ranking import by_value
from cauce.charts.drawing.shifting import hand_axis, merged, shifted
from cauce.charts.drawing.twin import twin_of
from cauce.charts.drawing.words import humane
from cauce.charts.figure import Spec
from cauce.charts.theme import NARROW, SIZE, WIDE

MOST_PANELS: Final = 12
MOST_BARS: Final = 75
"""Of all panels together."""
FEWEST_BARS: Final = 5
_GAP = 24


def multiples(grid: Grid, country: str) -> Drawn:
    """The series of a grid, each in a panel of its own; of one unit, all on the same scale."""
    chosen, notes = _chosen(grid)
    over_time = chosen.axis == "time" and len(chosen.keys) > 1
    order = ordered_keys(chosen)
    ordered = chosen.at(order if order is not None else by_value(chosen))
    if over_time:
        ordered = ordered.at([at for at, key in enumerate(ordered.keys) if key.place is not None])
    shown = ordered
    most = max(FEWEST_BARS, MOST_BARS // len(ordered.series))
    if not over_time and len(ordered.keys) > most:
        shown = ordered.at(range(most))
        notes += (f"Se dibujan {most} de {len(ordered.keys)}; los demás están en la tabla.",)
    scales = _scales(shown, country)
    if len(shown.units) > 1:
        notes += ("Cada panel tiene su propia unidad y su propia escala.",)
    make = _lines if over_time else _bars
    wide, narrow = (make(shown, scales, width) for width in (WIDE, NARROW))
    units = {scale.unit for scale in scales}
    unit = units.pop() if len(units) == 1 else ""
    return Drawn(
        "multiples",
        unit,
        wide,
        narrow,
        twin_of(ordered),
        (*grid.notes, *notes),
        mixed=len(shown.units) > 1,
    )


def _chosen(grid: Grid) -> tuple[Grid, tuple[str, ...]]:
    """At most twelve series: those of the greatest values."""
    if len(grid.series) <= MOST_PANELS:
        return grid, ()
    ranked = sorted(
        range(len(grid.series)),
        key=lambda at: (
            grid.series[at].missing,
            -max((abs(value) for value in grid.series[at].values if value is not None), default=0),
            at,
        ),
    )
    return grid.of(ranked[:MOST_PANELS]), (
        f"Se dibujan {MOST_PANELS} de {len(grid.series)} series: las de valores más altos.",
    )


def _scales(grid: Grid, country: str) -> list[Scale]:
    """One for all when they share the unit, else one for each."""
    if len(grid.units) == 1:
        values = [value for one in grid.series for value in one.values]
        return [scale_of(values, grid.units[0], country)] * len(grid.series)
    return [scale_of(one.values, one.unit, country) for one in grid.series]


def _bars(grid: Grid, scales: Sequence[Scale], width: int) -> Spec:
    """Panels of horizontal bars, two side by side where there is room."""
    columns = 2 if width > NARROW and len(grid.series) > 1 else 1
    each = (width - _GAP * (columns - 1)) / columns
    span = _common_span(grid, scales)
    bars = [
        [
            Bar(key.label, value, "missing" if key.missing else "plain", series.absence(place))
            for place, (key, value) in enumerate(zip(grid.keys, series.values, strict=True))
        ]
        for series in grid.series
    ]
    first = [plan_of(one, scale, each, span=span) for one, scale in zip(bars, scales, strict=True)]
    sides = (max(one.margins.left for one in first), max(one.margins.right for one in first))
    panels = []
    for series, one, scale in zip(grid.series, bars, scales, strict=True):
        plan = plan_of(one, scale, each, span=span, margins=sides)
        titles = (humane(grid.column.label) if grid.column else "", series.label)
        size = (plan.plot, plan.height)
        layers = [
            *hand_axis(plan.ticks, scale, size, side="bottom"),
            *bar_layers(one, scale, plan, titles),
        ]
        panels.append(Panel(layers, *size, plan.margins))
    return _together(panels, grid, columns, each, width, scales[0].country)


def _lines(grid: Grid, scales: Sequence[Scale], width: int) -> Spec:
    """Panels of lines, three side by side where there is room and two on a phone."""
    columns = min(len(grid.series), 3 if width > NARROW else 2)
    each = (width - _GAP * (columns - 1)) / columns
    span = _common_span(grid, scales)
    pairs = list(zip(grid.series, scales, strict=True))
    first = [panel_of_line(grid, series, scale, each, span=span) for series, scale in pairs]
    sides = (max(one.margins.left for one in first), max(one.margins.right for one in first))
    panels = [
        panel_of_line(grid, series, scale, each, span=span, margins=sides)
        for series, scale in pairs
    ]
    return _together(panels, grid, columns, each, width, scales[0].country, scales)


def _common_span(grid: Grid, scales: Sequence[Scale]) -> tuple[float, float] | None:
    """From zero over all values, when they are of one unit."""
    if len(grid.units) > 1:
        return None
    known = [
        scales[0].of(value) for one in grid.series for value in one.values if value is not None
    ]
    return min([0.0, *known]), max([0.0, *known])


def _together(
    panels: Sequence[Panel],
    grid: Grid,
    columns: int,
    each: float,
    width: int,
    country: str,
    units: Sequence[Scale] = (),
) -> Spec:
    """The panels in rows, each under its name, with the unit where the panel does not say it."""
    said = [unit.unit if unit.unit != "%" else "" for unit in units] or [""] * len(panels)
    names = [
        wrapped(", ".join(filter(None, (series.label, unit))), each - 2, SIZE, bold=True)
        for series, unit in zip(grid.series, said, strict=True)
    ]
    head = max(map(len, names)) * LINE + 12.0
    bottom = max(panel.margins.bottom for panel in panels)
    step = head + max(panel.height for panel in panels) + bottom + 6
    layers: list[Layer] = []
    for place, (panel, lines) in enumerate(zip(panels, names, strict=True)):
        left, top = place % columns * (each + _GAP), place // columns * step
        layers += [
            texts([{"text": line}], x=at(left), y=at(top + 8 + at_ * LINE), bold=True)
            for at_, line in enumerate(lines)
        ]
        origin = (left + panel.margins.left, top + head)
        layers += shifted(panel.layers, origin, (panel.plot, panel.height))
    rows = -(-len(panels) // columns)
    whole = sheet(merged(layers), width, rows * step - 6, Margins(0, 0, 0, 0), country)
    return {**whole, "resolve": {"scale": {"x": "independent", "y": "independent"}}}
