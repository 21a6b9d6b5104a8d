"""How plausible a text is as one cell of a table, for choosing where text is cut."""

import re
from typing import Final

_NUMBER: Final = re.compile(
    r"\(?[-+−]?\s?(?:[$€£¥]|US\$|Q\.?|S/\.?|B/\.?|L\.?)?\s?[-+−]?"
    r"(?:\d{1,3}(?:[.,'\u00a0\u202f ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?|[.,]\d+)"
    r"(?:[eE][-+]?\d+)?\s?[%€]?\)?"
)
_DATE: Final = re.compile(
    r"\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{1,4})?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?"
    r"(?:\s?[aApP]\.?\s?[mM]\.?)?(?:Z|\s?[-+]\d\d:?\d\d)?)?"
    r"|\d{1,2}[- ][^\W\d]{3,10}\.?(?:[- ]\d{2,4})?"
)
_TIME: Final = re.compile(r"\d{1,3}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s?[aApP]\.?\s?[mM]\.?)?")
_ADDRESS: Final = re.compile(
    r"(?:https?|ftp)://\S+|www\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|(?:\d{1,3}\.){3}\d{1,3}(?:/\d+)?"
)
_CODE: Final = re.compile(r"[\w][\w.\-/#]{0,39}")
_WORDS: Final = re.compile(r"[\w¿¡#(«“*+-][\w '’´`.\-/()&º°ª%#+*!?¿¡«»“”–—…$@=<>·\[\]]*")
_MARKS: Final = frozenset({"-", "--", "---", "–", "—", ".", "..", "...", "…", "*", "?", "N/A"})
_DIGIT: Final = re.compile(r"\d")
_TORN: Final = re.compile(r"(?:(?<=\s)|^)'|'(?=\s|$)")
"""An apostrophe that opens or closes: an odd number of them means half a quoted cell."""


def plausibility(cell: str) -> float:
    """From 0 to 1: numbers, dates, codes and short names are near 1; torn text and joined values
    near 0.

    The marks that usually separate cells (``;``, tab, ``|``, a stray double quote) count against
    it.
    """
    text = cell.strip()
    if not text:
        return 0.5
    if is_typed(text):
        return 1.0
    if "'" in text and len(_TORN.findall(text)) % 2:
        return 0.3
    if text in _MARKS or _CODE.fullmatch(text) or _ADDRESS.fullmatch(text):
        return 0.95
    if _WORDS.fullmatch(text):
        return 0.9 if len(text) <= 60 else 0.75
    return _free_text(text)


def is_typed(cell: str) -> bool:
    """Whether the cell is a number, a date or a time."""
    text = cell.strip()
    if _DIGIT.search(text) is None:
        return False
    return bool(_NUMBER.fullmatch(text) or _DATE.fullmatch(text) or _TIME.fullmatch(text))


def _free_text(text: str) -> float:
    if "\t" in text or "|" in text or text.count('"') % 2:
        return 0.1
    if any(mark in text for mark in "^~§¦¬"):
        return 0.3
    worth = 0.7
    if ";" in text:
        worth = 0.5 if "; " in text else 0.3
    elif "," in text:
        worth = 0.6 if ", " in text else 0.4
    if text[0] in ",;:)]}" or text[-1] in ",;([{":
        worth -= 0.2
    return worth
