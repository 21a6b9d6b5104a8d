"""Parquet: the typed rows, compressed, with the dictionary and the source in its metadata."""

import json
from collections.abc import Sequence
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from cauce.engine.query import Rows
from cauce.engine.sandbox import name_literal

ROWS_OF_GROUP = 100_000
BYTES_OF_GROUP = 64 << 20


def write_parquet(rows: Rows, extra: Sequence[str], meta: dict[str, Any], file: IO[bytes]) -> None:
    """Write the rows to ``file``; ``meta`` goes as JSON under the key ``cauce``."""
    select = ", ".join(map(name_literal, [*extra, *rows.columns]))
    schema = rows.schema(select).with_metadata({"cauce": json.dumps(meta, ensure_ascii=False)})
    waiting: list[pa.RecordBatch] = []
    with pq.ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in rows.batches(select, size=16_384):
            waiting.append(batch)
            if _enough(waiting):
                _write(writer, waiting, schema)
                waiting = []
        if waiting:
            _write(writer, waiting, schema)


def _enough(batches: Sequence[pa.RecordBatch]) -> bool:
    rows: int = sum(batch.num_rows for batch in batches)
    size: int = sum(batch.nbytes for batch in batches)
    return rows >= ROWS_OF_GROUP or size >= BYTES_OF_GROUP


def _write(writer: pq.ParquetWriter, batches: Sequence[pa.RecordBatch], schema: pa.Schema) -> None:
    table = pa.Table.from_batches(batches).replace_schema_metadata(schema.metadata)
    writer.write_table(table, row_group_size=table.num_rows)
