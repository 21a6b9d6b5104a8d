"""ODS workbooks: the tables of ``content.xml``, read in a stream so that row numbers are those a
person sees.
"""

import zipfile
from dataclasses import dataclass, field
from typing import Any, Final
from xml.parsers import expat

from cauce.base.errors import Refusal
from cauce.engine.reading.archive import UNREADABLE
from cauce.engine.reading.decision import Note
from cauce.engine.reading.delimited import uncollected
from cauce.engine.reading.ghosts import trim
from cauce.engine.reading.grid import Cell, Grid, Span
from cauce.engine.reading.limits import Budget
from cauce.engine.reading.odsvalue import OdsStyle, OdsStyles, cell_value
from cauce.engine.reading.opened import Opened, Place, WantedSource
from cauce.engine.reading.package import damaged
from cauce.engine.reading.workbook import (
    empty_sheet,
    encrypted,
    finish,
    sheet_notes,
    shift_rows,
    shift_spans,
)

_CHUNK: Final = 1024 * 1024
_HIDDEN: Final = frozenset({"collapse", "filter"})


@dataclass
class _Table:
    """One sheet while it is read. Rows and columns count from 0."""

    name: str
    hidden: bool = False
    rows: dict[int, list[Cell]] = field(default_factory=dict)
    row: int = 0
    merged: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    column: int = 0
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    indents: dict[tuple[int, int], int] = field(default_factory=dict)
    bold: set[tuple[int, int]] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    last_styled: int = -1


@dataclass
class _Row:
    """One row while it is read."""

    repeated: int
    cells: list[Cell] = field(default_factory=list)
    position: int = 0
    """Where the next cell goes; blank cells move it without being written."""


def open_ods(place: Place, wanted: WantedSource, budget: Budget) -> Opened:
    """Read an ODS workbook: one grid a sheet that holds anything.

    Raises:
        Refusal: when it is damaged or protected, exceeds a limit, or all its sheets are empty.
    """
    try:
        with zipfile.ZipFile(place.path) as archive:
            _check(archive, place, budget)
            content = _Content(budget, place)
            with archive.open("content.xml") as stream, uncollected():
                content.read(stream)
    except (KeyError, expat.ExpatError, *UNREADABLE) as error:
        raise damaged(place.name) from error
    grids: list[Grid] = []
    notes: list[Note] = []
    for table in content.tables:
        grid, found = _grid(table)
        notes += found
        if grid is not None:
            grids.append(grid)
    return finish(place, "ods", grids, notes)


def _check(archive: zipfile.ZipFile, place: Place, budget: Budget) -> None:
    for info in archive.infolist():
        budget.check_ratio(info.compress_size, info.file_size, f"{place.name}/{info.filename}")
        budget.spend_bytes(info.file_size, place.name)
    if "META-INF/manifest.xml" in archive.namelist():
        with archive.open("META-INF/manifest.xml") as manifest:
            if b"encryption-data" in manifest.read(_CHUNK):
                raise encrypted(place)


class _Content:
    """Reads ``content.xml`` event by event."""

    def __init__(self, budget: Budget, place: Place) -> None:
        self.tables: list[_Table] = []
        self._styles = OdsStyles()
        self._budget, self._place = budget, place
        self._table: _Table | None = None
        self._row: _Row | None = None
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        self._paragraphs = 0
        self._muted = 0
        """Depth inside annotations, drawings and tables within cells."""
        self._starts: dict[str, Any] = {
            "table:table": self._start_table,
            "table:table-column": self._take_column,
            "table:table-row": self._start_row,
            "table:table-cell": self._start_cell,
            "table:covered-table-cell": self._start_covered,
            "text:p": self._start_paragraph,
            "text:s": lambda about: self._text.append(" " * _count(about, "text:c", 1000)),
            "text:tab": lambda about: self._text.append("\t"),
            "text:line-break": lambda about: self._text.append("\n"),
        }
        self._ends: dict[str, Any] = {
            "table:table": self._end_table,
            "table:table-row": self._end_row,
            "table:table-cell": self._end_cell,
            "table:covered-table-cell": self._end_cell,
        }

    def read(self, stream: Any) -> None:
        """Parse the whole part."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.EntityDeclHandler = self._refuse_entities
        while chunk := stream.read(_CHUNK):
            self._budget.check_time()
            parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def _refuse_entities(self, *_: Any) -> None:
        raise Refusal(
            f"«{self._place.name}» declara entidades XML, que ninguna hoja de cálculo normal usa: "
            "no es un archivo "
            "de fiar. Ábralo con una hoja de cálculo y guárdelo de nuevo.",
            code="file.entities",
        )

    def _start(self, name: str, about: dict[str, str]) -> None:
        if self._muted or name in {"office:annotation", "draw:frame", "draw:g", "table:shapes"}:
            self._muted += 1
            return
        if self._cell is not None and name == "table:table":
            self._muted += 1
            return
        handler = self._starts.get(name)
        if handler is not None:
            handler(about)
        elif self._table is None:
            self._styles.start(name, about)

    def _end(self, name: str) -> None:
        if self._muted:
            self._muted -= 1
            return
        handler = self._ends.get(name)
        if handler is not None:
            handler()
        elif self._table is None:
            self._styles.end(name)

    def _characters(self, text: str) -> None:
        if self._paragraphs and not self._muted:
            self._text.append(text)
        elif self._table is None:
            self._styles.characters(text)

    def _start_table(self, about: dict[str, str]) -> None:
        self._table = _Table(
            about.get("table:name", ""), self._styles.hides(about.get("table:style-name"))
        )

    def _end_table(self) -> None:
        if self._table is not None:
            self.tables.append(self._table)
        self._table = None

    def _take_column(self, about: dict[str, str]) -> None:
        table = self._table
        if table is None:
            return
        repeated = _count(about, "table:number-columns-repeated", 16_384)
        if about.get("table:visibility") in _HIDDEN:
            table.hidden_columns.update(range(table.column, table.column + repeated))
        table.column += repeated

    def _start_row(self, about: dict[str, str]) -> None:
        table = self._table
        if table is None:
            return
        self._row = _Row(_count(about, "table:number-rows-repeated", 1_048_576))
        if about.get("table:visibility") in _HIDDEN and self._row.repeated <= 65_536:
            table.hidden_rows.update(range(table.row, table.row + self._row.repeated))

    def _end_row(self) -> None:
        table, row = self._table, self._row
        if table is None or row is None:
            return
        if row.cells:
            self._budget.spend_cells(row.repeated, len(row.cells), table.name)
            for number in range(table.row, table.row + row.repeated):
                table.rows[number] = row.cells if number == table.row else [*row.cells]
        table.row += row.repeated
        self._row = None

    def _start_cell(self, about: dict[str, str]) -> None:
        self._cell, self._text, self._paragraphs = about, [], 0

    def _start_covered(self, about: dict[str, str]) -> None:
        # Covered by a merged cell: what it holds is not seen.
        repeated = about.get("table:number-columns-repeated", "1")
        self._start_cell({"table:number-columns-repeated": repeated, "covered": "true"})

    def _start_paragraph(self, _: dict[str, str]) -> None:
        if self._cell is not None:
            if self._paragraphs:
                self._text.append("\n")
            self._paragraphs += 1

    def _end_cell(self) -> None:
        table, row, about = self._table, self._row, self._cell
        self._cell = None
        if table is None or row is None or about is None:
            return
        repeated = _count(about, "table:number-columns-repeated", 16_384)
        text = "".join(self._text)
        self._paragraphs = 0
        covered = "covered" in about
        value, error = (None, None) if covered else cell_value(about, text)
        if value is not None or error is not None:
            row.cells += [None] * (row.position - len(row.cells)) + [value] * repeated
            places = range(row.position, row.position + repeated)
            style = self._styles.of(about.get("table:style-name"))
            for column in places:
                self._remember(table, (table.row, column), style, value, error, about)
        self._merge(table, row, about)
        row.position += repeated

    def _remember(
        self,
        table: _Table,
        place: tuple[int, int],
        style: OdsStyle,
        value: Cell,
        error: str | None,
        about: dict[str, str],
    ) -> None:
        if error is not None:
            table.errors[place] = error
        if style.bold:
            table.bold.add(place)
        if style.indent:
            table.indents[place] = style.indent
        if isinstance(value, int | float) and not isinstance(value, bool):
            code = style.format_for(about)
            if code is not None:
                table.formats[place] = code

    def _merge(self, table: _Table, row: _Row, about: dict[str, str]) -> None:
        wide = _count(about, "table:number-columns-spanned", 16_384)
        high = _count(about, "table:number-rows-spanned", 1_048_576)
        if wide > 1 or high > 1:
            table.merged.append(
                Span(table.row, row.position, table.row + high - 1, row.position + wide - 1)
            )


def _count(about: dict[str, str], name: str, most: int) -> int:
    text = about.get(name, "1")
    return max(1, min(int(text), most)) if text.isdigit() else 1


def _grid(table: _Table) -> tuple[Grid | None, list[Note]]:
    if not table.rows:
        return None, [empty_sheet(table.name)]
    first, last = min(table.rows), max(table.rows)
    width = max(len(row) for row in table.rows.values())
    rows: list[list[Cell]] = []
    for number in range(first, last + 1):
        row = table.rows.get(number, [])
        rows.append(row + [None] * (width - len(row)))
    found = trim(rows, first)
    if not found.rows:
        return None, [empty_sheet(table.name)]
    top, count = found.top, len(found.rows)
    grid = Grid(
        name=table.name,
        rows=found.rows,
        numbers=range(top + 1, top + 1 + count),
        sheet=table.name,
        hidden=table.hidden,
        merged=shift_spans(table.merged, top, count),
        hidden_rows=shift_rows(table.hidden_rows, top, count),
        hidden_columns=frozenset(
            column for column in table.hidden_columns if column < len(found.rows[0])
        ),
        indents={(row - top, column): level for (row, column), level in table.indents.items()},
        formats={(row - top, column): code for (row, column), code in table.formats.items()},
        bold=frozenset((row - top, column) for row, column in table.bold),
        errors={(row - top, column): text for (row, column), text in table.errors.items()},
    )
    return grid, list(sheet_notes(grid, found))
