"""Keys: the values of two joined columns, written alike so that equal ones are equal.

A code of a place loses the zero that spreadsheets lose too; a name, its accents, case and
punctuation; a year is a number and so is a month.
"""

from typing import Final

import ibis.expr.types as ir

from cauce.engine.query.predicates import folded
from cauce.territory.divisions import WIDTH, Level

_CODE: Final = r"^['’]?0*(\d{1,6})(?:[.,]0{1,6})?$"
"""What may be a code, without the «.0» of spreadsheets; as in ``territory.divisions``."""
_MONTHS: Final = (
    *("ene", "feb", "mar", "abr", "may", "jun"),
    *("jul", "ago", "sep", "oct", "nov", "dic"),
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
    """A code without leading zeros, or a folded name."""
    text = column.cast("string").strip().re_replace(_CODE, r"\1")
    width = WIDTH[level]
    full = max(known for other, known in WIDTH.items() if other[:2] == level[:2])
    if width < full:  # the long form of a wider division: «150000» is department 15
        text = text.re_replace(
            rf"^(\d{{{width - 1},{width}}})0{{{full - width},{6 - width}}}$", r"\1"
        )
    return folded(text).re_replace(r"[^\pL\pN]+", " ").strip().nullif("")


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
