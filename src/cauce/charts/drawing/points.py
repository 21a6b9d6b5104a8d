"""Points: rows with latitude and longitude on a map of the country; very many, counted in cells."""

from collections.abc import Iterator, Sequence
from typing import Final

from cauce.base.numerals import number_es
from cauce.charts.drawing.asking import MOST_DRAWN
from cauce.charts.drawing.cells import HEIGHT, cells, ground_of
from cauce.charts.drawing.drawn import Drawn, Tangle
from cauce.charts.drawing.geography import land
from cauce.charts.drawing.letters import cut
from cauce.charts.drawing.numbers import finite
from cauce.charts.drawing.paper import Margins, layer, pixels, sheet, tooltip
from cauce.charts.figure import Spec, Twin
from cauce.charts.source import Source
from cauce.charts.theme import GROUND, NARROW, STRONG, WIDE
from cauce.engine.columns import Column
from cauce.engine.explore import Explore
from cauce.engine.export.geometry import geometry_of
from cauce.engine.query import Answer
from cauce.territory.shapes import Topology, shapes

_MARGIN: Final = 0.15
"""Degrees beyond the country at which a point is still of it."""
_COUNTRIES: Final = ("gt", "pe")


def points_of(source: Source, explore: Explore, answer: Answer) -> Drawn | Tangle | None:
    """The map of the points of an answer of rows; ``None`` when it has none."""
    pair = _pair(answer.columns)
    if pair is None or explore.aggregates:
        return None
    whole = _country(source, answer, pair)
    if whole is None:
        return Tangle("Ningún punto cae en un país del que haya mapa.")
    if answer.total > MOST_DRAWN:
        return cells(source, explore, answer, pair, whole)
    return _each(source, answer, pair, whole)


def _pair(columns: Sequence[Column]) -> tuple[int, int] | None:
    """The places of latitude and longitude, by their roles or as files of geometry find them."""
    roles = [column.role for column in columns]
    if "latitude" in roles and "longitude" in roles:
        return roles.index("latitude"), roles.index("longitude")
    found = geometry_of(columns)
    if found is None or len(found.columns) != 2:
        return None
    names = [column.name for column in columns]
    return names.index(found.columns[0]), names.index(found.columns[1])


def _country(source: Source, answer: Answer, pair: tuple[int, int]) -> Topology | None:
    """The map of the country in which most of the first points fall."""
    found = []
    for country in _COUNTRIES:
        topology = shapes(f"{country}.department", maps=source.maps)
        if topology is not None:
            inside = sum(1 for _row in _inside(answer, pair, topology))
            found.append((inside, topology))
    best = max(found, key=lambda each: each[0], default=None)
    return best[1] if best and best[0] else None


def _inside(
    answer: Answer, pair: tuple[int, int], topology: Topology
) -> Iterator[tuple[int, float, float]]:
    """The place of each row that falls in the country, its longitude and its latitude."""
    west, south, east, north = topology.bounds
    for place, row in enumerate(answer.rows):
        latitude, longitude = (finite(row[each]) for each in pair)
        if latitude is None or longitude is None:
            continue
        if (
            west - _MARGIN <= longitude <= east + _MARGIN
            and south - _MARGIN <= latitude <= north + _MARGIN
        ):
            yield place, longitude, latitude


def _each(source: Source, answer: Answer, pair: tuple[int, int], topology: Topology) -> Drawn:
    known = list(_inside(answer, pair, topology))
    names = _naming(answer, pair)
    lost = len(answer.rows) - len(known)
    notes = [topology.source]
    if lost:
        notes.insert(
            0,
            f"{number_es(lost)} de {number_es(answer.total)} filas no tienen un punto en el mapa.",
        )

    def drawn(width: int) -> Spec:
        ground = land(topology, width, HEIGHT)
        left = round((width - ground.width) / 2, 1)
        rows = []
        for place, longitude, latitude in known:
            x, y = (each / 10 for each in ground.projection.at(longitude, latitude))
            name = "" if names is None else str(answer.rows[place][names] or "")
            rows.append({"x": round(left + x, 1), "y": y, "name": cut(name, 300, 13)})
        size = 26 if len(rows) < 400 else 12 if len(rows) < 1500 else 6
        dots = layer(
            {
                "type": "point",
                "filled": True,
                "fill": STRONG,
                "fillOpacity": 0.72,
                "stroke": GROUND,
                "strokeWidth": 0.4,
                "size": size,
            },
            rows,
            x=pixels("x"),
            y=pixels("y"),
            tooltip=tooltip(name="Lugar") if names is not None else None,
        )
        return sheet(
            [*ground_of(ground, left, 0), dots],
            width,
            ground.height,
            Margins(0, 0, 2, 2),
            source.country,
        )

    shown = [*([names] if names is not None else []), *pair]
    rows = tuple(tuple(answer.rows[place][each] for each in shown) for place, _x, _y in known)
    twin = Twin(tuple(answer.columns[each] for each in shown), rows)
    return Drawn("points", "", drawn(WIDE), drawn(NARROW), twin, tuple(notes))


def _naming(answer: Answer, pair: tuple[int, int]) -> int | None:
    """The column that names each row: the text with most different values."""
    texts = [
        place
        for place, column in enumerate(answer.columns)
        if column.type == "text" and place not in pair
    ]
    return max(texts, key=lambda place: len({row[place] for row in answer.rows}), default=None)
