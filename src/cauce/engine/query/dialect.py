"""The dialect: what Ibis lacks to write DuckDB's SQL as it is needed here.

Values are bound by name when a statement runs, so SQL never carries what somebody typed.
"""

from typing import Any

import ibis
import ibis.expr.datashape as ds
import ibis.expr.datatypes as dt
import ibis.expr.operations as ops
import ibis.expr.types as ir
import sqlglot.expressions as sge
from ibis.backends.sql.compilers.duckdb import DuckDBCompiler


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

    def visit_Sum(self, op: ops.Sum, *, arg: sge.Expression, where: sge.Expression | None) -> Any:
        """Floats are added up keeping what each step rounds away: as exact in any order."""
        if op.arg.dtype.is_floating():
            return self.agg.fsum(arg, where=where)
        return super().visit_Sum(op, arg=arg, where=where)


# Functions of DuckDB's that Ibis does not know; it takes from the lambdas the arguments' names.
strip_accents = ibis.udf.scalar.builtin(
    lambda text: text, name="strip_accents", signature=((str,), str)
)
icu_sort_key = ibis.udf.scalar.builtin(
    lambda text, locale: text, name="icu_sort_key", signature=((str, str), str)
)


def bound(label: str, dtype: dt.DataType | str) -> Any:
    """The value that will be bound under that name."""
    return Bound(label, dt.dtype(dtype)).to_expr()


def listed(**columns: Any) -> ir.Table:
    """A table of bound lists of one length, side by side."""
    one = ibis.literal(1).name("one").as_table()
    table: ir.Table = one.select(**{name: values.unnest() for name, values in columns.items()})
    return table


def written(expression: ir.Table) -> str:
    """The statement of an expression, in DuckDB's SQL."""
    sql: str = Compiler().to_sqlglot(expression).sql(dialect="duckdb")
    return sql
