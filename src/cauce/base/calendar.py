"""Months and dates in Spanish, both ways."""

import re
from datetime import date
from typing import Final

from cauce.base.fold import fold

MONTHS: Final = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
SHORT_MONTHS: Final = tuple(name[:4] if name == "septiembre" else name[:3] for name in MONTHS)
CENTURY_PIVOT: Final = 69
"""Two-digit years from 69 on are of the twentieth century, lower ones of this (POSIX)."""

_EXTRA: Final = {"setiembre": 9, "sep": 9, "set": 9, "setbre": 9, "septbre": 9}
_NUMBERS: Final = (
    {name: number for number, name in enumerate(MONTHS, start=1)}
    | {name[:3]: number for number, name in enumerate(MONTHS, start=1)}
    | {name[:4]: number for number, name in enumerate(MONTHS, start=1)}
    | _EXTRA
)
_MONTH_AND_YEAR: Final = re.compile(r"([a-z]+)(?: (?:de |del )?(?:ano )?(\d{4}|\d{2}))?")
_YEAR_AND_MONTH: Final = re.compile(r"(\d{4}) ([a-z]+)")
_DATE: Final = re.compile(r"(\d{1,2}) (?:de )?([a-z]+) (?:del? )?(?:ano )?(\d{4}|\d{2})")
_WEEKDAY: Final = re.compile(r"(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo) ")
_LETTER_MEETS_DIGIT: Final = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")


def month_name(month: int, *, short: bool = False) -> str:
    """«noviembre» or «nov» of 11. ValueError unless 1 to 12."""
    if not 1 <= month <= 12:
        raise ValueError(f"No hay mes {month}.")
    return (SHORT_MONTHS if short else MONTHS)[month - 1]


def month_number(name: str) -> int | None:
    """The month, 1 to 12, of a Spanish name or abbreviation («Ene.», «SETIEMBRE», «sept»)."""
    return _NUMBERS.get(fold(name))


def date_es(day: date, *, short: bool = False) -> str:
    """«18 de noviembre de 2026», or short «18 nov 2026»."""
    if short:
        return f"{day.day} {month_name(day.month, short=True)} {day.year}"
    return f"{day.day} de {month_name(day.month)} de {day.year}"


def parse_month(text: str) -> tuple[int, int | None] | None:
    """The month and, when written, the year: «Enero 2020» → (1, 2020), «ene.» → (1, None).

    Reads «enero de 2020», «ene-20», «Set/2019», «2020 enero», «ENE2020»; None when it is no month.
    """
    plain = _spaced(text)
    if found := _MONTH_AND_YEAR.fullmatch(plain):
        name, year = found[1], found[2]
    elif found := _YEAR_AND_MONTH.fullmatch(plain):
        name, year = found[2], found[1]
    else:
        return None
    month = _NUMBERS.get(name)
    return None if month is None else (month, _full_year(year) if year else None)


def parse_date_es(text: str) -> date | None:
    """The day that words say: «18 de noviembre de 2026», «martes 3 de mar. del 20», «18-nov-26»."""
    found = _DATE.fullmatch(_WEEKDAY.sub("", _spaced(text), count=1))
    month = _NUMBERS.get(found[2]) if found else None
    if found is None or month is None:
        return None
    try:
        return date(_full_year(found[3]), month, int(found[1]))
    except ValueError:
        return None


def _spaced(text: str) -> str:
    return _LETTER_MEETS_DIGIT.sub(" ", fold(text))


def _full_year(digits: str) -> int:
    year = int(digits)
    if len(digits) == 4:
        return year
    return year + (1900 if year >= CENTURY_PIVOT else 2000)
