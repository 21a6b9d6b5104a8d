"""Naming: the names of places on a map; those without room get a number, and a key tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cauce.base.fold import fold
from cauce.charts.drawing.geography import Land, Outline, room_in
from cauce.charts.drawing.letters import cut, width_of, wrapped
from cauce.charts.drawing.paper import LINE, Layer, pixels, texts
from cauce.charts.theme import GROUND, INK, QUIET

_SIZE: Final = 12
_NUMBER: Final = 11
_COLUMNS: Final = 4


@dataclass(frozen=True)
class Names:
    """The words on a map, and the pixels that their key takes under it."""

    layers: list[Layer]
    height: float


@dataclass(frozen=True)
class _Name:
    lines: tuple[str, ...]
    x: float
    y: float
    ink: str
    size: int = _SIZE


def names_of(
    drawn: Land,
    inks: Mapping[str, str],
    corner: tuple[float, float],
    *,
    below: float | None,
    width: float,
) -> Names:
    """The names that have room, in the ink that is read on each place; the others by number.

    ``below`` is the pixel from which a key of numbers stands; without it they go unnamed.
    """
    fitting = {code: _fitting(place, inks[code], corner) for code, place in drawn.places.items()}
    found = [name for name in fitting.values() if name is not None]
    if below is None:
        return Names(_words(found), 0.0)
    rest = sorted(
        (code for code, name in fitting.items() if name is None),
        key=lambda code: (fold(drawn.places[code].name), code),
    )
    for number, code in enumerate(rest, start=1):
        middle = _middle(drawn.places[code])
        place = (corner[0] + middle[0], corner[1] + middle[1])
        found.append(_Name((str(number),), *place, inks[code], _NUMBER))
    key = [f"{number} {drawn.places[code].name}" for number, code in enumerate(rest, start=1)]
    return _with_key(_words(found), key, below, width)


def _middle(place: Outline) -> tuple[float, float]:
    """Where a number stands: where there is most room, else amid the greatest part."""
    room = room_in(place, 1)
    if room.width:
        return room.x, room.y
    ring = max(place.rings, key=len)
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    return (min(xs) + max(xs)) / 20, (min(ys) + max(ys)) / 20


def _with_key(layers: list[Layer], key: list[str], below: float, width: float) -> Names:
    """The key in columns, read downwards."""
    if not key:
        return Names(layers, 0.0)
    widest = max(width_of(text, _SIZE) for text in key) + 14
    columns = max(1, min(_COLUMNS, int(width // widest)))
    long = -(-len(key) // columns)
    across = width / columns
    rows = [
        {
            "x": round(at // long * across, 1),
            "y": round(below + (at % long + 0.5) * LINE, 1),
            "text": cut(text, across - 6, _SIZE),
        }
        for at, text in enumerate(key)
    ]
    told = texts(rows, x=pixels("x"), y=pixels("y"), color=QUIET, size=_SIZE)
    return Names([*layers, told], 16 + long * LINE)


def _words(found: list[_Name]) -> list[Layer]:
    layers = []
    place: dict[str, Any] = {"x": pixels("x"), "y": pixels("y"), "align": "center"}
    for ink in (INK, GROUND):
        for size in (_SIZE, _NUMBER):
            rows = [
                {
                    "x": round(name.x, 1),
                    "y": round(name.y + 7.5 * (1 - len(name.lines)), 1),
                    "text": list(name.lines),
                }
                for name in found
                if name.ink == ink and name.size == size
            ]
            if rows:
                layers.append(texts(rows, **place, color=ink, size=size))
    return layers


def _fitting(place: Outline, ink: str, corner: tuple[float, float]) -> _Name | None:
    for lines in (1, 2):
        room = room_in(place, lines)
        words = wrapped(place.name, room.width - 4, _SIZE, lines=lines)
        whole = " ".join(words) == place.name
        if whole and all(width_of(word, _SIZE) <= room.width - 4 for word in words):
            return _Name(words, corner[0] + room.x, corner[1] + room.y, ink)
    return None
