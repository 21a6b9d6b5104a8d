"""Missing marks: texts that say there is no value, some anywhere, others only among numbers."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

from cauce.engine.reading.native import as_written
from cauce.engine.reading.numbers import CURRENCIES

_SIGNS: Final = (
    "- -- --- – — − .. ... … s.d. s.d s/d s/d. s.i. s.i s/i s/i. n.d. n.d n/d n/d. n/a n.a. n.a "
    "#n/a <na> (null) (blank) (vacío) [null] <null> missing"
)
_PHRASES: Final = (
    "s. d.|s. i.|n. d.|n. a.|(en blanco)|sin dato|sin datos|sin valor|sin información|sin info"
    "|sin informacion|sin inf.|no disponible|no disponibles|dato no disponible|no aplica"
    "|información no disponible|not available|not applicable|no data|sin registro|sin registros"
)
ANYWHERE: Final = frozenset(_SIGNS.split()) | frozenset(_PHRASES.split("|"))
"""Missing in a column of any type; in lower case, inner blanks single."""

_ERRORS: Final = (
    "#div/0! #n/a #n/d #name? #¿nombre? #null! #¡nulo! #num! #¡num! #ref! #¡ref! #value! #¡valor! "
    "#¡div/0! #calc! #spill! #getting_data #desbordamiento!"
)
ERRORS: Final = frozenset(_ERRORS.split())
"""Errors of spreadsheets."""

CODE_LIKE: Final = frozenset({"na", "nd", "sd", "null", "none", "nan", "nulo"})
"""Missing among texts unless the column is of codes as short as these; always among numbers."""

_AMONG_NUMBERS: Final = re.compile(
    r"[-–—−.*…·?¿_/ ]{1,20}"
    r"|n[adrs]|sd|[ns]\s?[./]\s?[adirsevp][./]?"
    r"|null|none|nan|nil|nulos?|missing"
    r"|(?:no|sin|ning[uú]n|a[uú]n no) [^\d]{1,40}"
    r"|(?:en blanco|pendiente|por definir|en proceso|confidencial)\b[^\d]{0,40}"
)
_SIGN: Final = "|".join(re.escape(sign.casefold()) for sign in CURRENCIES)
_NO_MONEY: Final = re.compile(rf"(?:{_SIGN})\s*[-–—−]|[-–—−]\s*(?:{_SIGN})")
"""What the accounting format of a spreadsheet shows for no amount: ``Q -``, ``-  €``."""
_WORDED: Final = re.compile(r"s/\w{3,12}|n/\w{3,12}")


@lru_cache(maxsize=1 << 14)
def is_missing_anywhere(text: str) -> bool:
    """Whether a text is no value in a column of texts. "Ninguno" and "No" are values."""
    folded = _folded(text)
    return folded in ANYWHERE or folded in ERRORS


@lru_cache(maxsize=1 << 14)
def is_missing_among_numbers(text: str) -> bool:
    """Whether a text among numbers, dates or times says that there is no value."""
    folded = _folded(text)
    return (
        folded in ANYWHERE
        or folded in ERRORS
        or _AMONG_NUMBERS.fullmatch(folded) is not None
        or _WORDED.fullmatch(folded) is not None
        or _NO_MONEY.fullmatch(folded) is not None
    )


def is_error(text: str) -> bool:
    """Whether a text is an error of a spreadsheet, such as ``#DIV/0!``."""
    return _folded(text) in ERRORS


@cache
def text_candidates() -> frozenset[str]:
    """Every text that may be missing in a column of texts, in the cases people write it in."""
    return frozenset(
        written(text)
        for text in ANYWHERE | ERRORS | CODE_LIKE
        for written in (str.lower, str.upper, str.title, str.capitalize)
    ) | {"NaN", "<NA>"}


def missing_among_texts(found: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """Which of ``found``, texts of a column that may be marks, are missing beside the ``others``.

    ``NA`` is missing, unless the other values are codes of two or three letters, as countries have;
    so are ``NULL`` and ``None`` as programs write them; ``si`` and ``none`` are values.
    """
    marks = []
    codes: bool | None = None
    for text in found:
        if is_missing_anywhere(text):
            marks.append(text)
        elif _folded(text) in CODE_LIKE and _as_programs_write(text):
            if codes is None:
                codes = _are_short_codes(others)
            if not codes:
                marks.append(text)
    return tuple(marks)


_PROGRAMS: Final = frozenset(
    {"NA", "ND", "SD", "NULL", "Null", "null", "None", "NaN", "nan", "NAN", "Nulo", "NULO"}
)


def _as_programs_write(text: str) -> bool:
    return text in _PROGRAMS


def _are_short_codes(others: Iterable[str]) -> bool:
    values = [as_written(text) for text in others]
    values = [text for text in values if not is_missing_anywhere(text)]
    short = sum(len(text) <= 3 and text.isalpha() for text in values)
    return bool(values) and 2 * short >= len(values)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold() if len(text) > 1 else text.casefold()
