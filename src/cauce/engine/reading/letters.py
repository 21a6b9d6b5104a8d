"""How well a decoding explains the letters outside ASCII: what stands beside each of them in its
word.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from cauce.engine.reading.transcode import decode_lenient

CANDIDATES: Final = ("cp1252", "mac-roman", "cp850", "cp1251")
"""Single-byte encodings that are compared, the default first."""

_WORD: Final = re.compile(rb"[^\x00-\x20\x80-\xff]{0,12}[\x80-\xff][^\x00-\x20]{0,24}")
_USUAL: Final = frozenset("áéíóúñüÁÉÍÓÚÑÜ")
_ODD: Final = frozenset("ÿŸþÞðÐýÝÃÂÆæØøƒß")
_OPENING: Final = frozenset("¿¡“«‘„")
_CLOSING: Final = frozenset("”»’")
_DASHES: Final = frozenset("–—…·•")
_ORDINALS: Final = frozenset("ºª°")


def collect_words(block: bytes, words: Counter[bytes]) -> None:
    """Add the words of ``block`` that hold bytes outside ASCII, until 2,000 different ones are
    known.
    """
    if len(words) < 2_000:
        words.update(_WORD.findall(block, 0, 65_536))


def score_decodings(words: Mapping[bytes, int]) -> dict[str, float]:
    """For each candidate the mean plausibility, from -1.5 to 1, of its characters outside ASCII."""
    return {encoding: _mean(encoding, words.items()) for encoding in CANDIDATES}


def _mean(encoding: str, words: Iterable[tuple[bytes, int]]) -> float:
    total = weight = 0.0
    for word, count in words:
        text = decode_lenient(word, encoding)
        times = min(count, 20)
        for place, character in enumerate(text):
            if character > "\x7f":
                before = text[place - 1] if place else ""
                after = text[place + 1] if place + 1 < len(text) else ""
                total += times * _fits(before, character, after)
                weight += times
    return total / weight if weight else 0.0


def _fits(before: str, character: str, after: str) -> float:
    if character.isalpha() and character not in _ORDINALS:
        if "\u0400" <= character <= "\u04ff":
            return _fits_cyrillic(before, character, after)
        return _fits_latin(before, character, after)
    return _fits_mark(before, character, after)


def _fits_latin(before: str, character: str, after: str) -> float:
    if character in _ODD:
        return -0.5
    worth = 1.0 if character in _USUAL else 0.4
    if (character.isupper() and before.islower()) or (character.islower() and after.isupper()):
        return -1.0
    for beside in (before, after):
        if (beside > "\x7f" and beside.isalpha()) or (beside and beside in "¢£¤¥§¨¬±¶‡†‰"):
            worth -= 0.6
    return worth


def _fits_cyrillic(before: str, character: str, after: str) -> float:
    if character not in "ёЁ" and not "\u0410" <= character <= "\u044f":
        return -0.5
    beside = [mark for mark in (before, after) if mark.isalpha()]
    if any(mark <= "\u024f" for mark in beside):
        return -1.0
    if character.isupper() and before.isalpha() and before.islower():
        return -1.0
    return 0.9 if beside else 0.2


def _fits_mark(before: str, character: str, after: str) -> float:
    inside = before.isalpha() and after.isalpha()
    if unicodedata.category(character) in {"Cc", "Cn", "Co"} or character == "\ufffd":
        return -1.5
    if character == "’" and inside:
        return 0.1
    if inside:
        return -0.9
    if character in _OPENING:
        return 0.8 if not before.isalnum() and (after.isalnum() or not after) else -0.5
    if character in _CLOSING:
        return 0.7 if before and not after.isalnum() else -0.2
    if character in _ORDINALS:
        return 0.7 if before.isdigit() or before in tuple("NnoOrCF.") else -0.4
    if character in _DASHES or character in "€´©®™\u00a0":
        return 0.4 if not before.isalpha() else 0.0
    return -0.3 if before.isalpha() or after.isalpha() else 0.1
