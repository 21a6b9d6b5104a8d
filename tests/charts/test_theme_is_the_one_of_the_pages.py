"""The theme: the colours of the tokens, told apart by everybody, light and dark; Spanish custom."""

import itertools
import re
from pathlib import Path

import pytest

from cauce.charts import theme
from cauce.charts.custom import number_locale, time_locale

CSS = Path(__file__).parents[2] / "src" / "cauce" / "site" / "static" / "cauce" / "css"
Linear = tuple[float, float, float]

DEFICIENCIES = {  # Machado, Oliveira and Fernandes 2009, whole severity, of linear RGB
    "none": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


def linear(colour: str) -> Linear:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return red, green, blue


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def seen(colour: str, deficiency: str) -> Linear:
    """The colour in OKLab (Ottosson 2020) as it is seen with a deficiency."""
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, linear(colour), strict=True))))
        for row in DEFICIENCIES[deficiency]
    )
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def distance(one: str, other: str, deficiency: str) -> float:
    pairs = zip(seen(one, deficiency), seen(other, deficiency), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


LIGHT = {colour: colour for colour in theme.tokens()}
DARK = theme.dark()
GROUNDS = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def declared(selector: str) -> dict[str, str]:
    tokens = (CSS / "tokens.css").read_text("utf-8")
    start = tokens.index(selector + " {")
    body = tokens[start : tokens.index("}", start)]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", body))


def test_the_colours_are_those_of_the_light_tokens() -> None:
    light = declared(":root")
    assert {token: light[token] for token in theme.tokens().values()} == {
        token: colour for colour, token in theme.tokens().items()
    }


@pytest.mark.parametrize(
    "selector", [':root:not([data-theme="light"])', ':root[data-theme="dark"]']
)
def test_each_has_its_colour_in_the_dark(selector: str) -> None:
    dark = declared(selector)
    assert {token: dark[token] for token in theme.tokens().values()} == {
        token: theme.dark()[colour] for colour, token in theme.tokens().items()
    }


def test_the_style_sheet_of_figures_follows_the_theme() -> None:
    assert theme.style_sheet() in (CSS / "figures.css").read_text("utf-8")


@GROUNDS
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_categories_differ_for_everybody(colours: dict[str, str], deficiency: str) -> None:
    categories = [colours[colour] for colour in theme.CATEGORIES]
    assert (
        min(
            itertools.starmap(
                lambda one, other: distance(one, other, deficiency),
                itertools.combinations(categories, 2),
            )
        )
        >= 0.1
    )


@GROUNDS
def test_categories_and_bars_stand_out_from_the_ground(colours: dict[str, str]) -> None:
    for colour in (*theme.CATEGORIES, theme.BAR, theme.STRONG, theme.TOTAL, theme.SIGNAL):
        assert contrast(colours[colour], colours[theme.GROUND]) >= 3


@GROUNDS
def test_words_are_read_on_the_ground_and_on_every_class(colours: dict[str, str]) -> None:
    for words in (theme.INK, theme.QUIET, theme.SIGNAL):
        assert contrast(colours[words], colours[theme.GROUND]) >= 4.5
    for place, colour in enumerate(theme.SEQUENCE):
        ink = theme.INK if place < 3 else theme.GROUND
        assert contrast(colours[ink], colours[colour]) >= 4.5
    assert contrast(colours[theme.INK], colours[theme.MISSING]) >= 4.5


@GROUNDS
@pytest.mark.parametrize("deficiency", DEFICIENCIES)
def test_classes_go_one_way_for_everybody(colours: dict[str, str], deficiency: str) -> None:
    sequence = [colours[colour] for colour in theme.SEQUENCE]
    light = [seen(colour, deficiency)[0] for colour in sequence]
    assert light in (sorted(light), sorted(light, reverse=True))
    steps = itertools.pairwise(sequence)
    assert min(distance(*step, deficiency) for step in steps) >= 0.06


def test_there_is_a_shape_for_each_category() -> None:
    assert len(set(theme.SHAPES)) == len(theme.CATEGORIES) <= 6


def test_numbers_are_written_as_each_country_does() -> None:
    assert number_locale("gt")["decimal"] == number_locale("pe")["decimal"] == "."
    assert (number_locale("es")["decimal"], number_locale("es")["thousands"]) == (",", ".")
    with pytest.raises(ValueError, match="números"):
        number_locale("xx")


def test_months_and_days_are_spanish_and_complete() -> None:
    names = time_locale()
    assert names["months"][0] == "enero"
    assert [len(names[each]) for each in ("months", "shortMonths", "days", "shortDays")] == [
        12,
        12,
        7,
        7,
    ]


def test_a_specification_fetches_nothing_and_describes_no_marks_in_english() -> None:
    made = theme.specification({"mark": "bar", "data": {"values": []}})
    assert made["config"]["aria"] is False
    assert made["config"]["background"] is None
    assert made["mark"] == "bar"
