"""Dates, times and both together as people write them: read on shapes, cast by SQL that a regular
expression guards.

Understood: ``2026-11-18`` with ``-``, ``/`` or ``.``; ``18/11/2026``, ``18-11-26``, ``11/18/2026``
when days show the order; ``18 de noviembre de 2026``, ``18-nov-26``, ``November 18, 2026``, with
or without a weekday; ``20261118`` where a heading says date; hours with seconds, fractions, a. m.
and p. m., and the offset from UTC."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cauce.base.calendar import CENTURY_PIVOT
from cauce.engine.reading import native
from cauce.engine.reading.workbench import literal

_MONTHS: Final = (
    "ene jan enero january",
    "feb febrero february",
    "mar marzo march",
    "abr apr abril april",
    "may mayo",
    "jun junio june",
    "jul julio july",
    "ago aug agosto august",
    "sep set sept septiembre setiembre september",
    "oct octubre october",
    "nov noviembre november",
    "dic dec diciembre december",
)
MONTHS: Final = {number: tuple(names.split()) for number, names in enumerate(_MONTHS, start=1)}
"""Spanish and English names of the months, without case."""

_NAMES: Final = "|".join(
    sorted((n for names in MONTHS.values() for n in names), key=len, reverse=True)
)
_WEEKDAY: Final = (
    r"(?:(?:lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo|lun|mar|mi[eé]|jue|vie|s[aá]b|dom"
    r"|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun)"
    r"\.?,? +)?"
)
_J: Final = r"(?: *[-/., ] *| +de +| +del +)"

FAMILIES: Final = {
    "ymd": r"\d{4}-\d{1,2}-\d{1,2}|\d{4}/\d{1,2}/\d{1,2}|\d{4}\.\d{1,2}\.\d{1,2}",
    "numeric": r"\d{1,2}-\d{1,2}-\d{4}|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}\.\d{1,2}\.\d{4}",
    "short": r"\d{1,2}-\d{1,2}-\d{2}|\d{1,2}/\d{1,2}/\d{2}|\d{1,2}\.\d{1,2}\.\d{2}",
    "words": rf"(?i:{_WEEKDAY}\d{{1,2}}(?:{_J})?(?:{_NAMES})\.?(?:{_J})?(?:\d{{4}}|\d{{2}}))",
    "words_mdy": rf"(?i:{_WEEKDAY}(?:{_NAMES})\.? +\d{{1,2}},? +\d{{4}})",
    "compact": r"\d{8}",
}
"""Regular expressions (RE2 and Python) of each way to write a date."""

CLOCK: Final = r"\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?"
HALF: Final = r"(?: ?[aApP]\. ?[mM]\.?| ?[aApP][mM])"
ZONE: Final = r"(?: ?(?:[zZ]|UTC|GMT|[-+]\d{2}(?::?\d{2})?))"
_OFFSET: Final = r"([-+])(\d{2}):?(\d{2})?$"
_DAY_AND_MONTH: Final = r"^(\d{1,2})[-/.](\d{1,2})[-/.](?:\d{4}|\d{2})(?:$|[T, ])"
_TIME: Final = re.compile(rf"{CLOCK}{HALF}?")
_DATE: Final = {name: re.compile(pattern) for name, pattern in FAMILIES.items()}
_BOTH: Final = re.compile(
    rf"(?P<date>.+?)(?:T|,? +)(?P<clock>{CLOCK})(?P<half>{HALF})?(?P<zone>{ZONE})?"
)


@dataclass(frozen=True)
class WrittenDate:
    """What a shape says as a date, a time, or both."""

    family: str | None
    """How the day is written: a key of `FAMILIES`, ``"native"``, or ``None`` for a time alone."""
    timed: bool
    half: bool = False
    zone: bool = False


@lru_cache(maxsize=1 << 14)
def read_date(shape: str) -> WrittenDate | None:
    """What a shape says; ``None`` when it is neither date nor time."""
    mark = shape[:1]
    if mark == native.DATE:
        return WrittenDate("native", False)
    if mark == native.DATETIME:
        return WrittenDate("native", True)
    if mark == native.TIME:
        return WrittenDate(None, True)
    if len(shape) < 4 or "9" not in shape:
        return None
    if _TIME.fullmatch(shape):
        return WrittenDate(None, True, half=shape[-1] in "mM.")
    if (family := _family(shape)) is not None:
        return WrittenDate(family, False)
    found = _BOTH.fullmatch(shape)
    if found is None or (family := _family(found["date"])) is None or family == "compact":
        return None
    return WrittenDate(family, True, half=found["half"] is not None, zone=found["zone"] is not None)


def _family(shape: str) -> str | None:
    return next((name for name, known in _DATE.items() if known.fullmatch(shape)), None)


@dataclass(frozen=True)
class DateStyle:
    """How the dates or times of one column are written; enough to cast them."""

    type: str
    """``date``, ``time`` or ``datetime``."""
    families: frozenset[str]
    separators: str = "-/."
    """The marks in use between the numbers of a day."""
    order: str = "dmy"
    """``dmy`` or ``mdy``, of dates written with numbers only and the year last."""
    half: bool = False
    zone: str | None = None
    """``"utc"`` when offsets differ and times are turned to UTC, else ``None``: as the clock
    shows."""
    native: bool = False
    written: bool = True

    def sql(self, cell: str) -> str:
        """The SQL expression: DATE, TIME or TIMESTAMP; NULL when the cell is none or there is no
        such day."""
        text = self._text_sql(cell)
        if not self.native:
            return text
        kind = {"date": "DATE", "time": "TIME", "datetime": "TIMESTAMP"}[self.type]
        marks = {
            "date": (native.DATE, native.DATETIME),
            "datetime": (native.DATE, native.DATETIME),
            "time": (native.TIME,),
        }[self.type]
        tests = " OR ".join(f"starts_with({cell}, '{mark}')" for mark in marks)
        inner = f"TRY_CAST(substr({cell}, 2) AS {'TIMESTAMP' if kind == 'DATE' else kind})"
        otherwise = f" ELSE {text}" if self.written else ""
        return f"CASE WHEN {tests} THEN CAST({inner} AS {kind}){otherwise} END"

    def _text_sql(self, cell: str) -> str:
        if self.type == "time":
            return _time_sql(cell, self.half)
        if self.type == "date":
            return self._date_sql(cell)
        return self._datetime_sql(cell)

    def _date_sql(self, cell: str) -> str:
        cases = "".join(
            f" WHEN regexp_full_match({cell}, {literal(_pattern(name, self.separators))}) "
            f"THEN {_day_sql(name, cell, self.order, self.separators)}"
            for name in FAMILIES
            if name in self.families
        )
        return f"CASE{cases} END" if cases else "CAST(NULL AS DATE)"

    def _datetime_sql(self, cell: str) -> str:
        clock = f"({CLOCK}{HALF}?){ZONE}?" if self.half else f"({CLOCK}){ZONE}?"
        day = f"regexp_extract({cell}, {literal(f'^(.+?)(?:T|,? +){clock}$')}, 1)"
        hour = f"regexp_extract({cell}, {literal(f'^.+?(?:T|,? +){clock}$')}, 1)"
        both = f"({self._date_sql(day)} + {_time_sql(hour, self.half)})"
        if self.families == {"ymd"} and not self.half and self.zone is None:
            fast = rf"\d{{4}}-\d{{2}}-\d{{2}}[T ]{CLOCK}(?:Z|[-+]\d{{2}}(?::?\d{{2}})?)?"
            plain = f"TRY_CAST(replace({cell}, ',', '.') AS TIMESTAMP)"
            both = (
                f"CASE WHEN regexp_full_match({cell}, {literal(fast)}) THEN {plain} ELSE {both} END"
            )
        elif self.zone == "utc":
            both = f"({both} - {_offset_sql(cell)})"
        alone = f"CAST({self._date_sql(cell)} AS TIMESTAMP)"
        return f"coalesce({both}, {alone})"


def _pattern(family: str, separators: str) -> str:
    """The regular expression of one way to write a day, with the marks in use only."""
    if family not in _SEPARATED:
        return FAMILIES[family]
    parts = FAMILIES[family].split("|")
    return "|".join(part for part, mark in zip(parts, "-/.", strict=True) if mark in separators)


_SEPARATED: Final = frozenset({"ymd", "numeric", "short"})


def _day_sql(family: str, cell: str, order: str, separators: str) -> str:
    if family in _SEPARATED:
        for mark in separators.replace("-", ""):
            cell = f"replace({cell}, '{mark}', '-')" if len(separators) > 1 else cell
    if family == "ymd":
        if len(separators) == 1 and separators != "-":
            cell = f"replace({cell}, '{separators}', '-')"
        return f"TRY_CAST({cell} AS DATE)"
    if family == "compact":
        return f"CAST(try_strptime({cell}, '%Y%m%d') AS DATE)"
    if family in ("numeric", "short"):
        year = "%Y" if family == "numeric" else "%y"
        mark = separators if len(separators) == 1 else "-"
        form = f"%m{mark}%d{mark}{year}" if order == "mdy" else f"%d{mark}%m{mark}{year}"
        return f"CAST(try_strptime({cell}, '{form}') AS DATE)"
    plain = f"strip_accents(lower({cell}))"
    numbers = f"regexp_extract_all({plain}, '\\d+')"
    names = ", ".join(
        f"WHEN regexp_matches({plain}, {literal(_month_pattern(number))}) THEN {number}"
        for number in MONTHS
    ).replace(", WHEN", " WHEN")
    year = f"CAST({numbers}[2] AS INTEGER)"
    full = (
        f"CASE WHEN length({numbers}[2]) = 4 THEN {year} WHEN {year} >= {CENTURY_PIVOT} "
        f"THEN 1900 + {year} ELSE 2000 + {year} END"
    )
    written = f"lpad(CAST({full} AS VARCHAR), 4, '0'), '-', CASE {names} END, '-', {numbers}[1]"
    return f"TRY_CAST(concat({written}) AS DATE)"


def _month_pattern(number: int) -> str:
    """The month's name where no letter stands before or after it ("martes" is not March)."""
    return rf"(?:^|[^a-z])(?:{'|'.join(MONTHS[number])})(?:[^a-z]|$)"


def _time_sql(cell: str, half: bool) -> str:
    point = f"replace({cell}, ',', '.')"
    guard = f"regexp_full_match({cell}, {literal(CLOCK)})"
    plain = f"TRY_CAST(CASE WHEN {guard} THEN {point} END AS TIME)"
    if not half:
        return plain
    clock = f"regexp_extract({cell}, {literal(f'^({CLOCK})')}, 1)"
    guarded = f"regexp_full_match({cell}, {literal(f'(?:0?[1-9]|1[0-2]):.*{HALF}')})"
    late = f"regexp_matches({cell}, '[pP]\\.? ?[mM]\\.?$')"
    hour = (
        f"(CAST(split_part({clock}, ':', 1) AS INTEGER) % 12 + CASE WHEN {late} THEN 12 ELSE 0 END)"
    )
    rest = f"substr(replace({clock}, ',', '.'), strpos({clock}, ':'))"
    return f"CASE WHEN {guarded} THEN TRY_CAST(concat({hour}, {rest}) AS TIME) ELSE {plain} END"


def zone_sql(cell: str) -> str:
    """SQL of the offset as written after the hour, ``''`` when there is none."""
    return f"regexp_extract({cell}, {literal(f':[0-9:.,]+{HALF}?({ZONE})$')}, 1)"


def _offset_sql(cell: str) -> str:
    """SQL of the offset from UTC as an interval."""
    zone = f"regexp_extract({cell}, {literal(_OFFSET)}, %d)"
    sign = f"CASE WHEN {zone % 1} = '-' THEN -1 ELSE 1 END"
    hours, rest = (f"coalesce(TRY_CAST({zone % part} AS INTEGER), 0)" for part in (2, 3))
    minutes = f"{hours} * 60 + {rest}"
    dated = r":\d{2}(?:[.,]\d+)? ?[-+]\d{2}:?(?:\d{2})?$"
    return (
        f"to_minutes(CASE WHEN regexp_matches({cell}, {literal(dated)}) "
        f"THEN ({sign}) * ({minutes}) ELSE 0 END)"
    )


def order_counts_sql(cell: str) -> tuple[str, str, str]:
    """SQL counts over cells such as ``18/11/2026 10:00``: first part over 12, second part over 12,
    all of them."""
    day = f"regexp_extract({cell}, {literal(_DAY_AND_MONTH)}, %d)"
    first, second = (f"TRY_CAST({day % place} AS INTEGER)" for place in (1, 2))
    return (
        f"count(*) FILTER (WHERE {first} > 12)",
        f"count(*) FILTER (WHERE {second} > 12)",
        f"count(*) FILTER (WHERE {first} IS NOT NULL)",
    )


def separators_of(shapes: Iterable[str]) -> str:
    """The marks between the numbers of the days among these shapes."""
    found = {match[1] for shape in shapes if (match := _FIRST_MARK.match(shape))}
    return "".join(mark for mark in "-/." if mark in found) or "-/."


_FIRST_MARK: Final = re.compile(r"\d{1,4}([-/.])\d{1,2}[-/.]\d")


def families_of(found: Iterable[WrittenDate]) -> frozenset[str]:
    """The ways in which the days of a column are written, without those of the workbook itself."""
    return frozenset(one.family for one in found if one.family not in (None, "native"))
