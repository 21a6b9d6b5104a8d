"""Values as a person reads them: numbers of one column with the same decimals, dates in words."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from cauce.apps.catalog.presenters.column_words import NUMERIC, is_code, is_territory
from cauce.base.calendar import date_es
from cauce.base.numerals import number_es
from cauce.engine.columns import Column
from cauce.territory.divisions import by_code

MOST_DECIMALS: Final = 4
"""Decimals that a table shows; the downloads have them all."""
LONGEST: Final = 240
"""Letters of a text that a cell shows."""

Cell = str | None | Mapping[str, str | None]
"""What the table component takes: a text, ``None`` for missing, or parts."""


def column_kind(column: Column) -> str:
    """The kind of cell the table component draws."""
    if is_code(column):
        return "code"
    if column.type in NUMERIC:
        return "number"
    return {"date": "date", "datetime": "date", "boolean": "boolean"}.get(column.type, "text")


def decimals_for(column: Column, values: Iterable[Any]) -> int | None:
    """How many decimals a column of these values shows; ``None`` for no numbers with decimals."""
    if column.type != "number":
        return None
    most = max((_decimals(value) for value in values if value is not None), default=0)
    return min(most, MOST_DECIMALS)


def written(column: Column, value: Any, decimals: int | None = None) -> str | None:
    """A value as text; ``None`` when it is missing."""
    match value:
        case None:
            return None
        case bool():
            return _("Sí") if value else _("No")
        case int() | float() | Decimal():
            if column.role in ("year", "month") or is_code(column):
                return str(value)
            return number_es(value, decimals, settings.CAUCE.country)
        case dt.datetime():
            return f"{date_es(value.date(), short=True)}, {value:%H:%M}"
        case dt.date():
            return date_es(value, short=True)
        case dt.time():
            return f"{value:%H:%M}"
    text = str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"


def stored(column: Column, value: Any, decimals: int | None = None) -> str | None:
    """A value of a column's description (ISO text for dates and times), as a person reads it."""
    if isinstance(value, str):
        match column.type:
            case "date":
                return written(column, dt.date.fromisoformat(value))
            case "datetime":
                return written(column, dt.datetime.fromisoformat(value))
            case "time":
                return written(column, dt.time.fromisoformat(value))
    return written(column, value, decimals_for(column, [value]) if decimals is None else decimals)


def place_of(column: Column, text: str | None) -> str | None:
    """The name of the place that a code means, for tables that do not name it."""
    if text is None or not is_territory(column) or column.role is None:
        return None
    division = by_code(column.role.removeprefix("territory:"), text)
    return division.full_name if division else None


def _decimals(value: Any) -> int:
    """Decimals a number is written with, of a float with twelve significant digits."""
    text = f"{value:f}" if isinstance(value, Decimal) else f"{value:.12g}"
    if "e" in text or "n" in text:
        return 0
    return len(text.partition(".")[2].rstrip("0"))
