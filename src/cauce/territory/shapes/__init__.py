"""Polygons of departments, municipalities, provinces and districts, and grids of departments.

Guatemala ships with Cauce. Peru's maps are loaded by an administrator (``cauce territory load``);
until then there is the grid. Nothing is read before it is asked for.
"""

from functools import lru_cache
from pathlib import Path

from cauce.territory.divisions import LEVELS, WIDTH, Level
from cauce.territory.shapes.kept import MapFile, map_of
from cauce.territory.shapes.levels import HOLDERS, wider_levels
from cauce.territory.shapes.tiles import Tile, tiles
from cauce.territory.shapes.topology import Json, Topology, codes_in, cut, part_of, without

__all__ = ["Tile", "Topology", "shapes", "tiles"]


def shapes(level: str, *, within: str | None = None, maps: Path | None = None) -> Topology | None:
    """The polygons of a level, or None when there is no map of it.

    ``within``: the code of a department (or, for Peru's districts, of a province) whose places
    alone are wanted, in finer detail. ``maps``: the folder of the maps that an administrator
    loaded. A level that was not loaded is put together from a narrower one.

    Raises:
        ValueError: for a level that does not exist.
    """
    wanted = next((each for each in LEVELS if each == level), None)
    if wanted is None:
        raise ValueError(f"No hay nivel territorial «{level}»; los que hay: {', '.join(LEVELS)}.")
    if within is not None and len(within) not in {WIDTH[each] for each in wider_levels(wanted)}:
        return None
    for each in (wanted, *_narrower(wanted)):
        if (found := map_of(each, maps)) is not None:
            return _drawn(found, wanted, within)
    return None


def _narrower(level: Level) -> tuple[Level, ...]:
    return tuple(each for each in LEVELS if level in wider_levels(each))


@lru_cache(maxsize=64)
def _drawn(kept: MapFile, level: Level, within: str | None) -> Topology | None:
    json = kept.country if within is None else kept.department(within[:2])
    if json is not None and kept.level != level:
        json = _put_together(json, level)
    if json is not None and within is not None and len(within) > 2:
        json = part_of(json, within)
    if json is None:
        return None
    if within is None and level == "pe.district":
        json = without(json, "provinces")  # too many lines for a whole country
    return Topology(level, json, codes_in(json), kept.origin.source, within)


def _put_together(json: Json, level: Level) -> Json:
    """A topology whose places are the polygons of a wider level than it has."""
    wider = [HOLDERS[each] for each in wider_levels(level)]
    made = cut(json, dict.fromkeys([HOLDERS[level], *wider, "water"], _every))
    objects = made["objects"]
    return {**made, "objects": {"places": objects.pop(HOLDERS[level]), **objects}}


def _every(_code: str) -> bool:
    return True
