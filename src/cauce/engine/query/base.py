"""Bases: the table that conditions, groups and columns of a question speak of."""

from dataclasses import replace

import ibis
import ibis.expr.types as ir
from ibis.backends.sql.datatypes import DuckDBType

from cauce.engine.explore import PREFIX
from cauce.engine.query.joining import joined
from cauce.engine.query.shapes import Shape, Types


def base(shape: Shape, types: Types) -> ir.Table:
    """The first table of a shape, with the second beside it when there is one.

    It has ``_row`` and ``_kind`` of the first table, its columns, and those of the second under
    their prefix; exactly one row for each of the first.
    """
    return beside(stored(shape.table, types), shape)


def beside(first: ir.Table, shape: Shape) -> ir.Table:
    """Rows of the first table with the second beside them, when there is one."""
    if (second := shape.second) is None:
        return first
    return joined(first, stored(second.table, second.types), second, shape.tests)


def alone(shape: Shape, *columns: str) -> Shape:
    """The question without its second table where nothing of it is asked.

    ``columns`` are those that are read besides the shape's own.
    """
    if shape.second is None:
        return shape
    named = [*columns, *shape.columns, *(by.column for by in shape.order)]
    named += [test.column for test in shape.tests]
    named += [name for word in shape.words for name in (*word.folded, *word.pattern, *word.number)]
    if any(name.startswith(PREFIX) for name in named):
        return shape
    return replace(shape, second=None)


def stored(table: str, types: Types) -> ir.Table:
    """A stored table by its SHA-256."""
    schema = {name: DuckDBType.from_string(type_) for name, type_ in types}
    return ibis.table(schema, name=table)
