"""Queries: the rows that an exploration asks for, how many there are, and the SQL that says so."""

import atexit
import sys
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import pyarrow as pa

from cauce.engine.columns import Column
from cauce.engine.explore import Explore, Joinable
from cauce.engine.query.asking import Asked, ask
from cauce.engine.query.cache import ByteCache
from cauce.engine.query.compile import count_sql, page_sql, rows_sql
from cauce.engine.query.places import with_places
from cauce.engine.query.shapes import Shape
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
        self.kept: ByteCache[Hashable, Any] = ByteCache(cached_bytes // 8)
        """What the modules beside this one computed of tables: facets, how keys met."""

    def page(
        self,
        explore: Explore,
        tables: Tables,
        schema: Sequence[Column],
        joinable: Joinable | None = None,
    ) -> Result:
        """See `run`."""
        if (known := self._pages.get(explore)) is not None:
            return known
        asked = self.asked(explore, tables, schema, joinable)
        sql = page_sql(asked.shape, asked.types)
        values = {**asked.values, "limit": explore.limit, "offset": explore.offset}
        rows = asked.rows(sql, values)
        if len(rows) < explore.limit and (rows or not explore.offset):
            total = explore.offset + len(rows)
        else:
            total = self._total(asked)
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

    def total(
        self,
        explore: Explore,
        tables: Tables,
        schema: Sequence[Column],
        joinable: Joinable | None = None,
    ) -> int:
        """How many rows an exploration has in all; its limit and offset do not matter."""
        return self._total(self.asked(explore, tables, schema, joinable))

    def every_row(
        self,
        explore: Explore,
        tables: Tables,
        schema: Sequence[Column],
        joinable: Joinable | None = None,
    ) -> "Rows":
        """All the rows of an exploration; its limit and offset do not matter."""
        asked = self.asked(explore, tables, schema, joinable)
        sql = rows_sql(asked.shape, asked.types)
        return Rows(asked.sandbox, sql, asked.bound(sql), asked.shape.columns, asked.stored)

    def asked(
        self,
        explore: Explore,
        tables: Tables,
        schema: Sequence[Column],
        joinable: Joinable | None = None,
    ) -> Asked:
        """The question checked, over tables that are open; see `asking`."""
        asked = ask(self._sandboxes, explore, tables, schema, joinable)
        return with_places(asked, self.kept)

    def _total(self, asked: Asked) -> int:
        shape = replace(asked.shape, columns=(), order=())
        key = (shape, tuple(asked.values.items()))
        if (known := self._totals.get(key)) is not None:
            return known
        total: int = asked.rows(count_sql(shape, asked.types))[0][0]
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


def _weight(rows: Sequence[Row]) -> int:
    """Bytes that rows take in memory."""
    return sum(sys.getsizeof(row) + sum(map(sys.getsizeof, row)) for row in rows)
