"""Small stored tables for tests: Parquet written as the reader writes it, and its schema."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cauce.engine.columns import Column, ColumnType
from cauce.engine.store import LooseTable

ARROW: dict[ColumnType, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "time": pa.time64("us"),
    "datetime": pa.timestamp("us"),
}

Kinds = Sequence[str]


@dataclass(frozen=True)
class SmallTable:
    """A table in a file: ask with ``loose`` and ``schema``."""

    loose: LooseTable
    schema: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def sha256(self) -> str:
        return self.loose.sha256


def column(
    name: str,
    type_: ColumnType,
    *,
    role: str | None = None,
    unit: str | None = None,
    distinct: int = 0,
    label: str | None = None,
) -> Column:
    """A column whose statistics nobody looks at."""
    return Column(
        name=name,
        label=name.title() if label is None else label,
        type=type_,
        role=role,
        unit=unit,
        nulls=0,
        missing_marks={},
        distinct=distinct,
        min=None,
        max=None,
        sum=None,
        examples=(),
    )


def write_table(
    folder: Path,
    schema: Sequence[Column],
    rows: Sequence[tuple[Any, ...]],
    kinds: Kinds | None = None,
    *,
    first_row: int = 2,
    stored: dict[str, pa.DataType] | None = None,
) -> SmallTable:
    """The rows in ``folder/table.parquet``; all ``data`` unless ``kinds`` says what each is."""
    types = {one.name: (stored or {}).get(one.name, ARROW[one.type]) for one in schema}
    arrays = {
        "_row": pa.array(range(first_row, first_row + len(rows)), pa.int64()),
        "_kind": pa.array(kinds or ["data"] * len(rows), pa.string()),
    }
    for place, (name, type_) in enumerate(types.items()):
        arrays[name] = pa.array([row[place] for row in rows], type_)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "table.parquet"
    pq.write_table(pa.table(arrays), path, compression="zstd")
    return SmallTable(LooseTable.at(path), tuple(schema), tuple(rows))
