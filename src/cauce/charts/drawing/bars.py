"""Bars: one measure of categories, in their own order or from greatest to least."""

from cauce.charts.drawing.drawn import Drawn
from cauce.charts.drawing.grid import Grid
from cauce.charts.drawing.horizontal import Bar, bars_sheet
from cauce.charts.drawing.numbers import scale_of
from cauce.charts.drawing.ordinals import own_order
from cauce.charts.drawing.ranking import by_value
from cauce.charts.drawing.twin import twin_of
from cauce.charts.drawing.words import OTHERS, humane
from cauce.charts.theme import NARROW, WIDE

MOST_BARS = 20
MOST_APART = 30
"""Of what does not add up, and has no «Otros»."""


def bars(grid: Grid, country: str) -> Drawn:
    """The categories of a grid of one series."""
    series = grid.series[0]
    order = ordered_keys(grid)
    ordinal = order is not None
    ordered = grid.at(order if order is not None else by_value(grid))
    absences = ordered.series[0].absence
    values = ordered.series[0].values
    lines = [
        Bar(key.label, value, "missing" if key.missing else "plain", absences(at))
        for at, (key, value) in enumerate(zip(ordered.keys, values, strict=True))
    ]
    notes = grid.notes
    if len(lines) > (MOST_BARS if grid.additive else MOST_APART):
        lines, note = _shortened(lines, additive=grid.additive and not ordinal)
        notes += (note,)
    scale = scale_of((line.value for line in lines), series.unit, country)
    titles = (humane(grid.column.label) if grid.column else "", series.label)
    wide, narrow = (bars_sheet(lines, scale, width, titles) for width in (WIDE, NARROW))
    return Drawn("bars", scale.unit, wide, narrow, twin_of(ordered), notes)


def ordered_keys(grid: Grid) -> tuple[int, ...] | None:
    """The keys in the order that was asked for; else in that of their scale or of time; the
    missing one last. ``None`` without any order.
    """
    known = [at for at, key in enumerate(grid.keys) if not key.missing]
    missing = tuple(at for at, key in enumerate(grid.keys) if key.missing)
    if grid.given:
        return (*known, *missing)
    if grid.axis == "time":
        return (*sorted(known, key=lambda at: grid.keys[at].place or 0.0), *missing)
    order = own_order([grid.keys[at].label for at in known])
    return None if order is None else (*(known[place] for place in order), *missing)


def _shortened(lines: list[Bar], *, additive: bool) -> tuple[list[Bar], str]:
    """The first bars and, when they add up, the rest as one."""
    named = [line for line in lines if line.style == "plain"]
    missing = [line for line in lines if line.style != "plain"]
    kept, rest = named[: MOST_BARS - 1], named[MOST_BARS - 1 :]
    if not additive or any(line.value is not None and line.value < 0 for line in rest):
        return (
            [*kept, *missing],
            f"Se dibujan {len(kept)} de {len(named)}; los demás están en la tabla.",
        )
    total = sum(line.value for line in rest if line.value is not None)
    if total > max(line.value or 0.0 for line in kept):
        return (
            [*kept, *missing],
            f"Se dibujan los {len(kept)} más altos; los otros {len(rest)}, que juntos suman más "
            "que el primero, están en la tabla.",
        )
    return (
        [*kept, Bar(f"{OTHERS} ({len(rest)})", total, "rest"), *missing],
        f"«{OTHERS}» suma {len(rest)} que están uno a uno en la tabla.",
    )
