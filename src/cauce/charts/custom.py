"""Custom: how Vega writes the numbers and dates of a country (d3-format, d3-time-format)."""

from typing import Any, Final

from cauce.base.calendar import MONTHS, SHORT_MONTHS
from cauce.base.numerals import MINUS, number_es

_DAYS: Final = ("domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado")
_CURRENCIES: Final = {"gt": ["Q\u00a0", ""], "pe": ["S/\u00a0", ""], "es": ["", "\u00a0€"]}


def number_locale(country: str = "gt") -> dict[str, Any]:
    """The number custom of a country for ``config.locale.number``: «1,234.5» or «1.234,5».

    Raises:
        ValueError: for a country whose custom is not known.
    """
    written = number_es(1234.5, 1, country)
    return {
        "decimal": written[-2],
        "thousands": written[1],
        "grouping": [3],
        "currency": _CURRENCIES.get(country.lower(), ["", ""]),
        "percent": "\u00a0%",
        "minus": MINUS,
    }


def time_locale() -> dict[str, Any]:
    """The Spanish names of days and months for ``config.locale.time``."""
    return {
        "dateTime": "%-d de %B de %Y, %H:%M",
        "date": "%-d/%m/%Y",
        "time": "%H:%M:%S",
        "periods": ["a.\u00a0m.", "p.\u00a0m."],
        "days": list(_DAYS),
        "shortDays": [day[:3] for day in _DAYS],
        "months": list(MONTHS),
        "shortMonths": list(SHORT_MONTHS),
    }
