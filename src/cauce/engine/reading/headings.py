"""What the words of a header say about the values below it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cauce.base.fold import fold
from cauce.engine.reading import headerwords as words_of

_CAMEL: Final = re.compile(r"(?<=[a-záéíóúñ])(?=[A-ZÁÉÍÓÚÑ])")
_DIGITS: Final = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")


@dataclass(frozen=True)
class Header:
    """The words of a header, folded, in order."""

    label: str
    words: tuple[str, ...]

    def says(self, words: frozenset[str]) -> bool:
        """Whether any of the words is there."""
        return not words.isdisjoint(self.words)

    @property
    def dated(self) -> bool:
        """It speaks of a date."""
        return self.says(words_of.DATE)

    @property
    def yearly(self) -> bool:
        """It speaks of a year, as in "Año fiscal"; "años de estudio" is none."""
        return self.says(words_of.YEAR)

    @property
    def monthly(self) -> bool:
        """It speaks of a month."""
        return self.says(words_of.MONTH) and not self.says(frozenset({"numero", "cantidad", "n"}))

    @property
    def coded(self) -> bool:
        """It says that the values are codes, which keep their zeros."""
        glued = any(re.fullmatch(r"(?:cod|codigo|cve)[a-z]{2,12}", word) for word in self.words)
        return self.says(words_of.CODE) or (glued and not self.says(frozenset({"codependencia"})))

    @property
    def personal(self) -> bool:
        """It names a number that tells persons or firms apart, or a telephone."""
        return self.says(words_of.PERSON)

    @property
    def numbering(self) -> bool:
        """It says "No.", "#" or "N°" and nothing else, or "No. de expediente"."""
        if self.bare_number:
            return True
        return self.says(words_of.NUMBER) and self.says(words_of.THING) and len(self.words) <= 5

    @property
    def bare_number(self) -> bool:
        """It says "No.", "#" or "N°" and nothing else: a number for each row, or a count."""
        return self.label.strip(" .:").casefold() in words_of.BARE_NUMBERS

    @property
    def counting(self) -> bool:
        """It speaks of how many there are."""
        return self.says(words_of.COUNT) and not self.numbering

    @property
    def identifying(self) -> bool:
        """It says that the values tell things apart: id, código, No. de expediente."""
        sure = self.says(words_of.IDENTITY) or self.coded or self.numbering
        return sure and not (self.counting and not self.says(words_of.IDENTITY))

    @property
    def recording(self) -> bool:
        """It may say so, if the values look like it: expediente, DPI, teléfono."""
        short = len(self.label.split()) <= 4 and not self.counting
        return short and (self.says(words_of.RECORD) or self.personal)

    @property
    def monetary(self) -> bool:
        """It speaks of money."""
        return self.says(words_of.MONEY) and not self.says(words_of.NOT_MONEY)

    @property
    def percental(self) -> bool:
        """It says percentage, in words or by the sign."""
        if self.says(words_of.PERCENT) or re.search(r"%(?!\w)", self.label) is not None:
            return True
        return bool(re.search(r"(?:^|[_\W])(?:perc|porcen)", fold(self.label).replace(" ", "_")))


@lru_cache(maxsize=4096)
def read_header(label: str | None) -> Header:
    """The header of a column; its camel case and digits cut into words."""
    text = _CAMEL.sub(" ", label or "")
    folded = fold(text)
    words: Sequence[str] = _DIGITS.sub(" ", folded).split()
    whole = [word for word in folded.split() if word not in words]
    return Header(label or "", (*words, *whole))
