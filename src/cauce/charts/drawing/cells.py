"""Cells: very many points counted in squares of a map, so that where they are dense is seen."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from cauce.base.numerals import number_es
from cauce.charts.drawing.drawn import Drawn
from cauce.charts.drawing.geography import Land, land
from cauce.charts.drawing.paper import Layer, Margins, at, layer, pixels, sheet, tooltip
from cauce.charts.drawing.swatches import Swatches, legend_row, swatches
from cauce.charts.drawing.twin import made_column
from cauce.charts.figure import Spec, Twin
from cauce.charts.source import Source
from cauce.charts.theme import LAND, NARROW, RULE, WATER, WIDE
from cauce.engine.explore import Explore
from cauce.engine.query import Answer, shared
from cauce.engine.sandbox import name_literal
from cauce.territory.shapes import Topology

HEIGHT: Final = 440
"""Pixels that a map of points may be high."""
_SIDE: Final = 12
"""Pixels of a side of a cell."""
_BATCH: Final = 65_536

Counts = Mapping[tuple[int, int], int]
"""Rows in each cell, by its column and row from the top left."""


def cells(
    source: Source, explore: Explore, answer: Answer, pair: tuple[int, int], topology: Topology
) -> Drawn:
    """The map of very many rows: ``pair`` says which columns are latitude and longitude."""
    wide, narrow = (land(topology, width, HEIGHT) for width in (WIDE, NARROW))
    counted = _counted(source, explore, answer, pair, (wide, narrow))
    told = sum(counted[0].values())
    notes = [
        f"Son {number_es(answer.total)} filas: se cuentan por cuadros en vez de dibujarlas una a "
        "una."
    ]
    if told < answer.total:
        notes.append(f"{number_es(answer.total - told)} filas no tienen un punto en el mapa.")
    return Drawn(
        "points",
        "filas",
        _drawn(wide, counted[0], WIDE, source.country),
        _drawn(narrow, counted[1], NARROW, source.country),
        _twin(wide, counted[0]),
        (*notes, topology.source),
    )


def ground_of(ground: Land, left: float, top: float) -> list[Layer]:
    """The country under its points: land, borders of departments, water."""
    body: dict[str, Any] = {"type": "point", "size": 4, "opacity": 1}
    place: dict[str, Any] = {
        "x": at(left),
        "y": at(top),
        "shape": {"field": "path", "type": "nominal", "scale": None, "legend": None},
    }
    rows = [{"path": outline.path} for outline in ground.places.values()]
    layers = [layer({**body, "fill": LAND, "stroke": RULE, "strokeWidth": 0.7}, rows, **place)]
    if ground.water:
        water = {**body, "fill": WATER, "strokeWidth": 0}
        layers.append(layer(water, [{"path": ground.water}], **place))
    return layers


def _counted(
    source: Source,
    explore: Explore,
    answer: Answer,
    pair: tuple[int, int],
    grounds: tuple[Land, Land],
) -> tuple[Counts, Counts]:
    """How many of all rows fall in each cell of each map."""
    names = ", ".join(f"{name_literal(answer.columns[each].name)}::DOUBLE" for each in pair)
    rows = shared().every_row(explore, source.tables, source.schema, source.joinable)
    tallies: tuple[Counter[tuple[int, int]], ...] = (Counter(), Counter())
    for batch in rows.batches(names, _BATCH):
        latitudes, longitudes = (
            column.to_numpy(zero_copy_only=False).astype(float) for column in batch.columns
        )
        known = np.isfinite(longitudes) & (np.abs(latitudes) < 89)
        for ground, tally in zip(grounds, tallies, strict=True):
            projection = ground.projection
            ordinate = np.degrees(np.arcsinh(np.tan(np.radians(latitudes[known]))))
            x = (longitudes[known] - projection.west) * projection.scale
            y = (projection.north - ordinate) * projection.scale
            inside = (x >= 0) & (x < ground.width) & (y >= 0) & (y < ground.height)
            places = np.stack([x[inside], y[inside]], axis=1) // _SIDE
            found, counts = np.unique(places.astype(int), axis=0, return_counts=True)
            tally.update(
                {(int(a), int(b)): int(n) for (a, b), n in zip(found, counts, strict=True)}
            )
    return tallies[0], tallies[1]


def _drawn(ground: Land, counts: Counts, width: int, country: str) -> Spec:
    of = swatches(
        [float(count) for count in counts.values()], "filas por cuadro", "quantiles", country
    )
    head = legend_row(of, width, missing=())
    left, top = round((width - ground.width) / 2, 1), head.height + 10
    layers = [*head.layers, *ground_of(ground, left, top), _squares(counts, of, left, top)]
    return sheet(layers, width, top + ground.height, Margins(0, 0, 2, 2), country)


def _squares(counts: Counts, of: Swatches, left: float, top: float) -> Layer:
    rows = [
        {
            "x": left + a * _SIDE,
            "x2": left + (a + 1) * _SIDE - 1,
            "y": top + b * _SIDE,
            "y2": top + (b + 1) * _SIDE - 1,
            "fill": of.colour(count),
            "count": number_es(count),
        }
        for (a, b), count in counts.items()
    ]
    return layer(
        "rect",
        rows,
        x=pixels("x"),
        x2={"field": "x2"},
        y=pixels("y"),
        y2={"field": "y2"},
        fill={"field": "fill", "type": "nominal", "scale": None},
        tooltip=tooltip(count="Filas"),
    )


def _twin(ground: Land, counts: Counts) -> Twin:
    """The centre of each cell and its rows, the densest first."""
    columns = (
        made_column("longitude", "Longitud del centro", "number", "longitude"),
        made_column("latitude", "Latitud del centro", "number", "latitude"),
        made_column("count", "Filas", "integer"),
    )
    order = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return Twin(
        columns,
        tuple(
            (*ground.projection.degrees((a + 0.5) * _SIDE, (b + 0.5) * _SIDE), count)
            for (a, b), count in order
        ),
    )
