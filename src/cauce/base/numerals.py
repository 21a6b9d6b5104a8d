"""Numbers as people of a country read them.

Guatemala, Peru, Mexico, Central America and the Dominican Republic write 1,234.5; Spain and most
of South America 1.234,5 (CLDR ``es-419`` and its children). A thousands mark is written from four
digits on, in columns of figures too. Years are not quantities: write them with ``year_es``.
"""

import math
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

Number = int | float | Decimal

NO_DATUM: Final = "s. d."
"""«Sin dato»: what is written for None, NaN and infinities."""
MINUS: Final = "−"

_POINT: Final = (",", ".")
_COMMA: Final = (".", ",")
_MARKS: Final = {
    **dict.fromkeys(("gt", "pe", "mx", "sv", "hn", "ni", "pa", "do", "pr"), _POINT),
    **dict.fromkeys(("es", "ar", "bo", "cl", "co", "cr", "ec", "py", "uy", "ve"), _COMMA),
}
_SYMBOLS: Final = {"GTQ": "Q", "PEN": "S/", "USD": "US$", "EUR": "€"}
_UNITS: Final = ("kB", "MB", "GB", "TB", "PB")


def number_es(value: Number | None, decimals: int | None = None, country: str = "gt") -> str:
    """``value`` for people: ``number_es(1234.5)`` → «1,234.5».

    With ``decimals`` exactly that many, halves away from zero; without, those the value has, at
    most 15 significant digits of a float. The minus sign is U+2212. Never in exponent form.
    ValueError for a country whose custom is not known.
    """
    exact = _exact(value)
    if exact is None:
        return NO_DATUM
    if decimals is not None:
        exact = _rounded(exact, decimals)
    thousands, point = _marks(country)
    whole, _, fraction = f"{exact.copy_abs():f}".partition(".")
    if decimals is None:
        fraction = fraction.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", thousands)
    written = f"{grouped}{point}{fraction}" if fraction else grouped
    return f"{MINUS}{written}" if exact < 0 else written


def year_es(year: int) -> str:
    """A year: four digits and no thousands mark."""
    return str(int(year))


def percent_es(value: Number | None, decimals: int | None = None, country: str = "gt") -> str:
    """A percentage that already is one: ``percent_es(12.5)`` → «12.5 %»."""
    written = number_es(value, decimals, country)
    return written if written == NO_DATUM else f"{written} %"


def money_es(
    value: Number | None, currency: str = "GTQ", decimals: int = 2, country: str = "gt"
) -> str:
    """Money after the symbol of its ISO 4217 currency: «Q 1,234.50», «S/ 1,234.50», «US$ 3.00».

    A currency without a known symbol is written with its code.
    """
    written = number_es(value, decimals, country)
    if written == NO_DATUM:
        return written
    code = currency.upper()
    sign = MINUS if written.startswith(MINUS) else ""
    return f"{sign}{_SYMBOLS.get(code, code)} {written.removeprefix(MINUS)}"


def bytes_es(count: int, country: str = "gt") -> str:
    """A size in decimal units (SI): «512 bytes», «1.2 MB»."""
    if abs(count) < 1000:
        return "1 byte" if count == 1 else f"{number_es(count, country=country)} bytes"
    size, power = Decimal(count) / 1000, 0
    while abs(_rounded(size, 1)) >= 1000 and power + 1 < len(_UNITS):
        size, power = size / 1000, power + 1
    return f"{number_es(_rounded(size, 1), country=country)} {_UNITS[power]}"


def _marks(country: str) -> tuple[str, str]:
    try:
        return _MARKS[country.lower()]
    except KeyError:
        raise ValueError(f"No se conoce cómo se escriben los números en «{country}».") from None


def _exact(value: Number | None) -> Decimal | None:
    match value:
        case None:
            return None
        case float():
            return Decimal(f"{value:.15g}") if math.isfinite(value) else None
        case Decimal():
            return value if value.is_finite() else None
        case _:
            return Decimal(int(value))


def _rounded(value: Decimal, decimals: int) -> Decimal:
    digits = len(value.as_tuple().digits) + abs(value.adjusted()) + abs(decimals) + 2
    context = Context(prec=digits)
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=context)
