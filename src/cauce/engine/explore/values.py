"""Values of filters: what a person types in an address or a form, read by the column's type.

Every value has one canonical text, which is what addresses carry: ``1234.5``, ``2024-01-31``,
``true``. A number with three decimals gets a zero more (``1.2340``), so that no canonical text can
be taken for a thousand.
"""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

from cauce.base.errors import Refusal
from cauce.engine.columns import Column, ColumnType

Value = str | int | Decimal | bool | date | time | datetime

GREATEST_INTEGER = 2**63 - 1
DIGITS = 38
"""More digits than any stored number has."""

_SPACED = re.compile(r"(\d{1,3}(?:[ \u00a0\u202f]\d{3})+)(?:[.,](\d+))?")
_MARKED = re.compile(r"(\d{1,3}(?:,\d{3})+)\.(\d+)|(\d{1,3}(?:\.\d{3})+),(\d+)")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3})+|(?:\.\d{3})+)")
_PLAIN = re.compile(r"(\d*)[.,](\d+)|(\d+)")
_AMBIGUOUS = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_TRUE = frozenset({"true", "1", "sí", "si", "verdadero"})
_FALSE = frozenset({"false", "0", "no", "falso"})


def value_of(column: Column, text: str) -> Value:
    """What ``text`` says in a column of that type.

    Numbers may be written ``1234.5``, ``1,234.5``, ``1.234,5`` or ``1 234,5``; dates ``2024-01-31``
    or ``31/1/2024``; booleans ``true``, ``sí``, ``no``…

    Raises:
        Refusal: when it is not a value of that type, or could be two different numbers.
    """
    return _READERS[column.type](column, text)


def canonical(column: Column, text: str) -> str:
    """The one way an address writes the value that ``text`` says; see `value_of`."""
    return written(value_of(column, text))


def written(value: Value) -> str:
    """The canonical text of a value."""
    match value:
        case bool():
            return "true" if value else "false"
        case date() | time():
            return value.isoformat()
        case Decimal():
            return _unmistakable(f"{value.normalize() + 0:f}")
        case _:
            return str(value)


def is_day(text: str) -> bool:
    """Whether a moment was written as a day alone, without its hour."""
    return ":" not in text


def _unmistakable(text: str) -> str:
    return f"{text}0" if _AMBIGUOUS.fullmatch(text.removeprefix("-")) else text


def _text(column: Column, text: str) -> str:
    return text


def _integer(column: Column, text: str) -> int:
    body, negative = _unsigned(column, text)
    digits = re.sub(r"[ \u00a0\u202f.,]", "", body) if _whole(body) else body
    if not re.fullmatch(r"[0-9]{1,38}", digits):
        raise _ill_typed(column, text, "un número entero", "1234")
    value = -int(digits) if negative else int(digits)
    if abs(value) > GREATEST_INTEGER:
        raise _ill_typed(column, text, "un entero de hasta 18 cifras", "1234")
    return value


def _whole(body: str) -> bool:
    spaced = _SPACED.fullmatch(body)
    return _GROUPED.fullmatch(body) is not None or (spaced is not None and not spaced[2])


def _number(column: Column, text: str) -> Decimal:
    body, negative = _unsigned(column, text)
    if _AMBIGUOUS.fullmatch(body):
        thousands = re.sub(r"[.,]", "", body)
        raise Refusal(
            f"En «{column.label}», «{text}» puede ser {thousands} o {body.replace(',', '.')}0: "
            "escriba uno de los dos.",
            code="explore.ambiguous",
        )
    if _GROUPED.fullmatch(body):
        whole, fraction = re.sub(r"[.,]", "", body), ""
    elif match := _SPACED.fullmatch(body) or _MARKED.fullmatch(body) or _PLAIN.fullmatch(body):
        parts = [part or "" for part in match.groups()]
        whole = re.sub(r"\D", "", "".join(parts[::2]))
        fraction = "".join(parts[1::2])
    else:
        raise _ill_typed(column, text, "un número", "1234.5 o 1.234,5")
    if len(whole) + len(fraction) > DIGITS:
        raise _ill_typed(column, text, f"un número de hasta {DIGITS} cifras", "1234.5")
    value = Decimal(f"{whole or 0}.{fraction or 0}")
    return -value if negative else value


def _unsigned(column: Column, text: str) -> tuple[str, bool]:
    """The number without sign and, in a column of percentages, without its mark."""
    body = text.strip().replace("\u2212", "-")
    if column.unit == "%":
        body = body.removesuffix("%").rstrip()
    sign = body[:1]
    return body[1:] if sign in ("+", "-") else body, sign == "-"


def _boolean(column: Column, text: str) -> bool:
    word = text.strip().casefold()
    if word not in _TRUE | _FALSE:
        raise _ill_typed(column, text, "sí o no", "sí")
    return word in _TRUE


def _date(column: Column, text: str) -> date:
    try:
        return date.fromisoformat(_iso_day(text.strip()))
    except ValueError:
        raise _ill_typed(column, text, "una fecha", "2024-01-31 o 31/01/2024") from None


def _time(column: Column, text: str) -> time:
    try:
        return _naive(time.fromisoformat(text.strip()))
    except ValueError:
        raise _ill_typed(column, text, "una hora", "14:30") from None


def _datetime(column: Column, text: str) -> datetime:
    day, _, hour = text.strip().replace("T", " ").partition(" ")
    try:
        moment = _naive(time.fromisoformat(hour.strip() or "00:00"))
        return datetime.combine(date.fromisoformat(_iso_day(day)), moment)
    except ValueError:
        raise _ill_typed(column, text, "una fecha y hora", "2024-01-31 14:30") from None


def _naive(moment: time) -> time:
    if moment.tzinfo is not None:
        raise ValueError("offset")
    return moment


def _iso_day(text: str) -> str:
    """The day as ``yyyy-mm-dd``; week dates and other forms of ISO 8601 are not days here."""
    if match := _DAY.fullmatch(text):
        day, month, year = match.groups()
        return f"{year}-{month:0>2}-{day:0>2}"
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(text)
    return text


def _ill_typed(column: Column, text: str, wanted: str, example: str) -> Refusal:
    return Refusal(
        f"El filtro de «{column.label}» pide {wanted} y dice «{text[:80]}». "
        f"Escriba, por ejemplo, {example}.",
        code="explore.value",
    )


_READERS: dict[ColumnType, Callable[[Column, str], Value]] = {
    "text": _text,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "time": _time,
    "datetime": _datetime,
}
