"""Finding the file of a resource in a folder that was copied from the portal."""

import os
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Final

from cauce.apps.catalog.ckan.package import Package, Resource
from cauce.apps.catalog.ckan.parts import format_of
from cauce.apps.catalog.uploading import safe_name
from cauce.base.errors import Refusal
from cauce.base.fold import slugify

MOST_FILES: Final = 2_000_000
"""Files of a folder that are looked at when only the name is known."""


class LocalFiles:
    """The files beside a dump. What lies outside the folder is never opened, whatever it is called.

    Looked for, in this order: CKAN's FileStore (``resources/abc/def/rest-of-the-identifier``),
    ``ckanapi --datapackages`` (``<dataset>/data/<file>``), ``<dataset>/<file>``,
    ``<identifier>.<ending>``, and the name in the address when only one file has it.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise Refusal(
                f"No existe la carpeta «{folder}».",
                code="file",
                remedy="Revise lo que puso en --files.",
            )
        self._root = folder.resolve()

    def of(self, package: Package, resource: Resource) -> Path | None:
        """The file of a resource; nothing when it is not there."""
        for candidate in self._candidates(package, resource):
            found = self._inside(candidate)
            if found is not None:
                return found
        same = self._by_name.get(safe_name(resource.file_name)) if resource.file_name else None
        return same if same and same != _SEVERAL else None

    def _candidates(self, package: Package, resource: Resource) -> Iterator[Path]:
        identifier, ending = resource.identifier, format_of(resource)
        if len(identifier) > 6 and _is_component(identifier):
            stored = Path(identifier[:3], identifier[3:6], identifier[6:])
            yield self._root / "resources" / stored
            yield self._root / "storage" / "resources" / stored
            yield self._root / stored
        names = [safe_name(name) for name in (resource.file_name, resource.name) if name]
        names += [f"{name}.{ending}" for name in _datapackage_names(package, resource)]
        for folder in (package.name, package.identifier):
            if _is_component(folder):
                for name in names:
                    yield self._root / folder / "data" / name
                    yield self._root / folder / name
                yield self._root / folder / f"{safe_name(identifier)}.{ending}"
        yield self._root / f"{safe_name(identifier)}.{ending}"
        for name in names[:1]:
            yield self._root / name

    def _inside(self, candidate: Path) -> Path | None:
        """The candidate, when it is a file and its links lead nowhere else."""
        try:
            real = candidate.resolve()
            return real if real.is_relative_to(self._root) and real.is_file() else None
        except (OSError, ValueError, RuntimeError):
            return None

    @cached_property
    def _by_name(self) -> dict[str, Path]:
        """Every file by its name; those that several have are marked."""
        found: dict[str, Path] = {}
        for count, path in enumerate(_walk(self._root)):
            if count > MOST_FILES:
                break
            real = self._inside(path)
            if real is not None:
                found[path.name] = _SEVERAL if path.name in found else real
        return found


_SEVERAL: Final = Path()


def _walk(root: Path) -> Iterator[Path]:
    """Every file under a folder, without following links to others."""
    for folder, _folders, names in os.walk(root, followlinks=False):
        for name in names:
            yield Path(folder, name)


def _datapackage_names(package: Package, resource: Resource) -> Iterator[str]:
    """The names that ckanapi makes of titles, with a number where several are alike."""
    name = slugify(resource.name, 200) if resource.name else resource.identifier
    before = [
        each
        for each in package.resources[: package.resources.index(resource)]
        if each.name and slugify(each.name, 200) == name
    ]
    yield f"{name}{len(before) - 1}" if before else name


def _is_component(text: str) -> bool:
    return bool(text) and text not in (".", "..") and not set(text) & set("/\\\0")
