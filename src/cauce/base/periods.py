"""Reading periods and lists of them from what people write.

«2018», «2013–2018», «2018-03», «marzo de 2018», «enero a marzo de 2018», «2018-T1»,
«I trimestre 2018», «2018-S2», «18 de marzo de 2018», and lists, «2013, 2016 y 2018».
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from cauce.base.calendar import parse_date_es, parse_month
from cauce.base.errors import Refusal
from cauce.base.fold import fold
from cauce.base.frequency import Frequency, frequency_of, next_due
from cauce.base.period import Period, period_es

__all__ = [
    "Frequency",
    "Period",
    "format_periods",
    "frequency_of",
    "next_due",
    "parse_period",
    "parse_periods",
    "period_es",
]

_SPELLINGS: Final = (
    "1 i primer primero 1er 1ero",
    "2 ii segundo 2do",
    "3 iii tercer tercero 3er",
    "4 iv cuarto 4to",
)
_PLACES: Final = {
    word: place for place, line in enumerate(_SPELLINGS, start=1) for word in line.split()
}


def parse_period(text: str) -> Period:
    """One period. Refusal (``period.unreadable``) when the text is none that is known."""
    period = _read(text)
    if period is None:
        raise Refusal(
            f"No se entiende el período «{text.strip()[:60]}».",
            code="period.unreadable",
            remedy="Escríbalo como 2018, 2013–2018, 2018-03, 2018-T1 o 2013, 2016, 2018.",
        )
    return period


def parse_periods(text: str) -> tuple[Period, ...]:
    """A list separated by commas, semicolons or «y», in its order; blank text is no periods."""
    if whole := _read(text):
        return (whole,)
    parts = re.split(r"\s*[,;]\s*|\s+[ye]\s+", text.strip())
    return tuple(parse_period(part) for part in parts if part)


def format_periods(periods: Iterable[Period]) -> str:
    """«2013, 2016, 2018»; ``parse_periods`` reads it back."""
    return ", ".join(str(period) for period in periods)


def _read(text: str) -> Period | None:
    text = " ".join(text.split())
    try:
        return _read_simple(text) or _read_range(text)
    except ValueError:
        return None


_YEAR: Final = r"(?:ano )?(\d{4})"
_PLACE: Final = "|".join(sorted(_PLACES, key=len, reverse=True))
_PART: Final = rf"(?:{_PLACE})"
_QUARTERS_FIRST: Final = re.compile(
    rf"({_PART}) (trimestre|trim|semestre|sem) (?:de |del )?{_YEAR}"
)
_QUARTERS_LAST: Final = re.compile(rf"{_YEAR} (trimestre|trim|semestre|sem) ({_PART})")
_ISO_PART: Final = re.compile(r"(\d{4})[-\s/]?([tqs])([1-4])|([tqs])([1-4])[-\s/]?(\d{4})")
_ISO_MONTH: Final = re.compile(r"(\d{4})[-/](\d{1,2})|(\d{1,2})/(\d{4})")
_ISO_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_SHORT_RANGE: Final = re.compile(r"(\d{2})(\d{2})\s?[-–—/]\s?(\d{2})")


def _read_simple(text: str) -> Period | None:
    for reader in _READERS:
        if period := reader(text):
            return period
    return None


def _read_year(text: str) -> Period | None:
    found = re.fullmatch(_YEAR, fold(text))
    return Period.of_year(int(found[1])) if found else None


def _read_part_of_year(text: str) -> Period | None:
    if found := _ISO_PART.fullmatch(text.lower()):
        year, kind, place = (found[1] or found[6], found[2] or found[4], found[3] or found[5])
        return _part(int(year), kind, int(place))
    plain = fold(text)
    if found := _QUARTERS_FIRST.fullmatch(plain):
        return _part(int(found[3]), found[2], _PLACES[found[1]])
    if found := _QUARTERS_LAST.fullmatch(plain):
        return _part(int(found[1]), found[2], _PLACES[found[3]])
    return None


def _part(year: int, kind: str, place: int) -> Period | None:
    months = 6 if kind.startswith("s") else 3
    return (
        Period.of_months(year, (place - 1) * months + 1, months) if place * months <= 12 else None
    )


def _read_month(text: str) -> Period | None:
    if found := _ISO_MONTH.fullmatch(text):
        year, month = int(found[1] or found[4]), int(found[2] or found[3])
        return Period.of_months(year, month) if 1 <= month <= 12 else None
    month_and_year = parse_month(text)
    if month_and_year is None or month_and_year[1] is None:
        return None
    return Period.of_months(month_and_year[1], month_and_year[0])


def _read_day(text: str) -> Period | None:
    if found := _ISO_DATE.fullmatch(text):
        day = date(int(found[1]), int(found[2]), int(found[3]))
    elif found := _DAY_FIRST.fullmatch(text):
        day = date(int(found[3]), int(found[2]), int(found[1]))
    elif spoken := parse_date_es(text):
        day = spoken
    else:
        return None
    return Period(day, day)


_READERS: Final[tuple[Callable[[str], Period | None], ...]] = (
    _read_year,
    _read_part_of_year,
    _read_month,
    _read_day,
)
_JOINTS: Final = (r"[–—]", r"\s+-\s+", r"\s+(?:al|a|hasta)\s+", r"-", r"/")


def _read_range(text: str) -> Period | None:
    if found := _SHORT_RANGE.fullmatch(text):
        first, last = int(found[1] + found[2]), int(found[1] + found[3])
        return Period.of_year(first, last) if last > first else None
    opened = re.sub(r"^(?:del?|desde)\s+", "", text, flags=re.IGNORECASE)
    for joint in _JOINTS:
        ends = re.split(joint, opened, flags=re.IGNORECASE)
        if len(ends) != 2:
            continue
        first_part, last_part = ends[0].strip(), ends[1].strip()
        last_period = _read_simple(last_part)
        first_period = _read_simple(first_part) or _month_of_same_year(first_part, last_period)
        if first_period and last_period and first_period.start <= last_period.end:
            return Period(first_period.start, last_period.end)
    return None


def _month_of_same_year(text: str, other: Period | None) -> Period | None:
    """The «enero» of «enero a marzo de 2018»."""
    month = parse_month(text)
    if other is None or month is None or month[1] is not None:
        return None
    return Period.of_months(other.end.year, month[0])
