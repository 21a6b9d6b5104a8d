"""Maps: places coloured by the class of their value, one map or one a year, whole or zoomed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from cauce.charts.drawing.asking import Asks
from cauce.charts.drawing.drawn import Drawn, Tangle
from cauce.charts.drawing.focus import only_department, with_outside
from cauce.charts.drawing.geography import Land, land
from cauce.charts.drawing.located import Located, Panel, by_department, located
from cauce.charts.drawing.naming import names_of
from cauce.charts.drawing.paper import Layer, Margins, at, layer, pixels, sheet, texts, tooltip
from cauce.charts.drawing.points import points_of
from cauce.charts.drawing.swatches import Swatches, legend, legend_row, swatches
from cauce.charts.drawing.tiles import tiled
from cauce.charts.drawing.twin import made_column
from cauce.charts.drawing.words import HIDDEN
from cauce.charts.figure import Spec, Twin
from cauce.charts.sentences.wording import level_words
from cauce.charts.source import Source
from cauce.charts.theme import GROUND, NARROW, RULE, TOTAL, WATER, WIDE
from cauce.engine.columns import Column
from cauce.engine.explore import Explore
from cauce.engine.query.answers import Answer
from cauce.territory import by_code
from cauce.territory.shapes import Topology, shapes, tiles

HEIGHT: Final = 440
"""Pixels a map may be high."""
_BESIDE: Final = 18
"""Between a legend and its map."""
_NAMED: Final = 60
"""Places among which names are looked for room."""


def map_of(source: Source, explore: Explore, answer: Answer, asks: Asks) -> Drawn | Tangle:
    """The map of an answer: of its places, or of its points where it has latitudes and longitudes.

    ``answer`` holds all rows or groups, in the unit in which they are read; with a zoom, only those
    of that department. When one department holds all that is answered, the map is of it.
    """
    if (points := points_of(source, explore, answer)) is not None:
        return points
    read = located(source, explore, answer)
    if isinstance(read, Tangle):
        return read
    zoom = explore.view.zoom or only_department(read)
    if zoom is None:
        read = by_department(read)
    of = swatches(
        read.values,
        read.unit,
        explore.view.classing,
        source.country,
        read.measured.label,
        change=read.measured.side == "change",
    )
    topology = shapes(read.level, within=zoom, maps=source.maps)
    if topology is not None:
        read = with_outside(read, topology.codes, source, explore, asks)
        return _drawn(read, topology, of, source.country, _about(read, zoom))
    if zoom is None and tiles(read.level) and len(read.panels) == 1:
        read = with_outside(read, [tile.code for tile in tiles(read.level)], source, explore, asks)
        return Drawn(
            "tiles",
            of.scale.unit,
            tiled(read, of, WIDE, source.country),
            tiled(read, of, NARROW, source.country),
            _twin(read, [tile.code for tile in tiles(read.level)]),
            read.notes,
            about=_about(read, zoom),
        )
    return Tangle(
        f"No hay un mapa de {level_words(read.level)} en esta instalación. Quien la administra "
        "puede cargar el oficial con «cauce territory load»."
    )


def _about(read: Located, zoom: str | None) -> str:
    """What the title ends in: that it is a change, and the department that is drawn."""
    said = ["cambio en %"] if read.measured.side == "change" else []
    place = by_code(f"{read.level[:2]}.department", zoom) if zoom else None
    if place and not read.level.endswith("department"):
        said.append(f"en {place.name}")
    return ", ".join(said)


def _drawn(read: Located, topology: Topology, of: Swatches, country: str, about: str) -> Drawn:
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
        about=about,
    )


def _alone(read: Located, topology: Topology, of: Swatches, country: str) -> Spec:
    """One map with its legend at the top left, beside it where they would meet."""
    panel = read.panels[0]
    missing = read.lacking(topology.codes)
    key = legend(of, 0, 0, 150, missing=missing, counted=level_words(read.level))
    drawn = land(topology, WIDE, HEIGHT)
    offset = max(0.0, key.width + _BESIDE - drawn.leftmost(key.height + _BESIDE))
    if offset + drawn.width > WIDE:
        offset = key.width + _BESIDE
        drawn = land(topology, WIDE - offset, HEIGHT)
    x = round(offset + max(0.0, WIDE - offset - drawn.width) / 2, 1)
    layers = [*_layers(drawn, panel, of, (x, 0)), *key.layers]
    height = max(drawn.height, key.height)
    if len(topology.codes) <= _NAMED:
        inks = {code: of.ink(panel.values.get(code)) for code in drawn.places}
        whole = read.level.endswith("department")
        names = names_of(drawn, inks, (x, 0), below=None if whole else height + 16, width=WIDE)
        layers += names.layers
        height += names.height
    return sheet(layers, WIDE, height, Margins(0, 0, 2, 2), country)


def _several(read: Located, topology: Topology, of: Swatches, width: int, country: str) -> Spec:
    """A map a panel, all of them in the same classes, under one legend."""
    count = len(read.panels)
    columns = 2 if width < WIDE or count in (2, 4) else 3
    across = (width - _BESIDE * (columns - 1)) / columns
    drawn = land(topology, round(across, 1), round(across * 1.25, 1), 1.5)
    head = legend_row(of, width, missing=read.lacking(topology.codes))
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
            "value": of.full(panel.values.get(code), panel.absence(code)),
            "class": of.label(panel.values.get(code), panel.absence(code)),
        }
        for code, place in drawn.places.items()
    ]
    layers = [
        _shapes(
            rows,
            corner,
            {"stroke": RULE if panel.outside else GROUND, "strokeWidth": 0.4 if many else 0.8},
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


def _twin(read: Located, codes: Sequence[str]) -> Twin:
    """The places from greatest to least, by the last map; those without a value last."""
    last = read.panels[-1].values

    def rank(code: str) -> tuple[bool, float, str]:
        value = last.get(code)
        return (value is None, -(value or 0.0), code)

    def told(panel: Panel, code: str) -> float | str | None:
        return HIDDEN if panel.absence(code) == HIDDEN else panel.values.get(code)

    outside = read.panels[-1].outside
    names = {
        code: place
        for code in codes
        if code not in outside and (place := by_code(read.level, code)) is not None
    }
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
            *(told(panel, code) for panel in read.panels),
        )
        for code in sorted(names, key=rank)
    )
    return Twin(tuple(columns), rows)
