"""Spanish text without accents, for matching and for names machines use. Never for storage."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

IDENTIFIER_LENGTH: Final = 60
"""Longest identifier: below the 63 bytes of PostgreSQL, with room for a suffix such as ``_2``."""

_NOT_WORD: Final = re.compile(r"[\W_]+")
_NOT_ASCII_WORD: Final = re.compile(r"[^a-z0-9]+")
_COMMON: Final = str.maketrans("áéíóúüñÁÉÍÓÚÜÑ", "aeiouunAEIOUUN")
_SIGNS: Final = str.maketrans({"%": " porcentaje ", "‰": " por mil ", "€": " euros ", "°": " "})


def fold(text: str) -> str:
    """``text`` as it is compared: no accents (ñ → n), case or punctuation, single spaces.

    Unicode NFKD, combining marks off, casefold. Idempotent. Letters of other alphabets stay.

    >>> fold("  COBÁN (Alta   Verapaz) ")
    'coban alta verapaz'
    """
    if (plain := text.translate(_COMMON)).isascii():
        text = plain
    if text.isascii():
        return _NOT_WORD.sub(" ", text.lower()).strip()
    return _NOT_WORD.sub(" ", _bare(_bare(text).casefold())).strip()


def words(text: str) -> list[str]:
    """The folded words of ``text``, in order."""
    return fold(text).split()


def slugify(text: str, max_length: int = 80) -> str:
    """A piece of an address: lower-case ASCII words joined by hyphens, cut between words.

    Never empty: what has no Latin letter or digit gives ``"sin-nombre"``.
    """
    return _cut(_ascii(text), "-", max_length) or "sin-nombre"[:max_length]


def identifier(label: str) -> str:
    """A column or table name that is safe everywhere: ASCII, lower case, words joined by ``_``.

    It starts with a letter (``c_`` is put before a digit), has at most 60 characters and is never
    empty (``"columna"``). Reserved names such as ``_row`` and ``_kind`` cannot result, because it
    never starts with ``_``. The sign % becomes the word ``porcentaje``.

    >>> identifier("Población 2018 (%)")
    'poblacion_2018_porcentaje'
    """
    name = _cut(_ascii(label.translate(_SIGNS)), "_", IDENTIFIER_LENGTH)
    if not name:
        return "columna"
    if name[0].isdigit():
        return f"c_{name}"[:IDENTIFIER_LENGTH].rstrip("_")
    return name


def unique_identifiers(labels: Iterable[str | None]) -> list[str]:
    """One identifier per label, in order and all different.

    A blank label becomes ``columna_n``, n being its place counted from 1; a repeated one gets
    ``_2``, ``_3`` …; a label that already is an identifier keeps it when it can.
    """
    wanted = [
        identifier(label) if label and _ascii(label.translate(_SIGNS)) else f"columna_{place}"
        for place, label in enumerate(labels, start=1)
    ]
    taken: set[str] = set()
    spoken_for = set(wanted)
    result: list[str] = []
    for name in wanted:
        result.append(_free(name, taken, spoken_for))
        taken.add(result[-1])
    return result


def _free(name: str, taken: set[str], spoken_for: set[str]) -> str:
    if name not in taken:
        return name
    count = 2
    while True:
        suffix = f"_{count}"
        candidate = name[: IDENTIFIER_LENGTH - len(suffix)].rstrip("_") + suffix
        if candidate not in taken and candidate not in spoken_for:
            return candidate
        count += 1


def _bare(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _ascii(text: str) -> list[str]:
    return _NOT_ASCII_WORD.sub(" ", fold(text)).split()


def _cut(parts: list[str], joint: str, length: int) -> str:
    whole = joint.join(parts)
    if len(whole) <= length:
        return whole
    head = whole[: length + 1]
    between_words = head.rfind(joint)
    return whole[:between_words] if between_words > length // 2 else whole[:length].rstrip(joint)
