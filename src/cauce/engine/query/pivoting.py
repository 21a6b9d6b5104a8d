"""Pivoting: the values of a column that get columns of their own in an answer."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import ibis

from cauce.engine.query.compile import ascending, sort_key
from cauce.engine.query.dialect import bound, written
from cauce.engine.query.grouped_sql import compared_rows, month_number
from cauce.engine.query.shapes import Shape, Types


@dataclass(frozen=True)
class Pivoted:
    """The values of a pivot that get columns, in order, the missing one last."""

    values: tuple[Any, ...]
    left_out: int
    """How many more there are."""


@lru_cache(maxsize=512)
def pivot_sql(shape: Shape, compared: str | None, column: str, months: bool, types: Types) -> str:
    """SQL of the most frequent values of a column, in order, and of how many there are in all.

    ``most`` is bound, and ``before`` and ``after`` when two values of ``compared`` are.
    """
    rows = compared_rows(shape, compared, types)
    values = rows.aggregate(by=[column], **{"~n": rows.count()})
    often = values.order_by(ibis.desc("~n"), ascending(values[column]))
    most = often.limit(bound("most", "int64"))
    listed = most.cross_join(values.aggregate(**{"~all": values.count()}))
    keys = [month_number(listed[column])] if months else []
    ordered = listed.order_by([ascending(key) for key in (*keys, sort_key(listed[column]))])
    return written(ordered.select(column, "~all"))
