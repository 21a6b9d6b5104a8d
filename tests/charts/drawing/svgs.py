"""Reading the SVG of a drawing: where its words and its bars are, in pixels."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from xml.etree import ElementTree

import vl_convert

from cauce.charts.drawing.letters import width_of

_MOVED = re.compile(r"translate\(\s*(-?[\d.e-]+)(?:[ ,]+(-?[\d.e-]+))?\)")
_BAR = re.compile(r"M(-?[\d.]+),(-?[\d.]+)h(-?[\d.]+)v(-?[\d.]+)h(-?[\d.]+)Z")


@dataclass(frozen=True)
class Word:
    """A line of text and the box it takes."""

    text: str
    size: float
    left: float
    right: float
    middle: float
    fill: str

    def meets(self, other: "Word") -> bool:
        """Whether two boxes overlap by more than a hair."""
        return (
            self.left < other.right - 1
            and other.left < self.right - 1
            and abs(self.middle - other.middle) < min(self.size, other.size) * 0.8
        )


@dataclass(frozen=True)
class Rectangle:
    """A bar as it was drawn."""

    left: float
    top: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True)
class Drawing:
    """What stands on a rendered drawing."""

    width: float
    height: float
    words: tuple[Word, ...]
    rectangles: tuple[Rectangle, ...]


def rendered(spec: Mapping[str, Any]) -> Drawing:
    """The drawing that Vega makes of a specification, in this process."""
    vl_convert.register_font_directory(str(files("cauce.charts") / "fonts"))
    root = ElementTree.fromstring(vl_convert.vegalite_to_svg(json.dumps(spec), vl_version="6.4"))
    placed = list(_placed(root, 0.0, 0.0))
    return Drawing(
        float(root.get("width", "0")),
        float(root.get("height", "0")),
        tuple(word for node, x, y in placed for word in _words(node, x, y)),
        tuple(bar for node, x, y in placed for bar in _bars(node, x, y)),
    )


def _placed(
    node: ElementTree.Element, x: float, y: float
) -> Iterator[tuple[ElementTree.Element, float, float]]:
    moved = _MOVED.search(node.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2] or 0)
    yield node, x, y
    for child in node:
        yield from _placed(child, x, y)


def _words(node: ElementTree.Element, x: float, y: float) -> Iterator[Word]:
    text = "".join(node.itertext()).strip()
    if not node.tag.endswith("text") or not text:
        return
    size = float(node.get("font-size", "11px").removesuffix("px"))
    wide = width_of(text, size, bold=node.get("font-weight") == "600")
    left = {"end": x - wide, "middle": x - wide / 2}.get(node.get("text-anchor", ""), x)
    yield Word(text, size, left, left + wide, y - size * 0.3, node.get("fill", ""))


def _bars(node: ElementTree.Element, x: float, y: float) -> Iterator[Rectangle]:
    match = _BAR.fullmatch(node.get("d", "").strip())
    if match and node.get("fill", "none").startswith("#") and node.get("opacity") != "0":
        left, top, wide, high = (float(part) for part in match.groups()[:4])
        yield Rectangle(
            x + left + min(wide, 0),
            y + top + min(high, 0),
            abs(wide),
            abs(high),
            node.get("fill", ""),
        )
