"""Colours that meet on a page can be told apart, light and dark (WCAG 2.2, 1.4.3 and 1.4.11)."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "src" / "cauce" / "site" / "static" / "cauce"
TOKENS = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")

TEXT, PART = 4.5, 3.0

PAIRS: list[tuple[str, str, float]] = [
    *[
        (colour, ground, TEXT)
        for colour in ("text", "text-quiet", "action", "action-hover", "signal", "error")
        for ground in ("ground", "ground-quiet", "ground-field")
    ],
    ("on-action", "action", TEXT),
    ("on-action", "action-hover", TEXT),
    ("on-error", "error", TEXT),
    ("text", "action-soft", TEXT),
    ("text-quiet", "action-soft", TEXT),
    ("action", "action-soft", TEXT),
    ("action-hover", "action-soft", TEXT),
    ("text", "signal-soft", TEXT),
    ("signal", "signal-soft", TEXT),
    ("text", "error-soft", TEXT),
    ("error", "error-soft", TEXT),
    ("ground", "rule-strong", TEXT),
    ("foot-text", "foot-ground", TEXT),
    ("foot-link", "foot-ground", TEXT),
    *[
        (part, ground, PART)
        for part in ("rule-field", "rule-strong")
        for ground in ("ground", "ground-quiet", "ground-field")
    ],
]
"""(what is seen, what it stands on, least ratio)."""

FOCUS_GROUNDS = ("ground", "ground-quiet", "ground-field", "action-soft", "foot-ground")


def declared(selector: str) -> dict[str, str]:
    """The colours one block of tokens.css declares, by role; the first block with this selector."""
    start = TOKENS.index(selector + " {")
    body = TOKENS[start : TOKENS.index("}", start)]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-fA-F]{6});", body))


LIGHT = declared(":root")
DARK = LIGHT | declared(':root:not([data-theme="light"])')


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, 0..1, as WCAG defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1..21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_ratio_is_the_one_wcag_defines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("seen", "ground", "least"), PAIRS, ids=lambda part: str(part))
def test_a_pair_of_colours_can_be_told_apart(
    theme: dict[str, str], seen: str, ground: str, least: float
) -> None:
    assert contrast(theme[seen], theme[ground]) >= least


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", FOCUS_GROUNDS)
def test_ring_or_halo_of_the_focus_stands_out_on_every_ground(
    theme: dict[str, str], ground: str
) -> None:
    best = max(contrast(theme[part], theme[ground]) for part in ("focus-ring", "focus-halo"))
    assert best >= PART


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_ring_and_halo_of_the_focus_differ(theme: dict[str, str]) -> None:
    assert contrast(theme["focus-ring"], theme["focus-halo"]) >= PART


def test_bars_stand_out_from_the_page() -> None:
    for theme in (LIGHT, DARK):
        assert contrast(theme["data-4"], theme["ground"]) >= PART


def test_both_ways_to_dark_are_the_same() -> None:
    assert declared(':root:not([data-theme="light"])') == declared(':root[data-theme="dark"]')


def test_dark_declares_every_colour_of_the_page() -> None:
    drawn_on_light_ground = {name for name in LIGHT if name.startswith("data-")}
    dark = declared(':root[data-theme="dark"]')
    assert set(LIGHT) - drawn_on_light_ground <= set(dark)


@pytest.mark.parametrize("sheet", ["base", "components", "pages", "publishing"])
def test_colours_are_written_in_tokens_only(sheet: str) -> None:
    rules = (STATIC / "css" / f"{sheet}.css").read_text(encoding="utf-8")
    rules = re.sub(r"\.qr \{[^}]*\}", "", rules)  # a code is read by cameras: always on white
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s])", rules) == []
    assert set(re.findall(r"var\(--([\w-]+)\)", rules)) <= set(re.findall(r"--([\w-]+):", TOKENS))
