"""Letters: how wide a text is in the type of the drawings, and how it is broken or cut to fit.

Widths are those of Source Sans 3, in hundredths of its size; they are what keeps labels apart
without asking a browser.
"""

from collections.abc import Iterator
from typing import Final

_WIDTHS: Final = {
    letter: width
    for width, letters in {
        20: " ",
        25: "|ij',.:;í·",
        27: "lIÍ!",
        31: "f()[]{}-",
        34: "t°",
        36: "r/\\²",
        43: 'sz*?"«»',
        46: "cxvyJ",
        49: "YFL–−",
        51: "0123456789aegkáéX#$+<=>_~",
        53: "VESÉ",
        54: "houATZóúüÁ",
        56: "bnñdpq",
        58: "CPRBK",
        62: "DG&",
        65: "UÚHNÑ",
        67: "OQÓ",
        73: "wM",
        80: "W—",
        84: "m%@",
        95: "…",
    }.items()
    for letter in letters
}
_OTHER: Final = 65
"""What no letter of the table is wider than, of other alphabets too."""
_BOLD: Final = 1.03
ELLIPSIS: Final = "…"
_LOOSE: Final = " ,;:-·("
"""What does not stand before an ellipsis."""


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Pixels that a line of text takes at a size in pixels."""
    hundredths = sum(_WIDTHS.get(letter, _OTHER) for letter in text)
    return hundredths * size / 100 * (_BOLD if bold else 1)


def cut(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The text, or as much of it as fits with «…» after it; a long text takes no longer."""
    most = _most(room, size)
    if len(text) <= most and width_of(text, size, bold=bold) <= room:
        return text
    kept = text[:most]
    while kept and width_of(kept.rstrip(_LOOSE) + ELLIPSIS, size, bold=bold) > room:
        kept = kept[:-1]
    return kept.rstrip(_LOOSE) + ELLIPSIS


def wrapped(
    text: str, room: float, size: float, *, lines: int = 2, bold: bool = False
) -> tuple[str, ...]:
    """The text in at most that many lines that fit; the last one is cut when there is more."""
    words = text[: (lines + 1) * _most(room, size)].split()
    whole = tuple(_lines(words, room, size, bold))
    if len(whole) <= lines:
        return tuple(cut(line, room, size, bold=bold) for line in whole) or ("",)
    rest = " ".join(whole[lines - 1 :])
    return tuple(cut(line, room, size, bold=bold) for line in (*whole[: lines - 1], rest))


def _most(room: float, size: float) -> int:
    """More letters than any line of that width holds."""
    return max(1, int(room / size / 0.2) + 2)


def _lines(words: list[str], room: float, size: float, bold: bool) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}".strip()
        if line and width_of(longer, size, bold=bold) > room:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line
