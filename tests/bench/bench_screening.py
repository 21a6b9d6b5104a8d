"""Screening for persons: a million rows of 12 columns, beside DuckDB reading every cell once."""

import tempfile
from dataclasses import replace
from pathlib import Path

import duckdb

from cauce.engine.columns import Column
from cauce.engine.store import LooseTable
from cauce.quality.screening import screen_table
from tests.bench.bench_table import SCHEMA, write
from tests.bench.measure import Row, cpu

_PERSONS = """
SELECT * REPLACE (
  CASE WHEN i % 7 = 0 THEN 'Solicitud del DPI 2' || lpad(i::VARCHAR, 12, '0') ELSE descripcion END
    AS descripcion,
  CAST(1000000000000 + hash(i) % 8999999999999 AS BIGINT) AS poblacion)
FROM (SELECT *, _row - 2 AS i FROM read_parquet($path))
"""


def run() -> list[Row]:
    """CPU of screening beside reading, on a table of works and on one full of long numbers."""
    with tempfile.TemporaryDirectory() as folder:
        works = write(Path(folder), 1_000_000)
        numbers = Path(folder) / "numbers.parquet"
        with duckdb.connect() as connection:
            source = connection.sql(_PERSONS, params={"path": str(works.path)})
            source.write_parquet(str(numbers), compression="zstd")
        return [
            _measured("1M x 12, works and places", works),
            _measured("1M x 12, long numbers everywhere", LooseTable.at(numbers)),
            _measured_wide(Path(folder)),
        ]


def _measured(name: str, table: LooseTable) -> Row:
    return Row(
        name, cpu(lambda: _screen(table, SCHEMA), 3), cpu(lambda: _read(table), 3), "ms", "20 ×"
    )


def _measured_wide(folder: Path) -> Row:
    """Two thousand columns of texts, a thousand rows each."""
    path = folder / "wide.parquet"
    texts = ", ".join(f"'Obra ' || ((i * {place}) % 997) AS c{place}" for place in range(2000))
    with duckdb.connect() as connection:
        rows = f"SELECT i AS _row, 'data' AS _kind, {texts} FROM range(1000) AS r(i)"
        connection.sql(rows).write_parquet(str(path), compression="zstd")
    table = LooseTable.at(path)
    columns = [replace(SCHEMA[0], name=f"c{place}", label=f"C{place}") for place in range(2000)]
    return Row(
        "1,000 x 2,000, texts",
        cpu(lambda: _screen(table, columns), 1),
        cpu(lambda: _read(table), 1),
        "ms",
    )


def _screen(table: LooseTable, columns: "tuple[Column, ...] | list[Column]") -> None:
    screen_table(table.sha256, table, columns, table="bench", country="gt")


def _read(table: LooseTable) -> None:
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(
            "SELECT sum(hash(COLUMNS(*)) % 2) FROM read_parquet($path)", {"path": str(table.path)}
        ).fetchall()
