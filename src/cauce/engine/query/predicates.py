"""Predicates: one condition on one column, with its values bound."""

import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from cauce.engine.query.dialect import bound, strip_accents
from cauce.engine.query.shapes import Test


def holds(column: ir.Column, test: Test) -> ir.BooleanValue:
    """Whether the values of a column hold a condition."""
    name, dtype = test.parameter, column.type()
    match test.op:
        case "eq":
            return column == bound(name, dtype)
        case "in":
            return bound(name, dt.Array(dtype)).contains(column)
        case "ge":
            return column >= bound(name, dtype)
        case "le":
            return column <= bound(name, dtype)
        case "between":
            low, high = bound(f"{name}_low", dtype), bound(f"{name}_high", dtype)
            return (column >= low) & (column <= high)
        case "contains" if test.matching == "folded":
            return folded(column).contains(folded(bound(name, "string")))
        case "contains":
            return column.re_search(bound(f"{name}_pattern", "string"))
        case "missing":
            return column.isnull()
        case "not_missing":
            return column.notnull()


def folded(text: ir.StringValue) -> ir.StringValue:
    """Text without accents and in lower case."""
    return strip_accents(text.lower())
