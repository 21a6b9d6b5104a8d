"""How often data are promised, with the codes of the European Union's frequency authority table."""

import calendar
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from cauce.base.fold import fold

AUTHORITY: Final = "http://publications.europa.eu/resource/authority/frequency/"


class Frequency(StrEnum):
    """A code of the authority table, as DCAT-AP asks for in ``dct:accrualPeriodicity``."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    QUARTERLY = "QUARTERLY"
    ANNUAL_2 = "ANNUAL_2"
    ANNUAL = "ANNUAL"
    BIENNIAL = "BIENNIAL"
    QUINQUENNIAL = "QUINQUENNIAL"
    DECENNIAL = "DECENNIAL"
    IRREG = "IRREG"
    NEVER = "NEVER"

    @property
    def word(self) -> str:
        """The Spanish word: «semestral» of ANNUAL_2, «una sola vez» of NEVER."""
        return _WORDS[self]

    @property
    def uri(self) -> str:
        """Its address in the authority table."""
        return f"{AUTHORITY}{self.value}"


_WORDS: Final = {
    Frequency.DAILY: "diaria",
    Frequency.WEEKLY: "semanal",
    Frequency.MONTHLY: "mensual",
    Frequency.QUARTERLY: "trimestral",
    Frequency.ANNUAL_2: "semestral",
    Frequency.ANNUAL: "anual",
    Frequency.BIENNIAL: "bienal",
    Frequency.QUINQUENNIAL: "quinquenal",
    Frequency.DECENNIAL: "decenal",
    Frequency.IRREG: "irregular",
    Frequency.NEVER: "una sola vez",
}
_MONTHS: Final = {
    Frequency.MONTHLY: 1,
    Frequency.QUARTERLY: 3,
    Frequency.ANNUAL_2: 6,
    Frequency.ANNUAL: 12,
    Frequency.BIENNIAL: 24,
    Frequency.QUINQUENNIAL: 60,
    Frequency.DECENNIAL: 120,
}
_DAYS: Final = {Frequency.DAILY: 1, Frequency.WEEKLY: 7}
_READ: Final = (
    {fold(word): frequency for frequency, word in _WORDS.items()}
    | {fold(frequency.value): frequency for frequency in Frequency}
    | {
        "diario": Frequency.DAILY,
        "bianual": Frequency.ANNUAL_2,
        "anualmente": Frequency.ANNUAL,
        "cada ano": Frequency.ANNUAL,
        "cada dos anos": Frequency.BIENNIAL,
        "cada cinco anos": Frequency.QUINQUENNIAL,
        "cada diez anos": Frequency.DECENNIAL,
        "eventual": Frequency.IRREG,
        "unica": Frequency.NEVER,
        "una vez": Frequency.NEVER,
        "nunca": Frequency.NEVER,
    }
)


def frequency_of(text: str) -> Frequency | None:
    """The frequency that a Spanish word, a code or its address means, if any."""
    return _READ.get(fold(text.strip().removeprefix(AUTHORITY)))


def next_due(last: date, frequency: Frequency | str) -> date | None:
    """The day the next version is due, given the last day covered or published.

    The same day of the month, or the month's last when it has no such day, except that the last
    day of a month is followed by the last day of a month. None when irregular, never again,
    unknown, or beyond the year 9999.
    """
    known = frequency_of(frequency)
    try:
        if known in _DAYS:
            return last + timedelta(days=_DAYS[known])
        return _months_after(last, _MONTHS[known]) if known in _MONTHS else None
    except (OverflowError, ValueError):
        return None


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    length = calendar.monthrange(year, month + 1)[1]
    was_last = day.day == calendar.monthrange(day.year, day.month)[1]
    return date(year, month + 1, length if was_last else min(day.day, length))
