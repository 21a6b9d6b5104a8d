"""Tiles: departments as squares of one size, with the value inside; what a telephone shows."""

from dataclasses import replace
from typing import Any, Final

from cauce.charts.drawing.letters import cut, width_of
from cauce.charts.drawing.located import Located, Panel
from cauce.charts.drawing.paper import Layer, Margins, layer, pixels, sheet, texts, tooltip
from cauce.charts.drawing.swatches import WITHOUT, Swatches, legend_row
from cauce.charts.drawing.words import HIDDEN
from cauce.charts.figure import Spec
from cauce.charts.theme import GROUND, INK
from cauce.territory.shapes import Tile, tiles

_LARGEST: Final = 70.0
_GAP: Final = 3.0


def tiled(read: Located, of: Swatches, width: int, country: str) -> Spec:
    """The squares of the departments of a country, of the last panel, with their legend above."""
    panel = read.panels[-1]
    grid = tiles(read.level)
    columns = 1 + max(tile.column for tile in grid)
    side = min(_LARGEST, (width + _GAP) / columns)
    missing = replace(read, panels=(panel,)).lacking(tile.code for tile in grid)
    head = legend_row(of, width, missing=missing)
    top = head.height + 12
    left = max(0.0, (width - side * columns) / 2)
    rows = [_row(tile, panel, of, side, left, top) for tile in grid]
    layers = [
        *head.layers,
        layer(
            {"type": "rect", "cornerRadius": 3},
            rows,
            x=pixels("x"),
            x2={"field": "x2"},
            y=pixels("y"),
            y2={"field": "y2"},
            fill={"field": "fill", "type": "nominal", "scale": None},
            tooltip=tooltip(name="Lugar", value=of.word),
        ),
        *_words(rows, side),
    ]
    height = top + side * (1 + max(tile.row for tile in grid))
    return sheet(layers, width, height, Margins(0, 0, 2, 2), country)


def _row(
    tile: Tile, panel: Panel, of: Swatches, side: float, left: float, top: float
) -> dict[str, Any]:
    value = panel.values.get(tile.code)
    absence = panel.absence(tile.code)
    x, y = left + side * tile.column, top + side * tile.row
    return {
        "x": round(x, 1),
        "x2": round(x + side - _GAP, 1),
        "y": round(y, 1),
        "y2": round(y + side - _GAP, 1),
        "middle": round(x + (side - _GAP) / 2, 1),
        "name": tile.name,
        "short": tile.short,
        "value": of.full(value, absence),
        "inside": "—" if value is None else of.scale.text(value),
        "said": absence if absence == HIDDEN else "",
        "fill": WITHOUT[absence] if value is None else of.colour(value),
        "ink": of.ink(value),
    }


def _words(rows: list[dict[str, Any]], side: float) -> list[Layer]:
    """The short name of each place and, below it, its value, in the ink that is read there."""
    room = side - _GAP - 4
    longest = max((row["inside"] for row in rows), key=lambda text: width_of(text, 15, bold=True))
    size = min(15.0, 15 * room / max(1.0, width_of(longest, 15, bold=True)))
    layers = []
    for ink in (INK, GROUND):
        there = [row for row in rows if row["ink"] == ink]
        names = [
            {
                "x": row["middle"],
                "y": row["y"] + side * 0.3,
                "text": cut(row["short"], side - _GAP, 10.5),
            }
            for row in there
        ]
        names += [
            {"x": row["middle"], "y": row["y"] + side * 0.62, "text": row["said"]}
            for row in there
            if row["said"]
        ]
        values = [
            {"x": row["middle"], "y": row["y"] + side * 0.62, "text": row["inside"]}
            for row in there
            if not row["said"]
        ]
        if there:
            place: dict[str, Any] = {"x": pixels("x"), "y": pixels("y"), "align": "center"}
            layers.append(texts(names, **place, color=ink, size=10.5))
            layers.append(texts(values, **place, color=ink, size=round(size, 1), bold=True))
    return layers
