"""GeoJSON (RFC 7946): one row a feature, its properties as columns and its geometry as GeoJSON
text.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final

from cauce.base.errors import Refusal
from cauce.engine.reading.decision import Decision, Note
from cauce.engine.reading.grid import Grid
from cauce.engine.reading.limits import Budget
from cauce.engine.reading.opened import Opened, Place
from cauce.engine.reading.rows import Flattener, rows_of

GEOMETRY: Final = "geometry"
_GEOMETRIES: Final = frozenset(
    {
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
        "GeometryCollection",
    }
)


def features_of(document: Any) -> Sequence[Any] | None:
    """The features of a GeoJSON document, ``None`` when it is another kind of JSON."""
    if isinstance(document, list):
        are = document and all(
            isinstance(item, dict) and item.get("type") == "Feature" and GEOMETRY in item
            for item in document
        )
        return document if are else None
    if not isinstance(document, dict):
        return None
    kind = document.get("type")
    features = document.get("features")
    if kind == "FeatureCollection" and isinstance(features, list):
        return features
    if kind == "Feature" and isinstance(document.get(GEOMETRY), dict):
        return [document]
    if kind in _GEOMETRIES and ("coordinates" in document or "geometries" in document):
        return [{"type": "Feature", "properties": {}, GEOMETRY: document}]
    return None


def refuse_topology(document: Any, place: Place) -> None:
    """Refuse TopoJSON, whose shapes are arcs shared by several features."""
    if isinstance(document, dict) and document.get("type") == "Topology" and "arcs" in document:
        raise Refusal(
            f"«{place.name}» es un mapa TopoJSON. Conviértalo a GeoJSON (por ejemplo con "
            "mapshaper o QGIS).",
            code="file.kind",
        )


def open_features(
    document: Any,
    features: Sequence[Any],
    flattener: Flattener,
    place: Place,
    decisions: dict[str, Decision[Any]],
    notes: list[Note],
    budget: Budget,
) -> Opened:
    """The features as records; the column ``geometry`` comes last.

    Raises:
        Refusal: when there is no feature.
    """
    if not features:
        raise Refusal(
            f"«{place.name}» es un GeoJSON sin elementos. Compruebe que se exportó completo.",
            code="file.empty",
        )
    labels, rows = rows_of(_records(features), flattener, budget, place.name)
    if GEOMETRY in labels:
        at = labels.index(GEOMETRY)
        labels = (*labels[:at], *labels[at + 1 :], GEOMETRY)
        for row in rows:
            row.append(row.pop(at))
    decisions.setdefault("format", Decision("geojson", "Es una colección de elementos GeoJSON."))
    crs = _crs(document)
    decisions["crs"] = Decision(
        crs or "OGC:CRS84",
        "Lo dice el archivo."
        if crs
        else "GeoJSON usa longitud y latitud (WGS 84) si no dice otra cosa.",
    )
    found = [*notes, *flattener.notes(), *_crs_notes(crs, features)]
    grid = Grid(place.stem, rows, range(1, len(rows) + 1), records=True, labels=labels)
    return Opened("geojson", (grid,), decisions, tuple(found))


def _records(features: Sequence[Any]) -> Iterator[Mapping[str, Any]]:
    for feature in features:
        if not isinstance(feature, dict):
            yield {"valor": feature}
            continue
        properties = feature.get("properties")
        record: dict[str, Any] = dict(properties) if isinstance(properties, dict) else {}
        if "id" in feature and "id" not in record and not isinstance(feature["id"], dict | list):
            record = {"id": feature["id"], **record}
        record.pop(GEOMETRY, None)
        geometry = feature.get(GEOMETRY)
        record[GEOMETRY] = (
            None
            if geometry is None
            else json.dumps(geometry, ensure_ascii=False, separators=(",", ":"))
        )
        yield record


def _crs(document: Any) -> str | None:
    crs = document.get("crs") if isinstance(document, dict) else None
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else None


def _crs_notes(crs: str | None, features: Sequence[Any]) -> Iterator[Note]:
    if crs is not None and not crs.endswith(("CRS84", "4326")):
        yield Note("warning", "geojson.crs", f"El mapa usa el sistema de coordenadas «{crs}».")
    points = list(islice(_positions(features), 2000))
    if points and any(abs(x) > 180.001 or abs(y) > 90.001 for x, y in points):
        yield Note(
            "warning",
            "geojson.not_degrees",
            "Las coordenadas no son grados de longitud y latitud. Reproyecte el mapa a WGS 84 "
            "(EPSG:4326).",
        )


def _positions(features: Sequence[Any]) -> Iterator[tuple[float, float]]:
    for feature in features[:200]:
        geometry = feature.get(GEOMETRY) if isinstance(feature, dict) else None
        pile: list[Any] = [geometry.get("coordinates")] if isinstance(geometry, dict) else []
        for _ in range(60):
            if not pile:
                break
            here = pile.pop()
            if not isinstance(here, list) or not here:
                continue
            if len(here) >= 2 and all(isinstance(part, int | float) for part in here[:2]):
                yield float(here[0]), float(here[1])
            else:
                pile += here[:3]
