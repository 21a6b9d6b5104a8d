"""Compiling: the shape of a question becomes SQL, once, through Ibis.

A shape holds everything of a question but its values, which are bound by name when it runs; so SQL
never carries what somebody typed, and one statement serves every question of its shape.
"""

from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import and_, or_
from typing import Any, Literal

import ibis
import ibis.expr.datashape as ds
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.duckdb import DuckDBCompiler
from ibis.backends.sql.datatypes import DuckDBType

from cauce.engine.columns import KIND, ROW
from cauce.engine.explore import Order
from cauce.engine.explore.filters import Operator

Matching = Literal["folded", "pattern"]
"""How text is searched: by folding each different value (few of them), or by a pattern (many)."""


@dataclass(frozen=True, slots=True)
class Test:
    """A filter without its values, which are bound as ``f0`` or as ``f0_low`` and ``f0_high``."""

    column: str
    op: Operator
    parameter: str
    matching: Matching = "folded"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a search without its text, and the columns where it may be.

    It is bound as ``w0`` to be folded, ``w0_pattern`` as a pattern and ``w0_number`` as a number.
    """

    parameter: str
    folded: tuple[str, ...] = ()
    pattern: tuple[str, ...] = ()
    number: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A question about one table without its values."""

    table: str
    columns: tuple[str, ...]
    tests: tuple[Test, ...] = ()
    words: tuple[Word, ...] = ()
    order: tuple[Order, ...] = ()
    kinds: tuple[str, ...] = ("data",)


class Bound(ops.Scalar):  # type: ignore[misc]
    """A value that the statement is given, by its name, when it runs."""

    label: str
    dtype: dt.DataType
    shape = ds.scalar

    @property
    def name(self) -> str:
        """The parameter's name."""
        return self.label


class Compiler(DuckDBCompiler):  # type: ignore[misc]
    """Ibis's compiler for DuckDB, which can also write bound values and bound limits."""

    def visit_Bound(self, op: Bound, *, label: str, dtype: dt.DataType) -> sge.Expression:
        """``CAST($label AS type)``."""
        cast: sge.Expression = self.cast(sge.Parameter(this=sge.Var(this=label)), dtype)
        return cast

    def visit_Limit(
        self, op: ops.Limit, *, parent: sge.Expression, n: sge.Expression, offset: sge.Expression
    ) -> Any:
        """A limit and an offset that are bound, in the same step as the sorting."""
        query: Any = super().visit_Limit(op, parent=parent, n=1, offset=1)
        select = query.this if isinstance(query, sge.Subquery) else query
        select.limit(n, copy=False)
        select.offset(offset, copy=False)
        return query


# Functions of DuckDB's that Ibis does not know; it takes from the lambdas the arguments' names.
strip_accents = ibis.udf.scalar.builtin(
    lambda text: text, name="strip_accents", signature=((str,), str)
)
icu_sort_key = ibis.udf.scalar.builtin(
    lambda text, locale: text, name="icu_sort_key", signature=((str, str), str)
)


Types = tuple[tuple[str, str], ...]
"""Name and DuckDB type of every column of a stored table, in order."""


@lru_cache(maxsize=512)
def page_sql(shape: Shape, types: Types) -> str:
    """SQL of a page: ``_row``, ``_kind`` and the columns; ``limit`` and ``offset`` are bound."""
    wanted = _sorted(_chosen(shape, types), shape)
    page = wanted.limit(_bound("limit", "int64"), offset=_bound("offset", "int64"))
    return _written(page.select(ROW, KIND, *shape.columns))


@lru_cache(maxsize=512)
def rows_sql(shape: Shape, types: Types) -> str:
    """SQL of every row, sorted: ``_row``, ``_kind`` and the columns."""
    return _written(_sorted(_chosen(shape, types), shape).select(ROW, KIND, *shape.columns))


@lru_cache(maxsize=512)
def count_sql(shape: Shape, types: Types) -> str:
    """SQL of how many rows there are; neither columns nor order matter."""
    chosen = _chosen(shape, types)
    return _written(chosen.aggregate(rows=chosen.count()))


def _written(expression: ir.Table) -> str:
    sql: str = Compiler().to_sqlglot(expression).sql(dialect="duckdb")
    return sql


def _chosen(shape: Shape, types: Types) -> ir.Table:
    """The rows that hold every condition."""
    schema = {name: DuckDBType.from_string(type_) for name, type_ in types}
    table = ibis.table(schema, name=shape.table)
    conditions = [
        table[KIND].isin(list(shape.kinds)),
        *(_test(table[one.column], one) for one in shape.tests),
        *(_word(table, one) for one in shape.words),
    ]
    return table.filter(reduce(and_, conditions))


def _sorted(table: ir.Table, shape: Shape) -> ir.Table:
    """In the order asked, missing values last; the source row decides between equals."""
    keys = [
        (ibis.desc if by.descending else ibis.asc)(_key(table[by.column]), nulls_first=False)
        for by in shape.order
    ]
    if not any(by.column == ROW for by in shape.order):
        keys.append(ibis.asc(table[ROW]))
    return table.order_by(keys)


def _key(column: ir.Column) -> ir.Value:
    return icu_sort_key(column, "es") if column.type().is_string() else column


def _test(column: ir.Column, test: Test) -> ir.BooleanValue:
    name, dtype = test.parameter, column.type()
    match test.op:
        case "eq":
            return column == _bound(name, dtype)
        case "in":
            return _bound(name, dt.Array(dtype)).contains(column)
        case "ge":
            return column >= _bound(name, dtype)
        case "le":
            return column <= _bound(name, dtype)
        case "between":
            low, high = _bound(f"{name}_low", dtype), _bound(f"{name}_high", dtype)
            return (column >= low) & (column <= high)
        case "contains" if test.matching == "folded":
            return _folded(column).contains(_folded(_bound(name, "string")))
        case "contains":
            return column.re_search(_bound(f"{name}_pattern", "string"))
        case "missing":
            return column.isnull()
        case "not_missing":
            return column.notnull()


def _word(table: ir.Table, word: Word) -> ir.BooleanValue:
    """The word is in some column; in none when no column could hold it."""
    name = word.parameter
    places = [
        *(_folded(table[one]).contains(_folded(_bound(name, "string"))) for one in word.folded),
        *(table[one].re_search(_bound(f"{name}_pattern", "string")) for one in word.pattern),
        *(table[one] == _bound(f"{name}_number", "int64") for one in word.number),
    ]
    return reduce(or_, places, ibis.literal(False))


def _folded(text: ir.StringValue) -> ir.StringValue:
    return strip_accents(text.lower())


def _bound(label: str, dtype: dt.DataType | str) -> Any:
    return Bound(label, dt.dtype(dtype)).to_expr()
