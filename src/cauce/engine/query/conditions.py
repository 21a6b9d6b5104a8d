"""Conditions: the rows of a base that a question is about."""

from functools import reduce
from operator import and_, or_

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from cauce.engine.columns import KIND
from cauce.engine.query.base import base
from cauce.engine.query.dialect import bound, strip_accents
from cauce.engine.query.shapes import Shape, Test, Types, Word


def chosen(shape: Shape, types: Types) -> ir.Table:
    """The rows that hold every condition."""
    table = base(shape, types)
    conditions = [
        table[KIND].isin(list(shape.kinds)),
        *(_test(table[one.column], one) for one in shape.tests),
        *(_word(table, one) for one in shape.words),
    ]
    return table.filter(reduce(and_, conditions))


def _test(column: ir.Column, test: Test) -> ir.BooleanValue:
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
            return _folded(column).contains(_folded(bound(name, "string")))
        case "contains":
            return column.re_search(bound(f"{name}_pattern", "string"))
        case "missing":
            return column.isnull()
        case "not_missing":
            return column.notnull()


def _word(table: ir.Table, word: Word) -> ir.BooleanValue:
    """The word is in some column; in none when no column could hold it."""
    name = word.parameter
    places = [
        *(_folded(table[one]).contains(_folded(bound(name, "string"))) for one in word.folded),
        *(table[one].re_search(bound(f"{name}_pattern", "string")) for one in word.pattern),
        *(table[one] == bound(f"{name}_number", "int64") for one in word.number),
    ]
    return reduce(or_, places, ibis.literal(False))


def _folded(text: ir.StringValue) -> ir.StringValue:
    return strip_accents(text.lower())
