"""The counts of a table as whole numbers at hand, for asking which of them give others away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import duckdb
import pyarrow as pa

from cauce.engine.columns import KIND
from cauce.engine.sandbox import name_literal

WHOLE: Final = 2**53
"""Whole numbers up to here are kept exactly by a column of decimals."""

Cell = int
"""A cell by its number: row × columns + column."""


@dataclass(frozen=True)
class Counts:
    """The columns of whole numbers of a table, and what each row is.

    A missing cell counts as zero: whoever reads the table may take it for that.
    """

    names: tuple[str, ...]
    columns: tuple[Sequence[int], ...]
    kinds: Sequence[str]
    keys: tuple[Sequence[object], ...] = ()
    """The columns that say what a row is about: a group and its total may share them."""

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.names)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.kinds)

    def value(self, cell: Cell) -> int:
        """The number in a cell."""
        row, column = divmod(cell, self.width)
        return self.columns[column][row]

    def cell(self, row: int, column: int) -> Cell:
        """The number of a cell."""
        return row * self.width + column


def counts_of(
    cursor: duckdb.DuckDBPyConnection,
    source: str,
    types: Mapping[str, str],
    keys: Sequence[str],
) -> Counts:
    """The counts of a stored table.

    Args:
        source: the relation to read. types: the type of each column that may hold counts; those
        of decimals are taken when every value is whole. keys: columns that say what a row is about.
    """
    names = _whole_columns(cursor, source, types)
    wanted = ", ".join(
        [
            KIND,
            *(f"CAST(coalesce({name_literal(name)}, 0) AS BIGINT)" for name in names),
            *(f"CAST({name_literal(name)} AS VARCHAR)" for name in keys),
        ]
    )
    sql = f"SELECT {wanted} FROM {source}"  # noqa: S608 (names are quoted)
    table: pa.Table = cursor.sql(sql).to_arrow_table().combine_chunks()
    numbers = tuple(_numbers(table.column(1 + place)) for place in range(len(names)))
    texts = tuple(
        table.column(1 + len(names) + place).to_pylist() if _has_totals(table) else []
        for place in range(len(keys))
    )
    return Counts(tuple(names), numbers, table.column(0).to_pylist(), texts)


def _has_totals(table: pa.Table) -> bool:
    return table.column(0).unique().to_pylist() not in ([], ["data"])


def _numbers(column: pa.ChunkedArray) -> Sequence[int]:
    """The numbers of a column without missing cells, eight bytes each."""
    array = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if not len(array):
        return []
    view = memoryview(array.buffers()[1])[: 8 * (array.offset + len(array))].cast("q")
    return view[array.offset :]


def _whole_columns(
    cursor: duckdb.DuckDBPyConnection, source: str, types: Mapping[str, str]
) -> list[str]:
    decimal = [name for name, type_ in types.items() if type_ == "number"]
    if not decimal:
        return list(types)
    asked = ", ".join(
        f"coalesce(bool_and({name} = floor({name}) AND abs({name}) < {WHOLE}), false)"
        for name in map(name_literal, decimal)
    )
    sql = f"SELECT {asked} FROM {source}"  # noqa: S608 (names are quoted)
    whole = dict(zip(decimal, cursor.execute(sql).fetchall()[0], strict=True))
    return [name for name in types if whole.get(name, True)]
