"""Bins: how the values of one column are spread among the rows of an exploration."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any

import ibis
import ibis.expr.types as ir

from cauce.base.errors import Refusal
from cauce.engine.columns import IDENTIFIER, Column
from cauce.engine.explore import Explore, Joinable
from cauce.engine.explore.operations import NUMBERS
from cauce.engine.profile import Histogram
from cauce.engine.query.asking import Asked
from cauce.engine.query.conditions import chosen
from cauce.engine.query.dialect import bound, written
from cauce.engine.query.edges import bins_for, day_edges, moment_edges, number_edges, whole_edges
from cauce.engine.query.running import Queries, shared
from cauce.engine.query.shapes import Shape, Types
from cauce.engine.store import Tables


def bins(
    explore: Explore,
    column: str,
    tables: Tables,
    schema: Sequence[Column],
    joinable: Joinable | None = None,
    *,
    using: Queries | None = None,
) -> Histogram:
    """How many rows of an exploration have values between each round edge and the next.

    At most 20 bins, fewer when there are few values. Only filters and search matter. In columns of
    whole numbers, days or moments the last edge is not included; missing and infinite values are
    in no bin. Without values there are neither edges nor bins.

    Raises:
        Refusal: in Spanish, for an unknown column or one that has no order of size, and past the
            limits of a sandbox.
    """
    queries = using or shared()
    asked = queries.asked(
        Explore(
            explore.table,
            filters=explore.filters,
            search=explore.search,
            kinds=explore.kinds,
            columns=(column,),
            join=explore.join,
        ),
        tables,
        schema,
        joinable,
    )
    _check(asked.column(column))
    shape = asked.shape
    key = ("bins", shape, tuple(asked.values.items()))
    found: Histogram | None = queries.kept.get(key)
    if found is None:
        found = _binned(asked, column)
        queries.kept.put(key, found, 2000)
    return found


@lru_cache(maxsize=512)
def extent_sql(shape: Shape, types: Types) -> str:
    """SQL of the least and the greatest value of a column, and of how many it has."""
    values = _values(shape, types)
    value = values["value"]
    return written(values.aggregate(least=value.min(), most=value.max(), count=value.count()))


@lru_cache(maxsize=512)
def bins_sql(shape: Shape, inner: int, types: Types) -> str:
    """SQL of how many values each bin has; the edges between bins are bound as ``e0``, ``e1``…"""
    values = _values(shape, types)
    value = values["value"]
    place = _place(value, 0, inner)
    return written(values.group_by(bin=place).aggregate(count=values.count()))


def _place(value: ir.Column, first: int, last: int) -> ir.Value:
    """Which bin from the first to the last a value is in, halving them at each step."""
    if first == last:
        return ibis.literal(first)
    middle = (first + last) // 2
    return ibis.ifelse(
        value < bound(f"e{middle}", value.type()),
        _place(value, first, middle),
        _place(value, middle + 1, last),
    )


def _values(shape: Shape, types: Types) -> ir.Table:
    rows = chosen(shape, types)
    column = rows[shape.columns[0]]
    if column.type().is_decimal():
        column = column.cast("float64")
    here = column.notnull()
    if column.type().is_floating():
        here &= ~column.isnan() & ~column.isinf()
    return rows.filter(here).select(value=column)


def _check(column: Column) -> None:
    if column.role == IDENTIFIER or column.type in ("text", "boolean", "time"):
        raise Refusal(
            f"«{column.label}» no se reparte en tramos: solo los números y las fechas. "
            "Agrupe por ella.",
            code="explore.bins",
        )


def _binned(asked: Asked, name: str) -> Histogram:
    least, most, count = asked.rows(extent_sql(asked.shape, asked.types))[0]
    if not count:
        return Histogram((), ())
    edges = _edges(asked.column(name), least, most, bins_for(count))
    values = {f"e{n}": edge for n, edge in enumerate(edges[1:-1])}
    counts: dict[int, int] = dict(
        asked.rows(bins_sql(asked.shape, len(values), asked.types), values)
    )
    return Histogram(
        tuple(edge.isoformat() if isinstance(edge, date) else edge for edge in edges),
        tuple(counts.get(place, 0) for place in range(len(edges) - 1)),
    )


def _edges(column: Column, least: Any, most: Any, wanted: int) -> tuple[Any, ...]:
    if column.type == "integer":
        return whole_edges(int(least), int(most), wanted)
    if column.type in NUMBERS:
        return number_edges(least, most, wanted)
    return (day_edges if column.type == "date" else moment_edges)(least, most, wanted)
