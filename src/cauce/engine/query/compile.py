"""Compiling: the shape of a question about rows becomes SQL, once, through Ibis."""

from dataclasses import replace
from functools import lru_cache

import ibis
import ibis.expr.types as ir

from cauce.engine.columns import KIND, ROW
from cauce.engine.query.base import alone, beside
from cauce.engine.query.conditions import chosen
from cauce.engine.query.dialect import bound, icu_sort_key, written
from cauce.engine.query.shapes import Shape, Types


@lru_cache(maxsize=512)
def page_sql(shape: Shape, types: Types) -> str:
    """SQL of a page: ``_row``, ``_kind`` and the columns; ``limit`` and ``offset`` are bound.

    A second table that neither conditions nor order look at is joined to the page alone.
    """
    own = alone(replace(shape, columns=()))
    page = _sorted(chosen(own, types), shape).limit(
        bound("limit", "int64"), offset=bound("offset", "int64")
    )
    if own.second != shape.second:
        page = _sorted(beside(page, shape), shape)
    return written(page.select(ROW, KIND, *shape.columns))


@lru_cache(maxsize=512)
def rows_sql(shape: Shape, types: Types) -> str:
    """SQL of every row, sorted: ``_row``, ``_kind`` and the columns."""
    return written(_sorted(chosen(shape, types), shape).select(ROW, KIND, *shape.columns))


@lru_cache(maxsize=512)
def count_sql(shape: Shape, types: Types) -> str:
    """SQL of how many rows there are; neither columns nor order matter."""
    rows = chosen(alone(replace(shape, columns=(), order=())), types)
    return written(rows.aggregate(rows=rows.count()))


def sort_key(column: ir.Column) -> ir.Value:
    """What a column is sorted by: text as Spanish does."""
    return icu_sort_key(column, "es") if column.type().is_string() else column


def ascending(key: ir.Value) -> ir.Value:
    """From least to greatest, missing values last."""
    return ibis.asc(key, nulls_first=False)


def _sorted(table: ir.Table, shape: Shape) -> ir.Table:
    """In the order asked, missing values last; the source row decides between equals."""
    keys = [
        (ibis.desc if by.descending else ibis.asc)(sort_key(table[by.column]), nulls_first=False)
        for by in shape.order
    ]
    if not any(by.column == ROW for by in shape.order):
        keys.append(ibis.asc(table[ROW]))
    return table.order_by(keys)
