"""CSV after RFC 4180, written by DuckDB: UTF-8, CRLF, and nothing that a spreadsheet would run.

A missing value is an empty cell and an empty text is ``""``. Texts (and headings) that a
spreadsheet would take for a formula, because they begin with ``=``, ``+``, ``-``, ``@``, a tab or
a line break, get an apostrophe in front; so do those that already begin with apostrophes followed
by one of these, so that taking one away gives every text back. Numbers are never touched.

With ``decimal_comma`` it is the CSV of a spreadsheet in Spanish: ``;`` between cells, decimal
comma, and a byte order mark.
"""

import re
from collections.abc import Iterator, Sequence

from cauce.engine.export.stream import texts
from cauce.engine.query import Rows
from cauce.engine.sandbox import name_literal, text_literal

BOM = b"\xef\xbb\xbf"
END = "\r\n"

_FORMULA = r"^'*[=+\-@\t\r\n]"


def csv(
    rows: Rows, headings: Sequence[str], extra: Sequence[str], *, comma: bool
) -> Iterator[bytes]:
    """The file, by pieces. ``extra`` are the columns of the table's own (``_kind``) in front."""
    delimiter = ";" if comma else ","
    first = delimiter.join(_cell(text, delimiter) for text in [*extra, *headings])
    yield (BOM if comma else b"") + f"{first}{END}".encode()
    names = [*extra, *rows.columns]
    cells = [_cell_sql(name, rows.types[name], delimiter) for name in names]
    between = f", {text_literal(delimiter)}, "
    yield from texts(rows, f"concat({between.join(cells)}, chr(13), chr(10))")


def _cell_sql(name: str, type_: str, delimiter: str) -> str:
    """SQL of the text of one cell."""
    column = name_literal(name)
    if type_ == "VARCHAR":
        # Every sign that begins a formula comes before A: most texts need no more than that.
        formula = f"{column} < 'A' AND regexp_matches({column}, {text_literal(_FORMULA)})"
        text = f"CASE WHEN {formula} THEN '''' || {column} ELSE {column} END"
        quoted = f"""'"' || replace({text}, '"', '""') || '"'"""
        needs = f"regexp_matches({column}, {text_literal(_needs_quotes(delimiter))})"
        return f"CASE WHEN {column} IS NULL THEN '' WHEN {needs} THEN {quoted} ELSE {text} END"
    if type_ in ("DOUBLE", "FLOAT"):
        column = f"CASE WHEN isfinite({column}) THEN {column} END"
    text = f"coalesce(CAST({column} AS VARCHAR), '')"
    fractional = type_ in ("DOUBLE", "FLOAT") or type_.startswith("DECIMAL")
    return f"replace({text}, '.', ',')" if delimiter == ";" and fractional else text


def _cell(text: str, delimiter: str) -> str:
    """The same for a heading."""
    safe = f"'{text}" if re.match(_FORMULA, text) else text
    if re.search(_needs_quotes(delimiter), text):
        return '"' + safe.replace('"', '""') + '"'
    return safe


def _needs_quotes(delimiter: str) -> str:
    return rf'["{delimiter}\r\n]|^\s|\s$|^$'
