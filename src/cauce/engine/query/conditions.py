"""Conditions: the rows of a base that a question is about."""

from functools import reduce
from operator import and_, or_

import ibis
import ibis.expr.types as ir

from cauce.engine.columns import KIND
from cauce.engine.query.base import base
from cauce.engine.query.dialect import bound
from cauce.engine.query.predicates import folded, holds
from cauce.engine.query.shapes import Shape, Types, Word


def chosen(shape: Shape, types: Types) -> ir.Table:
    """The rows that hold every condition."""
    table = base(shape, types)
    conditions = [
        table[KIND].isin(list(shape.kinds)),
        *(holds(table[one.column], one) for one in shape.tests),
        *(_word(table, one) for one in shape.words),
    ]
    return table.filter(reduce(and_, conditions))


def _word(table: ir.Table, word: Word) -> ir.BooleanValue:
    """The word is in some column; in none when no column could hold it."""
    name = word.parameter
    places = [
        *(folded(table[one]).contains(folded(bound(name, "string"))) for one in word.folded),
        *(table[one].re_search(bound(f"{name}_pattern", "string")) for one in word.pattern),
        *(table[one] == bound(f"{name}_number", "int64") for one in word.number),
    ]
    return reduce(or_, places, ibis.literal(False))
