"""Numbers: the unit, the decimals and the ticks that let a drawing be read without effort."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from cauce.base.numerals import number_es

_MILLION: Final = 10**6
_GREATEST: Final = 1e300
_LEAST: Final = 1e-280
"""Beyond these a drawing says nothing, and arithmetic breaks."""
_NICE: Final = (1.0, 2.0, 2.5, 5.0, 10.0)


def finite(value: Any) -> float | None:
    """A number of an answer as one that JSON can say; ``None`` for what is no finite number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


@dataclass(frozen=True)
class Scale:
    """How the numbers of one unit are written."""

    divisor: int
    decimals: int
    unit: str
    """With its multiple: «millones de quetzales»."""
    country: str

    def of(self, value: float) -> float:
        """The value in the unit of the drawing, with no more digits than a drawing can show."""
        scaled = value / self.divisor
        return float(f"{scaled:.10g}")

    def text(self, value: float | None) -> str:
        """The value as it stands beside its mark; what rounds to nothing is «<0.1»."""
        if value is None:
            return "sin dato"
        scaled = self.of(value)
        least = 10.0**-self.decimals
        if 0 < abs(scaled) < least / 2:
            return f"{'−' if scaled < 0 else ''}<{number_es(least, self.decimals, self.country)}"
        return number_es(scaled, self.decimals, self.country)

    def full(self, value: float | None) -> str:
        """The value as a tooltip says it, with its unit."""
        if value is None:
            return "sin dato"
        unit = "\u00a0%" if self.unit == "%" else f" {self.unit}" if self.unit else ""
        return f"{self.text(value)}{unit}"


def scale_of(values: Iterable[float | None], unit: str, country: str) -> Scale:
    """The scale by which these values of a unit are written.

    Money from a million on is said in millions, everything else from ten millions on: the same
    as sentences do.
    """
    sizes = sorted(abs(value) for value in values if value is not None)
    most = sizes[-1] if sizes else 0.0
    money = unit in ("quetzales", "soles", "dólares", "euros")
    divisor = _MILLION if most >= (_MILLION if money else 10 * _MILLION) else 1
    said = " de ".join(part for part in ("millones" * (divisor > 1), unit) if part)
    scaled = [size / divisor for size in sizes]
    return Scale(divisor, _decimals(scaled, unit), said, country)


def _decimals(sizes: Sequence[float], unit: str) -> int:
    """As many as tell the values apart: two significant digits of the one in the middle."""
    if all(size == int(size) for size in sizes):
        return 0
    most = sizes[-1]
    wanted = 0 if most >= 1000 else 1 if most >= 10 else 2 if most >= 1 else 3
    middle = sizes[len(sizes) // 2]
    if unit != "%" and 0 < middle < 1 and wanted < 2:
        wanted += 1
    if 0 < most < 0.1:
        wanted = min(9, 1 - math.floor(math.log10(most)) + 1)
    return wanted


@dataclass(frozen=True)
class Ticks:
    """The values written on an axis, and the span that the axis covers."""

    values: tuple[float, ...]
    low: float
    high: float
    decimals: int

    @property
    def format(self) -> str:
        """The format of d3 that writes them."""
        return f",.{self.decimals}f"


def ticks(low: float, high: float, most: int = 5, *, whole: bool = False) -> Ticks:
    """Round values from ``low`` to ``high``, at most ``most`` steps apart; the span covers both.

    ``whole`` values, such as counts, have no ticks between one and the next.
    """
    low, high = max(low, -_GREATEST), min(high, _GREATEST)
    if high - low < _LEAST:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low < _LEAST:
        return Ticks((0.0, 1.0), 0.0, 1.0, 0)
    step = _step((high - low) / max(1, most))
    if whole and step != round(step):
        step = max(1.0, float(math.ceil(step)))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    if round(step, decimals) != step and abs(round(step, decimals) - step) > step * 1e-6:
        decimals += 1
    values = tuple(round(place * step, decimals) + 0.0 for place in range(first, last + 1))
    return Ticks(values, min(low, values[0]), max(high, values[-1]), decimals)


def _step(raw: float) -> float:
    power = 10.0 ** math.floor(math.log10(raw))
    return next(nice for nice in _NICE if nice * power >= raw * (1 - 1e-9)) * power
