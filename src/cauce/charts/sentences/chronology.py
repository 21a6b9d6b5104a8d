"""Chronology: what follows what in time, and how each moment is said."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from cauce.base.calendar import month_name, month_number, parse_date_es
from cauce.engine.columns import Column

Moment = tuple[float, ...]
"""What moments are sorted by."""


def is_time(column: Column) -> bool:
    """Whether the values of a column are years, months, days or hours."""
    return column.role in ("year", "month") or column.type in ("date", "datetime")


def moment_of(column: Column, value: Any) -> Moment | None:
    """When a value of a column of time is; ``None`` for what is no moment."""
    if column.role == "month":
        number = _month(value)
        return None if number is None else (float(number),)
    match value:
        case bool() | None:
            return None
        case datetime():
            return (float(value.toordinal()), value.hour * 3600 + value.minute * 60 + value.second)
        case date():
            return (float(value.toordinal()), 0.0)
        case int() | float() | Decimal():
            return (float(value),)
        case str():
            return _of_text(column, value.strip())
    return None


def said_moment(column: Column, value: Any) -> str:
    """«2018», «marzo»; days as the calendar writes them for machines."""
    number = _month(value) if column.role == "month" else None
    return str(value) if number is None else month_name(number)


def month_and_year(groups: Sequence[Column]) -> tuple[int, int] | None:
    """Where the year and the month stand among groups, when these are all their times."""
    years = [at for at, each in enumerate(groups) if each.role == "year"]
    months = [at for at, each in enumerate(groups) if each.role == "month"]
    times = [each for each in groups if is_time(each)]
    return (years[0], months[0]) if len(years) == len(months) == 1 and len(times) == 2 else None


def _of_text(column: Column, text: str) -> Moment | None:
    if text.isdecimal():
        return (float(text),)
    if column.role == "year":
        return None
    try:
        found: date | None = date.fromisoformat(text[:10])
    except ValueError:
        found = parse_date_es(text) or _of_slashes(text)
    return (float(found.toordinal()), 0.0) if found else None


def _of_slashes(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007
    except ValueError:
        return None


def _month(value: Any) -> int | None:
    if isinstance(value, str):
        return month_number(value) or (_month(int(value)) if value.isdecimal() else None)
    return value if isinstance(value, int) and 1 <= value <= 12 else None
