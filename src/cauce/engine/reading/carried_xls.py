"""What an XLS workbook carries besides its visible cells: the records of MS-XLS, the property sets
of MS-OLEPS and the streams of its container."""

import io
import struct
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from xlrd.compdoc import CompDoc, CompDocError

from cauce.engine.reading.carried import (
    Carried,
    authors,
    comments,
    hidden_columns,
    hidden_rows,
    hidden_sheets,
    names_somebody,
    organisation,
    simple,
    unchecked,
)
from cauce.engine.reading.compound import SIGNATURE, is_circular

_BROKEN: Final = (
    CompDocError,
    AssertionError,
    struct.error,
    LookupError,
    ValueError,
    TypeError,
    OverflowError,
)
_STREAMS: Final = {
    "_VBA_PROJECT": "macros",
    "_SX_DB_CUR": "pivot_cache",
    "Revision Log": "revisions",
    "_signatures": "signatures",
    "_xmlsignatures": "signatures",
    "\x01Ole10Native": "embedded",
    "\x01CompObj\x00MBD": "embedded",
    "MsoDataStore": "custom_xml",
    "Ctls": "embedded",
}
"""Names in the directory of the container, and what they hold."""
_BOF, _EOF, _BOUNDSHEET, _NOTE, _WRITEACCESS, _SUPBOOK = 0x809, 0x0A, 0x85, 0x1C, 0x5C, 0x1AE
_COLINFO, _ROW, _OBPROJ, _DRAWINGS, _CONNECTION, _QUERY = 0x7D, 0x208, 0xD3, 0xEB, 0x876, 0x1AD
_ONE_CELL: Final = frozenset({0x0006, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, 0x0406, 0x00D6})
_NUMBERS: Final = 0x00BD
_INTERNAL: Final = frozenset({0x0401, 0x3A01})
"""What a book of references says when it is this workbook, or an add-in."""


def carried_by_xls(path: Path) -> Iterator[Carried]:
    """What the workbook carries, told once a kind or once a sheet."""
    content = path.read_bytes()
    if not content.startswith(SIGNATURE):
        records = _Records(content)
        if names_somebody(records.user):
            yield authors()
        if records.macros:
            yield simple("macros")
        yield from records.carried()
        return
    if is_circular(content):
        yield unchecked("este libro")
        return
    try:
        book = CompDoc(content, logfile=io.StringIO(), ignore_workbook_corruption=True)
        stream = book.get_named_stream("Workbook") or book.get_named_stream("Book")
        people = _property_texts(book.get_named_stream("\x05SummaryInformation"), (4, 8))
        more = book.get_named_stream("\x05DocumentSummaryInformation")
        people += _property_texts(more, (14,))
        company = _property_texts(more, (15,))
    except _BROKEN:
        yield unchecked("este libro")
        return
    records = _Records(stream or b"")
    if any(map(names_somebody, people)) or names_somebody(records.user):
        yield authors()
    if any(map(names_somebody, company)):
        yield organisation()
    found = dict.fromkeys(
        kind for name, kind in _STREAMS.items() if name.encode("utf-16-le") + b"\x00\x00" in content
    )
    if b"M\x00B\x00D\x000\x00" in content:
        found.setdefault("embedded")
    if records.macros:
        found.setdefault("macros")
    yield from map(simple, found)
    yield from records.carried()


def _property_texts(stream: bytes | None, wanted: tuple[int, ...]) -> list[str]:
    """The texts of some properties of the first section of a property set."""
    if not stream or len(stream) < 48:
        return []
    (start,) = struct.unpack_from("<I", stream, 44)
    (count,) = struct.unpack_from("<I", stream, start + 4)
    texts = []
    codec = "cp1252"
    for place in range(min(count, 200)):
        number, offset = struct.unpack_from("<II", stream, start + 8 + 8 * place)
        kind, size = struct.unpack_from("<II", stream, start + offset)
        body = stream[start + offset + 8 :]
        if number == 1 and kind == 2:
            codec = "utf-8" if size & 0xFFFF == 65001 else codec
        if number in wanted and kind == 30:
            texts.append(body[: min(size, 4096)].decode(codec, "replace"))
        elif number in wanted and kind == 31:
            texts.append(body[: 2 * min(size, 4096)].decode("utf-16-le", "replace"))
    return texts


class _Records:
    """Walks the records of the workbook and counts; a record that is cut ends the walk."""

    def __init__(self, stream: bytes) -> None:
        self.user = ""
        self.macros = False
        self.sheets: list[tuple[str, int]] = []
        self.notes: Counter[int] = Counter()
        self.rows: Counter[int] = Counter()
        self.columns: dict[int, set[int]] = {}
        self.filled: dict[int, set[int]] = {}
        self.kinds: dict[str, None] = {}
        self._starts: list[int] = []
        self._sheet = -1
        self._depth = 0
        place = 0
        while place + 4 <= len(stream):
            kind, size = struct.unpack_from("<HH", stream, place)
            body = stream[place + 4 : place + 4 + size]
            if kind == _BOF and self._depth == 0:
                self._sheet = self._starts.index(place) if place in self._starts else -1
            self._depth += (kind == _BOF) - (kind == _EOF)
            if len(body) == size:
                self._take(kind, body)
            place += 4 + size

    def carried(self) -> Iterator[Carried]:
        """What was found."""
        if secret := [name for name, state in self.sheets if state == 2]:
            yield hidden_sheets(secret, very=True)
        if hidden := [name for name, state in self.sheets if state == 1]:
            yield hidden_sheets(hidden)
        for number, (name, _) in enumerate(self.sheets):
            if columns := self.columns.get(number, set()) & self.filled.get(number, set()):
                yield hidden_columns(name, len(columns))
            if self.rows[number]:
                yield hidden_rows(name, self.rows[number])
        if self.notes:
            names = [self.sheets[n][0] for n in self.notes if 0 <= n < len(self.sheets)]
            yield comments(self.notes.total(), names)
        yield from map(simple, self.kinds)

    def _take(self, kind: int, body: bytes) -> None:
        if kind in _ONE_CELL and len(body) >= 4:
            self.filled.setdefault(self._sheet, set()).add(struct.unpack_from("<H", body, 2)[0])
        elif kind == _NUMBERS and len(body) >= 6:
            first = struct.unpack_from("<H", body, 2)[0]
            last = struct.unpack_from("<H", body, len(body) - 2)[0]
            self.filled.setdefault(self._sheet, set()).update(range(first, min(last, 255) + 1))
        elif kind == _ROW and len(body) >= 14:
            self.rows[self._sheet] += bool(struct.unpack_from("<H", body, 12)[0] & 0x20)
        elif kind == _COLINFO and len(body) >= 10:
            first, last, _, _, flags = struct.unpack_from("<5H", body)
            if flags & 1:
                hidden = self.columns.setdefault(self._sheet, set())
                hidden.update(range(first, min(last, 255) + 1))
        elif kind == _NOTE:
            self.notes[self._sheet] += 1
        elif kind == _BOUNDSHEET and len(body) >= 8:
            self._begin_sheet(body)
        else:
            self._take_rare(kind, body)

    def _take_rare(self, kind: int, body: bytes) -> None:
        if kind == _WRITEACCESS:
            self.user = _user(body)
        elif kind == _OBPROJ:
            self.macros = True
        elif kind == _SUPBOOK and len(body) >= 4:
            if struct.unpack_from("<H", body, 2)[0] not in _INTERNAL:
                self.kinds.setdefault("external_links")
        elif kind in (_CONNECTION, _QUERY):
            self.kinds.setdefault("connections")
        elif kind == _DRAWINGS and any(mark in body for mark in _IMAGES):
            self.kinds.setdefault("images")

    def _begin_sheet(self, body: bytes) -> None:
        start, state, kind, length = struct.unpack_from("<IBBB", body)
        wide = body[7] & 1
        name = body[8:].decode("utf-16-le" if wide else "latin-1", "replace")[:length]
        self._starts.append(start)
        self.sheets.append((name, state & 3))
        if kind in (1, 6):
            self.macros = True


_IMAGES: Final = (b"\x89PNG\r\n", b"\xff\xd8\xff", b" EMF", b"BM")


def _user(body: bytes) -> str:
    """The name of who saved the workbook last, in the two ways it is written."""
    if len(body) < 3:
        return ""
    length, flags = struct.unpack_from("<HB", body)
    if length <= 109 and flags in (0, 1):
        return body[3:].decode("utf-16-le" if flags else "latin-1", "replace")[:length].strip()
    return body[1 : 1 + body[0]].decode("latin-1", "replace").strip()
