"""Masks: the shapes in which people write identity numbers, telephones and e-mail addresses.

The same regular expressions hide them in texts (``mask:email+phone``) and are the first sieve of
the screening. They say what something looks like, not what it is: check digits, chance and whole
columns are the business of :mod:`cauce.quality`.

Written for RE2, which DuckDB uses: no lookaround, no backreferences, no lazy tricks. They mean the
same to Python's ``re`` with ``re.ASCII``, which is how `shape` compiles them.
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

SEPARATOR: Final = "[ \u00a0.\u2010\u2011\u2013-]?"
"""What may stand between groups of figures: nothing, a space, a point or a hyphen of any kind."""
_LETTER: Final = "A-Za-z0-9ÁÉÍÓÚÜÑáéíóúüñ"
_EMAIL: Final = (
    f"[{_LETTER}._%+'-]{{1,64}}"
    r"(?: ?@ ?| ?[(\[](?:at|arroba)[)\]] ?)"
    f"(?:[{_LETTER}-]{{1,63}}[.]){{1,6}}[A-Za-z]{{2,24}}"
)
_PHONE_GT: Final = (
    f"(?:(?:[+(]{{1,2}}502[)]?|\\b(?:00)?502){SEPARATOR})?"
    r"\b(?:"
    f"(?:[3-7][0-9]|2[1-9])[0-9]{{2}}{SEPARATOR}[0-9]{{4}}"
    f"|20[0-9]{{2}}{SEPARATOR}(?:1[0-8]|2[1-9]|[03-9][0-9])[0-9]{{2}}"
    r")(?:[.]0)?\b"
    r"|\b(?:00)?502(?:[3-7][0-9]|2[1-9])[0-9]{6}\b"
)
_PHONE_PE: Final = (
    f"(?:(?:[+(]{{1,2}}51[)]?|\\b(?:00)?51){SEPARATOR})?"
    f"\\b9[0-9]{{2}}{SEPARATOR}[0-9]{{3}}{SEPARATOR}[0-9]{{3}}(?:[.]0)?\\b"
    r"|\b(?:00)?519[0-9]{8}\b"
    f"|(?:[(]0(?:1|[4-8][1-9])[)]{SEPARATOR}|\\b0(?:1|[4-8][1-9])[ -])"
    f"[2-7][0-9]{{2}}{SEPARATOR}[0-9]{{3,4}}\\b"
)
_CUI: Final = f"\\b[0-9]{{4}}{SEPARATOR}[0-9]{{5}}{SEPARATOR}[0-9]{{4}}(?:[.]0)?\\b"
_RUC: Final = r"\b(?:10|15|17|20)[0-9]{9}(?:[.]0)?\b"
_NIT: Final = (
    r"(?i)\bnit(?:[ .:#°º]|n[.:°ºo]){0,6}[0-9]{2,11}[ -]{0,2}[0-9k]\b"
    "|\\b[0-9]{5,9} ?[\u2010\u2011\u2013-] ?[0-9k]\\b"
    r"|\b[0-9]{5,9}k\b"
)
_DNI: Final = r"(?i)\bdni(?:[ .:#°º]|n[.:°ºo]){0,6}[0-9]{7,8}\b|\b[0-9]{8}(?:-[0-9a-k])?(?:[.]0)?\b"

MASKS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "email": _EMAIL,
        "cui": _CUI,
        "ruc": _RUC,
        "phone.gt": _PHONE_GT,
        "phone.pe": _PHONE_PE,
        "nit": _NIT,
        "dni": _DNI,
    }
)
"""Each shape by its name, in the order in which they are to be applied to one text: the longer
numbers first, so that none is taken for the beginning of another.

- ``email``: an address, also «juan (arroba) correo.gt».
- ``cui``: Guatemala's CUI (DPI), 13 figures in groups of 4, 5 and 4, or in one.
- ``ruc``: Peru's taxpayer number, 11 figures from 10, 15, 17 or 20.
- ``phone.gt``: 8 figures from 2 to 7, with or without +502; «2019-2020» is two years and none.
- ``phone.pe``: mobile, 9 figures from 9, with or without +51; landlines with their area code.
- ``nit``: Guatemala's taxpayer number with its hyphen, its K, or the word NIT before it: without
  any of them it is a number like all others.
- ``dni``: any 8 figures (Peru's DNI has no check digit), or 7 after the word DNI.
"""


@cache
def shape(name: str) -> re.Pattern[str]:
    """The compiled regular expression of one of `MASKS`. KeyError for another name."""
    return re.compile(MASKS[name], re.ASCII)
