"""Official files of boundaries: GeoJSON (RFC 7946) or TopoJSON, in degrees.

What offices publish is believed in nothing: a file that is not polygons, not in degrees or not
whole is refused in words that say what to do.
"""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import shapely

from cauce.base.errors import Refusal
from cauce.base.numerals import number_es
from cauce.territory.shapes.coverage import Geometry, polygons_of

LARGEST_MB: Final = 100
"""A file is read whole and takes up to 16 times its size in memory (59 MB, 1.4 million points: 0.97
GB and 15 s of one core)."""
_QGIS: Final = (
    "Guárdelo otra vez con QGIS (Capa, Guardar como): formato GeoJSON, SRC EPSG:4326 (WGS 84)."
)
_NO_POLYGONS: Final = frozenset({"Point", "MultiPoint", "LineString", "MultiLineString"})


@dataclass(frozen=True)
class Feature:
    """One place of a file: its properties, and its areas in degrees (None when it has none)."""

    properties: Mapping[str, Any]
    geometry: Geometry | None
    mended: bool = False
    """Whether its rings had to be mended."""


def read_official(path: Path) -> tuple[Feature, ...]:
    """The places of a file, in its order.

    Raises:
        Refusal: when it is no GeoJSON or TopoJSON of polygons in degrees; OSError from the disk.
    """
    features = tuple(features_in(_document(path), path.name))
    if all(each.geometry is None for each in features):
        raise _refused(path.name, "no tiene ningún polígono", "Busque la capa de límites.")
    return features


def features_in(document: Any, name: str = "") -> Iterator[Feature]:
    """The places of a parsed GeoJSON or TopoJSON. Raises `Refusal` like ``read_official``."""
    try:
        found = list(_topojson(document) if _kind(document) == "Topology" else _geojson(document))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise _refused(name, "no está formado como GeoJSON", _QGIS) from error
    if not found:
        raise _refused(name, "no tiene lugares", "Busque una FeatureCollection de polígonos.")
    other = sum(kind in _NO_POLYGONS for _properties, kind, _polygons in found)
    if other * 2 > len(found):
        raise _refused(
            name,
            "tiene puntos o líneas, no polígonos",
            "Busque la capa de límites.",
        )
    for properties, _kind_of, polygons in found:
        _demand_degrees(polygons, name)
        yield _feature(properties, polygons)


Line = list[tuple[float, float]]
Polygons = list[list[Line]]
Raw = tuple[Mapping[str, Any], str, Polygons]


def _document(path: Path) -> Any:
    if path.is_dir() or not path.exists():
        raise Refusal(f"No existe el archivo «{path}». Revise el nombre y la carpeta.", code="file")
    size = path.stat().st_size >> 20
    if size > LARGEST_MB:
        raise _refused(
            path.name,
            f"ocupa {number_es(size)} MB y se leen hasta {LARGEST_MB}",
            "Simplifíquelo antes, por ejemplo con mapshaper: «-simplify 10% keep-shapes».",
        )
    content = path.read_bytes()
    if content[:4] in (b"PK\x03\x04", b"\x00\x00\x27\x0a"):
        raise _refused(path.name, "es un archivo comprimido o un shapefile", _QGIS)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise _refused(
            path.name,
            f"no es JSON, o está cortado (línea {number_es(error.lineno)})",
            "Descárguelo otra vez; debe ser GeoJSON.",
        ) from error
    except RecursionError as error:
        raise _refused(path.name, "no está formado como GeoJSON", _QGIS) from error


def _kind(document: Any) -> str:
    return str(document["type"])


def _geojson(document: Any) -> Iterator[Raw]:
    features = document["features"] if document["type"] == "FeatureCollection" else [document]
    for feature in features:
        geometry = feature["geometry"]
        properties = feature.get("properties") or {}
        yield dict(properties), str(geometry["type"]) if geometry else "", list(_areas(geometry))


def _areas(geometry: Any) -> Iterator[list[Line]]:
    if geometry is None:
        return
    if geometry["type"] == "GeometryCollection":
        for each in geometry["geometries"]:
            yield from _areas(each)
    elif geometry["type"] in ("Polygon", "MultiPolygon"):
        found = geometry["coordinates"]
        for polygon in found if geometry["type"] == "MultiPolygon" else [found]:
            yield [[(float(x), float(y)) for x, y, *_height in ring] for ring in polygon]
    elif geometry["type"] not in _NO_POLYGONS:
        raise ValueError(geometry["type"])


def _topojson(document: Any) -> Iterator[Raw]:
    """The geometries of the object with most of them."""
    arcs = _absolute(document)
    geometries = max(
        (each.get("geometries", [each]) for each in document["objects"].values()), key=len
    )
    for geometry in geometries:
        polygons: Polygons = []
        kind = str(geometry.get("type") or "")
        if kind in ("Polygon", "MultiPolygon"):
            found = geometry["arcs"] if kind == "MultiPolygon" else [geometry["arcs"]]
            polygons = [[_joined(ring, arcs) for ring in polygon] for polygon in found]
        properties = geometry.get("properties") or {}
        yield {"id": geometry.get("id")} | dict(properties), kind, polygons


def _absolute(document: Any) -> list[Line]:
    transform = document.get("transform")
    if transform is None:
        return [[(float(x), float(y)) for x, y, *_height in arc] for arc in document["arcs"]]
    (by_x, by_y), (from_x, from_y) = transform["scale"], transform["translate"]
    arcs = []
    for steps in document["arcs"]:
        x = y = 0
        arc = []
        for step_x, step_y, *_height in steps:
            x, y = x + step_x, y + step_y
            arc.append((x * by_x + from_x, y * by_y + from_y))
        arcs.append(arc)
    return arcs


def _joined(refs: Iterable[int], arcs: list[Line]) -> Line:
    points: Line = []
    for ref in refs:
        arc = arcs[ref] if ref >= 0 else arcs[~ref][::-1]
        points.extend(arc if not points else arc[1:])
    return points


def _demand_degrees(polygons: Polygons, name: str) -> None:
    for polygon in polygons:
        for ring in polygon:
            for x, y in ring:
                if not (math.isfinite(x) and math.isfinite(y)):
                    raise _refused(name, "tiene coordenadas que no son números", _QGIS)
                if abs(x) > 180 or abs(y) > 90:
                    raise _refused(
                        name,
                        "tiene coordenadas proyectadas (metros), y deben ser grados de longitud y"
                        " latitud",
                        _QGIS,
                    )


def _feature(properties: Mapping[str, Any], polygons: Polygons) -> Feature:
    """A place whose rings are mended where they cross or do not close."""
    parts = [
        shapely.Polygon(rings[0], [hole for hole in rings[1:] if len(hole) > 3])
        for rings in polygons
        if rings and len(rings[0]) > 3
    ]
    if not parts:
        return Feature(properties, None)
    whole = parts[0] if len(parts) == 1 else shapely.multipolygons(parts)
    if shapely.is_valid(whole):
        return Feature(properties, whole)
    areas = polygons_of(shapely.make_valid(whole))
    return Feature(properties, None if shapely.is_empty(areas) else areas, mended=True)


def _refused(name: str, what: str, remedy: str) -> Refusal:
    return Refusal(f"El archivo «{name}» {what}.", code="territory.file", remedy=remedy)
