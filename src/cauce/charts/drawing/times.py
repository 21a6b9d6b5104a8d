"""Times: years, months and days as places on a line, and how each is written."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from cauce.base.calendar import SHORT_MONTHS, month_number
from cauce.base.fold import fold
from cauce.engine.columns import Column

_YEAR: Final = re.compile(r"(?:1[6-9]|20|21)\d\d")
_NAMED: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_REGULAR: Final = 0.6
"""Share of alike steps from which a series is held to be regular."""
_FAR: Final = 4
"""Times the usual step from which moments of an irregular series are too far to be joined."""
_TIMES: Final = ("date", "datetime")


@dataclass(frozen=True, order=True)
class Moment:
    """A place on the line of time."""

    place: float
    """In years; the first of July of 2018 stands at 2018.5."""
    label: str
    """«2018», «mar 2018», «5 mar 2018»."""


def is_time(column: Column) -> bool:
    """Whether the values of a column follow one another in time, without others' help."""
    return column.role == "year" or column.type in _TIMES


def is_month(column: Column) -> bool:
    """Whether a column holds months of some year."""
    return column.role == "month"


def moments_of(values: Sequence[Any]) -> list[Moment | None]:
    """The moments that years, days or hours are, written as finely as all of them need."""
    days = [value for value in values if isinstance(value, date)]
    by_year = all((day.month, day.day) == (1, 1) for day in days)
    by_month = all(day.day == 1 for day in days)
    return [
        _of_day(value, by_year, by_month) if isinstance(value, date) else _of_year(value)
        for value in values
    ]


def _of_year(value: Any) -> Moment | None:
    match value:
        case bool() | None:
            return None
        case int() if 1000 <= value <= 2999:
            return Moment(float(value), str(value))
        case float() | Decimal() if value == int(value):
            return _of_year(int(value))
        case str() if _YEAR.fullmatch(value.strip()):
            return Moment(float(value), value.strip())
    return None


def moment_of_month(year: Any, month: Any) -> Moment | None:
    """The moment that a month of a year is; ``month`` is its number or its name."""
    whole, number = _of_year(year), _month(month)
    if whole is None or number is None:
        return None
    place = round(whole.place + (number - 1) / 12, 6)
    return Moment(place, f"{SHORT_MONTHS[number - 1]} {whole.label}")


def month_alone(value: Any) -> Moment | None:
    """The place of a month that is of no year: «ene» stands at 1."""
    number = _month(value)
    return None if number is None else Moment(float(number), SHORT_MONTHS[number - 1])


def dated(label: str) -> tuple[str, int] | None:
    """What a header says and the only year it names: «Puntaje 2013» → («Puntaje», 2013)."""
    years = _NAMED.findall(label)
    if len(years) != 1:
        return None
    bare = _NAMED.sub(" ", label).replace("( )", " ").strip(" _/-,:")
    return " ".join(bare.split()), int(years[0])


def holes(moments: Sequence[Moment]) -> tuple[float, ...]:
    """Places in time where a series stops: a moment of a regular one is absent, or too far."""
    gaps = [round(after.place - before.place, 3) for before, after in pairwise(moments)]
    if len(gaps) < 3:
        return ()
    usual, times = Counter(gaps).most_common(1)[0]
    regular = times >= _REGULAR * len(gaps)
    widest = 1.9 * usual if regular else _FAR * sorted(gaps)[len(gaps) // 2]
    return tuple(
        before.place + gap / 2
        for (before, _), gap in zip(pairwise(moments), gaps, strict=True)
        if gap >= widest
    )


def written_ticks(moments: Sequence[Moment], room: float, size: float) -> tuple[Moment, ...]:
    """Those of the moments whose labels fit side by side: the last, and back from it evenly."""
    if len(moments) < 2:
        return tuple(moments)
    span = moments[-1].place - moments[0].place
    for step in range(1, len(moments) + 1):
        kept = moments[len(moments) - 1 :: -step][::-1]
        widest = max(len(moment.label) for moment in kept) * size * 0.52 + 8
        gaps = [(after.place - before.place) / span * room for before, after in pairwise(kept)]
        if all(gap >= widest for gap in gaps):
            return tuple(kept)
    return (moments[-1],)


def _month(value: Any) -> int | None:
    if isinstance(value, int) and 1 <= value <= 12:
        return value
    if isinstance(value, str):
        return month_number(fold(value)) or (_month(int(value)) if value.isdecimal() else None)
    return None


def _of_day(day: date, by_year: bool, by_month: bool) -> Moment:
    first, following = date(day.year, 1, 1), date(day.year, 12, 31)
    plain = day.date() if isinstance(day, datetime) else day
    place = round(day.year + (plain - first).days / ((following - first).days + 1), 6)
    if by_year:
        return Moment(place, str(day.year))
    month = f"{SHORT_MONTHS[day.month - 1]} {day.year}"
    return Moment(place, month if by_month else f"{day.day} {month}")
