"""Number formats of spreadsheets: which are dates, and how a serial number becomes one."""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Literal

from cauce.engine.reading.grid import Cell

GENERAL: Final = frozenset({"general", "", "@", "standard", "estándar"})

BUILTIN: Final = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "dd/mm/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm",
    37: "#,##0;(#,##0)",
    38: "#,##0;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
}
"""Formats that workbooks name by number only (ECMA-376, part 1, 18.8.30)."""

_LITERAL: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)

Kind = Literal["number", "date", "datetime", "time", "duration", "general"]


@lru_cache(maxsize=2000)
def format_kind(code: str) -> Kind:
    """What a number shows as under this format."""
    if code.strip().lower() in GENERAL:
        return "general"
    first = _LITERAL.sub("", code).split(";")[0].lower()
    if re.search(r"\[[hms]+\]", first):
        return "duration"
    first = first.replace("am/pm", "h").replace("a/p", "h").replace("general", "")
    dated = bool(re.search(r"[yd]", first)) or ("m" in first and not re.search(r"[hs]", first))
    timed = bool(re.search(r"[hs]", first))
    if dated and re.search(r"[#?]", first):
        return "number"
    if dated:
        return "datetime" if timed else "date"
    if timed and not re.search(r"[#?]", first):
        return "time"
    return "number"


def serial_cell(serial: float, code: str, *, since_1904: bool) -> Cell:
    """The date, time or duration (as text, ``26:30:00``) that ``serial`` shows under ``code``.

    The serials 0 to 60 of the 1900 system are what Excel shows minus its day that never was;
    serials that no calendar holds stay numbers.
    """
    kind = format_kind(code)
    if kind == "duration":
        return duration_text(timedelta(days=serial))
    try:
        moment = _moment(serial, since_1904)
    except OverflowError:
        return serial
    if 0 <= serial < 1 and kind != "date":
        return moment.time()
    if kind == "time" and serial >= 1 and not since_1904:
        return moment
    return moment.date() if kind == "date" and moment.time() == time() else moment


def _moment(serial: float, since_1904: bool) -> datetime:
    start = datetime.combine(date(1904, 1, 1) if since_1904 else date(1899, 12, 30), time())
    if not since_1904 and serial < 60:
        start += timedelta(days=1)
    microseconds = round(serial * 86_400_000) * 1000
    return start + timedelta(microseconds=microseconds)


def duration_text(value: timedelta) -> str:
    """``26:30:00``: hours may pass 24."""
    seconds = round(value.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600:02d}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


def as_datetime(value: Cell) -> Cell:
    """Midnight for a plain date: the format of its cell shows hours."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value
