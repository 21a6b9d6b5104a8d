"""Maps: places coloured by the class of their value, one map or one a year, whole or zoomed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from cauce.charts.drawing.drawn import Drawn, Tangle
from cauce.charts.drawing.geography import Land, Outline, land, room_in
from cauce.charts.drawing.letters import width_of, wrapped
from cauce.charts.drawing.located import Located, Panel, by_department, located
from cauce.charts.drawing.paper import Layer, Margins, at, layer, pixels, sheet, texts, tooltip
from cauce.charts.drawing.points import points_of
from cauce.charts.drawing.swatches import Swatches, legend, legend_row, swatches
from cauce.charts.drawing.tiles import tiled
from cauce.charts.drawing.twin import made_column
from cauce.charts.figure import Spec, Twin
from cauce.charts.sentences.wording import level_words
from cauce.charts.source import Source
from cauce.charts.theme import GROUND, INK, NARROW, TOTAL, WATER, WIDE
from cauce.engine.columns import Column
from cauce.engine.explore import Explore
from cauce.engine.query.answers import Answer
from cauce.territory import by_code
from cauce.territory.shapes import Topology, shapes, tiles

HEIGHT: Final = 440
"""Pixels a map may be high."""
_BESIDE: Final = 18
"""Between a legend and its map."""
_NAME: Final = 12
_NAMED: Final = 60
"""Places among which names are looked for room."""


def map_of(source: Source, explore: Explore, answer: Answer) -> Drawn | Tangle:
    """The map of an answer: of its places, or of its points where it has latitudes and longitudes.

    ``answer`` holds all rows or groups, in the unit in which they are read; with a zoom, only those
    of that department.
    """
    if (points := points_of(source, explore, answer)) is not None:
        return points
    read = located(source, explore, answer)
    if isinstance(read, Tangle):
        return read
    zoom = explore.view.zoom
    if zoom is None:
        read = by_department(read)
    of = swatches(
        read.values, read.unit, explore.view.classing, source.country, read.measured.label
    )
    topology = shapes(read.level, within=zoom, maps=source.maps)
    if topology is not None:
        return _drawn(read, topology, of, source.country)
    if zoom is None and tiles(read.level) and len(read.panels) == 1:
        return Drawn(
            "tiles",
            of.scale.unit,
            tiled(read, of, WIDE, source.country),
            tiled(read, of, NARROW, source.country),
            _twin(read, [tile.code for tile in tiles(read.level)]),
            read.notes,
        )
    return Tangle(
        f"No hay un mapa de {level_words(read.level)} en esta instalación. Quien la administra "
        "puede cargar el oficial con «cauce territory load»."
    )


def _drawn(read: Located, topology: Topology, of: Swatches, country: str) -> Drawn:
    several = len(read.panels) > 1
    departments = read.level.endswith("department")
    if several:
        wide = _several(read, topology, of, WIDE, country)
        narrow = _several(read, topology, of, NARROW, country) if departments else None
    else:
        wide = _alone(read, topology, of, country)
        narrow = tiled(read, of, NARROW, country) if departments and tiles(read.level) else None
    return Drawn(
        "choropleth",
        of.scale.unit,
        wide,
        narrow,
        _twin(read, topology.codes),
        (*read.notes, topology.source),
    )


def _alone(read: Located, topology: Topology, of: Swatches, country: str) -> Spec:
    """One map with its legend at the top left, beside it where they would meet."""
    panel = read.panels[0]
    missing = sum(panel.values.get(code) is None for code in topology.codes)
    key = legend(of, 0, 0, 150, missing=missing, counted=level_words(read.level))
    drawn = land(topology, WIDE, HEIGHT)
    offset = max(0.0, key.width + _BESIDE - drawn.leftmost(key.height + _BESIDE))
    if offset + drawn.width > WIDE:
        offset = key.width + _BESIDE
        drawn = land(topology, WIDE - offset, HEIGHT)
    x = round(offset + max(0.0, WIDE - offset - drawn.width) / 2, 1)
    layers = [*_layers(drawn, panel, of, (x, 0)), *key.layers]
    if len(topology.codes) <= _NAMED:
        layers += _names(drawn, panel, of, (x, 0))
    return sheet(layers, WIDE, max(drawn.height, key.height), Margins(0, 0, 2, 2), country)


def _several(read: Located, topology: Topology, of: Swatches, width: int, country: str) -> Spec:
    """A map a panel, all of them in the same classes, under one legend."""
    count = len(read.panels)
    columns = 2 if width < WIDE or count in (2, 4) else 3
    across = (width - _BESIDE * (columns - 1)) / columns
    drawn = land(topology, round(across, 1), round(across * 1.25, 1), 1.5)
    missing = sum(
        panel.values.get(code) is None for panel in read.panels for code in topology.codes
    )
    head = legend_row(of, width, missing=missing)
    layers = list(head.layers)
    step = drawn.height + 34
    for place, panel in enumerate(read.panels):
        x = round(place % columns * (across + _BESIDE), 1)
        y = round(head.height + 30 + place // columns * step, 1)
        layers += _layers(drawn, panel, of, (x, y))
        heading = [{"x": x, "y": y - 12, "text": panel.label}]
        layers.append(texts(heading, x=pixels("x"), y=pixels("y"), bold=True))
    height = head.height + 30 + step * -(-count // columns) - 34
    return sheet(layers, width, height, Margins(0, 0, 2, 2), country)


def _layers(drawn: Land, panel: Panel, of: Swatches, corner: tuple[float, float]) -> list[Layer]:
    """The places, the borders of what holds them, and water."""
    many = len(drawn.places) > 60
    rows = [
        {
            "path": place.path,
            "name": place.name,
            "value": of.scale.full(panel.values.get(code)),
            "class": of.label(panel.values.get(code)),
        }
        for code, place in drawn.places.items()
    ]
    layers = [
        _shapes(
            rows,
            corner,
            {"stroke": GROUND, "strokeWidth": 0.4 if many else 0.8},
            fill=of.channel("class"),
            tooltip=tooltip(name="Lugar", value=of.word, **{"class": "Clase"}),
        )
    ]
    if drawn.borders:
        line = {"stroke": GROUND, "strokeWidth": 1.2, "filled": False}
        layers.append(_shapes([{"path": drawn.borders}], corner, line))
    coast = {"stroke": TOTAL, "strokeWidth": 0.6, "filled": False}
    layers.append(_shapes([{"path": drawn.coast}], corner, coast))
    if drawn.water:
        layers.append(_shapes([{"path": drawn.water}], corner, {"fill": WATER, "strokeWidth": 0}))
    return layers


def _shapes(
    rows: Sequence[Mapping[str, Any]],
    corner: tuple[float, float],
    mark: Mapping[str, Any],
    **encoding: Any,
) -> Layer:
    """Paths in pixels from a corner on: symbols of area 4 are drawn at their own size."""
    return layer(
        {"type": "point", "size": 4, "opacity": 1, **mark},
        rows,
        x=at(corner[0]),
        y=at(corner[1]),
        shape={"field": "path", "type": "nominal", "scale": None, "legend": None},
        **encoding,
    )


@dataclass(frozen=True)
class _Name:
    lines: tuple[str, ...]
    x: float
    y: float
    ink: str


def _names(drawn: Land, panel: Panel, of: Swatches, corner: tuple[float, float]) -> list[Layer]:
    """The names of the places that have room for them."""
    found = [
        name
        for code, place in drawn.places.items()
        if (name := _fitting(place, of.ink(panel.values.get(code)), corner)) is not None
    ]
    layers = []
    for ink in (INK, GROUND):
        rows = [
            {
                "x": round(name.x, 1),
                "y": round(name.y + 7.5 * (1 - len(name.lines)), 1),
                "text": list(name.lines),
            }
            for name in found
            if name.ink == ink
        ]
        if rows:
            layers.append(
                texts(rows, x=pixels("x"), y=pixels("y"), align="center", color=ink, size=_NAME)
            )
    return layers


def _fitting(place: Outline, ink: str, corner: tuple[float, float]) -> _Name | None:
    for lines in (1, 2):
        room = room_in(place, lines)
        words = wrapped(place.name, room.width - 4, _NAME, lines=lines)
        whole = " ".join(words) == place.name
        if whole and all(width_of(word, _NAME) <= room.width - 4 for word in words):
            return _Name(words, corner[0] + room.x, corner[1] + room.y, ink)
    return None


def _twin(read: Located, codes: Sequence[str]) -> Twin:
    """The places from greatest to least, by the last map; those without a value last."""
    last = read.panels[-1].values

    def rank(code: str) -> tuple[bool, float, str]:
        value = last.get(code)
        return (value is None, -(value or 0.0), code)

    names = {code: place for code in codes if (place := by_code(read.level, code)) is not None}
    one = level_words(read.level, 1)
    columns: list[Column] = [made_column("lugar", one.capitalize(), role=f"territory:{read.level}")]
    held = not read.level.endswith("department")
    if held:
        columns.append(made_column("departamento", "Departamento"))
    value = read.measured.column
    columns += [
        replace(
            value, label=panel.label or value.label, name=f"{value.name}_{at}" if at else value.name
        )
        for at, panel in enumerate(read.panels)
    ]
    rows = tuple(
        (
            names[code].name,
            *([names[code].ancestors[-1].name] if held else []),
            *(panel.values.get(code) for panel in read.panels),
        )
        for code in sorted(names, key=rank)
    )
    return Twin(tuple(columns), rows)
