"""What a worksheet's XML says beside its values: merged ranges, hidden rows and columns, styles,
errors, formulas.

The part is scanned in a stream with regular expressions, row by row. Rows of a table repeat the
styles of the row above, so each distinct pattern of cells is worked out once; a million cells cost
a few tenths of a second.
"""

import re
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Final, TypeVar

from cauce.base.errors import Refusal
from cauce.engine.reading.grid import Span
from cauce.engine.reading.styles import PLAIN, Style

T = TypeVar("T")

_CHUNK: Final = 1024 * 1024
_LONGEST_ROW: Final = 64 * _CHUNK
_LAST_ROW: Final = 1_048_576
_CELL: Final = re.compile(rb'<c r="([A-Z]{1,3})\d+"([^>]*)>')
_ANY_CELL: Final = re.compile(rb"<c(\s[^>]*|/)?>")
_ROW: Final = re.compile(rb"<row\b([^>]*)>")
_ROW_NUMBER: Final = re.compile(rb' r="(\d+)"')
_ROW_NUMBER_LATER: Final = re.compile(rb'\sr\s*=\s*["\'](\d+)')
_TRUE: Final = frozenset({b"1", b"true"})
_ATTRIBUTE: Final = re.compile(rb'([A-Za-z:]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_COLUMN: Final = re.compile(rb"<col\b([^>]*)/?>")
_MERGED: Final = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_ERROR: Final = re.compile(
    rb'<c [^>]*?r="([A-Z]+)\d+"[^>]*?t="e"[^>]*>(?:<f\b[^>]*/>|<f\b[^>]*>[^<]*</f>)?<v>([^<]*)</v>'
)
_UNCACHED: Final = re.compile(
    rb"<c [^>]*><f\b[^>]*(?:/>|>[^<]*</f>)</c>"
    rb'|<c (?![^>]*t="str")[^>]*><f\b[^>]*(?:/>|>[^<]*</f>)(?:<v\s*/>|<v></v>)</c>'
)
_PREFIX: Final = re.compile(rb"<(\w+):worksheet")


@dataclass(frozen=True)
class Pattern:
    """What the cells of a row have in common with every row written alike. Columns count from 0."""

    first: int
    last: int
    """First and last column with content; ``last < first`` when there is none."""
    formats: Mapping[int, str]
    indents: Mapping[int, int]
    bold: tuple[int, ...]
    stamped: tuple[int, ...]


@dataclass
class SheetFacts:
    """Facts of one sheet. Rows and columns count from 0 within the sheet."""

    merged: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncached: list[int] = field(default_factory=list)
    """Rows with formulas whose value was never calculated."""
    formulas: int = 0
    zeros: int = 0
    """Formulas whose stored value is 0."""
    patterns: list[Pattern] = field(default_factory=list)
    rows: "array[int]" = field(default_factory=lambda: array("l"))
    """For each row of the sheet its position in ``patterns``, -1 for none."""
    top: int = -1
    bottom: int = -1
    left: int = 16_384
    right: int = -1
    """First and last row and column with content."""
    last_styled: int = -1
    """Last row with any cell, even a blank one that only has a style."""

    def measure(self) -> None:
        """Find the rectangle with content, and the last row with any cell, from the patterns of
        the rows.
        """
        blank = [pattern.last < pattern.first for pattern in self.patterns]
        written = [row for row, pattern in enumerate(self.rows) if pattern >= 0]
        filled = [row for row in written if not blank[self.rows[row]]]
        self.last_styled = written[-1] if written else -1
        if filled:
            self.top, self.bottom = filled[0], filled[-1]
            used = [pattern for pattern in self.patterns if pattern.last >= pattern.first]
            self.left = min(pattern.first for pattern in used)
            self.right = max(pattern.last for pattern in used)

    @property
    def area(self) -> tuple[int, int]:
        """Rows and columns of the smallest rectangle with all content."""
        if self.top < 0:
            return 0, 0
        return self.bottom - self.top + 1, self.right - self.left + 1

    def cells(self, value: Callable[[Pattern], Sequence[int]]) -> Iterator[tuple[int, int]]:
        """Every (row, column) for which ``value`` names columns of the row's pattern."""
        chosen = [tuple(value(pattern)) for pattern in self.patterns]
        if any(chosen):
            for row, pattern in enumerate(self.rows):
                if pattern >= 0 and chosen[pattern]:
                    for column in chosen[pattern]:
                        yield row, column


class CellTable(Mapping[tuple[int, int], T]):
    """A value for each styled cell, kept by pattern and not by cell. Rows count from the grid's
    first.
    """

    def __init__(self, facts: SheetFacts, top: int, tables: Sequence[Mapping[int, T]]) -> None:
        """``top``: the sheet row of the grid's row 0; ``tables[i]``: the values by column of
        pattern ``i``.
        """
        self._rows, self._top, self._tables = facts.rows, top, tables

    def __getitem__(self, place: tuple[int, int]) -> T:
        """The value of the cell at (row, column) of the grid."""
        row = place[0] + self._top
        if place[0] < 0 or row >= len(self._rows) or (pattern := self._rows[row]) < 0:
            raise KeyError(place)
        return self._tables[pattern][place[1]]

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Every cell with a value, row by row."""
        for row in range(self._top, len(self._rows)):
            pattern = self._rows[row]
            if pattern >= 0:
                for column in self._tables[pattern]:
                    yield row - self._top, column

    def __len__(self) -> int:
        """How many cells have a value."""
        sizes = [len(table) for table in self._tables]
        return sum(sizes[pattern] for pattern in self._rows[self._top :] if pattern >= 0)


def scan_sheet(
    stream: IO[bytes], styles: Sequence[Style], check: Callable[[], None], where: str
) -> SheetFacts:
    """Scan a worksheet part.

    Args:
        check: called now and then; raises when time is up.
        where: the sheet's name, for messages.

    Raises:
        Refusal: when the part declares entities or a single row is longer than 64 MiB.
    """
    scan = _Scan(styles)
    rest = b""
    prefix: bytes | None = None
    while chunk := stream.read(_CHUNK):
        check()
        if prefix is None:
            _refuse_entities(chunk, where)
            found = _PREFIX.search(chunk[:4096])
            prefix = found.group(1) + b":" if found else b""
        buffer = rest + chunk
        if prefix:
            buffer = buffer.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</")
        end = buffer.rfind(b"</row>")
        if end < 0:
            rest = buffer
        else:
            scan.rows(buffer[:end].split(b"</row>"))
            rest = buffer[end + 6 :]
        if len(rest) > _LONGEST_ROW:
            raise Refusal(
                f"La hoja «{where}» tiene una fila de más de 64 MB. Divida la tabla y vuelva a "
                "subirla.",
                code="limit.cells",
            )
    scan.tail(rest)
    scan.facts.measure()
    return scan.facts


def _refuse_entities(head: bytes, where: str) -> None:
    if b"<!DOCTYPE" in head[:8192] or b"<!ENTITY" in head[:8192]:
        raise Refusal(
            f"La hoja «{where}» declara entidades XML, que ninguna hoja de cálculo normal usa: no "
            "es un archivo "
            "de fiar. Ábralo con una hoja de cálculo y guárdelo de nuevo.",
            code="file.entities",
        )


class _Scan:
    """The state of one scan."""

    def __init__(self, styles: Sequence[Style]) -> None:
        self.facts = SheetFacts()
        self._styles = [None if style == PLAIN else style for style in styles]
        self._known: dict[tuple[tuple[bytes, ...], ...], int] = {}
        self._last: list[tuple[bytes, ...]] = []
        self._last_pattern = -1
        self._row = -1
        self._begun = False
        self._find_cells = _CELL.findall

    def rows(self, parts: Sequence[bytes]) -> None:
        """Take in pieces of XML that each end with a row."""
        if not self._begun:
            self._begun = True
            self._columns(parts[0])
        for part in parts:
            self._take(part)

    def tail(self, part: bytes) -> None:
        """Take in what follows the last row."""
        if not self._begun:
            self._columns(part)
        for found in _ROW.finditer(part):
            self._begin_row(found.group(1))
        for left, top, right, bottom in _MERGED.findall(part):
            span = Span(int(top) - 1, _position(left), int(bottom) - 1, _position(right))
            self.facts.merged.append(span)

    def _columns(self, part: bytes) -> None:
        head = part[: part.find(b"<sheetData")]
        for found in _COLUMN.finditer(head):
            attributes = _attributes(found.group(1))
            hidden = attributes.get(b"hidden") in _TRUE or (
                attributes.get(b"width", b"1") in {b"0", b"0.0"}
            )
            if hidden:
                first, last = int(attributes.get(b"min", b"1")), int(attributes.get(b"max", b"1"))
                self.facts.hidden_columns.update(range(first - 1, min(last, 16_384)))

    def _begin_row(self, attributes: bytes) -> None:
        found = _ROW_NUMBER.match(attributes) or _ROW_NUMBER_LATER.search(attributes)
        self._row = min(int(found.group(1)), _LAST_ROW) - 1 if found else self._row + 1
        if b"hidden=" in attributes and _attributes(attributes).get(b"hidden") in _TRUE:
            self.facts.hidden_rows.add(self._row)

    def _take(self, part: bytes) -> None:
        start = part.rfind(b"<row")
        if start < 0:
            return
        if part.find(b"<row") != start:  # Rows without cells close themselves.
            for found in _ROW.finditer(part, 0, start):
                self._begin_row(found.group(1))
        head = part.find(b">", start)
        self._begin_row(part[start + 4 : head])
        cells = self._find_cells(part, head)
        if len(cells) != part.count(b"<c "):
            cells = _slow_cells(part[head:])
        if cells != self._last:
            self._last = cells
            self._last_pattern = self._pattern(cells)
        facts, row = self.facts, self._row
        known = facts.rows
        if row == len(known):
            known.append(self._last_pattern)
        elif row > len(known):
            known.extend([-1] * (row - len(known)))
            known.append(self._last_pattern)
        if b"<f" in part:
            self._formulas(part)
        if b't="e"' in part:
            for column, text in _ERROR.findall(part):
                facts.errors[row, _position(column)] = text.decode("utf-8", "replace")

    def _formulas(self, part: bytes) -> None:
        self.facts.formulas += part.count(b"<f>") + part.count(b"<f ")
        self.facts.zeros += part.count(b"</f><v>0</v>")
        if _UNCACHED.search(part):
            self.facts.uncached.append(self._row)

    def _pattern(self, cells: list[tuple[bytes, ...]]) -> int:
        key = tuple(cells)
        known = self._known.get(key)
        if known is None:
            known = len(self.facts.patterns)
            self._known[key] = known
            self.facts.patterns.append(self._work_out(cells))
        return known

    def _work_out(self, cells: list[tuple[bytes, ...]]) -> Pattern:
        formats: dict[int, str] = {}
        indents: dict[int, int] = {}
        bold: list[int] = []
        stamped: list[int] = []
        filled: list[int] = []
        for letters, rest in cells:
            if rest.endswith(b"/"):
                continue
            attributes = _attributes(rest)
            number, kind = attributes.get(b"s", b""), attributes.get(b"t", b"")
            column = _position(letters)
            filled.append(column)
            index = int(number) if number.isdigit() else 0
            style = self._styles[index] if index < len(self._styles) else None
            if style is None:
                continue
            if kind in {b"", b"n"}:
                if style.format is not None:
                    formats[column] = style.format
                if style.stamped:
                    stamped.append(column)
            if style.indent:
                indents[column] = style.indent
            if style.bold:
                bold.append(column)
        first, last = (min(filled), max(filled)) if filled else (0, -1)
        return Pattern(first, last, formats, indents, tuple(bold), tuple(stamped))


def _slow_cells(part: bytes) -> list[tuple[bytes, ...]]:
    """The cells of a row whose attributes come in another order, or that do not say their
    column.
    """
    cells: list[tuple[bytes, ...]] = []
    column = -1
    for found in _ANY_CELL.finditer(part):
        attributes = _attributes(found.group(1) or b"")
        reference = attributes.get(b"r", b"").rstrip(b"0123456789")
        column = _position(reference) if reference.isalpha() else column + 1
        closed = b"/" if found.group(1) and found.group(1).endswith(b"/") else b""
        style, kind = attributes.get(b"s", b""), attributes.get(b"t", b"")
        cells.append((_letters(column), b' s="%s" t="%s"%s' % (style, kind, closed)))
    return cells


def _attributes(text: bytes) -> dict[bytes, bytes]:
    return {name: first or second for name, first, second in _ATTRIBUTE.findall(text)}


def _position(letters: bytes) -> int:
    """0 for A, 25 for Z, 26 for AA."""
    place = 0
    for letter in letters.upper():
        place = place * 26 + letter - 64
    return min(place, 16_384) - 1


def _letters(position: int) -> bytes:
    text = b""
    position += 1
    while position > 0:
        position, rest = divmod(position - 1, 26)
        text = bytes([65 + rest]) + text
    return text
