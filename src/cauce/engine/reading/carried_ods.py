"""What an ODS workbook carries besides its visible cells."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, Final

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring, iterparse

from cauce.engine.reading.archive import UNREADABLE
from cauce.engine.reading.carried import (
    Carried,
    authors,
    comments,
    hidden_columns,
    hidden_rows,
    hidden_sheets,
    names_somebody,
    simple,
    unchecked,
)
from cauce.engine.reading.limits import Budget
from cauce.engine.reading.opened import Place
from cauce.engine.reading.package import damaged

_PARTS: Final[Mapping[str, str]] = {
    r"Basic/.*|Scripts/.*": "macros",
    r"Pictures/.*|media/.*": "images",
    r"META-INF/documentsignatures\.xml|META-INF/macrosignatures\.xml": "signatures",
    r"Versions/.*|VersionList\.xml": "versions",
    r"Thumbnails/.*": "thumbnail",
}
_PROPERTIES: Final = 4 << 20
"""Bytes of a ``meta.xml`` that is read."""
_BAD: Final = (ParseError, DefusedXmlException, *UNREADABLE)


def carried_by_ods(place: Place, budget: Budget) -> Iterator[Carried]:
    """What the workbook carries, told once a kind or once a sheet.

    Raises:
        Refusal: when it is damaged or grows beyond the limits.
    """
    try:
        with zipfile.ZipFile(place.path) as archive:
            for info in archive.infolist():
                budget.check_ratio(info.compress_size, info.file_size, place.name)
                budget.spend_bytes(info.file_size, place.name)
            yield from _properties(archive)
            yield from _parts(archive)
            with archive.open("content.xml") as stream:
                content = _Content(budget)
                content.read(stream)
            yield from content.carried()
    except (KeyError, *_BAD) as error:
        raise damaged(place.name) from error


def _properties(archive: zipfile.ZipFile) -> Iterator[Carried]:
    if "meta.xml" not in archive.namelist():
        return
    if archive.getinfo("meta.xml").file_size > _PROPERTIES:
        yield unchecked("las propiedades del archivo")
        return
    tree = fromstring(archive.read("meta.xml"), forbid_dtd=True)
    said = [(_local(element.tag), element.text) for element in tree.iter()]
    people = {"initial-creator", "creator", "printed-by"}
    if any(name in people and names_somebody(text) for name, text in said):
        yield authors()
    if any(name == "user-defined" and (text or "").strip() for name, text in said):
        yield simple("custom_properties")


def _parts(archive: zipfile.ZipFile) -> Iterator[Carried]:
    names = [name for name in archive.namelist() if not name.endswith("/")]
    found = dict.fromkeys(
        kind
        for name in names
        for shape, kind in _PARTS.items()
        if re.fullmatch(shape, name)
        and not re.fullmatch(r"Basic/(?:script-lc|.*/script-lb)\.xml", name)
    )
    if any(_is_object(archive, name) for name in names):
        found.setdefault("embedded")
    yield from map(simple, found)


def _is_object(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether a part is an object of another program; charts are objects of this one."""
    if re.fullmatch(r"Object \d+", name):
        return True
    if not re.fullmatch(r"Object \d+/content\.xml", name):
        return False
    with archive.open(name) as stream:
        return b"<office:chart" not in stream.read(1 << 20)


def _local(tag: Any) -> str:
    return str(tag).rsplit("}", 1)[-1]


class _Content:
    """Reads ``content.xml`` and counts."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._sheet = ""
        self._column = 0
        self._columns: set[int] = set()
        self._place = 0
        self._filled: set[int] = set()
        self._table = 0
        self.comments: dict[str, int] = {}
        self.hidden: list[str] = []
        self.rows: dict[str, int] = {}
        self.hidden_filled: dict[str, int] = {}
        self.found: dict[str, None] = {}

    def read(self, stream: Any) -> None:
        """Parse the whole part, keeping nothing of it."""
        for count, (event, element) in enumerate(
            iterparse(stream, events=("start", "end"), forbid_dtd=True)
        ):
            if count % 100_000 == 0:
                self._budget.check_time()
            name = _local(element.tag)
            about = {_local(key): value for key, value in element.attrib.items()}
            if event == "start":
                self._start(name, about)
            else:
                self._end(name, about, len(element) > 0)
                if name in ("table-row", "annotation", "style"):
                    element.clear()

    def carried(self) -> Iterator[Carried]:
        """What was found."""
        if self.hidden:
            yield hidden_sheets(self.hidden)
        for sheet, count in self.hidden_filled.items():
            yield hidden_columns(sheet, count)
        for sheet, count in self.rows.items():
            yield hidden_rows(sheet, count)
        if self.comments:
            yield comments(sum(self.comments.values()), self.comments)
        yield from map(simple, self.found)

    def _start(self, name: str, about: Mapping[str, str]) -> None:
        match name:
            case "style":
                self._style = about.get("name", "")
            case "table-properties" if about.get("display") == "false":
                self._hidden_styles.add(self._style)
            case "table":
                self._table += 1
                if self._table == 1:
                    self._begin(about)
            case "table-row":
                self._place = 0
                if about.get("visibility", "visible") != "visible":
                    repeated = int(about.get("number-rows-repeated", "1"))
                    self.rows[self._sheet] = self.rows.get(self._sheet, 0) + repeated
            case "annotation":
                self.comments[self._sheet] = self.comments.get(self._sheet, 0) + 1
            case "tracked-changes":
                self.found.setdefault("revisions")
            case "table-source" | "dde-link" | "dde-source":
                self.found.setdefault("external_links")
            case "database-source-sql" | "database-source-table" | "database-source-query":
                self.found.setdefault("connections")
            case _:
                pass

    def _begin(self, about: Mapping[str, str]) -> None:
        self._sheet = about.get("name", "")
        self._column, self._columns, self._filled = 0, set(), set()
        external = self._sheet.startswith("'file:") or "://" in self._sheet
        if external:
            self.found.setdefault("external_links")
        elif about.get("style-name") in self._hidden_styles:
            self.hidden.append(self._sheet)

    def _end(self, name: str, about: Mapping[str, str], holds: bool) -> None:
        match name:
            case "table":
                self._table -= 1
                if self._table == 0 and (columns := self._columns & self._filled):
                    self.hidden_filled[self._sheet] = len(columns)
            case "table-column" if self._table == 1:
                repeated = int(about.get("number-columns-repeated", "1"))
                if about.get("visibility", "visible") != "visible":
                    self._columns.update(range(self._column, self._column + min(repeated, 20_000)))
                self._column += repeated
            case "table-cell" | "covered-table-cell" if self._table == 1:
                repeated = int(about.get("number-columns-repeated", "1"))
                if holds and repeated <= 20_000:
                    self._filled.update(range(self._place, self._place + repeated))
                self._place += repeated
            case _:
                pass
