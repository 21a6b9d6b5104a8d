"""Small tables made by hand and typed, for the tests of typing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from cauce.engine.reading.block import Block, BlockColumn, Kind
from cauce.engine.reading.decision import Decision
from cauce.engine.reading.grid import Cell, Dialect, Grid
from cauce.engine.reading.limits import Limits
from cauce.engine.reading.typed import TypedColumn, TypedTable, WantedColumn
from cauce.engine.reading.typing import type_block

CSV = Dialect("utf-8", "|", '"', None, "\n")
"""A text file whose separator suggests nothing about decimals."""


@dataclass(frozen=True)
class Typed:
    """What typing gave, and the rows of its Parquet file."""

    table: TypedTable
    rows: list[dict[str, Any]]

    def column(self, label: str) -> TypedColumn:
        """The decisions on the column of a label."""
        return next(one for one in self.table.columns if one.column.label == label)

    def values(self, label: str) -> list[Any]:
        """The written values of the column of a label."""
        name = self.column(label).column.name
        return [row[name] for row in self.rows]

    def codes(self) -> set[str]:
        """The codes of its notes."""
        return {note.code for note in self.table.notes}


def typed(
    folder: Path,
    columns: Mapping[str, Sequence[Cell]],
    *,
    text: bool = True,
    delimiter: str | None = None,
    wanted: Sequence[WantedColumn] = (),
    kinds: Mapping[int, Kind] | None = None,
    formats: Mapping[tuple[int, int], str] | None = None,
    errors: Mapping[tuple[int, int], str] | None = None,
    unit: str | None = None,
) -> Typed:
    """Type a table whose header is row 1.

    Args:
        text: the cells come from a text file; otherwise from a workbook.
        kinds: of body rows, counted from 0.
        formats: number formats by (body row, column).
    """
    labels = list(columns)
    body = [list(row) for row in zip(*columns.values(), strict=True)]
    dialect = Dialect("utf-8", delimiter, '"', None, "\n") if delimiter else CSV
    grid = Grid(
        "tabla",
        [labels, *body],
        range(1, len(body) + 2),
        dialect=dialect if text else None,
        formats={(row + 1, place): said for (row, place), said in (formats or {}).items()},
        errors={(row + 1, place): said for (row, place), said in (errors or {}).items()},
    )
    block = Block(
        title=(),
        header=Decision((0,), ""),
        body=Decision((1, len(body)), ""),
        columns=tuple(BlockColumn(place, label) for place, label in enumerate(labels)),
        kinds={row + 1: kind for row, kind in (kinds or {}).items()},
        skipped=frozenset(),
        unit=unit,
    )
    out = folder / "tabla.parquet"
    table = type_block(grid, block, wanted=wanted, out=out, workdir=folder, limits=Limits())
    return Typed(table, pq.read_table(out).to_pylist())


def column(
    folder: Path, label: str, cells: Sequence[Cell], **more: Any
) -> tuple[Typed, TypedColumn]:
    """Type a table of one column."""
    found = typed(folder, {label: cells}, **more)
    return found, found.table.columns[0]
