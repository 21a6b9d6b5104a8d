"""The bytes of a table of the former portal: from the folder of files, or from its address."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from cauce.apps.catalog.ckan.fetching import Fetcher, FetchError
from cauce.apps.catalog.ckan.local_files import LocalFiles
from cauce.apps.catalog.ckan.package import Package, Resource
from cauce.apps.catalog.ckan.parts import Part, format_of
from cauce.apps.catalog.uploading import most_bytes, safe_name

_PAGES: Final = (b"<!doctype html", b"<html", b"<head", b"<body")
_LOOKED_AT: Final = 2048


@dataclass(frozen=True)
class Found:
    """A file with the rows of a part."""

    resource: Resource
    path: Path
    name: str
    """As people will know it: with the ending of its format."""
    sha256: str


@dataclass(frozen=True)
class Missing:
    """Why no resource of a part has a file that may be read."""

    why: str
    broken: bool
    """Whether something was there, or should have been, and could not be read."""


class Files:
    """Where the files of a portal are looked for."""

    def __init__(self, local: LocalFiles | None, fetcher: Fetcher | None, base: str = "") -> None:
        self._local = local
        self._fetcher = fetcher
        self._base = base

    def where(self, package: Package, part: Part) -> str:
        """Where the file would come from, without touching it; empty for nowhere."""
        for resource in part.resources:
            if self._local is not None and (path := self._local.of(package, resource)):
                return f"del archivo {path.name}"
        wanted = part.resources[0].url
        return f"de {self._address(wanted)}" if self._fetcher is not None and wanted else ""

    def of(self, package: Package, part: Part, folder: Path) -> Found | Missing:
        """The file of a part: its best format that is at hand and is no page of the web.

        What is downloaded is written into ``folder``.
        """
        reasons: list[str] = []
        for resource in part.resources:
            for path in self._paths(package, resource, folder, reasons):
                if _is_page(path):
                    reasons.append(
                        f"«{path.name if self._fetcher is None else resource.url}» es una página"
                        " web, quizá un aviso de error, y no una tabla."
                    )
                    continue
                return Found(resource, path, _named(resource), _hash(path))
        if reasons:
            return Missing(" ".join(dict.fromkeys(reasons)), broken=True)
        return Missing("No está entre los archivos de --files ni se baja.", broken=False)

    def _paths(
        self, package: Package, resource: Resource, folder: Path, reasons: list[str]
    ) -> Iterator[Path]:
        if self._local is not None and (path := self._local.of(package, resource)):
            yield path
        if self._fetcher is None or not resource.url:
            return
        try:
            yield self._fetcher.file(
                self._address(resource.url), folder / "descargado", most_bytes()
            )
        except FetchError as error:
            reasons.append(str(error))

    def _address(self, url: str) -> str:
        return urljoin(f"{self._base}/", url) if self._base else url


def _named(resource: Resource) -> str:
    """A file name with the ending that its format asks for."""
    ending = format_of(resource)
    name = safe_name(resource.file_name or resource.name or resource.identifier)
    has = name.rpartition(".")[2].lower()
    if has == ending or (has, ending) in _ALIKE or f".{ending}." in f"{name.lower()}.":
        return name
    return safe_name(f"{name[:140]}.{ending}")


_ALIKE: Final = frozenset(
    {
        ("txt", "csv"),
        ("csv", "txt"),
        ("xlsm", "xlsx"),
        ("xls", "xlsx"),
        ("xlsx", "xls"),
        ("json", "geojson"),
        ("geojson", "json"),
        ("zip", "csv"),
        ("gz", "csv"),
    }
)


def _is_page(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    return start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_PAGES)


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
