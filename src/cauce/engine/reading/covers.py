"""Covers: what a preview of the original shows in place of the cells that protection changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cauce.engine.columns import ROW
from cauce.engine.protecting.rules import HIDDEN, NONE, PROTECTED
from cauce.engine.reading.block import Block
from cauce.engine.reading.typed import TypedTable


@dataclass(frozen=True)
class Covers:
    """The columns of a grid to cover, and what is published of them."""

    columns: Mapping[int, str]
    """The name of each column to cover, by its place in the grid."""
    published: Mapping[int, Mapping[str, Any]]
    """The published values, by row number and name."""

    def over(self, row: int, cells: Sequence[str]) -> list[str]:
        """The cells of a row with the protected ones as they are published."""
        shown = list(cells)
        for place, name in self.columns.items():
            if place < len(shown) and shown[place]:
                value = self.published.get(row, {}).get(name)
                shown[place] = HIDDEN if value is None else str(value)
        return shown


def covers_of(table: TypedTable, block: Block, rows: Sequence[int]) -> Covers:
    """The covers for some rows, told by their numbers; none when no column is protected.

    Columns that lost cells to protect those of another are covered too.
    """
    named = {
        column.column.name: block.columns[column.position].position
        for column in table.columns
        if column.position is not None
    }
    if not any(
        column.protect is not None and column.protect.value != NONE for column in table.columns
    ):
        return Covers({}, {})
    # Imported here: few readings need them, and they cost a small file a sixth of its time.
    import pyarrow.compute as pc
    import pyarrow.dataset as ds

    covered = [
        column.column.name
        for column in table.columns
        if column.column.name in named
        and (
            PROTECTED in column.column.missing_marks
            or (column.protect is not None and column.protect.value != NONE)
        )
    ]
    found = ds.dataset(table.parquet).to_table(
        columns=[ROW, *covered], filter=pc.field(ROW).isin(list(rows))
    )
    return Covers(
        {named[name]: name for name in covered}, {row[ROW]: row for row in found.to_pylist()}
    )
