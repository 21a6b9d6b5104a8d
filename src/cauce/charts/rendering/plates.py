"""Plates: a drawing that travels alone, with its title, its sentence and its source inside."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from cauce.charts.draughting.tidying import FORBIDDEN, NAMESPACE
from cauce.charts.drawing.letters import wrapped
from cauce.charts.figure import Figure
from cauce.charts.rendering.pictures import described, picture
from cauce.charts.rendering.studio import made
from cauce.charts.theme import FONT, GROUND, INK, QUIET, RULE, STRONG, WIDE

_VIEW: Final = re.compile(r'viewBox="([-.\d]+) ([-.\d]+) ([-.\d]+) ([-.\d]+)"')
_MARGIN: Final = 24
_SMALLEST, _LARGEST = 200, 2400
"""Pixels a PNG may be wide."""

CARD: Final = (1200, 630)
"""What networks show of a shared page (Open Graph)."""


@dataclass(frozen=True)
class _Lines:
    """Text in lines, from a baseline on."""

    texts: Sequence[str]
    size: float
    leading: float
    colour: str
    bold: bool = False

    @property
    def height(self) -> float:
        return self.leading * len(self.texts)

    def at(self, x: float, y: float) -> str:
        """The text whose first line's top is at ``y``."""
        weight = ' font-weight="600"' if self.bold else ""
        return "".join(
            f'<text x="{x:g}" y="{y + self.leading * place + self.size:.1f}"'
            f' font-size="{self.size:g}" fill="{self.colour}"{weight}>{_safe(text)}</text>'
            for place, text in enumerate(self.texts)
        )


def svg_file(figure: Figure, *, source: str = "") -> str:
    """The figure as an SVG document of its own, in light colours, with its words inside."""
    return _plate(figure, source)[0]


def png(figure: Figure, pixels: int = 1200, *, source: str = "") -> bytes:
    """The figure as PNG, ``pixels`` wide, with title, sentence and source inside.

    Raises:
        Refusal: when there is too much to draw, or it takes too long.
    """
    plate, width = _plate(figure, source)
    wanted = min(max(pixels, _SMALLEST), _LARGEST)
    return made("raster", {"svg": plate, "scale": wanted / width})


def card_png(
    figure: Figure, title: str = "", sentence: str = "", source: str = "", brand: str = ""
) -> bytes:
    """A card of 1200 by 630 pixels for whoever shares the page: words left, drawing right.

    ``title`` and ``sentence`` are those of the figure when empty; ``brand`` is the portal's name.

    Raises:
        Refusal: when there is too much to draw, or it takes too long.
    """
    width, height = CARD
    margin, left = 56, 480
    drawing, (drawn_width, drawn_height) = _drawing(figure)
    heading = _Lines(
        wrapped(title or figure.title, left, 46, lines=5, bold=True), 46, 54, INK, bold=True
    )
    said = _Lines(wrapped(sentence or figure.sentence, left, 27, lines=6), 27, 36, QUIET)
    credit = _Lines(wrapped(source, left, 21, lines=2), 21, 28, QUIET) if source else None
    room = (width - left - 3 * margin, height - 2 * margin)
    scale = min(room[0] / drawn_width, room[1] / drawn_height)
    drawn = (drawn_width * scale, drawn_height * scale)
    place = (width - margin - room[0] + (room[0] - drawn[0]) / 2, (height - drawn[1]) / 2)
    parts = [
        f'<rect width="{width}" height="{height}" fill="{GROUND}"/>',
        f'<rect width="{width}" height="10" fill="{STRONG}"/>',
        _Lines((brand,), 26, 32, STRONG, bold=True).at(margin, 40) if brand else "",
        heading.at(margin, 96),
        said.at(margin, 96 + heading.height + 18)
        if 96 + heading.height + 18 + said.height < height - margin - 60
        else "",
        credit.at(margin, height - margin - credit.height + 10) if credit else "",
        _nested(drawing, place, drawn),
    ]
    return made("raster", {"svg": _document(width, height, parts), "scale": 1})


def _plate(figure: Figure, source: str) -> tuple[str, float]:
    """The SVG document of a figure with its words, and its width."""
    drawing, (drawn_width, drawn_height) = _drawing(figure)
    width = max(drawn_width, WIDE * 0.75)
    blocks: list[_Lines] = [
        _Lines(wrapped(figure.title, width, 18, lines=3, bold=True), 18, 23, INK, bold=True)
    ]
    if figure.sentence:
        blocks.append(_Lines(wrapped(figure.sentence, width, 15, lines=4), 15, 20, QUIET))
    parts = []
    top: float = _MARGIN
    for block in blocks:
        parts.append(block.at(_MARGIN, top))
        top += block.height + 6
    top += 8
    parts.append(_nested(drawing, (_MARGIN, top), (drawn_width, drawn_height)))
    top += drawn_height + 10
    notes = [*figure.notes, *((source,) if source else ())]
    if notes:
        parts.append(f'<path d="M{_MARGIN},{top:g}h{width:g}" stroke="{RULE}"/>')
        top += 6
    for note in notes:
        line = _Lines(wrapped(note, width, 13, lines=3), 13, 18, QUIET)
        parts.append(line.at(_MARGIN, top))
        top += line.height + 2
    whole = (width + 2 * _MARGIN, top + _MARGIN - 6)
    ground = f'<rect width="{whole[0]:g}" height="{whole[1]:g}" fill="{GROUND}"/>'
    return _document(*whole, [ground, *parts]), whole[0]


def _drawing(figure: Figure) -> tuple[str, tuple[float, float]]:
    """The SVG of a figure and its size."""
    drawn = picture(figure.wide, "figura", figure.title, described(figure)).decode()
    view = _VIEW.search(drawn)
    if view is None:
        raise ValueError("The drawing has no size.")
    return drawn, (float(view[3]), float(view[4]))


def _nested(drawing: str, place: tuple[float, float], size: tuple[float, float]) -> str:
    """A drawing standing somewhere in another."""
    numbers = zip(("x", "y", "width", "height"), (*place, *size), strict=True)
    sized = " ".join(f'{name}="{number:.1f}"' for name, number in numbers)
    return drawing.replace("<svg ", f"<svg {sized} ", 1)


def _document(width: float, height: float, parts: Iterator[str] | Sequence[str]) -> str:
    return (
        f'<svg xmlns="{NAMESPACE}" width="{width:g}" height="{height:.1f}"'
        f' viewBox="0 0 {width:g} {height:.1f}" font-family={quoteattr(FONT)}>'
        f"{''.join(parts)}</svg>"
    )


def _safe(text: str) -> str:
    return escape(FORBIDDEN.sub("", text))
