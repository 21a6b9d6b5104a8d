"""Labels: what the header of a column says to whoever chooses what to show."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from cauce.base.fold import fold
from cauce.engine.columns import Column

_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_MEETS: Final = re.compile(r"(?<=[a-zA-Z])(?=\d{4})")


def vocabulary(words: str) -> frozenset[str]:
    """The words of a text, to be looked up."""
    return frozenset(words.split())


_EMPTY: Final = vocabulary(
    "de del la el los las un una y o e en por con sin para segun a al que su sus cada entre "
    "sobre datos ejemplo cuadro tabla numero total"
)
_ROOT: Final = 5
"""Letters by which two words are held to be of one family: «pobreza», «pobres»."""


class Dated(NamedTuple):
    """A header that names a year: what it says without it, and the year."""

    base: str
    year: int


@lru_cache(maxsize=4096)
def words_of(label: str) -> tuple[str, ...]:
    """The folded words of a header: «Avance físico (%)» → («avance», «fisico»)."""
    return tuple(fold(_MEETS.sub(" ", label.replace("%", " porcentaje "))).split())


def says(column: Column, words: frozenset[str]) -> bool:
    """Whether the header has one of these words, also in the plural."""
    return any(
        word in words or word.removesuffix("s") in words or word.removesuffix("es") in words
        for word in words_of(column.label)
    )


def dated(column: Column) -> Dated | None:
    """The only year that a header names, and the rest of it; None without one."""
    text = _MEETS.sub(" ", column.label.replace("_", " "))
    years = _YEAR.findall(text)
    if len(years) != 1:
        return None
    return Dated(fold(_YEAR.sub(" ", text)), int(years[0]))


def roots(text: str) -> frozenset[str]:
    """What the telling words of a text begin with, to hold headers against titles."""
    return frozenset(
        word[:_ROOT] for word in words_of(text) if word not in _EMPTY and len(word) > 2
    )
