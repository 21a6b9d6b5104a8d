"""Downloads of 100,000 rows and 12 columns, beside the raw writers on the same rows."""

import csv
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq
import xlsxwriter

from cauce.engine.explore import Explore
from cauce.engine.export import ExportMeta, Format, export
from cauce.engine.store import LooseTable
from tests.bench.bench_table import SCHEMA, write
from tests.bench.measure import Row, cpu

ROWS = 100_000
META = ExportMeta("Medida", "medida", "1")

_QUERY = "SELECT * EXCLUDE (_row, _kind) FROM t WHERE _kind = 'data' ORDER BY _row"


def run(rows: int = ROWS) -> list[Row]:
    """CPU of each format; the query is part of both sides."""
    with tempfile.TemporaryDirectory(prefix="cauce-bench-") as folder:
        table = write(Path(folder), rows)
        with duckdb.connect() as connection:
            connection.execute("SET threads = 1")
            connection.read_parquet(str(table.path)).create_view("t")

            def against(name: str, format_: Format, raw: Callable[[], object], times: int) -> Row:
                _export(table, format_)
                ours = cpu(lambda: _export(table, format_), times)
                return Row(name, ours, cpu(raw, times), "ms CPU")

            return [
                against("CSV / pyarrow's writer", "csv", lambda: _arrow_csv(connection), 3),
                against("CSV / Python's csv", "csv", lambda: _python_csv(connection), 1),
                against("NDJSON / DuckDB's COPY", "ndjson", lambda: _ndjson(connection, folder), 3),
                against("JSON / Python's json", "json", lambda: _python_json(connection), 1),
                against("Parquet / pyarrow's writer", "parquet", lambda: _parquet(connection), 3),
                against("XLSX / xlsxwriter", "xlsx", lambda: _xlsx(connection), 1),
            ]


def _export(table: LooseTable, format_: Format) -> None:
    size = 0
    for piece in export(Explore(table.sha256), SCHEMA, table, format_, META):
        size += len(piece)


def _arrow(connection: duckdb.DuckDBPyConnection) -> pa.RecordBatchReader:
    return connection.sql(_QUERY).to_arrow_reader(10_000)


def _arrow_csv(connection: duckdb.DuckDBPyConnection) -> None:
    reader = _arrow(connection)
    with pc.CSVWriter(io.BytesIO(), reader.schema) as writer:
        for batch in reader:
            writer.write_batch(batch)


def _python_csv(connection: duckdb.DuckDBPyConnection) -> None:
    cursor = connection.execute(_QUERY)
    writer = csv.writer(io.StringIO())
    while rows := cursor.fetchmany(10_000):
        writer.writerows(rows)


def _ndjson(connection: duckdb.DuckDBPyConnection, folder: str) -> None:
    connection.execute(f"COPY ({_QUERY}) TO '{folder}/raw.json' (FORMAT json)")


def _python_json(connection: duckdb.DuckDBPyConnection) -> None:
    names = [column.name for column in SCHEMA]
    rows = connection.execute(_QUERY).fetchall()
    json.dumps([dict(zip(names, row, strict=True)) for row in rows], default=str)


def _parquet(connection: duckdb.DuckDBPyConnection) -> None:
    reader = _arrow(connection)
    with pq.ParquetWriter(io.BytesIO(), reader.schema, compression="zstd") as writer:
        writer.write_table(reader.read_all())


def _xlsx(connection: duckdb.DuckDBPyConnection) -> None:
    rows = connection.execute(_QUERY).fetchall()
    options = {
        "constant_memory": True,
        "default_date_format": "yyyy-mm-dd",
        "strings_to_formulas": False,
    }
    with xlsxwriter.Workbook(io.BytesIO(), options) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
