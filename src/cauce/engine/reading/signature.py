"""What a file is, told by its first bytes and not by its name."""

import re
import zipfile
from pathlib import Path
from typing import Final, Literal

from cauce.base.errors import Refusal
from cauce.engine.reading.archive import UNREADABLE
from cauce.engine.reading.compound import SIGNATURE, is_circular, kind_of

Signature = Literal["text", "json", "xlsx", "xls", "ods", "parquet", "zip", "gzip"]
"""``text`` is anything readable that is no JSON; ``xlsx`` stands for XLSX, XLSM and XLSB."""

_SAVE_AS: Final = "Ábralo y guárdelo como XLSX o CSV."
_HEAD: Final = 64 * 1024

_FOREIGN: Final[tuple[tuple[bytes, str, str], ...]] = (
    (
        b"%PDF",
        "un PDF",
        "Pida la tabla en XLSX o CSV a quien lo produjo; de un PDF no se leen tablas.",
    ),
    (b"\x89PNG", "una imagen PNG", "Suba la tabla como XLSX o CSV."),
    (b"\xff\xd8\xff", "una imagen JPEG", "Suba la tabla como XLSX o CSV."),
    (b"GIF8", "una imagen GIF", "Suba la tabla como XLSX o CSV."),
    (b"II*\x00", "una imagen TIFF", "Suba la tabla como XLSX o CSV."),
    (b"MM\x00*", "una imagen TIFF", "Suba la tabla como XLSX o CSV."),
    (b"RIFF", "un archivo de imagen, audio o video", "Suba la tabla como XLSX o CSV."),
    (b"{\\rtf", "un documento RTF", "Copie la tabla a una hoja de cálculo y guárdela como XLSX."),
    (b"7z\xbc\xaf\x27\x1c", "un archivo 7-Zip", "Descomprímalo y suba las tablas, o use ZIP."),
    (b"Rar!", "un archivo RAR", "Descomprímalo y suba las tablas, o use ZIP."),
    (b"\xfd7zXZ", "un archivo XZ", "Descomprímalo y suba las tablas, o use ZIP."),
    (b"BZh", "un archivo BZIP2", "Descomprímalo y suba las tablas, o use ZIP."),
    (b"\x28\xb5\x2f\xfd", "un archivo ZSTD", "Descomprímalo y suba las tablas, o use ZIP."),
    (b"SQLite format 3", "una base de datos SQLite", "Exporte cada tabla como CSV."),
    (
        b"\x00\x01\x00\x00Standard",
        "una base de datos de Access",
        "Exporte cada tabla como XLSX o CSV.",
    ),
    (b"$FL2", "un archivo de SPSS", "Guárdelo desde SPSS como CSV o XLSX."),
    (b"$FL3", "un archivo de SPSS", "Guárdelo desde SPSS como CSV o XLSX."),
    (b"<stata_dta>", "un archivo de Stata", "Guárdelo desde Stata como CSV."),
    (b"ARROW1", "un archivo Arrow", "Guárdelo como Parquet o CSV."),
    (b"\x89HDF", "un archivo HDF5", "Guárdelo como CSV."),
    (b"ORC", "un archivo ORC", "Guárdelo como Parquet o CSV."),
    (b"\x00\x00\x27\x0a", "la geometría de un shapefile", "Convierta el shapefile a GeoJSON."),
    (b"MZ", "un programa", "Suba un archivo con tablas."),
    (b"\x7fELF", "un programa", "Suba un archivo con tablas."),
)
_MARKUP: Final[tuple[tuple[bytes, str, str], ...]] = (
    (
        rb"<workbook[^>]*urn:schemas-microsoft-com|urn:schemas-microsoft-com:office:spreadsheet",
        "una hoja de cálculo en XML de Excel 2003",
        _SAVE_AS,
    ),
    (rb"<office:document", "una hoja de cálculo OpenDocument en XML plano", "Guárdelo como ODS."),
    (rb"<kml", "un mapa KML", "Conviértalo a GeoJSON."),
    (rb"<svg", "un dibujo SVG", "Suba la tabla como XLSX o CSV."),
    (
        rb"<!doctype html|<html|<head|<body|<table|<div|<meta|<script",
        "una página web (HTML), aunque el nombre diga otra cosa",
        "Ábralo con una hoja de cálculo y guárdelo como XLSX.",
    ),
    (rb"<\?xml|<rdf:rdf|<rss", "un archivo XML", "Expórtelo como CSV, XLSX o JSON."),
)
_PACKAGES: Final = (
    (b"spreadsheetml", ""),
    (b"ms-excel.sheet", ""),
    (b"wordprocessingml", "un documento de Word"),
    (b"presentationml", "una presentación de PowerPoint"),
)
"""What the list of content types of an Office package names, in the order it is looked for."""


def refuse_kind(name: str, kind: str, remedy: str) -> Refusal:
    """The refusal of a file that holds no table we read: what it is and what to do."""
    return Refusal(f"«{name}» es {kind}, no una tabla. {remedy}", code="file.kind")


def recognise(path: Path, name: str) -> Signature:
    """What the file at ``path`` is.

    Raises:
        Refusal: when it is empty, or of a kind that holds no table we read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise Refusal(
            f"«{name}» está vacío: no tiene ni un byte. Vuelva a exportarlo y súbalo otra vez.",
            code="file.empty",
        )
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(path, name)
    if head.startswith(SIGNATURE):
        return _compound(path, name)
    if re.match(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00", head):
        return "xls"
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"PAR1"):
        return "parquet"
    _refuse_foreign(head, name)
    return _text_kind(head)


def _package(path: Path, name: str) -> Signature:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            mimetype = types = b""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                mimetype = archive.read("mimetype")
            if "[Content_Types].xml" in names:
                with archive.open("[Content_Types].xml") as part:
                    types = part.read(_HEAD * 4)
    except UNREADABLE as error:
        raise Refusal(
            f"«{name}» empieza como un archivo comprimido pero está incompleto o dañado. Vuelva a "
            "descargarlo "
            "o guárdelo otra vez.",
            code="file.damaged",
        ) from error
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    if b"opendocument" in mimetype:
        raise refuse_kind(name, "un documento OpenDocument sin hojas de cálculo", _SAVE_AS)
    for mark, kind in _PACKAGES:
        if mark in types:
            if not kind:
                return "xlsx"
            raise refuse_kind(
                name, kind, "Copie la tabla a una hoja de cálculo y guárdela como XLSX."
            )
    if {"xl/workbook.xml", "xl/workbook.bin"} & names:
        return "xlsx"
    if "Index/Document.iwa" in names:
        raise refuse_kind(name, "un documento de Numbers", "Expórtelo como XLSX o CSV.")
    return "zip"


def _compound(path: Path, name: str) -> Signature:
    """Old Office files share one container."""
    content = path.read_bytes()
    kind = kind_of(content)
    if kind == "encrypted":
        raise Refusal(
            f"«{name}» está protegido con contraseña. Ábralo, quite la contraseña y guárdelo "
            "de nuevo.",
            code="file.encrypted",
        )
    if kind == "workbook":
        if is_circular(content):
            raise Refusal(
                f"«{name}» está dañado: sus partes se señalan en círculo. Ábralo y guárdelo de "
                "nuevo como XLSX.",
                code="file.damaged",
            )
        return "xls"
    if kind == "document":
        raise refuse_kind(name, "un documento de Word", "Copie la tabla a una hoja de cálculo.")
    raise refuse_kind(name, "un archivo antiguo de Office sin hojas de cálculo", _SAVE_AS)


def _refuse_foreign(head: bytes, name: str) -> None:
    for magic, kind, remedy in _FOREIGN:
        if head.startswith(magic) and (len(magic) > 3 or _is_binary(head)):
            raise refuse_kind(name, kind, remedy)
    if b"%PDF-" in head[:1024]:
        raise refuse_kind(name, "un PDF", _FOREIGN[0][2])
    if _is_dbf(head):
        remedy = "Ábralo con una hoja de cálculo y guárdelo como XLSX o CSV."
        raise refuse_kind(name, "una tabla DBF (dBase)", remedy)
    start = _narrow(head).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(b"<"):
        for pattern, kind, remedy in _MARKUP:
            if re.search(pattern, start[:4096]):
                raise refuse_kind(name, kind, remedy)
    if start.startswith(b"mime-version:"):
        raise refuse_kind(name, "una página web guardada (MHTML)", _SAVE_AS)
    if _is_binary(head):
        raise refuse_kind(
            name, "un archivo binario que no se reconoce", "Suba la tabla como XLSX, ODS o CSV."
        )


def _narrow(head: bytes) -> bytes:
    """The head without the zeros of UTF-16 and UTF-32, so that ASCII words can be looked for."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in head[:64]:
        return head[:8192].replace(b"\x00", b"").lstrip(b"\xff\xfe")
    return head[:8192]


def _is_dbf(head: bytes) -> bool:
    if len(head) < 66 or head[0] not in b"\x02\x03\x30\x31\x32\x43\x63\x83\x8b\xcb\xf5\xfb":
        return False
    header = int.from_bytes(head[8:10], "little")
    dated = 1 <= head[2] <= 12 and 1 <= head[3] <= 31
    return dated and header > 32 and (header - 1) % 32 in (0, 7) and head[10] > 0


def _is_binary(head: bytes) -> bool:
    """Whether more than a twentieth of the bytes are controls that no text has; zeros are
    UTF-16's, or noise.
    """
    without_zeros = head.replace(b"\x00", b"")
    if not without_zeros:
        return True
    wide = len(head) - len(without_zeros) > len(head) // 5
    controls = bytes([*range(1, 9), 0x0B, *range(0x0E, 0x1A), 0x1C, 0x1D])
    odd = len(without_zeros) - len(without_zeros.translate(None, controls))
    if wide and not _looks_wide(head):
        return True
    separators = without_zeros.count(b"\x01") + without_zeros.count(b"\x02")
    return (odd - separators) * 20 > len(without_zeros)


def _looks_wide(head: bytes) -> bool:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or head[:4] == b"\x00\x00\xfe\xff":
        return True
    places = [head[place::4].count(0) for place in range(4)]
    return max(places) > 4 * max(min(places), 1)


def _text_kind(head: bytes) -> Signature:
    start = _narrow(head).lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{") or re.match(rb"\[\s*(?:[\[{\]\"\d-]|true|false|null)", start):
        return "json"
    return "text"
