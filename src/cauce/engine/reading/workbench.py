"""The DuckDB connection on which a reading works: in memory, with limits, alone with its work
directory."""

import itertools
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

import duckdb

from cauce.engine.reading.limits import Limits

MEBIBYTE: Final = 1024 * 1024
_NUMBERS = itertools.count()


def cursor(workdir: Path, limits: Limits) -> duckdb.DuckDBPyConnection:
    """A cursor on the connection that the tables of one reading share.

    Half of the memory of the reading is DuckDB's; what does not fit goes to files in ``workdir``.
    """
    return _connection(workdir, limits.memory).cursor()


def new_name(stem: str) -> str:
    """A name for a table that no other reading on this connection uses."""
    return f"{stem}_{next(_NUMBERS)}"


@lru_cache(maxsize=1)
def _connection(workdir: Path, memory: int) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        ":memory:",
        config={
            "python_enable_replacements": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        },
    )
    for statement in (
        f"SET temp_directory = {literal(str(workdir / 'duckdb'))}",
        f"SET memory_limit = '{max(memory // 2 // MEBIBYTE, 64)}MiB'",
        "SET threads = 2",
        "SET enable_progress_bar = false",
    ):
        connection.execute(statement)
    return connection


def literal(text: str) -> str:
    """The text as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def quoted(name: str) -> str:
    """The text as an SQL name."""
    return '"' + name.replace('"', '""') + '"'


def texts(values: Iterable[str]) -> str:
    """SQL strings separated by commas, for IN (…)."""
    return ", ".join(literal(value) for value in values)
