"""XLS workbooks (BIFF2 to BIFF8), read by xlrd for their formats and by calamine when xlrd
cannot.
"""

import io
import struct
from typing import Any, Final

import xlrd
from xlrd.compdoc import CompDoc, CompDocError

from cauce.engine.reading.decision import Note
from cauce.engine.reading.ghosts import trim
from cauce.engine.reading.grid import Cell, Grid, Span
from cauce.engine.reading.limits import Budget
from cauce.engine.reading.numformat import format_kind, serial_cell
from cauce.engine.reading.opened import Opened, Place, WantedSource
from cauce.engine.reading.package import damaged
from cauce.engine.reading.workbook import (
    empty_sheet,
    encrypted,
    finish,
    open_calamine,
    sheet_notes,
    shift_rows,
    shift_spans,
)

_BOLD: Final = 700
_LAST_ROW: Final = 65_535
_LAST_COLUMN: Final = 255
_DIMENSIONS: Final = 0x0200
_RUNS: Final = frozenset({0x00BD, 0x00BE})
"""Records of several cells, which end with their last column."""
_CELL_RECORDS: Final = frozenset(
    {0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x0205, 0x0206, 0x027E, 0x0406}
)
"""Records that begin with a row and a column (MS-XLS 2.4)."""
_BROKEN: Final = (
    xlrd.XLRDError,
    CompDocError,
    AssertionError,
    struct.error,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    OverflowError,
    NotImplementedError,
    ZeroDivisionError,
)
"""What xlrd raises on files it does not understand."""


def open_xls(place: Place, wanted: WantedSource, budget: Budget) -> Opened:
    """Read an XLS workbook: one grid a sheet that holds anything.

    Raises:
        Refusal: when it is damaged or protected, exceeds a limit, or all its sheets are empty.
    """
    try:
        book = xlrd.open_workbook(
            file_contents=place.path.read_bytes(), formatting_info=True, logfile=io.StringIO()
        )
    except _BROKEN as error:
        if "encrypted" in str(error).lower():
            raise encrypted(place) from error
        if _has_wild_cells(place.path.read_bytes()):
            raise damaged(place.name) from error
        return _by_calamine(place, budget)
    grids: list[Grid] = []
    notes: list[Note] = []
    for sheet in book.sheets():
        budget.check_time()
        budget.spend_cells(sheet.nrows, sheet.ncols, sheet.name)
        grid, found = _Sheet(book, sheet).grid()
        notes += found
        if grid is not None:
            grids.append(grid)
    return finish(place, "xls", grids, notes)


def _has_wild_cells(content: bytes) -> bool:
    """Whether a cell claims a column that XLS does not have, or the records cannot be walked.

    calamine makes room for every cell up to the farthest and would end the process.
    """
    try:
        book = CompDoc(content, logfile=io.StringIO(), ignore_workbook_corruption=True)
        stream, place, length = book.locate_named_stream("Workbook")
        if not stream:
            stream, place, length = book.locate_named_stream("Book")
    except _BROKEN:
        return True
    end = min(place + length, len(stream))
    while place + 4 <= end:
        kind, size = struct.unpack_from("<HH", stream, place)
        if _is_wild(kind, stream[place + 4 : min(place + 4 + size, end)]):
            return True
        place += 4 + size
    return not stream


def _is_wild(kind: int, body: bytes) -> bool:
    if kind == _DIMENSIONS and len(body) >= 10:
        rows = struct.unpack_from("<II" if len(body) >= 14 else "<HH", body)
        columns = struct.unpack_from("<HH", body, 8 if len(body) >= 14 else 4)
        return bool(max(rows) > _LAST_ROW + 1 or max(columns) > _LAST_COLUMN + 1)
    if kind not in _CELL_RECORDS or len(body) < 4:
        return False
    last = struct.unpack_from("<H", body, len(body) - 2)[0] if kind in _RUNS else 0
    return bool(max(struct.unpack_from("<H", body, 2)[0], last) > _LAST_COLUMN)


def _by_calamine(place: Place, budget: Budget) -> Opened:
    note = Note(
        "info",
        "workbook.values_only",
        "El libro tiene un formato antiguo poco común: se leyeron los valores, pero no sus "
        "formatos.",
    )
    return open_calamine(place, budget, "xls", {}, [note])


class _Sheet:
    """One sheet being turned into a grid."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self._book, self._sheet = book, sheet
        self._indents: dict[tuple[int, int], int] = {}
        self._formats: dict[tuple[int, int], str] = {}
        self._bold: set[tuple[int, int]] = set()
        self._errors: dict[tuple[int, int], str] = {}
        self._styles: dict[int, tuple[str, int, bool]] = {}

    def grid(self) -> tuple[Grid | None, list[Note]]:
        sheet = self._sheet
        rows = [
            [self._cell(row, column) for column in range(sheet.ncols)] for row in range(sheet.nrows)
        ]
        found = trim(rows, 0)
        if not found.rows:
            return None, [empty_sheet(sheet.name)]
        top, count = found.top, len(found.rows)
        grid = Grid(
            name=sheet.name,
            rows=found.rows,
            numbers=range(top + 1, top + 1 + count),
            sheet=sheet.name,
            hidden=sheet.visibility != 0,
            merged=shift_spans(self._merged(), top, count),
            hidden_rows=shift_rows(
                {row for row, about in sheet.rowinfo_map.items() if about.hidden}, top, count
            ),
            hidden_columns=frozenset(
                column
                for column, about in sheet.colinfo_map.items()
                if about.hidden and column < sheet.ncols
            ),
            indents={(row - top, column): level for (row, column), level in self._indents.items()},
            formats={(row - top, column): code for (row, column), code in self._formats.items()},
            bold=frozenset((row - top, column) for row, column in self._bold),
            errors={(row - top, column): text for (row, column), text in self._errors.items()},
        )
        return grid, list(sheet_notes(grid, found))

    def _merged(self) -> list[Span]:
        return [
            Span(top, left, bottom - 1, right - 1)
            for top, bottom, left, right in self._sheet.merged_cells
        ]

    def _cell(self, row: int, column: int) -> Cell:
        kind = self._sheet.cell_type(row, column)
        if kind in {xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK}:
            return None
        value = self._sheet.cell_value(row, column)
        code, indent, bold = self._style(self._sheet.cell_xf_index(row, column))
        if indent:
            self._indents[row, column] = indent
        if bold:
            self._bold.add((row, column))
        if kind == xlrd.XL_CELL_ERROR:
            self._errors[row, column] = xlrd.error_text_from_code.get(value, "#ERROR")
            return None
        if kind == xlrd.XL_CELL_BOOLEAN:
            return bool(value)
        if kind == xlrd.XL_CELL_TEXT:
            return str(value) or None
        return self._number(row, column, float(value), code)

    def _number(self, row: int, column: int, value: float, code: str) -> Cell:
        kind = format_kind(code)
        if kind in {"date", "datetime", "time", "duration"}:
            return serial_cell(value, code, since_1904=self._book.datemode == 1)
        if kind == "number":
            self._formats[row, column] = code
        return int(value) if value.is_integer() and abs(value) < 1e18 else value

    def _style(self, index: int) -> tuple[str, int, bool]:
        known = self._styles.get(index)
        if known is None:
            known = self._styles[index] = self._work_out(index)
        return known

    def _work_out(self, index: int) -> tuple[str, int, bool]:
        if not 0 <= index < len(self._book.xf_list):
            return "", 0, False
        style = self._book.xf_list[index]
        about = self._book.format_map.get(style.format_key)
        fonts = self._book.font_list
        font = fonts[style.font_index] if style.font_index < len(fonts) else None
        bold = font is not None and (bool(font.bold) or font.weight >= _BOLD)
        return (about.format_str if about else ""), style.alignment.indent_level, bold
