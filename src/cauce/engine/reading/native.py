"""What a workbook's cells hold, as text that never mistakes a number for its writing.

A native value begins with a private-use character that says what it is: the number 1.234 of a
workbook is ``\\ue0001.234``, the text "1.234" is itself. What the person sees decides: a cell
formatted ``0.0%`` that holds 0.125 is ``\\ue00012.5%``, and one formatted ``0000`` that holds 101
is the text ``0101``."""

import math
import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from cauce.engine.reading.grid import Cell

NUMBER: Final = "\ue000"
DATE: Final = "\ue001"
DATETIME: Final = "\ue002"
TIME: Final = "\ue003"
TRUTH: Final = "\ue004"
TEXT: Final = "\ue005"
"""Before a text that happens to begin with one of these characters."""

MARKS: Final = NUMBER + DATE + DATETIME + TIME + TRUTH + TEXT
WHITE: Final = (
    " \t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004"
    "\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""White space of any kind around a cell, with the characters of no width."""

EXACT: Final = 10**15
"""Whole floats below this are written as whole numbers."""

_PERCENT: Final = re.compile(r'(?:[^"%\\]|"[^"]*"|\\.)*%')
_PADDED: Final = re.compile(r"0{2,}")


def staged(cell: Cell, number_format: str | None = None) -> str | None:
    """The cell as staged text; ``None`` when it is empty or only white space.

    Args:
        number_format: the cell's number format, when it is not General.
    """
    if cell is None:
        return None
    if isinstance(cell, str):
        text = cell.strip(WHITE)
        if not text:
            return None
        return TEXT + text if text[0] in MARKS else text
    if isinstance(cell, bool):
        return TRUTH + ("VERDADERO" if cell else "FALSO")
    if isinstance(cell, int | float):
        return _number(cell, number_format)
    return _moment(cell)


def as_written(text: str) -> str:
    """Staged text as a person reads it."""
    return text[1:] if text[:1] in MARKS and text else text


def number_text(value: int | float) -> str:
    """The shortest text of a number; whole floats without ".0"."""
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    return repr(value)


def _number(value: int | float, number_format: str | None) -> str | None:
    if isinstance(value, float) and not math.isfinite(value):
        return None
    shown = _shown_as(number_format) if number_format else ""
    if shown == "%":
        return f"{NUMBER}{number_text(float(f'{value * 100:.12g}'))}%"
    if shown and value >= 0 and float(value).is_integer():
        return f"{int(value):0{len(shown)}d}"
    return NUMBER + number_text(value)


@lru_cache(maxsize=512)
def _shown_as(number_format: str) -> str:
    """``"%"``, the zeros of a padded code (``"0000"``), or nothing."""
    first = number_format.split(";")[0]
    if _PADDED.fullmatch(first):
        return first
    return "%" if _PERCENT.match(first) else ""


def _moment(cell: date | time) -> str:
    if isinstance(cell, datetime):
        plain = cell.replace(tzinfo=None) - (cell.utcoffset() or timedelta())
        return f"{DATETIME}{plain.isoformat(' ')}"
    if isinstance(cell, date):
        return f"{DATE}{cell.isoformat()}"
    return f"{TIME}{cell.replace(tzinfo=None).isoformat()}"
