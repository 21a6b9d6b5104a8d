"""Which resources of a dataset are tables, and which are the same table in another format."""

import re
from dataclasses import dataclass
from typing import Final

from cauce.apps.catalog.ckan.package import Package, Resource
from cauce.base.fold import fold

FORMATS: Final = {
    "csv": "csv",
    "text/csv": "csv",
    "tsv": "tsv",
    "xlsx": "xlsx",
    "excel": "xlsx",
    "excel (.xlsx)": "xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "xlsm": "xlsm",
    "ods": "ods",
    "xls": "xls",
    "excel (.xls)": "xls",
    "application/vnd.ms-excel": "xls",
    "parquet": "parquet",
    "geojson": "geojson",
    "json": "json",
    "jsonl": "jsonl",
    "ndjson": "ndjson",
    "txt": "txt",
    "zip": "zip",
    "csv.zip": "zip",
    "zip csv": "zip",
    "csv.gz": "gz",
}
"""Formats of tables as portals write them, to the ending of their file; the best first."""
_BEST_FIRST: Final = tuple(dict.fromkeys(FORMATS.values()))
_ENDINGS: Final = frozenset(FORMATS.values()) - {"txt", "zip", "json"}
"""Endings that make a table of a resource that says no format."""
_NOT_TABLES: Final = re.compile(
    r"^diccionario|^metadato|^metadata|data dictionary|^ficha tecnica|^codebook"
)
_FORMAT_WORDS: Final = frozenset(
    {*_BEST_FIRST, "excel", "formato", "format", "archivo", "version", "datos", "data", "en", "de"}
)
_SHEET_WORDS: Final = re.compile(r"\.(?:csv|xlsx?|xlsm|ods|tsv|json|geojson|zip)$", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """A table of a dataset there: the resources that hold it, the best format first."""

    name: str
    """What it is called among the others."""
    resources: tuple[Resource, ...]


def format_of(resource: Resource) -> str:
    """The ending of the table that a resource holds; empty when it holds none."""
    if resource.format:
        return FORMATS.get(resource.format, "")
    ending = resource.file_name.rpartition(".")[2].lower()
    return ending if ending in _ENDINGS else ""


def parts_of(package: Package) -> tuple[tuple[Part, ...], tuple[Resource, ...]]:
    """The tables of a dataset there, and the resources that are none."""
    groups: dict[tuple[str, int], list[Resource]] = {}
    others: list[Resource] = []
    for resource in package.resources:
        ending = format_of(resource)
        if not ending or _NOT_TABLES.search(fold(resource.name)):
            others.append(resource)
            continue
        _place(groups, resource, ending)
    parts: list[Part] = []
    for key, held in groups.items():
        held.sort(key=lambda each: _BEST_FIRST.index(format_of(each)))
        parts.append(Part(_called(held[0], key[1]), tuple(held)))
    return tuple(parts), tuple(others)


def _place(groups: dict[tuple[str, int], list[Resource]], resource: Resource, ending: str) -> None:
    """Beside those of its name in other formats; one of the same format is another table."""
    same = _sameness(resource)
    number = 1
    while any(format_of(each) == ending for each in groups.get((same, number), ())):
        number += 1
    groups.setdefault((same, number), []).append(resource)


def _sameness(resource: Resource) -> str:
    """The words of its name that no format takes part in; alone, a name of formats is «»."""
    name = _SHEET_WORDS.sub("", resource.name or resource.file_name)
    return " ".join(word for word in fold(name).split() if word not in _FORMAT_WORDS)


def _called(resource: Resource, number: int) -> str:
    name = _SHEET_WORDS.sub("", resource.name or resource.file_name).strip() or "Datos"
    return f"{name} ({number})" if number > 1 else name
