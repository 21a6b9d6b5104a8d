"""Staging: the body of a block as a DuckDB table of texts, one column for each of the block's, in
the order of the source."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import duckdb
import pyarrow as pa

from cauce.base.numerals import number_es
from cauce.engine.columns import KIND, ROW
from cauce.engine.reading import native
from cauce.engine.reading.block import Block, Hierarchy
from cauce.engine.reading.decision import Misfit, Note
from cauce.engine.reading.grid import Cell, Grid
from cauce.engine.reading.held import Held, hold
from cauce.engine.reading.joined import label_texts
from cauce.engine.reading.workbench import new_name

HIERARCHY: Final = "hierarchy"
STRETCHES: Final = 25
"""Places of a long table where its sample is taken."""
TALLIED: Final = 20_000
"""Rows from which the texts of columns that repeat them are counted once, for all who ask."""
SEEN: Final = 4000
"""Rows of the sample that shows which columns repeat their texts."""


@dataclass(frozen=True)
class StagedColumn:
    """A column of the staged table and where it comes from."""

    name: str
    """In the staged table: ``c0``, ``c1``…"""
    label: str | None
    """The header as written."""
    position: int | None
    """Its place in the block, from 0; ``None`` when derived from group rows or indentation."""
    place: int | None
    """Its place in the grid."""
    native: bool = False
    """Some cells begin with a character of :mod:`cauce.engine.reading.native`."""
    formats: Mapping[str, int] = field(default_factory=dict)
    """Number formats of its cells, and how many have each."""


@dataclass
class Staged:
    """A table of texts: ``_row``, ``_kind`` and the columns. An empty cell is NULL."""

    cursor: duckdb.DuckDBPyConnection
    table: str
    columns: tuple[StagedColumn, ...]
    rows: int
    kinds: Mapping[str, int]
    """How many rows of each kind there are."""
    first_row: int
    last_row: int
    notes: tuple[Note, ...] = ()
    beyond: tuple[Misfit, ...] = ()
    """Cells to the right of the last column, in rows longer than the others."""
    held: Held | None = None
    """The same texts at hand, when they are few."""
    trims: Callable[[str], None] | None = None
    """Takes the white space off the cells of a column, where staging left it for later."""
    stretch: Callable[[int, int], str] | None = None
    """A SELECT of the rows between two row numbers, where it costs less than looking for them."""
    drops: tuple[str, ...] = ()
    """Statements that free what staging made."""

    _samples: dict[int, str] = field(default_factory=dict)
    _tallies: dict[str, str] = field(default_factory=dict)

    def sample(self, rows: int) -> str:
        """A relation with about so many rows, evenly taken; the whole table when it has few."""
        step = -(-self.rows // rows)
        if self.held is not None or step <= 1:
            return self.table
        if rows not in self._samples:
            larger = max((size for size in self._samples if size > rows), default=None)
            if larger is not None:
                step = -(-larger // rows)
                part = f"SELECT * FROM {self._samples[larger]} WHERE rowid % {step} = 0"
            else:
                part = " UNION ALL ".join(
                    f"({self._between(first, last)})" for first, last in self._stretches(rows)
                )
            name = new_name("sample")
            self.cursor.execute(f"CREATE TABLE {name} AS {part}")
            self._samples[rows] = name
        return self._samples[rows]

    def _between(self, first: int, last: int) -> str:
        if self.stretch is not None:
            return self.stretch(first, last)
        return f"SELECT * FROM {self.table} WHERE {ROW} BETWEEN {first} AND {last}"

    def _stretches(self, rows: int) -> Iterator[tuple[int, int]]:
        """Row numbers of short stretches, evenly apart from the first row to the last: finding a
        stretch costs nothing, picking every n-th row reads them all."""
        long = rows // STRETCHES
        last = self.last_row - long + 1
        for place in range(STRETCHES):
            first = self.first_row + (last - self.first_row) * place // (STRETCHES - 1)
            yield first, first + long - 1

    def tally(self, name: str) -> str | None:
        """A table of the different texts of a column that repeats them, empty cells left out:
        the column, ``cells`` and ``of_data``, how many there are in all rows and in those of data.
        """
        if name not in self._repeating:
            return None
        if name not in self._tallies:
            tally = new_name("tally")
            self.cursor.execute(
                f"CREATE TABLE {tally} AS SELECT {name}, count(*) AS cells, "
                f"count(*) FILTER (WHERE {KIND} = 'data') AS of_data "
                f"FROM {self.table} WHERE {name} IS NOT NULL GROUP BY {name}"
            )
            self._tallies[name] = tally
        return self._tallies[name]

    def texts(self, name: str) -> str:
        """A relation with every text of a column: its tally, or the whole table."""
        return self.tally(name) or self.table

    def filled(self, names: Sequence[str], *, of_data: bool = False) -> dict[str, int]:
        """How many cells of each column hold a text, in all rows or in those of data."""
        counted = "of_data" if of_data else "cells"
        where = f" WHERE {KIND} = 'data'" if of_data else ""
        found = {}
        for name in names:
            if tally := self.tally(name):
                ((found[name],),) = self.ask(
                    f"SELECT CAST(coalesce(sum({counted}), 0) AS BIGINT) FROM {tally}"
                )
        rest = [name for name in names if name not in found]
        if rest:
            counts = ", ".join(f"count({name})" for name in rest)
            (row,) = self.ask(f"SELECT {counts} FROM {self.table}{where}")
            found |= dict(zip(rest, row, strict=True))
        return found

    @cached_property
    def _repeating(self) -> frozenset[str]:
        """Columns that the sample of a long table shows to repeat their texts."""
        if self.held is not None or self.rows < TALLIED:
            return frozenset()
        names = [column.name for column in self.columns]
        counts = ", ".join(f"4 * count(DISTINCT {name}) <= 3 * count({name})" for name in names)
        (few,) = self.ask(f"SELECT {counts} FROM {self.sample(SEEN)}")
        return frozenset(name for name, repeats in zip(names, few, strict=True) if repeats)

    def trim(self, name: str) -> None:
        """Take the white space off the cells of a column, where staging left it for later."""
        if self.trims is not None:
            self.trims(name)
            self._forget(name)

    def _forget(self, name: str) -> None:
        if name in self._tallies:
            self.cursor.execute(f"DROP TABLE {self._tallies.pop(name)}")

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows that a statement gives."""
        return self.cursor.execute(sql).fetchall()

    def free(self) -> None:
        """Drop the staged table."""
        made = (*self._samples.values(), *self._tallies.values())
        tables = (f"DROP TABLE IF EXISTS {name}" for name in made)
        for statement in (*tables, *self.drops):
            self.cursor.execute(statement)


def layout(block: Block) -> tuple[StagedColumn, ...]:
    """The columns to stage: the block's, with those of the hierarchy in front of the column they
    belong to."""
    columns: list[StagedColumn] = []

    def add(label: str | None, position: int | None, place: int | None) -> None:
        columns.append(StagedColumn(f"c{len(columns)}", label, position, place))

    hierarchy = block.hierarchy
    for position, column in enumerate(block.columns):
        if hierarchy is not None and hierarchy.before == column.position:
            for label in hierarchy.labels:
                add(label, None, None)
        add(column.label, position, column.position)
    derived = sum(column.position is None for column in columns)
    if hierarchy is not None and derived == 0:
        for label in hierarchy.labels:
            add(label, None, None)
    return tuple(columns)


def written_rows(grid: Grid, block: Block) -> list[int]:
    """Grid indexes of the body rows that are written, in order."""
    first, last = block.body.value
    return [
        index
        for index in range(first, min(last, len(grid.rows) - 1) + 1)
        if index not in block.skipped
    ]


def stage_rows(cursor: duckdb.DuckDBPyConnection, grid: Grid, block: Block) -> Staged:
    """Stage the body of a grid whose rows are all at hand."""
    rows = written_rows(grid, block)
    fill = _merged_texts(grid, rows)
    whole = {
        (row, place): text
        for (row, place), text in label_texts(grid, block).items()
        if place < len(grid.rows[row]) and isinstance(grid.rows[row][place], str)
    }
    columns = []
    kinds = [str(block.kinds.get(index, "data")) for index in rows]
    arrays: list[pa.Array] = [
        pa.array([grid.numbers[index] for index in rows], pa.int64()),
        pa.array(kinds, pa.string()),
    ]
    held: dict[str, list[str | None]] = {}
    depth = 0
    for column in layout(block):
        if column.place is None:
            texts = _parents(block.hierarchy, depth, rows)
            depth += 1
        else:
            column, texts = _column(column, grid, rows, fill, whole)
        columns.append(column)
        array, texts = _texts(texts)
        arrays.append(array)
        held[column.name] = texts
    name = new_name("staged")
    table = pa.table(arrays, names=[ROW, KIND, *(column.name for column in columns)])
    cursor.register(f"{name}_arrow", table)
    cursor.execute(f"CREATE TABLE {name} AS SELECT * FROM {name}_arrow")
    cursor.unregister(f"{name}_arrow")
    first, last = block.body.value
    return Staged(
        cursor=cursor,
        table=name,
        columns=tuple(columns),
        rows=len(rows),
        kinds=Counter(kinds),
        first_row=grid.numbers[first],
        last_row=grid.numbers[min(last, len(grid.numbers) - 1)],
        notes=_filled_note(grid, fill),
        held=hold(held, kinds),
        drops=(f"DROP TABLE IF EXISTS {name}",),
    )


def cell_text(grid: Grid, index: int, place: int) -> str | None:
    """The staged text of one cell of a grid."""
    row = grid.rows[index]
    cell: Cell = row[place] if place < len(row) else None
    if cell is None:
        return grid.errors.get((index, place))
    return native.staged(cell, grid.formats.get((index, place)))


def _column(
    column: StagedColumn,
    grid: Grid,
    rows: Sequence[int],
    fill: Mapping[tuple[int, int], str],
    whole: Mapping[tuple[int, int], str],
) -> tuple[StagedColumn, list[str | None]]:
    """The column's texts: its own, those merged downwards, and labels broken over rows, whole."""
    assert column.place is not None
    place = column.place
    texts = [
        whole.get((index, place)) or cell_text(grid, index, place) or fill.get((index, place))
        for index in rows
    ]
    found = any(text is not None and text[0] in native.MARKS for text in texts)
    formats = Counter(
        said for index in rows if (said := grid.formats.get((index, place))) is not None
    )
    return (
        StagedColumn(column.name, column.label, column.position, place, found, formats),
        texts,
    )


def _parents(hierarchy: Hierarchy | None, depth: int, rows: Sequence[int]) -> list[str | None]:
    assert hierarchy is not None
    parents = hierarchy.parents
    return [
        native.staged(said[depth]) if (said := parents.get(index)) and depth < len(said) else None
        for index in rows
    ]


def _texts(texts: list[str | None]) -> tuple[pa.Array, list[str | None]]:
    try:
        return pa.array(texts, pa.string()), texts
    except UnicodeEncodeError:  # Halves of characters, which no file can keep.
        kept = [
            None if text is None else text.encode("utf-8", "replace").decode() for text in texts
        ]
        return pa.array(kept, pa.string()), kept


# ------------------------------------------------------------------ cells merged downwards


def _merged_texts(grid: Grid, rows: Sequence[int]) -> dict[tuple[int, int], str]:
    """A text merged over several rows belongs to each of them; a number would count several
    times."""
    written = set(rows)
    return {
        (index, span.left): text
        for span in grid.merged
        if span.left == span.right and span.top < span.bottom and span.top in written
        for text in _text_of(grid, span.top, span.left)
        for index in range(span.top + 1, span.bottom + 1)
        if index in written
    }


def _text_of(grid: Grid, index: int, place: int) -> Iterator[str]:
    text = cell_text(grid, index, place)
    if text is not None and text[0] not in native.MARKS:
        yield text


def _filled_note(grid: Grid, fill: Mapping[tuple[int, int], str]) -> tuple[Note, ...]:
    if not fill:
        return ()
    rows = sorted({grid.numbers[index] for index, _ in fill})
    message = (
        f"Hay textos en celdas combinadas hacia abajo: se repitieron en {_rows_said(len(rows))}, "
        "porque valen para cada una."
    )
    return (Note("info", "rows.merged_down", message, tuple(rows[:100])),)


def _rows_said(count: int) -> str:
    return "una fila" if count == 1 else f"{number_es(count)} filas"
