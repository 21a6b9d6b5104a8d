"""Loading an official file of boundaries: read, matched, mended, simplified, put in its place."""

import hashlib
import os
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import shapely

from cauce.base.errors import Refusal
from cauce.base.fold import fold
from cauce.territory.divisions import Division, Level, divisions
from cauce.territory.shapes.coverage import Coverage, Geometry, mended
from cauce.territory.shapes.kept import DETAIL, Origin, loaded_maps, texts_of
from cauce.territory.shapes.making import country_map, department_maps
from cauce.territory.shapes.matching import Matched, matched
from cauce.territory.shapes.official import Feature, read_official

_AROUND: Final[Mapping[str, tuple[float, float, float, float]]] = {
    "gt": (-93.0, 13.0, -87.5, 18.5),
    "pe": (-82.5, -19.5, -67.5, 1.0),
}
"""West, south, east, north of each country, with some sea."""
_COUNTRIES: Final[Mapping[str, str]] = {"gt": "Guatemala", "pe": "el Perú"}
_WATER: Final = ("lago ", "laguna ", "lagos ")


@dataclass(frozen=True)
class Loaded:
    """What became of a file. ``changed``: whether the map in the folder is another than before.

    ``missing``: places of the official list that the file lacks. ``unknown``: codes (or names) that
    the list lacks. ``without_polygon``: known places whose polygon is empty. ``joined``: codes that
    several polygons had. ``repaired``: polygons with invalid rings. ``bytes``: of the map.
    """

    matched: Matched
    path: Path
    changed: bool
    places: int
    missing: tuple[Division, ...]
    unknown: tuple[str, ...]
    without_polygon: tuple[Division, ...]
    joined: tuple[Division, ...]
    water: tuple[str, ...]
    repaired: int
    bytes: int


def load_map(
    file: Path,
    folder: Path,
    *,
    today: date,
    level: Level | None = None,
    code: str | None = None,
    name: str | None = None,
    source: str = "",
) -> Loaded:
    """Makes the map of a level out of an official file and keeps it in ``folder``.

    ``level``, ``code`` and ``name`` (properties) are found out where they are not given. ``source``
    is the sentence for the foot of figures. The same file twice gives the same map.

    Raises:
        Refusal: when the file is no map of Guatemala or Peru; nothing is changed then.
        OSError: from the disk.
    """
    features = read_official(file)
    read = matched(features, level=level, prop=code, name=name)
    coverage, repaired = _coverage(features, read)
    _demand_country(coverage, read.level[:2], file.name)
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    origin = _origin(file, folder, read.level, source, sha256, today, len(coverage.places))
    try:
        whole = mended(coverage)
        country, departments = country_map(read.level, whole), department_maps(read.level, whole)
    except shapely.errors.ShapelyError as error:
        raise Refusal(
            f"Los polígonos de «{file.name}» no se pueden arreglar.",
            code="territory.polygons",
            remedy="Repárelos con QGIS (Procesos, Arreglar geometrías) y cárguelo otra vez.",
        ) from error
    texts = texts_of(read.level, origin, country, departments)
    path = folder / f"{read.level}.json"
    known = {each.code: each for each in divisions(read.level)}
    times = Counter(each for each in read.codes if each is not None)
    return Loaded(
        matched=read,
        path=path,
        changed=_keep(path, texts),
        places=len(coverage.places),
        missing=tuple(known[each] for each in known if each not in times),
        unknown=_unknown(features, read, set(coverage.water)),
        without_polygon=tuple(known[each] for each in times if each not in coverage.places),
        joined=tuple(known[each] for each in times if times[each] > 1),
        water=tuple(coverage.water),
        repaired=repaired,
        bytes=len(texts[0].encode()),
    )


def _coverage(features: Sequence[Feature], read: Matched) -> tuple[Coverage, int]:
    """The polygons by code, those of one code joined, and how many had to be mended."""
    places: dict[str, list[Geometry]] = {}
    water: dict[str, list[Geometry]] = {}
    repaired = 0
    for feature, code in zip(features, read.codes, strict=True):
        lake = _lake(feature) if code is None else None
        if feature.geometry is None or (code is None and lake is None):
            continue
        repaired += feature.mended
        if code is not None:
            places.setdefault(code, []).append(feature.geometry)
        elif lake is not None:
            water.setdefault(lake, []).append(feature.geometry)
    return (
        Coverage(
            {code: shapely.union_all(each) for code, each in sorted(places.items())},
            {name: shapely.union_all(each) for name, each in sorted(water.items())},
        ),
        repaired,
    )


def _lake(feature: Feature) -> str | None:
    """The name of a lake that a layer of districts has among them."""
    for value in feature.properties.values():
        if isinstance(value, str) and fold(value).startswith(_WATER):
            return value.strip()
    return None


def _unknown(features: Sequence[Feature], read: Matched, water: set[str]) -> tuple[str, ...]:
    found = (
        str(feature.properties.get(read.prop) or "sin código")
        for feature, code in zip(features, read.codes, strict=True)
        if code is None and _lake(feature) not in water
    )
    return tuple(dict.fromkeys(found))


def _demand_country(coverage: Coverage, country: str, name: str) -> None:
    west, south, east, north = _AROUND[country]
    x1, y1, x2, y2 = coverage.bounds
    if west <= x1 and x2 <= east and south <= y1 and y2 <= north:
        return
    swapped = west <= y1 and y2 <= east and south <= x1 and x2 <= north
    raise Refusal(
        f"El archivo «{name}» tiene "
        + (
            "la latitud en el lugar de la longitud."
            if swapped
            else f"polígonos que no están en {_COUNTRIES[country]}."
        ),
        code="territory.place",
        remedy="GeoJSON escribe primero la longitud y después la latitud, en grados (WGS 84)."
        " Guárdelo otra vez con QGIS.",
    )


def _origin(
    file: Path, folder: Path, level: Level, source: str, sha256: str, today: date, count: int
) -> Origin:
    """Of the same file loaded before, the day of that time stays."""
    before = next((each.origin for each in loaded_maps(folder) if each.level == level), None)
    same = before is not None and before.sha256 == sha256
    return Origin(
        source=source or f"Límites: archivo «{file.name}», simplificados.",
        file=file.name,
        loaded_at=before.loaded_at if before and same else today.isoformat(),
        matched=count,
        sha256=sha256,
    )


def _keep(path: Path, texts: tuple[str, str]) -> bool:
    """Writes both files of a map; False when they stood there already.

    The detail goes first: a reader between the two finds that it is of another map and leaves it.
    """
    detail = path.with_suffix(f".{DETAIL}.json")
    wanted = {detail: texts[1].encode(), path: texts[0].encode()}
    if all(each.is_file() and each.read_bytes() == content for each, content in wanted.items()):
        return False
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    for each, content in wanted.items():
        _write(each, content)
    return True


def _write(path: Path, content: bytes) -> None:
    """Whoever reads meanwhile has the old file or the new; nothing half done is left."""
    descriptor, name = tempfile.mkstemp(prefix=".mapa-", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), 0o640)
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
