"""Map files: those that ship with Cauce and those that an administrator loaded.

Two files a level. ``<level>.json`` is TopoJSON of the whole country, which any program opens, with
a member ``cauce`` that says what it is. ``<level>.detail.json`` has a finer topology of each
department, and the hash of the first, so that two that do not belong together are never mixed.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final

from cauce.territory.divisions import LEVELS, Level
from cauce.territory.shapes.topology import Json, part_of

PACKAGED: Final[tuple[Level, ...]] = ("gt.municipality",)
DETAIL: Final = "detail"
_FORMAT: Final = 1


@dataclass(frozen=True)
class Origin:
    """What a map was made of.

    ``source``: a sentence for the foot of a figure. ``file``: the name of the official file.
    ``loaded_at``: the day (ISO 8601), empty for what ships with Cauce. ``matched``: how many places
    it has. ``sha256``: of the official file.
    """

    source: str
    file: str = ""
    loaded_at: str = ""
    matched: int = 0
    sha256: str = ""


@dataclass(frozen=True, eq=False)
class MapFile:
    """The map of one level; ``detail_at``: where the finer maps of its departments stand."""

    level: Level
    origin: Origin
    country: Json
    detail_at: Traversable | Path
    sha256: str

    def department(self, code: str) -> Json | None:
        """The topology of one department, cut out of the country where there is no finer one."""
        found = self._departments.get(code)
        return part_of(self.country, code) if found is None else found

    @cached_property
    def _departments(self) -> Mapping[str, Json]:
        """The finer topologies that belong to this map; none when they are of another."""
        try:
            data = json.loads(self.detail_at.read_bytes())
            departments: Mapping[str, Json] = data["departments"]
            return departments if data["of"] == self.sha256 else {}
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return {}


def map_of(level: Level, folder: Path | None) -> MapFile | None:
    """The map of exactly this level: the loaded one, else the one that ships; None without any.

    A file that is not whole counts as none; ``faulty_maps`` tells whoever looks after the site.
    """
    found = None if folder is None else _loaded(level, folder)
    return _packaged(level) if found is None and level in PACKAGED else found


def loaded_maps(folder: Path) -> tuple[MapFile, ...]:
    """Every map that an administrator loaded, in the order of the levels."""
    found = (_loaded(level, folder) for level in LEVELS)
    return tuple(each for each in found if each is not None)


def faulty_maps(folder: Path) -> Iterator[Path]:
    """The files of loaded maps that are not whole."""
    for level in LEVELS:
        path = folder / f"{level}.json"
        if path.exists() and _loaded(level, folder) is None:
            yield path


def texts_of(
    level: Level, origin: Origin, country: Json, departments: Mapping[str, Json]
) -> tuple[str, str]:
    """What stands in the two files of a map; the same map gives the same texts."""
    told = {"format": _FORMAT, "level": level} | asdict(origin)
    whole = _text({"cauce": told} | country)
    detail = {"of": hashlib.sha256(whole.encode()).hexdigest(), "departments": departments}
    return whole, _text(detail)


def _text(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def _loaded(level: Level, folder: Path) -> MapFile | None:
    path = folder / f"{level}.json"
    try:
        status = path.stat()
    except OSError:
        return None
    return _read(path, (status.st_mtime_ns, status.st_size, status.st_ino))


@lru_cache(maxsize=8)
def _read(path: Path, _stamp: tuple[int, int, int]) -> MapFile | None:
    try:
        read = _parsed(path.read_bytes(), path.with_suffix(f".{DETAIL}.json"))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return read if f"{read.level}.json" == path.name else None


@lru_cache(maxsize=8)
def _packaged(level: Level) -> MapFile:
    country = level[:2]
    data = files("cauce.territory").joinpath("data")
    read = _parsed(
        data.joinpath(f"{country}.map.json").read_bytes(),
        data.joinpath(f"{country}.map.{DETAIL}.json"),
    )
    return replace(read, level=level)


def _parsed(content: bytes, detail_at: Traversable | Path) -> MapFile:
    data = json.loads(content)
    if not isinstance(data, dict):
        raise ValueError("not a map")
    told = data.pop("cauce")
    if told.pop("format") != _FORMAT or told["level"] not in LEVELS:
        raise ValueError("a map of another format")
    if data["type"] != "Topology" or not data["objects"]["places"]["geometries"]:
        raise ValueError("not a map")
    sha256 = hashlib.sha256(content).hexdigest()
    return MapFile(told.pop("level"), Origin(**told), data, detail_at, sha256)
