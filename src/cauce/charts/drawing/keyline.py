"""Key lines: the names of the series above a drawing, each after its mark, in reading order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cauce.charts.drawing.letters import cut, width_of
from cauce.charts.drawing.paper import LINE, Layer, layer, pixels, texts
from cauce.charts.theme import INK, SIZE

_MARK = 16
"""Pixels of a mark and the space after it."""
_APART = 18


@dataclass(frozen=True)
class Entry:
    """The name of a series and the mark that stands for it."""

    label: str
    color: str
    shape: str = "square"


@dataclass(frozen=True)
class KeyLine:
    """Entries placed on as many lines as they need."""

    entries: tuple[tuple[Entry, float, int], ...]
    """Each with its pixel and its line."""
    height: float

    @classmethod
    def of(cls, entries: Sequence[Entry], width: float) -> "KeyLine":
        """The entries from the left, broken where the width ends."""
        placed: list[tuple[Entry, float, int]] = []
        x, line = 0.0, 0
        for entry in entries:
            label = cut(entry.label, width - _MARK, SIZE)
            wide = _MARK + width_of(label, SIZE)
            if placed and x + wide > width:
                x, line = 0.0, line + 1
            placed.append((Entry(label, entry.color, entry.shape), x, line))
            x += wide + _APART
        return cls(tuple(placed), (line + 1) * (LINE + 3) + 8)

    def layers(self, left: float) -> list[Layer]:
        """The key line above a plot that begins ``left`` pixels inside the sheet."""
        rows: list[dict[str, Any]] = [
            {
                "x": round(x - left, 1),
                "y": round(-self.height + LINE / 2 + line * (LINE + 3), 1),
                "text": entry.label,
                "color": entry.color,
                "shape": entry.shape,
            }
            for entry, x, line in self.entries
        ]
        marks = [{**row, "x": row["x"] + 5} for row in rows]
        return [
            layer(
                {"type": "point", "filled": True, "opacity": 1, "size": 90},
                marks,
                x=pixels("x"),
                y=pixels("y"),
                color={"field": "color", "type": "nominal", "scale": None},
                shape={"field": "shape", "type": "nominal", "scale": None},
            ),
            texts(rows, x=pixels("x"), y=pixels("y"), dx=_MARK, color=INK),
        ]
