"""Rankings: territories from greatest to least, with the whole as a line."""

from cauce.charts.drawing.drawn import Drawn
from cauce.charts.drawing.grid import Grid
from cauce.charts.drawing.horizontal import Bar, Reference, bars_sheet
from cauce.charts.drawing.numbers import scale_of
from cauce.charts.drawing.twin import twin_of
from cauce.charts.drawing.words import humane
from cauce.charts.theme import NARROW, WIDE

MOST_PLACES = 30
"""Places that are all drawn."""
FIRST, LAST = 10, 5
"""Of more places, how many of the highest and of the lowest are drawn."""


def ranking(grid: Grid, country: str, whole: str) -> Drawn:
    """The places of a grid of one series; ``whole`` names what the reference line is of."""
    series = grid.series[0]
    ordered = grid.at(_as_given(grid) if grid.given else by_value(grid))
    values = ordered.series[0].values
    scale = scale_of((*values, series.whole), series.unit, country)
    bars = [
        Bar(key.label, value, "missing" if key.missing else "plain", ordered.series[0].absence(at))
        for at, (key, value) in enumerate(zip(ordered.keys, values, strict=True))
    ]
    notes = grid.notes
    if len(bars) > MOST_PLACES:
        known = [bar for bar in bars if bar.value is not None and bar.style == "plain"]
        left = len(known) - FIRST - LAST
        notes += (
            f"Se dibujan {_ends(given=grid.given)}; "
            f"los otros {len(bars) - FIRST - LAST} están en la tabla.",
        )
        bars = [*known[:FIRST], Bar(f"… {left} más", None, "gap"), *known[-LAST:]]
    reference = None if series.whole is None else Reference(whole, series.whole)
    titles = (humane(grid.column.label) if grid.column else "", series.label)
    wide, narrow = (bars_sheet(bars, scale, width, titles, reference) for width in (WIDE, NARROW))
    return Drawn("ranking", scale.unit, wide, narrow, twin_of(ordered), notes)


def _as_given(grid: Grid) -> list[int]:
    return sorted(range(len(grid.keys)), key=lambda at: grid.keys[at].missing)


def _ends(*, given: bool) -> str:
    if given:
        return f"los {FIRST} primeros y los {LAST} últimos en el orden pedido"
    return f"los {FIRST} valores más altos y los {LAST} más bajos"


def by_value(grid: Grid) -> list[int]:
    """The keys from greatest to least; those without a value or without a name at the end."""
    values = grid.series[0].values

    def rank(at: int) -> tuple[bool, bool, float, str, int]:
        value = values[at]
        return (grid.keys[at].missing, value is None, -(value or 0.0), grid.keys[at].label, at)

    return sorted(range(len(grid.keys)), key=rank)
