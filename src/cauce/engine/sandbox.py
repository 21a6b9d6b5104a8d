"""Sandboxes: in-memory DuckDB connections that see the Parquet of some tables and nothing else.

A sandbox cannot read another file, attach, install or change its settings; its memory, its
temporary files and its time are limited. It may still write what it may read (DuckDB does not tell
the two apart), so it runs only SQL that this room built, over files that are read-only.
"""

import atexit
import glob
import itertools
import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from cauce.base.errors import CauceError, Refusal

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Limits:
    """What one sandbox may use."""

    memory: str = "512MB"
    temporary: str = "2GB"
    """Disk for what does not fit in memory."""
    threads: int = 1
    seconds: float = 20.0
    """Time until the first rows of an answer."""


class Sandbox:
    """A connection over some tables, each a view named by its SHA-256.

    Any number of threads may ask it at once: each question has a cursor of its own.
    """

    def __init__(self, tables: Mapping[str, Path], limits: Limits) -> None:
        """Open it: settings first, then the views, then the doors are shut for good.

        Raises:
            CauceError: when a file is absent or is not Parquet.
        """
        self.limits = limits
        self._connection = duckdb.connect(
            ":memory:",
            config={
                "python_enable_replacements": False,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            },
        )
        with _explained(limits):
            for statement in _opening(tables, limits):
                self._connection.execute(statement)
        self._types = {table: self._described(table) for table in tables}

    def types(self, table: str) -> Mapping[str, str]:
        """DuckDB's type of each column of a table, in order: ``{"_row": "BIGINT", …}``."""
        return self._types[table]

    def rows(self, sql: str, values: Mapping[str, Any]) -> list[Row]:
        """Every row that a statement gives.

        Raises:
            Refusal: when it takes longer or needs more memory than the limits.
        """
        with self._asked() as cursor:
            return cursor.execute(sql, dict(values)).fetchall()

    def batches(
        self, sql: str, values: Mapping[str, Any], size: int = 4096
    ) -> Generator[pa.RecordBatch, None, None]:
        """The answer as Arrow batches of at most ``size`` rows, made as they are asked for.

        The time limit counts until the first batch: how fast the rest is taken is the reader's.

        Raises:
            Refusal: when the first batch takes longer or needs more memory than the limits.
        """
        cursor = self._connection.cursor()
        try:
            with _explained(self.limits), self._timed(cursor):
                reader = cursor.sql(sql, params=dict(values)).to_arrow_reader(size)
                first = next(reader, None)
            if first is not None:
                yield first
            while (batch := self._next(reader)) is not None:
                yield batch
        finally:
            cursor.close()

    def schema(self, sql: str, values: Mapping[str, Any]) -> pa.Schema:
        """The Arrow columns that a statement gives, without running it."""
        with self._asked() as cursor:
            return cursor.sql(sql, params=dict(values)).to_arrow_reader(1).schema

    def described(self, sql: str, values: Mapping[str, Any]) -> Mapping[str, str]:
        """DuckDB's type of each column that a statement gives, without running it."""
        with self._asked() as cursor:
            relation = cursor.sql(sql, params=dict(values))
            return dict(zip(relation.columns, map(str, relation.dtypes), strict=True))

    def _next(self, reader: Iterator[pa.RecordBatch]) -> pa.RecordBatch | None:
        with _explained(self.limits):
            return next(reader, None)

    def _described(self, table: str) -> Mapping[str, str]:
        with self._asked() as cursor:
            return {row[0]: row[1] for row in cursor.execute(f'DESCRIBE "{table}"').fetchall()}

    @contextmanager
    def _asked(self) -> Iterator[duckdb.DuckDBPyConnection]:
        cursor = self._connection.cursor()
        try:
            with _explained(self.limits), self._timed(cursor):
                yield cursor
        finally:
            cursor.close()

    @contextmanager
    def _timed(self, cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
        timer = threading.Timer(self.limits.seconds, cursor.interrupt)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


class Sandboxes:
    """The sandboxes used last, one for each set of tables. Safe to share between threads."""

    def __init__(self, most: int = 8, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._most = most
        self._open: OrderedDict[frozenset[tuple[str, Path]], Sandbox] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, tables: Mapping[str, Path]) -> Sandbox:
        """A sandbox that sees exactly these tables, by SHA-256; 15 ms when it has to be opened."""
        key = frozenset(tables.items())
        with self._lock:
            if sandbox := self._open.get(key):
                self._open.move_to_end(key)
                return sandbox
        sandbox = Sandbox(tables, self.limits)
        with self._lock:
            self._open[key] = sandbox
            while len(self._open) > self._most:
                self._open.popitem(last=False)
        return sandbox


def text_literal(text: str) -> str:
    """``text`` as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def name_literal(name: str) -> str:
    """``name`` as a quoted name of SQL."""
    return '"' + name.replace('"', '""') + '"'


def _opening(tables: Mapping[str, Path], limits: Limits) -> Iterator[str]:
    """The statements that open a sandbox, in the order that lets none of them be undone."""
    yield f"SET temp_directory = {text_literal(str(_temporary() / str(next(_numbers))))}"
    yield f"SET max_temp_directory_size = {text_literal(limits.temporary)}"
    yield f"SET memory_limit = {text_literal(limits.memory)}"
    yield f"SET threads = {limits.threads:d}"
    yield "SET parquet_metadata_cache = true"
    yield "SET enable_external_file_cache = false"
    places = {table: text_literal(str(_plain(path))) for table, path in tables.items()}
    for table, place in places.items():
        yield f"CREATE VIEW {name_literal(table)} AS FROM read_parquet({place})"
    yield f"SET allowed_paths = [{', '.join(places.values())}]"
    yield "SET enable_external_access = false"
    yield "SET lock_configuration = true"


def _plain(path: Path) -> Path:
    """A path to the same file that DuckDB does not take for a pattern."""
    if glob.escape(str(path)) == str(path):
        return path
    link = _temporary() / f"{next(_numbers)}.parquet"
    link.symlink_to(path.absolute())
    return link


_numbers = itertools.count()


@cache
def _temporary() -> Path:
    """A folder of this process for what does not fit in memory; it goes when the process ends."""
    folder = Path(tempfile.mkdtemp(prefix="cauce-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


@contextmanager
def _explained(limits: Limits) -> Iterator[None]:
    """Turn DuckDB's errors into sentences for the person who asked."""
    try:
        yield
    except duckdb.InterruptException as error:
        raise Refusal(
            f"La consulta pasó de {limits.seconds:g} segundos y se detuvo.",
            code="limit.seconds",
            remedy="Pida menos filas o agregue un filtro.",
        ) from error
    except duckdb.OutOfMemoryException as error:
        raise Refusal(
            f"La consulta pide más de {limits.memory} de memoria y se detuvo.",
            code="limit.memory",
            remedy="Pida menos columnas o agregue un filtro.",
        ) from error
    except duckdb.OutOfRangeException as error:
        raise Refusal(
            "La consulta da un número con más cifras de las que se pueden guardar y se detuvo.",
            code="limit.range",
            remedy="Agregue un filtro o pida otra medida.",
        ) from error
    except duckdb.Error as error:
        raise CauceError(
            f"No se pudo consultar la tabla: {str(error).splitlines()[0][:300]}",
            code="query.failed",
            remedy="Avise a informática con este mensaje.",
        ) from error
