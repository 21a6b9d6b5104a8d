"""Maps as TopoJSON, ready to be drawn, and parts cut out of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
"""A TopoJSON object. Nobody changes one that was handed out: it is kept for the next."""


@dataclass(frozen=True, eq=False)
class Topology:
    """The polygons of one level, of a country or of a part of it.

    ``json`` is TopoJSON (WGS 84, quantised) with these objects: ``places``, one geometry a place
    with the properties ``code`` (as in the official list) and ``name``; ``departments``, and
    ``provinces`` in a part of Peru, whose polygons use the same arcs, to be drawn as borders over
    the places; ``water``, lakes with their ``name``. ``codes`` are those of ``places``, in order.
    ``source`` is a sentence for the foot of a figure. ``within``: the code of what holds them.
    ``bounds``: west, south, east, north, in degrees.
    """

    level: str
    json: Json = field(repr=False)
    codes: tuple[str, ...]
    source: str
    within: str | None = None

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north, in degrees."""
        west, south, east, north = self.json["bbox"]
        return west, south, east, north


def codes_in(json: Json) -> tuple[str, ...]:
    """The codes of the object ``places``, in order."""
    return tuple(each["properties"]["code"] for each in json["objects"]["places"]["geometries"])


def cut(json: Json, keep: Mapping[str, Callable[[str], bool]]) -> Json:
    """A topology with only some geometries and only their arcs, numbered anew.

    ``keep``: for each object that stays, which codes stay in it; water has no code and asks for "".
    """
    numbers: dict[int, int] = {}
    objects = {
        name: {
            "type": "GeometryCollection",
            "geometries": [
                {**each, "arcs": _renumbered(each["arcs"], numbers)}
                for each in json["objects"][name]["geometries"]
                if kept(each["properties"].get("code", ""))
            ],
        }
        for name, kept in keep.items()
        if name in json["objects"]
    }
    arcs = [json["arcs"][number] for number in numbers]
    return {
        "type": "Topology",
        "bbox": _bounds(arcs, json["transform"]),
        "transform": json["transform"],
        "objects": objects,
        "arcs": arcs,
    }


def part_of(json: Json, holder: str) -> Json | None:
    """The places whose code begins with that of ``holder``, with their borders; None without any.

    Water stays out: nothing says which lakes are theirs.
    """

    def inside(code: str) -> bool:
        return code.startswith(holder)

    made = cut(json, dict.fromkeys(json["objects"], inside))
    return made if made["objects"]["places"]["geometries"] else None


def without(json: Json, name: str) -> Json:
    """The same without one object; its arcs stay, because others use them."""
    objects = {each: what for each, what in json["objects"].items() if each != name}
    return {**json, "objects": objects}


def _renumbered(arcs: Any, numbers: dict[int, int]) -> Any:
    if isinstance(arcs, list):
        return [_renumbered(each, numbers) for each in arcs]
    if arcs < 0:
        return ~numbers.setdefault(~arcs, len(numbers))
    return numbers.setdefault(arcs, len(numbers))


def _bounds(arcs: Iterable[list[list[int]]], transform: Json) -> list[float]:
    xs: list[int] = []
    ys: list[int] = []
    for x, y in _turning(arcs):
        xs.append(x)
        ys.append(y)
    (by_x, by_y), (from_x, from_y) = transform["scale"], transform["translate"]
    return [
        round(from_x + by_x * min(xs, default=0), 6),
        round(from_y + by_y * min(ys, default=0), 6),
        round(from_x + by_x * max(xs, default=0), 6),
        round(from_y + by_y * max(ys, default=0), 6),
    ]


def _turning(arcs: Iterable[list[list[int]]]) -> Iterator[tuple[int, int]]:
    for arc in arcs:
        x = y = 0
        for step_x, step_y in arc:
            x += step_x
            y += step_y
            yield x, y
