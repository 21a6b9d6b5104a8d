"""Small workbooks that carry something."""

import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import xlsxwriter

SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
DC = "http://purl.org/dc/elements/1.1/"
META = "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"


def xlsx(path: Path, fill: Callable[[Any, Any], None] = lambda book, sheet: None) -> Path:
    """A workbook with a small table, and what ``fill`` puts in."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Datos")
        for row, cells in enumerate((("Municipio", "Casos"), ("Tacaná", 3), ("Zunil", 4))):
            sheet.write_row(row, 0, cells)
        fill(book, sheet)
    return path


def with_parts(path: Path, parts: Mapping[str, bytes]) -> Path:
    """The package with more parts."""
    with zipfile.ZipFile(path, "a") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def with_core(path: Path, **said: str) -> Path:
    """The workbook with these properties in ``docProps/core.xml``."""
    texts = "".join(f"<x:{name}>{text}</x:{name}>" for name, text in said.items())
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["docProps/core.xml"] = (
        f'<x:coreProperties xmlns:x="y">{texts}</x:coreProperties>'.encode()
    )
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def ods(
    path: Path,
    body: str,
    styles: str = "",
    meta: str = "",
    parts: Mapping[str, bytes] | None = None,
) -> Path:
    """An ODS workbook with these tables."""
    spaces = (
        f'xmlns:office="{OFFICE}" xmlns:table="{TABLE}" xmlns:text="{TEXT}" '
        f'xmlns:style="{STYLE}" xmlns:dc="{DC}" xmlns:meta="{META}"'
    )
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:spreadsheet>{body}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", content)
        package.writestr(
            "meta.xml", f"<office:document-meta {spaces}>{meta}</office:document-meta>"
        )
        for name, part in (parts or {}).items():
            package.writestr(name, part)
    return path


def ods_table(name: str = "Datos", style: str = "", columns: str = "", more: str = "") -> str:
    """A table of two columns and two rows."""
    cells = "".join(
        f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in ("a", "b")
    )
    return (
        f'<table:table table:name="{name}" table:style-name="{style}">{columns}'
        f"<table:table-row>{cells}</table:table-row><table:table-row>{cells}</table:table-row>"
        f"{more}</table:table>"
    )


def record(kind: int, body: bytes = b"") -> bytes:
    """A record of an XLS workbook."""
    return struct.pack("<HH", kind, len(body)) + body


def xls(path: Path, globals_: bytes, sheets: Mapping[str, tuple[int, bytes]]) -> Path:
    """A stream of records: sheets by name, with their state and their records."""
    beginning = struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)
    bounds = sum(len(record(0x85, bytes(8) + name.encode())) for name in sheets)
    head = record(0x809, beginning) + globals_
    start = len(head) + bounds + len(record(0x0A))
    listed, bodies = b"", b""
    for name, (state, records) in sheets.items():
        body = (
            struct.pack("<IBBB", start + len(bodies), state, 0, len(name)) + b"\0" + name.encode()
        )
        listed += record(0x85, body)
        bodies += record(0x809, beginning) + records + record(0x0A)
    path.write_bytes(head + listed + record(0x0A) + bodies)
    return path
