"""The report of a reading: what was understood, small enough to store, send and show.

This is what ``cauce read --json`` prints, what a reading in a child process sends back, and what
the page "Esto es lo que entendimos" shows. It holds no cells of the table except a preview of the
original grid.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Literal

from cauce.engine.columns import Column
from cauce.engine.reading.carried import Carried
from cauce.engine.reading.covers import Covers, covers_of
from cauce.engine.reading.decision import Misfit, Note
from cauce.engine.reading.drift import Drift
from cauce.engine.reading.grid import Cell
from cauce.engine.reading.recipe import Recipe, recipe_from_json

if TYPE_CHECKING:
    from cauce.engine.reading.reader import Reading, ReadTable

State = Literal[
    "title", "header", "data", "subtotal", "total", "group", "skipped", "note", "blank", "gap"
]

PREVIEW_HEAD = 30
PREVIEW_TAIL = 8
PREVIEW_COLUMNS = 40
PREVIEW_CELL = 120
"""Rows, columns and characters of the original grid that are shown."""
PREVIEW_POINTED = 40
"""Rows amid the others that are shown because something is said of them."""


@dataclass(frozen=True)
class PreviewRow:
    """A row of the original grid as a person sees it; ``gap`` stands for the rows not shown."""

    number: int
    state: State
    cells: tuple[str, ...]
    hidden: bool = False


@dataclass(frozen=True)
class TableReport:
    """What was understood of one table."""

    name: str
    sheet: str | None
    hidden: bool
    include: bool
    title: tuple[str, ...]
    unit: str | None
    encoding: str | None
    delimiter: str | None
    quote: str | None
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    rows: int
    kinds: Mapping[str, int]
    columns: tuple[Column, ...]
    notes: tuple[Note, ...]
    footnotes: tuple[str, ...]
    misfits: tuple[Misfit, ...]
    misfit_count: int
    parquet: str
    """Name of the Parquet file within the work directory."""
    preview: tuple[PreviewRow, ...] = ()
    places: tuple[int, ...] = ()
    """Column of the original grid, from 0, of each column of the table, those left out too."""

    def to_json(self, *, preview: bool = True) -> dict[str, Any]:
        """Plain JSON values; the keys of the public format first."""
        written: dict[str, Any] = {
            "name": self.name,
            "sheet": self.sheet,
            "encoding": self.encoding,
            "delimiter": self.delimiter,
            "quote": self.quote,
            "header_rows": list(self.header_rows),
            "first_row": self.first_row,
            "last_row": self.last_row,
            "rows": self.rows,
            "columns": [column.to_json() for column in self.columns],
            "notes": [note.to_json() for note in self.notes],
            "kinds": dict(self.kinds),
            "hidden": self.hidden,
            "include": self.include,
            "title": list(self.title),
            "unit": self.unit,
            "footnotes": list(self.footnotes),
            "misfits": [misfit.to_json() for misfit in self.misfits],
            "misfit_count": self.misfit_count,
        }
        if preview:
            written["parquet"] = self.parquet
            written["preview"] = [
                [row.number, row.state, list(row.cells), row.hidden] for row in self.preview
            ]
            written["places"] = list(self.places)
        return written

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> "TableReport":
        """The report that :meth:`to_json` wrote."""
        return cls(
            **{
                key: record[key]
                for key in (
                    "name",
                    "sheet",
                    "hidden",
                    "include",
                    "unit",
                    "encoding",
                    "delimiter",
                    "quote",
                    "first_row",
                    "last_row",
                    "rows",
                    "kinds",
                    "misfit_count",
                )
            },
            title=tuple(record["title"]),
            header_rows=tuple(record["header_rows"]),
            columns=tuple(Column.from_json(column) for column in record["columns"]),
            notes=tuple(Note(**note) for note in record["notes"]),
            footnotes=tuple(record["footnotes"]),
            misfits=tuple(Misfit(**misfit) for misfit in record["misfits"]),
            parquet=record.get("parquet", ""),
            preview=tuple(
                PreviewRow(number, state, tuple(cells), hidden)
                for number, state, cells, hidden in record.get("preview", ())
            ),
            places=tuple(record.get("places", ())),
        )


@dataclass(frozen=True)
class FileReport:
    """What was understood of a file."""

    file: str
    sha256: str
    format: str
    tables: tuple[TableReport, ...]
    notes: tuple[Note, ...]
    recipe: Recipe
    drift: tuple[Drift, ...]
    carried: tuple[Carried, ...] = ()
    """What the file carries besides what is read; looked for where foreign files are read."""

    def to_json(self, *, preview: bool = True) -> dict[str, Any]:
        """``{"tables", "recipe", "notes", "drift", "file", "sha256", "format", "carried"}`` as
        plain JSON values."""
        return {
            "tables": [table.to_json(preview=preview) for table in self.tables],
            "recipe": self.recipe.to_json(),
            "notes": [note.to_json() for note in self.notes],
            "drift": [drift.to_json() for drift in self.drift],
            "file": self.file,
            "sha256": self.sha256,
            "format": self.format,
            "carried": [item.to_json() for item in self.carried],
        }

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> "FileReport":
        """The report that :meth:`to_json` wrote."""
        return cls(
            file=record["file"],
            sha256=record["sha256"],
            format=record["format"],
            tables=tuple(TableReport.from_json(table) for table in record["tables"]),
            notes=tuple(Note(**note) for note in record["notes"]),
            recipe=recipe_from_json(record["recipe"]),
            drift=tuple(Drift(**drift) for drift in record["drift"]),
            carried=tuple(Carried(**item) for item in record.get("carried", ())),
        )


def report(reading: "Reading") -> FileReport:
    """The report of a reading."""
    return FileReport(
        file=reading.path.name,
        sha256=reading.sha256,
        format=reading.format,
        tables=tuple(_table(table) for table in reading.tables),
        notes=reading.notes,
        recipe=reading.recipe,
        drift=reading.drift,
    )


def _table(table: "ReadTable") -> TableReport:
    grid, block, typed = table.grid, table.block, table.typed
    dialect = grid.dialect
    return TableReport(
        name=table.name,
        sheet=grid.sheet,
        hidden=grid.hidden,
        include=table.include,
        title=block.title,
        unit=block.unit,
        encoding=table.encoding,
        delimiter=dialect.delimiter or None if dialect else None,
        quote=dialect.quote if dialect else None,
        header_rows=tuple(table.number(index) for index in block.header.value),
        first_row=typed.first_row,
        last_row=typed.last_row,
        rows=typed.rows,
        kinds=typed.kinds,
        columns=tuple(column.published() for column in typed.columns),
        notes=table.notes,
        footnotes=tuple(text for _, text in block.footnotes),
        misfits=typed.misfits,
        misfit_count=typed.misfit_count,
        parquet=typed.parquet.name,
        preview=_preview(table),
        places=tuple(column.position for column in block.columns),
    )


# ------------------------------------------------------------------ the original grid, as seen


def _preview(table: "ReadTable") -> tuple[PreviewRow, ...]:
    count = len(table.grid.rows)
    shown = {*range(min(count, _last_shown_first(table))), *range(count)[-PREVIEW_TAIL:]}
    shown |= set(_pointed_at(table, shown))
    covers = covers_of(table.typed, table.block, [table.number(index) for index in shown])
    rows: list[PreviewRow] = []
    before = -1
    for index in sorted(shown):
        if index > before + 1:
            rows.append(PreviewRow(0, "gap", ()))
        rows.append(_preview_row(table, index, covers))
        before = index
    return tuple(rows)


def _pointed_at(table: "ReadTable", shown: set[int]) -> list[int]:
    """Rows that notes or misfits name, totals, groups and rows left out: the first of them."""
    numbers = {misfit.row for misfit in table.typed.misfits}
    numbers |= {row for note in table.notes for row in note.rows}
    said = {index for index, number in enumerate(table.grid.numbers) if number in numbers}
    first = sorted(said - shown)[: PREVIEW_POINTED // 2]
    kinds = {*table.block.kinds, *table.block.group_rows, *table.block.left_out}
    return first + sorted(kinds - shown - set(first))[: PREVIEW_POINTED - len(first)]


def _last_shown_first(table: "ReadTable") -> int:
    """Rows of the beginning: enough to see some body below the header."""
    return max(PREVIEW_HEAD, table.block.body.value[0] + 12)


def _preview_row(table: "ReadTable", index: int, covers: Covers) -> PreviewRow:
    number, state = table.number(index), _state(table, index)
    written = [_shown(cell) for cell in table.grid.rows[index][:PREVIEW_COLUMNS]]
    if state not in ("header", "title", "note", "blank"):
        written = covers.over(number, written)
    return PreviewRow(number, state, tuple(written), index in table.grid.hidden_rows)


def _state(table: "ReadTable", index: int) -> State:
    block = table.block
    first, last = block.body.value
    if not any(cell not in (None, "") for cell in table.grid.rows[index]):
        return "blank"
    if index in block.header.value:
        return "header"
    if index < first:
        return "title"
    if index > last:
        return "note"
    if index in block.group_rows:
        return "group"
    if index in block.skipped:
        return "skipped"
    return block.kinds.get(index, "data")


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "VERDADERO" if cell else "FALSO"
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell)[:PREVIEW_CELL]
