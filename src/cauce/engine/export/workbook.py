"""XLSX: the rows on a first sheet, the dictionary and the source on a second one.

Codes stay text with their zeros; dates are dates of the spreadsheet, and ISO text before March
1900, where its calendar is wrong; whole numbers past 2^53, which it would round, are text.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from cauce.base.errors import Refusal
from cauce.base.numerals import number_es
from cauce.engine.columns import KIND, ROW, Column
from cauce.engine.export.meta import ROLE_WORDS, TYPE_WORDS
from cauce.engine.query import Rows
from cauce.engine.sandbox import name_literal

MOST_ROWS = 1_048_575
"""Rows of data that fit on a sheet, besides the header."""
MOST_COLUMNS = 16_384
LONGEST_TEXT = 32_767
GREATEST_EXACT = 2**53

ROWS_SHEET = "Datos"
META_SHEET = "Diccionario y fuente"

_FIRST_DAY = date(1900, 3, 1)
_CREATED = datetime(1980, 1, 1)  # noqa: DTZ001 (the format has no zone)
"""The same rows are the same file, whenever they are downloaded; dates of the data are within."""
_WIDTHS = {"date": 12, "time": 10, "datetime": 19, "boolean": 10}
_FORMATS = {"date": "yyyy-mm-dd", "time": "hh:mm:ss", "datetime": "yyyy-mm-dd hh:mm:ss"}

Writer = Callable[[int, int, Any], object]


def refuse_what_does_not_fit(rows: int, columns: int) -> None:
    """Nothing when a sheet can hold so many.

    Raises:
        Refusal: in Spanish, with what to download instead.
    """
    if rows > MOST_ROWS or columns > MOST_COLUMNS:
        raise Refusal(
            f"Son {number_es(rows)} filas y {number_es(columns)} columnas, y una hoja de XLSX "
            f"lleva hasta {number_es(MOST_ROWS)} y {number_es(MOST_COLUMNS)}.",
            code="export.xlsx_size",
            remedy="Descargue CSV o Parquet, o agregue un filtro.",
        )


def write_workbook(
    rows: Rows,
    columns: Sequence[Column],
    headings: Sequence[str],
    extra: Sequence[str],
    lines: Sequence[tuple[str, str]],
    file: IO[bytes],
) -> None:
    """Write the workbook to ``file``, one row at a time.

    Raises:
        Refusal: when a text is longer than a cell can hold.
    """
    options = {"constant_memory": True, "default_date_format": _FORMATS["datetime"]}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": _CREATED})
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet(ROWS_SHEET)
        formats = {type_: book.add_format({"num_format": f}) for type_, f in _FORMATS.items()}
        types = [*("integer" if name == ROW else "text" for name in extra)]
        types += [column.type for column in columns]
        for place, (heading, type_) in enumerate(zip([*extra, *headings], types, strict=True)):
            width = _WIDTHS.get(type_, min(40, max(10, len(heading) + 2)))
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, heading, bold)
        sheet.freeze_panes(1, 0)
        _write_rows(sheet, rows, [*extra, *rows.columns], types, formats)
        _write_dictionary(book.add_worksheet(META_SHEET), bold, columns, headings, extra, lines)


def _write_rows(
    sheet: Worksheet,
    rows: Rows,
    names: Sequence[str],
    types: Sequence[str],
    formats: dict[str, Format],
) -> None:
    writers = [_writer(sheet, type_, formats.get(type_)) for type_ in types]
    place = 0
    for batch in rows.batches(", ".join(map(name_literal, names))):
        for row in zip(*batch.to_pydict().values(), strict=True):
            place += 1
            for column, value in enumerate(row):
                if value is not None and writers[column](place, column, value) == -2:
                    raise _too_long(names[column], place + 1)


def _writer(sheet: Worksheet, type_: str, format_: Format | None) -> Writer:
    """What writes the values of a type, none of which is ever read as a formula or a link."""

    def integer(row: int, column: int, value: int) -> object:
        if abs(value) > GREATEST_EXACT:
            return sheet.write_string(row, column, str(value))
        return sheet.write_number(row, column, value)

    def number(row: int, column: int, value: float | Decimal) -> object:
        if value != value or abs(value) == float("inf"):
            return None
        return sheet.write_number(row, column, value)

    def moment(row: int, column: int, value: date | datetime | time) -> object:
        day = value.date() if isinstance(value, datetime) else value
        if isinstance(day, date) and day < _FIRST_DAY:
            return sheet.write_string(row, column, value.isoformat())
        return sheet.write_datetime(row, column, value, format_)

    writers: dict[str, Writer] = {
        "text": sheet.write_string,
        "integer": integer,
        "number": number,
        "boolean": sheet.write_boolean,
        "date": moment,
        "time": moment,
        "datetime": moment,
    }
    return writers[type_]


def _write_dictionary(
    sheet: Worksheet,
    bold: Format,
    columns: Sequence[Column],
    headings: Sequence[str],
    extra: Sequence[str],
    lines: Sequence[tuple[str, str]],
) -> None:
    sheet.set_column(0, 1, 30)
    sheet.set_column(2, 6, 16)
    sheet.set_column(7, 7, 60)
    place = -1
    for place, (name, text) in enumerate(lines):
        sheet.write_string(place, 0, name, bold)
        sheet.write_string(place, 1, text[:LONGEST_TEXT])
    place += 2
    titles = ("Columna", "Nombre", "Tipo", "Unidad", "Papel", "Faltantes", "Marcas", "Descripción")
    for at, title in enumerate(titles):
        sheet.write_string(place, at, title, bold)
    for name in extra:
        place += 1
        for at, text in enumerate((name, name, *_OWN[name])):
            sheet.write_string(place, at, text)
    for column, heading in zip(columns, headings, strict=True):
        place += 1
        marks = ", ".join(f"«{mark}» ({count})" for mark, count in column.missing_marks.items())
        cells = (
            heading,
            column.name,
            TYPE_WORDS[column.type],
            column.unit or "",
            ROLE_WORDS.get(column.role or "", column.role or ""),
            str(column.nulls),
            marks,
            column.description,
        )
        for at, text in enumerate(cells):
            sheet.write_string(place, at, text[:LONGEST_TEXT])


_OWN = {
    ROW: ("entero", "", "", "", "", "Fila de la fuente, contada desde 1."),
    KIND: ("texto", "", "", "", "", "Clase de fila: data (dato), subtotal o total."),
}


def _too_long(name: str, row: int) -> Refusal:
    return Refusal(
        f"El texto de la columna «{name}» en la fila {row} pasa de {number_es(LONGEST_TEXT)} "
        "letras, y una celda de XLSX no lleva más.",
        code="export.xlsx_text",
        remedy="Descargue CSV o Parquet, o no pida esa columna.",
    )
