"""Blocks: how drawings with several values a category share out rows, names and axis."""

from collections.abc import Sequence
from dataclasses import dataclass

from cauce.charts.drawing.axes import fitting_ticks
from cauce.charts.drawing.bars import ordered_keys
from cauce.charts.drawing.grid import Grid
from cauce.charts.drawing.letters import cut, width_of, wrapped
from cauce.charts.drawing.numbers import Scale, Ticks
from cauce.charts.drawing.paper import LINE, SMALL, Layer, Margins, at, pixels, texts
from cauce.charts.theme import NARROW, QUIET, SIZE

BEFORE = 9


@dataclass(frozen=True)
class Blocks:
    """Where the rows of a drawing stand."""

    margins: Margins
    plot: float
    height: float
    names: tuple[tuple[str, ...], ...]
    middles: tuple[float, ...]
    low: float
    high: float
    ticks: Ticks
    inset: float = 0.0
    """Pixels between the names and where the axis begins, for values written before it."""

    def x(self, value: float) -> float:
        """The pixel of a value."""
        return (value - self.low) / (self.high - self.low) * self.plot

    def name_layers(self) -> list[Layer]:
        """The names at the left, the lines of each around the middle of its row."""
        rows = [
            {"y": round(middle + (place - (len(lines) - 1) / 2) * LINE, 1), "text": line}
            for lines, middle in zip(self.names, self.middles, strict=True)
            for place, line in enumerate(lines)
        ]
        return [texts(rows, x=at(-BEFORE - self.inset), y=pixels("y"), align="right")]

    def unit_layers(self, scale: Scale) -> list[Layer]:
        """The unit under the axis."""
        if scale.unit in ("", "%"):
            return []
        words = [{"text": cut(scale.unit, self.plot + self.margins.right, SMALL)}]
        return [texts(words, x=at(0), y=at(self.height + 30), color=QUIET, size=SMALL)]


def blocks_of(
    labels: Sequence[str],
    scale: Scale,
    width: float,
    *,
    span: tuple[float, float],
    thick: float,
    top: float,
    right: float,
    inset: float = 0.0,
) -> Blocks:
    """Rows at least ``thick`` pixels high under a head of ``top`` pixels.

    ``inset`` pixels are left between the names and the axis.
    """
    room = min(
        max((width_of(label, SIZE) for label in labels), default=0.0),
        width * (0.36 if width > NARROW else 0.38),
    )
    names = tuple(wrapped(label, room + 1, SIZE) for label in labels)
    heights = [max(thick, len(lines) * LINE + 7) for lines in names]
    middles = tuple(sum(heights[:place]) + heights[place] / 2 for place in range(len(heights)))
    plot = width - room - BEFORE - inset - right
    low, high = span
    marks = fitting_ticks(low, high, plot, scale, 5 if width > NARROW else 3)
    inside = tuple(value for value in marks.values if low <= value <= high) or (low,)
    bottom = 24.0 + (16 if scale.unit not in ("", "%") else 0)
    return Blocks(
        Margins(room + BEFORE + inset, right, top, bottom),
        plot,
        sum(heights),
        names,
        middles,
        low,
        high,
        Ticks(inside, low, high, marks.decimals),
        inset,
    )


def in_order(grid: Grid) -> Grid:
    """The keys in their own order, else from the greatest to the least of the last series."""
    order = ordered_keys(grid)
    if order is None:
        last = grid.series[-1].values
        order = tuple(
            sorted(
                range(len(grid.keys)),
                key=lambda at: (
                    grid.keys[at].missing,
                    last[at] is None,
                    -(last[at] or 0.0),
                    grid.keys[at].label,
                ),
            )
        )
    return grid.at(order)
