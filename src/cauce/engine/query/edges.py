"""Edges: round limits for a histogram, of numbers, of days and of moments."""

import math
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext
from typing import Final

MOST_BINS: Final = 20
FEWEST_BINS: Final = 5
FARTHEST: Final = sys.float_info.max

_LADDER: Final = (1, 2, 5)
_MONTHS: Final = (1, 3, 6)
_DAYS: Final = (1, 7)
_SECONDS: Final = (1, 5, 15, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600)
_EPOCH: Final = datetime.fromisoformat("1970-01-05")
_LAST: Final = datetime.combine(date.max, time.max)


def bins_for(values: int) -> int:
    """How many bins so many values may have: more of them would be mostly noise."""
    return min(MOST_BINS, max(FEWEST_BINS, math.isqrt(max(values - 1, 0)) + 1))


def number_edges(least: float, most: float, bins: int) -> tuple[float, ...]:
    """From at most ``least`` to at least ``most``, by 1, 2 or 5 times a power of ten.

    A single value gets a bin of its own.
    """
    with localcontext(prec=400):
        low, high = Decimal(repr(least)), Decimal(repr(most))
        if low == high:
            step = Decimal(1).scaleb(max(0, low.adjusted() - 14))
            first = (low / step).to_integral_value(ROUND_FLOOR)
            return _finite(float(first * step), float((first + 1) * step))
        for step in _steps((high - low) / bins):
            first = (low / step).to_integral_value(ROUND_FLOOR)
            last = (high / step).to_integral_value(ROUND_CEILING)
            if last - first <= bins:
                break
        return _finite(*(float((first + n) * step) for n in range(int(last - first) + 1)))


def whole_edges(least: int, most: int, bins: int) -> tuple[int, ...]:
    """From at most ``least`` to more than ``most``, by a whole round number."""
    for step in _steps(Decimal(max(1, (most - least + 1) // bins))):
        width = max(1, int(step))
        first, last = least // width, most // width + 1
        if last - first <= bins:
            break
    return tuple((first + n) * width for n in range(last - first + 1))


def day_edges(least: date, most: date, bins: int) -> tuple[date, ...]:
    """Days, Mondays, or the first days of months, quarters, half years, years or decades."""
    for width in _DAYS:
        first, last = ((day.toordinal() - 1) // width for day in (least, most))
        if last - first < bins:
            return tuple(_day((first + n) * width + 1) for n in range(last - first + 2))
    for months in _months():
        first, last = ((day.year * 12 + day.month - 1) // months for day in (least, most))
        if last - first < bins:
            break
    return tuple(_month((first + n) * months) for n in range(last - first + 2))


def moment_edges(least: datetime, most: datetime, bins: int) -> tuple[datetime, ...]:
    """Whole seconds, minutes or hours, else what `day_edges` gives."""
    for width in map(timedelta, [0] * len(_SECONDS), _SECONDS):
        first, last = ((moment - _EPOCH) // width for moment in (least, most))
        if last - first < bins and most < _LAST - width:
            return tuple(_EPOCH + (first + n) * width for n in range(last - first + 2))
    days = day_edges(least.date(), most.date(), bins)
    return tuple(datetime.combine(day, time()) if day < date.max else _LAST for day in days)


def _finite(*edges: float) -> tuple[float, ...]:
    """Only the outer ones can be beyond all numbers."""
    return (max(edges[0], -FARTHEST), *edges[1:-1], min(edges[-1], FARTHEST))


def _steps(least: Decimal) -> Iterator[Decimal]:
    """The round numbers from about ``least`` on."""
    exponent = least.adjusted() if least else 0
    while True:
        yield from (Decimal(digit).scaleb(exponent) for digit in _LADDER)
        exponent += 1


def _months() -> Iterator[int]:
    yield from _MONTHS
    yield from (12 * int(step) for step in _steps(Decimal(1)))


def _day(ordinal: int) -> date:
    """A day, the last of the calendar for what lies beyond it."""
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def _month(number: int) -> date:
    """The first day of a month counted from the year 0, within the calendar."""
    year, month = divmod(number, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, 1) if year else date.min
