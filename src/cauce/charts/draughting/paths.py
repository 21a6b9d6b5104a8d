"""Paths: the same line in fewer letters, to a tenth of a pixel."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_RINGS = re.compile(r"(?:M[-\d.,eLM]+Z?)+")
_POLYGON = 60
"""From this many letters on, a path of straight lines is written anew; symbols stay as they are."""


def rounded(text: str, decimals: int = 1) -> str:
    """A text with every number in it rounded, without needless noughts: «12.345,6.0» → «12.3,6»."""
    return NUMBER.sub(lambda found: short(float(found[0]), decimals), text)


def short(number: float, decimals: int = 1) -> str:
    """A number in as few letters as it takes: 0.5 → «.5», -0.04 → «0»."""
    text = f"{number:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    if text in ("-0", ""):
        return "0"
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


@lru_cache(maxsize=4096)
def shortened(path: str) -> str:
    """A path that looks the same to a tenth of a pixel.

    Polygons are written in steps from point to point, rounded where they stand so that no error
    adds up; points that fall on the one before go, and rings of which no area remains.
    """
    if len(path) < _POLYGON or not _RINGS.fullmatch(path):
        return rounded(path, 2 if "A" in path else 1)
    return "".join(_ring(part) for part in path.split("M")[1:])


def _ring(part: str) -> str:
    closed = part.endswith("Z")
    return steps_path(list(_points(part.rstrip("Z").split("L"))), closed=closed)


def steps_path(points: Sequence[tuple[int, int]], *, closed: bool) -> str:
    """The path through points in tenths of a pixel, in steps from each to the next.

    A point equal to the one before is left out; empty when no line, or no area, remains.
    """
    kept = [point for at, point in enumerate(points) if not at or point != points[at - 1]]
    if closed and len(kept) > 1 and kept[-1] == kept[0]:
        del kept[-1]
    if len(kept) < (3 if closed else 2):
        return ""
    steps = [(x - before_x, y - before_y) for (before_x, before_y), (x, y) in pairwise(kept)]
    return f"M{pair(kept[0])}l{_joined(steps)}{'z' if closed else ''}"


def _points(pairs: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Points in tenths of a pixel."""
    for each in pairs:
        x, y = each.split(",")
        yield round(float(x) * 10), round(float(y) * 10)


def _joined(steps: Sequence[tuple[int, int]]) -> str:
    text = ""
    for step in steps:
        said = pair(step)
        text += said if not text or said.startswith("-") else f" {said}"
    return text


def pair(point: tuple[int, int]) -> str:
    """A point or step in tenths of a pixel, as a path writes it."""
    x, y = (_tenths(part) for part in point)
    return f"{x}{y}" if y.startswith("-") else f"{x},{y}"


@lru_cache(maxsize=20_000)
def _tenths(number: int) -> str:
    return short(number / 10)
