"""Swatches: five classes of values, their colours, and the legend that names them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cauce.base.numerals import number_es
from cauce.charts.classes import MOST, Classes, around_zero, classes
from cauce.charts.drawing.letters import cut, width_of, wrapped
from cauce.charts.drawing.numbers import Scale, scale_of
from cauce.charts.drawing.paper import LINE, Layer, Row, layer, pixels, texts
from cauce.charts.drawing.words import HIDDEN, NOT_GIVEN, OUTSIDE, REPEATED
from cauce.charts.theme import GROUND, INK, LAND, MISSING, QUIET, RULE, SEQUENCE
from cauce.engine.explore import Classing

PLAIN_WORD: Final = "Valor"
ROW: Final = 19.0
"""Pixels from one line of a legend to the next."""
WITHOUT: Final = {NOT_GIVEN: MISSING, HIDDEN: RULE, REPEATED: LAND, OUTSIDE: GROUND}
"""The fill of what has no value, by the reason; the first is hatched, the second dotted."""
_SQUARE: Final = 13.0
_GAP: Final = 7.0
_PALETTES: Final = {1: (3,), 2: (1, 3), 3: (1, 3, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4)}
"""Which of the five jades a number of classes takes."""


@dataclass(frozen=True)
class Swatches:
    """The classes of a map: which a value is of, how each is called and coloured."""

    classes: Classes
    scale: Scale
    labels: tuple[str, ...]
    word: str = PLAIN_WORD
    """What one value is called where it is told alone."""
    change: bool = False
    """Whether the values are changes, which zero parts."""

    @property
    def colours(self) -> tuple[str, ...]:
        """The colour of each class."""
        return tuple(SEQUENCE[place] for place in _PALETTES[self.classes.count])

    @property
    def title(self) -> str:
        """What the numbers of the legend are: «Puntos de 100», «En %»."""
        unit = self.scale.unit
        if self.change:
            return "Cambio en %"
        if not unit:
            return "" if self.word == PLAIN_WORD else self.word
        return "En %" if unit == "%" else unit[:1].upper() + unit[1:]

    def label(self, value: float | None, absence: str = NOT_GIVEN) -> str:
        """The class of a value as the legend calls it; without one, why there is none."""
        return absence if value is None else self.labels[self.classes.of(self.scale.of(value))]

    def full(self, value: float | None, absence: str = NOT_GIVEN) -> str:
        """A value as it is told alone; without one, why there is none."""
        return absence if value is None else self.scale.full(value)

    def colour(self, value: float) -> str:
        """The colour of a value's class."""
        return self.colours[self.classes.of(self.scale.of(value))]

    def ink(self, value: float | None) -> str:
        """The colour in which words are read on the colour of a value."""
        if value is None:
            return INK
        return (
            GROUND if self.colours[self.classes.of(self.scale.of(value))] in SEQUENCE[3:] else INK
        )

    def channel(self, field: str) -> dict[str, Any]:
        """The channel that colours by the label of the class."""
        return {
            "field": field,
            "type": "nominal",
            "legend": None,
            "scale": {
                "domain": [*self.labels, *WITHOUT],
                "range": [*self.colours, *WITHOUT.values()],
            },
        }


def swatches(
    values: Sequence[float],
    unit: str,
    method: Classing,
    country: str,
    word: str = "",
    *,
    change: bool = False,
) -> Swatches:
    """The classes of these values, in the unit in which they are best read.

    ``word`` is what they are, when it is short enough to stand before each. Of a ``change``, zero
    is where a class ends.
    """
    scale = scale_of(values, unit, country)
    sized = [scale.of(value) for value in values]
    made = around_zero(sized, method, MOST) if change else classes(sized, method, MOST)
    called = word if 0 < len(word) <= 30 else PLAIN_WORD
    return Swatches(made, scale, made.labels(country, scale.decimals), called, change)


@dataclass(frozen=True)
class Legend:
    """A legend and the room it takes, in pixels."""

    layers: list[Layer]
    width: float
    height: float


def legend(
    of: Swatches,
    x: float,
    y: float,
    room: float,
    *,
    missing: Mapping[str, int],
    counted: str = "",
) -> Legend:
    """The swatches one below another from a corner on, each with how many places it has.

    ``counted`` is what they are («municipios»), ``missing`` how many have no value, by the reason;
    without ``counted`` no numbers are given.
    """
    title = wrapped(of.title, room, 13, lines=3)
    lines = [each for each in title if each]
    top = y + len(lines) * LINE + (5 if lines else 0)
    names = [*of.labels, *missing]
    counts = [*of.classes.counts, *missing.values()]
    colours = [*of.colours, *(WITHOUT[reason] for reason in missing)]
    rows = [
        {
            "x": x,
            "x2": x + _SQUARE,
            "y": top + ROW * place + (ROW - _SQUARE) / 2,
            "y2": top + ROW * place + (ROW + _SQUARE) / 2,
            "middle": top + ROW * (place + 0.5),
            "at": x + _SQUARE + _GAP,
            "text": name,
            "fill": colour,
        }
        for place, (name, colour) in enumerate(zip(names, colours, strict=True))
    ]
    widest = max(width_of(name, 13) for name in names)
    layers = [
        _squares(rows),
        _names(rows),
    ]
    width = _SQUARE + _GAP + widest
    if lines:
        heading = [{"x": x, "y": y + LINE * (at + 0.5), "text": t} for at, t in enumerate(lines)]
        layers.insert(0, texts(heading, x=pixels("x"), y=pixels("y"), color=QUIET))
        width = max(width, max(width_of(line, 13) for line in lines))
    if counted:
        from_x = x + _SQUARE + _GAP + widest + 14
        said = [number_es(count, country=of.scale.country) for count in counts]
        said[0] += f" {counted}"
        told = [
            {"x": from_x, "y": row["middle"], "text": text}
            for row, text in zip(rows, said, strict=True)
        ]
        layers.append(texts(told, x=pixels("x"), y=pixels("y"), color=QUIET, size=12))
        width = max(width, from_x - x + max(width_of(text, 12) for text in said))
    return Legend(layers, width, top - y + ROW * len(names))


def legend_row(of: Swatches, width: float, *, missing: Iterable[str]) -> Legend:
    """The swatches one beside another, in as many lines as it takes, from the corner on.

    ``missing`` are the reasons why some have no value.
    """
    title = of.title
    names = [*of.labels, *missing]
    colours = [*of.colours, *(WITHOUT[reason] for reason in missing)]
    rows: list[dict[str, Any]] = []
    x, top = 0.0, (LINE + 3.0 if title else 0.0)
    for name, colour in zip(names, colours, strict=True):
        long = _SQUARE + 5 + width_of(name, 13)
        if x and x + long > width:
            x, top = 0.0, top + ROW
        rows.append(
            {
                "x": x,
                "x2": x + _SQUARE,
                "y": top + (ROW - _SQUARE) / 2,
                "y2": top + (ROW + _SQUARE) / 2,
                "middle": top + ROW / 2,
                "at": x + _SQUARE + 5,
                "text": name,
                "fill": colour,
            }
        )
        x += long + 14
    layers = [_squares(rows), _names(rows)]
    if title:
        heading = [{"x": 0, "y": LINE / 2, "text": cut(title, width, 13)}]
        layers.insert(0, texts(heading, x=pixels("x"), y=pixels("y"), color=QUIET))
    return Legend(layers, width, top + ROW)


def _squares(rows: Sequence[Row]) -> Layer:
    return layer(
        {"type": "rect", "stroke": QUIET, "strokeWidth": 0.4},
        [{name: row[name] for name in ("x", "x2", "y", "y2", "fill")} for row in rows],
        x=pixels("x"),
        x2={"field": "x2"},
        y=pixels("y"),
        y2={"field": "y2"},
        fill={"field": "fill", "type": "nominal", "scale": None},
    )


def _names(rows: Sequence[Row]) -> Layer:
    words = [{"x": row["at"], "y": row["middle"], "text": row["text"]} for row in rows]
    return texts(words, x=pixels("x"), y=pixels("y"))
