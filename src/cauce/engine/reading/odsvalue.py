"""The values and styles of ODS cells (OpenDocument 1.3, parts 3 and 4)."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from cauce.engine.reading.grid import Cell
from cauce.engine.reading.numformat import duration_text

_DURATION: Final = re.compile(r"(-?)P(?:(\d+)D)?T?(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d+))?S)?")
_ERROR: Final = re.compile(r"#[A-ZÁ-Ú¡!/0-9?]+[!?]?|Err:\d+")
_LENGTH: Final = re.compile(r"([\d.]+)(cm|mm|in|pt)")
_CENTIMETRES: Final = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 0.0353}
_STEP: Final = 0.35
"""Centimetres of one level of indentation in LibreOffice."""


_FORMATS: Final = frozenset({"number:number-style", "number:currency-style"})
_SAID: Final = frozenset({"number:text", "number:currency-symbol"})


@dataclass(frozen=True)
class OdsStyle:
    """What a cell style says of a value."""

    bold: bool = False
    indent: int = 0
    digits: int = 0
    """Least number of whole digits, when it is more than one: codes with leading zeros."""
    sign: str = ""
    """The currency or other text that the number format writes beside the number."""

    def format_for(self, about: dict[str, str]) -> str | None:
        """A number format in Excel's words, ``None`` for General."""
        kind = about.get("office:value-type")
        if kind == "percentage":
            return "0.00%"
        if kind == "currency":
            return f'"{about.get("office:currency", "") or self.sign}" #,##0.00'
        if self.digits > 1:
            return "0" * self.digits
        return f'"{self.sign}" #,##0.00' if self.sign else None


class OdsStyles:
    """The automatic styles of a document, collected as they pass."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._cells: dict[str, dict[str, str]] = {}
        self._hidden: set[str] = set()
        self._digits: dict[str, int] = {}
        self._signs: dict[str, str] = {}
        self._said = False
        """Within a text that a number format writes."""
        self._current = ""
        self._family = ""
        self._known: dict[str, OdsStyle] = {}

    def start(self, name: str, about: dict[str, str]) -> None:
        """Take in the start of an element outside tables."""
        if name == "style:style":
            self._current, self._family = about.get("style:name", ""), about.get("style:family", "")
            if self._family == "table-cell":
                self._cells[self._current] = {
                    "data": about.get("style:data-style-name", ""),
                    "parent": about.get("style:parent-style-name", ""),
                }
        elif name in _FORMATS:
            self._current, self._family = about.get("style:name", ""), "number"
        elif name in _SAID and self._family == "number":
            self._said = True
        elif name == "number:number" and self._family == "number":
            digits = about.get("number:min-integer-digits", "0")
            decimals = about.get("number:decimal-places", "0")
            if digits.isdigit() and decimals == "0":
                self._digits[self._current] = min(int(digits), 30)
        elif name == "style:table-properties" and about.get("table:display") == "false":
            self._hidden.add(self._current)
        elif self._family == "table-cell" and self._current in self._cells:
            self._cells[self._current] |= {
                key: about[key] for key in ("fo:font-weight", "fo:margin-left") if key in about
            }

    def end(self, name: str) -> None:
        """Take in the end of an element outside tables."""
        if name in _SAID:
            self._said = False

    def characters(self, text: str) -> None:
        """Take in text outside tables."""
        if self._said:
            self._signs[self._current] = self._signs.get(self._current, "") + text

    def hides(self, name: str | None) -> bool:
        """Whether a table with this style is not shown."""
        return name in self._hidden

    def of(self, name: str | None) -> OdsStyle:
        """The style of this name; a plain one when it is not known."""
        if name is None:
            return _PLAIN
        if name not in self._known:
            said = self._cells.get(name, {})
            self._known[name] = OdsStyle(
                bold=said.get("fo:font-weight") in {"bold", "700", "800", "900"},
                indent=_indent(said.get("fo:margin-left", "")),
                digits=self._digits.get(said.get("data", ""), 0),
                sign=self._signs.get(said.get("data", ""), "").replace('"', "").strip(" \xa0-()"),
            )
        return self._known[name]


_PLAIN: Final = OdsStyle()


def _indent(length: str) -> int:
    found = _LENGTH.fullmatch(length)
    if found is None:
        return 0
    return round(float(found.group(1)) * _CENTIMETRES[found.group(2)] / _STEP)


def cell_value(about: dict[str, str], text: str) -> tuple[Cell, str | None]:
    """The value of a cell from its attributes and its text, and its error text when it holds
    one.
    """
    kind = about.get("office:value-type")
    if about.get("calcext:value-type") == "error" or (
        "table:formula" in about and _ERROR.fullmatch(text)
    ):
        return None, text or "#ERROR"
    if kind in {"float", "percentage", "currency"}:
        return _number(about.get("office:value", ""), text), None
    if kind == "boolean":
        return about.get("office:boolean-value") == "true", None
    if kind == "date":
        return _date(about.get("office:date-value", ""), text), None
    if kind == "time":
        return _time(about.get("office:time-value", ""), text), None
    return about.get("office:string-value", text) or None, None


def _number(value: str, text: str) -> Cell:
    try:
        number = float(value)
    except ValueError:
        return text or None
    if number.is_integer() and abs(number) < 1e18:
        return int(number)
    return number if number - number == 0 else text or None


def _date(value: str, text: str) -> Cell:
    try:
        if "T" in value:
            return datetime.fromisoformat(value)
        return date.fromisoformat(value)
    except ValueError:
        return text or value or None


def _time(value: str, text: str) -> Cell:
    found = _DURATION.fullmatch(value)
    if found is None:
        return text or None
    sign, days, hours, minutes, seconds, fraction = found.groups()
    length = timedelta(
        days=int(days or 0),
        hours=int(hours or 0),
        minutes=int(minutes or 0),
        seconds=int(seconds or 0),
        microseconds=int((fraction or "0")[:6].ljust(6, "0")),
    )
    if sign or length >= timedelta(days=1):
        return duration_text(-length if sign else length)
    return (datetime.combine(date(2000, 1, 1), time()) + length).time() if length else time()
