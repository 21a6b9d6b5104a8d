"""Queries: the rows that an exploration asks for, how many there are, and the SQL that says so."""

import atexit
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pyarrow as pa

from cauce.engine.columns import Column
from cauce.engine.explore import Explore
from cauce.engine.query.binding import Question, question
from cauce.engine.query.cache import ByteCache
from cauce.engine.query.compile import Shape, count_sql, page_sql, rows_sql
from cauce.engine.sandbox import Limits, Row, Sandbox, Sandboxes
from cauce.engine.store import Tables

CACHED_BYTES = 64 * 2**20
"""Memory for answers already given, in one process."""


@dataclass(frozen=True)
class Result:
    """A page of rows and all it takes to cite it or compute it again."""

    explore: Explore
    columns: tuple[str, ...]
    """Names of the columns of `rows`."""
    rows: tuple[Row, ...]
    """Values as Python has them: ``int``, ``float``, ``Decimal``, ``str``, ``bool``, ``date``…"""
    numbers: tuple[int, ...]
    """The row of the source that each row comes from."""
    kinds: tuple[str, ...]
    """``data``, ``subtotal`` or ``total``, for each row."""
    total: int
    """How many rows there are in all the pages."""
    sql: str
    """The statement; the view it reads has the table's SHA-256 for a name."""
    values: Mapping[str, Any]
    """What was bound to its parameters."""


class Queries:
    """Sandboxes and the answers they gave, shared by the threads of a process."""

    def __init__(self, limits: Limits | None = None, cached_bytes: int = CACHED_BYTES) -> None:
        self._sandboxes = Sandboxes(limits=limits)
        self._pages: ByteCache[Explore, Result] = ByteCache(cached_bytes)
        self._totals: ByteCache[tuple[Shape, tuple[tuple[str, Any], ...]], int] = ByteCache(
            cached_bytes // 16
        )

    def page(self, explore: Explore, tables: Tables, schema: Sequence[Column]) -> Result:
        """See `run`."""
        if (known := self._pages.get(explore)) is not None:
            return known
        sandbox, asked = self._asked(explore, tables, schema)
        sql = page_sql(asked.shape, _types(sandbox, explore))
        values = {**asked.values, "limit": explore.limit, "offset": explore.offset}
        rows = sandbox.rows(sql, _bindable(values))
        if len(rows) < explore.limit and (rows or not explore.offset):
            total = explore.offset + len(rows)
        else:
            total = self._total(sandbox, asked)
        result = Result(
            explore=explore,
            columns=asked.shape.columns,
            rows=tuple(row[2:] for row in rows),
            numbers=tuple(row[0] for row in rows),
            kinds=tuple(row[1] for row in rows),
            total=total,
            sql=sql,
            values=values,
        )
        self._pages.put(explore, result, _weight(rows) + len(sql) + 1000)
        return result

    def total(self, explore: Explore, tables: Tables, schema: Sequence[Column]) -> int:
        """How many rows an exploration has in all; its limit and offset do not matter."""
        return self._total(*self._asked(explore, tables, schema))

    def every_row(self, explore: Explore, tables: Tables, schema: Sequence[Column]) -> "Rows":
        """All the rows of an exploration; its limit and offset do not matter."""
        sandbox, asked = self._asked(explore, tables, schema)
        sql = rows_sql(asked.shape, _types(sandbox, explore))
        stored = dict(sandbox.types(explore.table))
        return Rows(sandbox, sql, _bindable(asked.values), asked.shape.columns, stored)

    def _asked(
        self, explore: Explore, tables: Tables, schema: Sequence[Column]
    ) -> tuple[Sandbox, Question]:
        sandbox = self._sandboxes.of({explore.table: tables.path_of(explore.table)})
        checked = explore.checked(schema)
        return sandbox, question(checked, schema, _types(sandbox, explore))

    def _total(self, sandbox: Sandbox, asked: Question) -> int:
        shape = replace(asked.shape, columns=(), order=())
        key = (shape, tuple(asked.values.items()))
        if (known := self._totals.get(key)) is not None:
            return known
        sql = count_sql(shape, tuple(sandbox.types(shape.table).items()))
        total: int = sandbox.rows(sql, _bindable(asked.values))[0][0]
        self._totals.put(key, total, 500 + sum(map(sys.getsizeof, asked.values.values())))
        return total


@dataclass(frozen=True)
class Rows:
    """Every row of an exploration, given as it is read: ``_row``, ``_kind`` and the columns."""

    sandbox: Sandbox
    sql: str
    values: Mapping[str, Any]
    columns: tuple[str, ...]
    types: Mapping[str, str]
    """DuckDB's type of each column of the table."""

    def batches(self, select: str = "*", size: int = 4096) -> Iterator[pa.RecordBatch]:
        """Arrow batches of what ``select`` (SQL of this room's making) takes from each row."""
        return self.sandbox.batches(self._selecting(select), self.values, size)

    def schema(self, select: str = "*") -> pa.Schema:
        """The Arrow columns of `batches`."""
        return self.sandbox.schema(self._selecting(select), self.values)

    def _selecting(self, select: str) -> str:
        return f"FROM ({self.sql}) SELECT {select}"


def run(
    explore: Explore, tables: Tables, schema: Sequence[Column], *, using: Queries | None = None
) -> Result:
    """The rows that ``explore`` asks for, sorted without ties, and the exact number of all.

    ``tables`` is a `Store` (or a `LooseTable`) and ``schema`` the columns of ``explore.table``.
    Answers are kept in memory, since tables never change: asking again is free.

    Raises:
        Refusal: in Spanish, for what `Explore.checked` refuses, and past the limits of a sandbox.
        CauceError: when the table is not in the store or its file cannot be read.
    """
    return (using or shared()).page(explore, tables, schema)


@cache
def shared() -> Queries:
    """The queries of this process, closed with it while DuckDB is still there."""
    atexit.register(shared.cache_clear)
    return Queries()


def _types(sandbox: Sandbox, explore: Explore) -> tuple[tuple[str, str], ...]:
    return tuple(sandbox.types(explore.table).items())


def _bindable(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as DuckDB takes them: lists where they are tuples."""
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }


def _weight(rows: Sequence[Row]) -> int:
    """Bytes that rows take in memory."""
    return sum(sys.getsizeof(row) + sum(map(sys.getsizeof, row)) for row in rows)
