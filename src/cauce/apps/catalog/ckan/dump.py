"""Reading ``ckanapi dump``: a description a line, compressed or not, whatever is broken in it."""

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

from cauce.apps.catalog.ckan.package import packages_in
from cauce.base.errors import Refusal

LONGEST_LINE: Final = 32 * 2**20
"""Bytes of a line that are read: the longest of real portals has less than one million."""
LONGEST_DOCUMENT: Final = 64 * 2**20
"""Bytes of a file that is one JSON document and not one a line."""
_GZIP: Final = b"\x1f\x8b"


@dataclass(frozen=True)
class Broken:
    """Something of a source that could not be read, and why."""

    where: str
    why: str


def records_in(path: Path) -> Iterator[Mapping[str, Any] | Broken]:
    """The descriptions of a dump, in order, and what could not be read between them.

    One JSON object a line, as ``ckanapi`` writes; one document with a list or an answer of the
    API is taken too.

    Raises:
        Refusal: when there is no such file or it cannot be opened.
    """
    try:
        with path.open("rb") as raw:
            zipped = raw.read(2) == _GZIP
        document = None if zipped else _document(path)
        if document is not None:
            yield from packages_in(document)
            return
        with gzip.open(path, "rb") if zipped else path.open("rb") as stream:
            yield from _lines(stream)  # type: ignore[arg-type]
    except FileNotFoundError as error:
        raise Refusal(
            f"No existe el archivo «{path}».",
            code="file",
            remedy="Revise el nombre y la carpeta.",
        ) from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Broken(path.name, f"El archivo comprimido está cortado o dañado ({error}).")
    except OSError as error:
        raise Refusal(f"No se puede leer «{path}»: {error.strerror}.", code="file") from error


def beside(path: Path, kind: str) -> Path | None:
    """The dump of organisations or groups in the same folder, by the names that people give."""
    for stem in _NAMES[kind]:
        for ending in (".jsonl", ".jsonl.gz", ".json"):
            found = path.parent / f"{stem}{ending}"
            if found.is_file() and found != path:
                return found
    return None


_NAMES: Final = {
    "organization": ("organizations", "organisations", "orgs", "organizaciones"),
    "group": ("groups", "grupos"),
}


def _document(path: Path) -> Any:
    """The whole file as one JSON value; nothing when it is one a line or too large."""
    with path.open("rb") as stream:
        first = stream.readline(LONGEST_LINE)
        if path.stat().st_size > LONGEST_DOCUMENT or _parsed(first) is not None:
            return None
        stream.seek(0)
        return _parsed(stream.read(LONGEST_DOCUMENT))


def _lines(stream: BinaryIO) -> Iterator[Mapping[str, Any] | Broken]:
    number = 0
    while line := stream.readline(LONGEST_LINE + 1):
        number += 1
        where = f"línea {number}"
        if len(line) > LONGEST_LINE:
            _skip(stream, line)
            yield Broken(where, f"Pasa de {LONGEST_LINE // 2**20} MB.")
            continue
        if not line.strip():
            continue
        value = _parsed(line)
        found = list(packages_in(value)) if value is not None else []
        if not found:
            cut = "" if line.endswith(b"\n") else " El archivo parece cortado ahí."
            yield Broken(where, f"No es la descripción de un conjunto en JSON.{cut}")
        yield from found


def _skip(stream: BinaryIO, line: bytes) -> None:
    """Reads to the end of a line without keeping it."""
    while line and not line.endswith(b"\n"):
        line = stream.readline(2**20)


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
