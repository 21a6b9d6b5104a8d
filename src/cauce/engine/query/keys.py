"""Keys: the values of two joined columns, written alike so that equal ones are equal.

A code of a place gets the zero that a spreadsheet lost; a name loses accents, case and punctuation;
a year is a number and so is a month.
"""

from typing import Final

import ibis
import ibis.expr.types as ir

from cauce.engine.query.dialect import left_padded
from cauce.engine.query.predicates import folded
from cauce.territory.divisions import WIDTH, Level

_DIGITS: Final = r"^['’]?(\d{1,6})(?:[.,]0{1,6})?$"
"""What may be a code, without the «.0» of spreadsheets; as in ``territory.divisions``."""
_MONTHS: Final = (
    "ene",
    "feb",
    "mar",
    "abr",
    "may",
    "jun",
    "jul",
    "ago",
    "sep",
    "oct",
    "nov",
    "dic",
)


def alike(column: ir.Column, like: str) -> ir.Value:
    """The values of a column as they are compared; missing where there is nothing to compare."""
    level = next((known for known in WIDTH if known == like), None)
    if level is not None:
        return _place(column, level)
    match like:
        case "year":
            return _year(column)
        case "month":
            return _month(column)
        case "text":
            return column.cast("string").strip().nullif("")
        case _:
            return column


def _place(column: ir.Column, level: Level) -> ir.StringValue:
    """A code with all its digits, or a folded name."""
    text = column.cast("string").strip()
    digits = text.re_extract(_DIGITS, 1)
    width = WIDTH[level]
    full = max(known for other, known in WIDTH.items() if other[:2] == level[:2])
    code = _padded(digits, width)
    if width < full:  # the long form of a wider division: «150000» is department 15
        long = _padded(digits, full).re_extract(rf"^(\d{{{width}}})0+$", 1)
        code = ibis.ifelse((digits.length() >= full - 1) & (long != ""), long, code)
    name = folded(text).re_replace(r"[^\pL\pN]+", " ").strip()
    return ibis.ifelse(digits == "", name, code).nullif("")


def _padded(digits: ir.StringValue, width: int) -> ir.StringValue:
    padded = left_padded(digits, ibis.literal(width, "int32"), "0")
    return ibis.ifelse(digits.length() < width, padded, digits)


def _year(column: ir.Column) -> ir.Value:
    """The first four digits together, or the whole number."""
    if not column.type().is_string():
        return column.cast("int64")
    return column.re_extract(r"\d{4}", 0).try_cast("int64")


def _month(column: ir.Column) -> ir.Value:
    """From 1 to 12, also from the name of the month."""
    if not column.type().is_string():
        return column.cast("int64")
    start = folded(column.strip()).substr(0, 3).replace("set", "sep")
    number = start.cases(*((name, month) for month, name in enumerate(_MONTHS, start=1)))
    return number.cast("int64").coalesce(column.try_cast("int64"))
