"""Words of Spanish text as the index holds them: folded first, then stemmed.

Folding before stemming makes a query without accents and a text with them meet by construction;
the other order agrees on four words of five only. Stemmer: Snowball Spanish.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import snowballstemmer

from cauce.base.fold import fold, words

LONGEST: Final = 60
"""Letters of a word that are kept; longer ones are not words."""

BETWEEN: Final = "·"
"""Stands between two texts of the index; folding takes it out of whatever people type."""

STOP_WORDS: Final = frozenset(
    words(
        "a al ante con contra cual cuando de del desde donde durante e el ella ellas ellos en "
        "entre era es esa ese eso esta este esto fue ha han hasta hay la las le les lo los "
        "mas me mi muy ni no nos o para pero por porque que se segun ser si sin sobre son su "
        "sus tambien un una unas uno unos y ya"
    )
)

_BEFORE_ES: Final = "cdjlnrsy"
"""Letters before the «es» of a plural: voces, edades, relojes, niveles, planes, hogares, países,
leyes."""

_stemmer = snowballstemmer.stemmer("spanish")


@dataclass(frozen=True)
class Asked:
    """What a person typed into the search box: single words, and phrases between quotes."""

    words: tuple[str, ...]
    """Folded, without stop words, in order."""
    phrases: tuple[tuple[str, ...], ...] = ()
    """Each a run of folded words that must stand together."""
    unfinished: bool = False
    """True when the last word may still be being written: no space after it."""


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of a folded word, the same for its singular and its plural.

    Snowball alone takes «mujer» for a verb and «mujeres» for its plural, and keeps them apart.

    >>> stem("mujer") == stem("mujeres") and stem("luz") == stem("luces")
    True
    """
    single = _singular(word)
    return str(_stemmer.stemWord(single[:-1] + "c" if single.endswith("z") else single))


def _singular(word: str) -> str:
    """Without the endings of the plural, so that plural and singular end alike.

    What is left need not be a word: «bases» and «base» meet at «bas» only after stemming.
    """
    while True:
        if len(word) > 4 and word.endswith("es") and word[-3] in _BEFORE_ES:
            word = word[:-2]
        elif len(word) > 3 and word.endswith("s") and word[-2] in "aeiou":
            word = word[:-1]
        else:
            return word


def terms(text: str) -> list[str]:
    """The stems of ``text``, in order, stop words left out."""
    return [stem(word) for word in words(text) if word not in STOP_WORDS and len(word) <= LONGEST]


def indexed(texts: Iterable[str]) -> str:
    """Several texts as one line of stems for the index, with a mark between that no word is.

    The mark keeps a phrase from being found half in one text and half in the next.
    """
    return f" {BETWEEN} ".join(" ".join(terms(text)) for text in texts)


def written_words(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each ``(folded word, as written)`` of ``texts`` that the index can find; repetitions stay."""
    for text in texts:
        for piece in text.split():
            for part in words(piece):
                if part not in STOP_WORDS and 2 < len(part) <= LONGEST and not part.isdigit():
                    shown = piece.strip(".,;:()[]«»\"'¿?¡!").lower()
                    yield part, shown if fold(shown) == part else part


def asked(text: str) -> Asked:
    """Read the text of the search box; an unclosed quote is no quote."""
    pieces = text.split('"')
    if len(pieces) % 2 == 0:
        pieces[-2:] = [" ".join(pieces[-2:])]
    loose = " ".join(pieces[0::2])
    phrases = tuple(tuple(words(piece)) for piece in pieces[1::2] if words(piece))
    found = words(loose)
    kept = tuple(word for word in found if word not in STOP_WORDS and len(word) <= LONGEST)
    ends_open = bool(found) and not text.endswith((" ", '"')) and found[-1:] == list(kept[-1:])
    return Asked(kept or tuple(found), phrases, ends_open)
