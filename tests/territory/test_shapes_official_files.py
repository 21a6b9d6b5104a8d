"""Files of boundaries that are not what they should be are refused in words that help."""

import json
import re

import pytest

from cauce.base.errors import Refusal
from cauce.territory.shapes import official
from cauce.territory.shapes.official import read_official
from tests.territory.drawn import collection, feature, square


def written(path, content):
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


UTM = [[[278000.0, 8665000.0], [279000.0, 8665000.0], [279000.0, 8666000.0], [278000.0, 8665000.0]]]
INFINITE = '{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":%s}}'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (collection([feature({"c": "01"}, UTM)]), "coordenadas proyectadas.*EPSG:4326"),
        (collection([feature({"c": "01"}, [-77.0, -12.0], "Point")]), "puntos o líneas"),
        (collection([feature({"c": "01"}, [], "Polygon")]), "no tiene ningún polígono"),
        (collection([]), "no tiene lugares"),
        ('{"type":"FeatureCollection","features":[{"type"', "cortado"),
        ("", "no es JSON"),
        ("hola", "no es JSON"),
        ("[1, 2]", "no está formado como GeoJSON"),
        ("3", "no está formado como GeoJSON"),
        ('{"type":"FeatureCollection"}', "no está formado como GeoJSON"),
        ('{"type":"Topology","objects":{}}', "no está formado como GeoJSON"),
        ("[" * 100_000, "no está formado como GeoJSON|cortado"),
        (INFINITE % "[[[NaN,1],[1,1],[1,2],[NaN,1]]]", "no son números"),
        (INFINITE % "[[[1],[1,1],[1,2],[1,1]]]", "no está formado"),
        (INFINITE % '[[["a",1],[1,1],[1,2],[1,1]]]', "no está formado"),
        (b"PK\x03\x04 whatever", "comprimido o un shapefile"),
        (b"\x00\x00\x27\x0a whatever", "comprimido o un shapefile"),
    ],
)
def test_what_is_no_map_is_refused(tmp_path, content, said):
    with pytest.raises(Refusal) as refused:
        read_official(written(tmp_path / "mapa.geojson", content))
    assert re.search(said, str(refused.value))
    assert "mapa.geojson" in str(refused.value)


def test_a_file_that_is_not_there_is_said(tmp_path):
    for path in (tmp_path / "nada.geojson", tmp_path):
        with pytest.raises(Refusal, match="No existe el archivo"):
            read_official(path)


def test_a_file_that_is_too_big_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(official, "LARGEST_MB", 0)
    path = written(tmp_path / "mapa.geojson", " " * (1 << 20))
    with pytest.raises(Refusal, match=r"ocupa 1 MB.*mapshaper"):
        read_official(path)


def test_a_bom_a_height_an_empty_place_and_old_spanish_bytes_are_no_trouble(tmp_path):
    high = [[[*point, 2500.0] for point in ring] for ring in square(0, 0)]
    place = collection([feature({"n": "Ñuñoa"}, high), {**feature({}, []), "geometry": None}])
    text = json.dumps(place, ensure_ascii=False)
    for content in (text.encode("utf-8-sig"), text.encode("cp1252")):
        first, second = read_official(written(tmp_path / "mapa.geojson", content))
        assert first.properties["n"] == "Ñuñoa"
        assert first.geometry.area == pytest.approx(0.25)
        assert second.geometry is None


def test_a_bow_tie_is_mended_and_told(tmp_path):
    tie = [[[-77.0, -12.0], [-76.0, -11.0], [-76.0, -12.0], [-77.0, -11.0], [-77.0, -12.0]]]
    (found,) = read_official(written(tmp_path / "m.json", collection([feature({}, tie)])))
    assert found.mended
    assert found.geometry.is_valid
    assert found.geometry.area == pytest.approx(0.5)


def test_parts_of_a_collection_of_geometries_are_joined(tmp_path):
    parts = [{"type": "Polygon", "coordinates": square(n, 0)} for n in (0, 2)]
    place = feature({}, [])
    place["geometry"] = {"type": "GeometryCollection", "geometries": parts}
    (found,) = read_official(written(tmp_path / "m.json", collection([place])))
    assert found.geometry.area == pytest.approx(0.5)


def test_topojson_is_read_with_and_without_quantisation(tmp_path):
    geometry = {"type": "Polygon", "arcs": [[0]], "id": 15, "properties": {"n": "Lima"}}
    arc = [[-77.0, -12.0], [-77.0, -11.0], [-76.0, -11.0], [-77.0, -12.0]]
    plain = {
        "type": "Topology",
        "objects": {"x": {"type": "GeometryCollection", "geometries": [geometry]}},
        "arcs": [arc],
    }
    steps = {
        **plain,
        "transform": {"scale": [0.5, 0.5], "translate": [-77.0, -12.0]},
        "arcs": [[[0, 0], [0, 2], [2, 0], [-2, -2]]],
    }
    for document in (plain, steps):
        (found,) = read_official(written(tmp_path / "m.json", document))
        assert found.properties == {"id": 15, "n": "Lima"}
        assert found.geometry.area == pytest.approx(0.5)
