"""Bases: the table that conditions, groups and columns of a question speak of."""

import ibis
import ibis.expr.types as ir
from ibis.backends.sql.datatypes import DuckDBType

from cauce.engine.query.joining import joined
from cauce.engine.query.shapes import Shape, Types


def base(shape: Shape, types: Types) -> ir.Table:
    """The first table of a shape, with the second beside it when there is one.

    It has ``_row`` and ``_kind`` of the first table, its columns, and those of the second under
    their prefix; exactly one row for each of the first.
    """
    first = stored(shape.table, types)
    if shape.second is None:
        return first
    return joined(first, stored(shape.second.table, shape.second.types), shape.second, shape.tests)


def stored(table: str, types: Types) -> ir.Table:
    """A stored table by its SHA-256."""
    schema = {name: DuckDBType.from_string(type_) for name, type_ in types}
    return ibis.table(schema, name=table)
