"""Quantities: how the numbers of one measure are written in a sentence.

One precision for all of them, so that what is said can be found in the data as it is shown.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from cauce.base.numerals import number_es
from cauce.charts.sentences.wording import CURRENCIES

_MILLION: Final = 10**6
_TIMES: Final = {
    2: "el doble que",
    3: "el triple que",
    4: "cuatro veces lo de",
    5: "cinco veces lo de",
    10: "diez veces lo de",
}
_NEAR: Final = 0.05


def finite(value: Any) -> float | None:
    """A number that can be compared; None for what is missing or no number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    number = float(value)
    return number if math.isfinite(number) else None


@dataclass(frozen=True)
class Quantity:
    """How numbers are written: scale, decimals, unit, custom of the country."""

    divisor: float = 1.0
    decimals: int = 0
    unit: str = ""
    country: str = "gt"

    def text(self, value: float) -> str:
        """The number with its unit: «62.3 %», «1.4 millones de quetzales»."""
        return f"{self.bare(value)}{self._suffix}"

    def short(self, value: float) -> str:
        """The number after another of its unit: «96.0 millones», «7.8 %», «120»."""
        if self.unit == "%":
            return self.text(value)
        return f"{self.bare(value)} millones" if self.divisor > 1 else self.bare(value)

    def span(self, first: float, last: float) -> str:
        """Two numbers with their unit once: «42.5 a 34.6 millones de dólares»."""
        return f"{self.text(first) if self.unit == '%' else self.bare(first)} a {self.text(last)}"

    def bare(self, value: float) -> str:
        """The number without its unit."""
        return number_es(value / self.divisor, self.decimals, self.country)

    def same(self, first: float, second: float) -> bool:
        """Whether two values are written alike."""
        return self.bare(first) == self.bare(second)

    @property
    def _suffix(self) -> str:
        if self.unit == "%":
            return "\u00a0%"
        return f" {self.unit}" if self.unit else ""


def quantity_of(values: Iterable[float | None], unit: str, country: str) -> Quantity:
    """The way to write these values, by the greatest of them."""
    known = [abs(value) for value in values if value is not None]
    most = max(known, default=0.0)
    if unit == "%":
        return Quantity(1.0, 1, unit, country)
    money = unit in CURRENCIES.values()
    if most >= (_MILLION if money else 10 * _MILLION):
        said = " de ".join(part for part in ("millones", unit) if part)
        return Quantity(_MILLION, 1 if most < 1000 * _MILLION else 0, said, country)
    if all(value == int(value) for value in known):
        return Quantity(1.0, 0, unit, country)
    decimals = 0 if most >= 1000 else 1 if most >= 10 else 2 if most >= 1 else 3
    return Quantity(1.0, decimals, unit, country)


def times(greater: float, lesser: float) -> str | None:
    """«el doble que», «el triple que»… when one value is nearly that many times the other."""
    if lesser <= 0 or greater <= 0:
        return None
    ratio = greater / lesser
    return next((said for n, said in _TIMES.items() if abs(ratio - n) <= _NEAR * n), None)
