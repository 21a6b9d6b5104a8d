"""A stretch of time that data speak about: one spelling for programs, one for people.

Written «2018», «2013–2018», «2018-03», «2018-T1», «2018-S2», «2018-03–2018-05», «2018-03-31» or
«2018-03-31–2018-04-02»; ``cauce.base.periods`` reads these and many others.
"""

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from cauce.base.calendar import date_es, month_name
from cauce.base.errors import Refusal

DASH: Final = "–"
_ORDINALS: Final = ("primer", "segundo", "tercer", "cuarto")


@dataclass(frozen=True, order=True)
class Period:
    """From ``start`` to ``end``, both days included. Refusal when it runs backwards."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise Refusal(
                f"El período termina ({self.end}) antes de empezar ({self.start}).",
                code="period.backwards",
                remedy="Escriba primero la fecha menor.",
            )

    @classmethod
    def of_year(cls, year: int, last: int | None = None) -> Self:
        """The whole year, or all years from ``year`` to ``last``."""
        return cls(date(year, 1, 1), date(last or year, 12, 31))

    @classmethod
    def of_months(cls, year: int, first: int, count: int = 1) -> Self:
        """``count`` whole months of one year, beginning with month ``first`` (1 to 12)."""
        last = first + count - 1
        return cls(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))

    @property
    def days(self) -> int:
        """How many days it has, at least 1."""
        return (self.end - self.start).days + 1

    def __str__(self) -> str:
        if self.start.year == self.end.year and (part := self._part_of_year()):
            return part
        if self.whole_years:
            return f"{self.start.year:04}{DASH}{self.end.year:04}"
        if self.whole_months:
            return f"{self.start:%Y-%m}{DASH}{self.end:%Y-%m}"
        return f"{self.start}{DASH}{self.end}" if self.days > 1 else f"{self.start}"

    @property
    def whole_months(self) -> bool:
        """Whether it begins with a month's first day and ends with a month's last."""
        last = calendar.monthrange(self.end.year, self.end.month)[1]
        return self.start.day == 1 and self.end.day == last

    @property
    def whole_years(self) -> bool:
        """Whether it runs from 1 January to 31 December, of one year or several."""
        return self.whole_months and self.start.month == 1 and self.end.month == 12

    def _part_of_year(self) -> str | None:
        """Year, semester, quarter or month, when it is exactly one of them."""
        if not self.whole_months:
            return None
        year, first, count = (
            f"{self.start.year:04}", self.start.month, self.end.month - self.start.month + 1,
        )  # fmt: skip
        match count, first % 12:
            case 12, 1:
                return year
            case 6, (1 | 7):
                return f"{year}-S{first // 6 + 1}"
            case 3, (1 | 4 | 7 | 10):
                return f"{year}-T{first // 3 + 1}"
            case 1, _:
                return f"{year}-{first:02}"
        return None


def period_es(period: Period) -> str:
    """The period in words: «primer trimestre de 2018», «marzo de 2018», «2013–2018»."""
    written = str(period)
    year, _, part = written.partition("-")
    if period.days == 1:
        return date_es(period.start)
    if part[:1] in ("T", "S"):
        kind = "trimestre" if part[0] == "T" else "semestre"
        return f"{_ORDINALS[int(part[1]) - 1]} {kind} de {year}"
    if period.whole_years:
        return written
    if period.whole_months:
        first, last = _month_es(period.start), _month_es(period.end)
        return first if first == last else f"{first} a {last}"
    return f"{date_es(period.start)} a {date_es(period.end)}"


def _month_es(day: date) -> str:
    return f"{month_name(day.month)} de {day.year}"
