"""Text cut into cells: one parser for plain dialects, fast, and one for everything else,
forgiving.
"""

import csv
import gc
import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from cauce.engine.reading.grid import Cell

Rows = list[list[Cell]]

csv.field_size_limit(sys.maxsize)

_STANDINS: Final = ("\ue000", "\uf8ff", "\U000f0000", "\U0010fffd")
"""Private-use characters that stand for a quoted empty cell while the csv module reads."""


@dataclass(frozen=True)
class Cut:
    """How text is cut into cells; the part of :class:`Dialect` that the parser needs."""

    delimiter: str
    """``""`` for a single column."""
    quote: str | None = None
    escape: str | None = None
    spaced: bool = False
    """A space follows each delimiter and belongs to it, not to the cell."""


def cut_cells(text: str, cut: Cut, first_line: int = 1) -> tuple[Rows, list[int]]:
    """Rows of cells, and for each the number of the line where it begins.

    ``text`` has ``\\n`` line ends. An empty cell is ``None``, a quoted empty one ``""``; a blank
    line is an empty row; blank lines at the end are left out. A quote that never closes is an
    ordinary character, so one stray quote cannot swallow the rest of the file.
    """
    text = text.rstrip("\n")
    if not text:
        return [], []
    with uncollected():
        rows, numbers = _cut(text, cut, first_line)
        if cut.spaced:
            for row in rows:
                row[1:] = [_unspaced(cell) for cell in row[1:]]
    return rows, numbers


def _unspaced(cell: Cell) -> Cell:
    return cell[1:] or None if isinstance(cell, str) and cell[:1] == " " else cell


@contextmanager
def uncollected() -> Iterator[None]:
    """Millions of lists without cycles: the garbage collector would go through them again and
    again.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _cut(text: str, cut: Cut, first_line: int) -> tuple[Rows, list[int]]:
    if not cut.delimiter:
        return _one_column(text, cut, first_line)
    if cut.quote is None or cut.quote not in text:
        return _split(text, cut.delimiter, first_line)
    if _is_plain(text, cut):
        try:
            return _read_plain(text, cut, first_line)
        except csv.Error:
            pass
    return _read_forgiving(text, cut, first_line)


def _one_column(text: str, cut: Cut, first_line: int) -> tuple[Rows, list[int]]:
    if cut.quote is not None and cut.quote in text:
        # A character that cannot occur in text: every quote is still honoured, nothing is cut.
        return _read_forgiving(text, Cut("\x00", cut.quote, cut.escape), first_line)
    lines = text.split("\n")
    return [[line] if line else [] for line in lines], list(
        range(first_line, first_line + len(lines))
    )


def _split(text: str, delimiter: str, first_line: int) -> tuple[Rows, list[int]]:
    lines = text.split("\n")
    rows: Rows = []
    for line in lines:
        if not line:
            rows.append([])
            continue
        cells: list[str] = line.split(delimiter)
        rows.append([cell or None for cell in cells] if "" in cells else [*cells])
    return rows, list(range(first_line, first_line + len(lines)))


def _is_plain(text: str, cut: Cut) -> bool:
    """Whether the csv module reads this text as we would: no escapes, no space before an opening
    quote.
    """
    if len(cut.delimiter) != 1 or (cut.escape is not None and cut.escape + str(cut.quote) in text):
        return False
    if cut.delimiter == " " or f" {cut.quote}" not in text:
        return True
    openings = [
        f"{before}{' ' * count}{cut.quote}"
        for count in (1, 2, 3)
        for before in ("\n", cut.delimiter)
    ]
    return text[0] != " " and not any(opening in text for opening in openings)


def _read_plain(text: str, cut: Cut, first_line: int) -> tuple[Rows, list[int]]:
    quote, stop = str(cut.quote), rf"[{re.escape(cut.delimiter)}\n]"
    empty = re.compile(
        rf"{quote}{quote}(?<!{stop.replace('[', '[^', 1)}{quote}{quote})(?={stop}|\Z)"
    )
    standin = ""
    if quote + quote in text and empty.search(text):
        standin = next((mark for mark in _STANDINS if mark not in text), "")
        if not standin:
            raise csv.Error("every stand-in is taken")
        text = empty.sub(f"{quote}{standin}{quote}", text)
    reader = csv.reader(
        io.StringIO(text, newline="\n"),
        delimiter=cut.delimiter,
        quotechar=quote,
        doublequote=True,
        strict=True,
    )
    rows: Rows = []
    ends = [0]
    for cells in reader:
        rows.append([cell or None for cell in cells] if "" in cells else [*cells])
        ends.append(reader.line_num)
    if standin:
        for row in rows:
            if standin in row:
                row[:] = ["" if cell == standin else cell for cell in row]
    return rows, [first_line + end for end in ends[:-1]]


def _pattern(cut: Cut) -> re.Pattern[str]:
    quote = re.escape(str(cut.quote))
    stop = rf"(?={re.escape(cut.delimiter)}|\n|\Z)"
    # In ", " the space may be missing before a line end, and a quoted cell may follow "," alone.
    lead = "" if cut.delimiter == " " else "[ ]*"
    trail = "" if cut.delimiter in {" ", "\t"} else "[ ]*"
    if cut.escape is not None and cut.escape != cut.quote:
        escape = re.escape(cut.escape)
        content = rf"(?:[^{quote}{escape}]++|{escape}(?s:.)|{quote}{quote})*+"
    else:
        content = rf"(?:[^{quote}]++|{quote}{quote})*+"
    cell = rf"(?:(?!{re.escape(cut.delimiter)})[^\n])*"
    if len(cut.delimiter) == 1:
        cell = rf"[^\n{re.escape(cut.delimiter)}]*"
    return re.compile(
        rf"{lead}{quote}({content}){quote}{trail}{stop}"
        rf"|{lead}{quote}([^\n]*?){quote}{trail}{stop}"
        rf"|({cell})"
    )


def _read_forgiving(text: str, cut: Cut, first_line: int) -> tuple[Rows, list[int]]:
    match = _pattern(cut).match
    quote, escape, step = str(cut.quote), cut.escape, len(cut.delimiter)
    rows: Rows = []
    numbers: list[int] = []
    row: list[Cell] = []
    place, end = 0, len(text)
    starts = [0]
    while True:
        found = match(text, place)
        assert found is not None
        place = found.end()
        kind = found.lastindex
        value = found.group(kind or 0)
        if kind == 3:
            if escape is not None and escape + quote in value:
                value = _unquote(value, quote, escape)
            row.append(value or None)
        else:
            row.append(_unquote(value, quote, escape) if kind == 1 else value)
        if place >= end:
            break
        if text[place] == "\n":
            rows.append([] if row == [None] else row)
            row = []
            place += 1
            starts.append(place)
        else:
            place += step
            if place >= end:
                row.append(None)
                break
    rows.append([] if row == [None] else row)
    line = first_line
    numbers.append(line)
    for start, following in pairwise(starts):
        line += text.count("\n", start, following)
        numbers.append(line)
    return rows, numbers


def _unquote(value: str, quote: str, escape: str | None) -> str:
    if escape is not None and escape in value:
        pair = re.compile(
            rf"{re.escape(escape)}([{re.escape(quote)}{re.escape(escape)}])|{quote}{quote}"
        )
        return pair.sub(lambda found: found.group(1) or quote, value)
    return value.replace(quote + quote, quote)
