"""Theme: the colours, type and lines that every drawing shares.

The literals are those of the light tokens of the site's style sheet; a test holds both equal. An
inline SVG keeps them as presentation attributes, and `style_sheet` gives the rules that follow the
tokens instead, so that a drawing is dark on a dark page and wears the colours of an institution.
"""

from collections.abc import Mapping
from typing import Any, Final

from cauce.charts.custom import number_locale, time_locale

GROUND: Final = "#fffdf8"
INK: Final = "#1b211f"
QUIET: Final = "#4b5753"
"""Ink of axes and notes."""
RULE: Final = "#d9d4c7"
"""The grid."""
TOTAL: Final = "#767e79"
"""Bars of totals and links between dots: 3:1 on the ground, and no colour of its own."""
SIGNAL: Final = "#a34a07"
"""The reference line, or the one thing to notice; dashed and named, never colour alone."""
MISSING: Final = "#d8d3c8"
WATER: Final = "#a9c8dd"
LAND: Final = "#f6f2e8"
"""The country under points."""
SEQUENCE: Final = ("#e6efe9", "#b3d3c6", "#76b29f", "#2f7f6d", "#0b5d52")
"""Five jades from least to most."""
BAR: Final = SEQUENCE[3]
STRONG: Final = SEQUENCE[4]
"""The series or the place that is spoken of."""
FAINT: Final = SEQUENCE[1]
"""Series that only make up the background; never the only bearer of a value."""
CATEGORIES: Final = ("#0b5d52", "#4c65ca", "#c8741d", "#758faa", "#56147a", "#14370c")
"""At most six; they differ for colour-blind readers too, and are named beside the mark."""
SHAPES: Final = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
"""One a category, in the same order: points are told apart without colour."""

FONT: Final = "'Source Sans 3', sans-serif"
"""Quoted: unquoted, a name with a word that begins with a digit is no family at all, neither for
CSS nor for resvg, which then writes nothing."""
SIZE: Final = 13
"""Pixels of every word of a drawing at its real size."""
SIZE_STRONG: Final = 14

WIDE: Final = 560
NARROW: Final = 328
"""Pixels a drawing takes, words and all."""

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"

_LIGHT_TOKENS: Final = {
    GROUND: "ground",
    INK: "text",
    QUIET: "text-quiet",
    RULE: "rule",
    TOTAL: "rule-field",
    SIGNAL: "signal",
    MISSING: "data-missing",
    WATER: "data-water",
    LAND: "ground-quiet",
    **{colour: f"data-{place}" for place, colour in enumerate(SEQUENCE, start=1)},
    **{colour: f"series-{place}" for place, colour in enumerate(CATEGORIES, start=1) if place > 1},
}
"""The token of each colour; the first category is the strongest jade."""

_DARK: Final = {
    GROUND: "#151a19",
    INK: "#f0ede4",
    QUIET: "#b4beb9",
    RULE: "#37413e",
    TOTAL: "#7d8a85",
    SIGNAL: "#f0a35c",
    MISSING: "#57524a",
    WATER: "#2f5268",
    LAND: "#1c2321",
    **dict(
        zip(SEQUENCE, ("#24463e", "#2b5a4e", "#3a7364", "#6fb8a4", "#a6dfd0"), strict=True),
    ),
    **dict(
        zip(CATEGORIES[1:], ("#9e8afa", "#f09c17", "#7f7494", "#ba5d1d", "#c4fd86"), strict=True)
    ),
}


def tokens() -> dict[str, str]:
    """The role of each colour among the tokens of the style sheet: ``{"#1b211f": "text"}``."""
    return dict(_LIGHT_TOKENS)


def dark() -> dict[str, str]:
    """The colour that stands for each on a dark ground."""
    return dict(_DARK)


def config(country: str = "gt") -> dict[str, Any]:
    """Vega-Lite's ``config``: light grid, no frame, words that are read without a lens.

    ``labelLimit`` is nought because cutting words costs as much as drawing them: texts come short
    enough. ``aria`` is off because Vega describes marks in English; the drawing has its own title
    and description and a table beside it.
    """
    return {
        "aria": False,
        "background": None,
        "font": FONT,
        "locale": {"number": number_locale(country), "time": time_locale()},
        "view": {"stroke": None, "fill": None},
        "axis": {
            "domain": False,
            "ticks": False,
            "grid": False,
            "gridColor": RULE,
            "gridWidth": 1,
            "labelColor": QUIET,
            "labelFontSize": SIZE,
            "labelPadding": 6,
            "labelLimit": 0,
            "labelOverlap": False,
            "titleColor": QUIET,
            "titleFontSize": SIZE,
            "titleFontWeight": 400,
            "titlePadding": 8,
            "titleLimit": 0,
        },
        "axisQuantitative": {"grid": True},
        "legend": {
            "labelColor": QUIET,
            "labelFontSize": SIZE,
            "labelLimit": 0,
            "titleColor": QUIET,
            "titleFontSize": SIZE,
            "titleFontWeight": 400,
            "titleLimit": 0,
            "symbolSize": 130,
            "symbolStrokeWidth": 0,
            "rowPadding": 4,
        },
        "header": {
            "title": None,
            "labelColor": INK,
            "labelFontSize": SIZE,
            "labelFontWeight": 600,
            "labelAnchor": "start",
            "labelLimit": 0,
        },
        "title": {
            "anchor": "start",
            "color": INK,
            "fontSize": SIZE_STRONG,
            "fontWeight": 600,
            "subtitleColor": QUIET,
            "subtitleFontSize": SIZE,
            "limit": 0,
        },
        "range": {"category": list(CATEGORIES), "ordinal": list(SEQUENCE), "ramp": list(SEQUENCE)},
        "mark": {"color": BAR},
        "bar": {"color": BAR, "discreteBandSize": {"band": 0.68}},
        "line": {"color": STRONG, "strokeWidth": 2.2, "strokeCap": "round", "strokeJoin": "round"},
        "point": {"color": STRONG, "filled": True, "size": 42, "opacity": 1},
        "rule": {"color": QUIET},
        "text": {"color": INK, "fontSize": SIZE, "limit": 0},
        "geoshape": {"stroke": GROUND, "strokeWidth": 0.5},
    }


def specification(body: Mapping[str, Any], country: str = "gt") -> dict[str, Any]:
    """A whole Vega-Lite 6 specification made of a drawing's own part: schema, padding, theme."""
    return {
        "$schema": SCHEMA,
        "padding": 4,
        "autosize": {"type": "pad", "contains": "padding"},
        "config": config(country),
        **body,
    }


def style_sheet() -> str:
    """The rules by which an inline drawing follows the tokens: one a colour and attribute."""
    rules = [
        f'.drawing [{attribute}="{colour}"] {{ {attribute}: var(--{token}); }}'
        for attribute in ("fill", "stroke")
        for colour, token in _LIGHT_TOKENS.items()
    ]
    return "\n".join(rules) + "\n"
