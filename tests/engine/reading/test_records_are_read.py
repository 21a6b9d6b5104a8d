"""JSON, JSON Lines, GeoJSON and Parquet: records become rows with labels."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cauce.base.errors import Refusal
from cauce.engine.reading.limits import Limits
from tests.engine.reading.opening import cells, codes, opened

moment = dt.datetime.fromisoformat


def labels(found: Any) -> list[str]:
    (grid,) = found.grids
    return list(grid.labels or ())


RECORDS = [{"a": 1, "b": "x"}, {"b": "y", "c": {"d": 2.5, "e": [1, 2]}}]


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (RECORDS, "$"),
        ({"data": RECORDS}, "$.data"),
        ({"meta": {"n": 2}, "results": {"items": RECORDS}}, "$.results.items"),
        ({"short": [{"z": 1}], "long": RECORDS}, "$.long"),
    ],
)
def test_the_longest_list_of_objects_is_the_table(
    tmp_path: Path, document: object, path: str
) -> None:
    found = opened(tmp_path, "a.json", json.dumps(document))
    assert found.format == "json"
    assert found.decisions["records"].value == path
    assert labels(found) == ["a", "b", "c.d", "c.e"]
    assert cells(found) == [[1, "x", None, None], [None, "y", 2.5, "[1, 2]"]]
    assert found.grids[0].records
    assert list(found.grids[0].numbers) == [1, 2]


def test_other_lists_are_offered(tmp_path: Path) -> None:
    document = {"short": [{"z": 1}], "long": RECORDS}
    found = opened(tmp_path, "a.json", json.dumps(document))
    assert found.decisions["records"].alternatives == ("$.short",)


def test_columns_lists_and_keys(tmp_path: Path) -> None:
    columns = opened(tmp_path, "a.json", '{"a": [1, 2], "b": ["x", null]}')
    assert labels(columns) == ["a", "b"]
    assert cells(columns) == [[1, "x"], [2, None]]
    lists = opened(tmp_path, "b.json", '[["a", "b"], [1, 2]]')
    assert not lists.grids[0].records
    assert cells(lists) == [["a", "b"], [1, 2]]
    named = opened(
        tmp_path,
        "c.json",
        '{"fields": [{"id": "a"}, {"id": "b"}], "records": [[1, 2], [3, 4], [5, 6]]}',
    )
    assert labels(named) == ["a", "b"]
    assert cells(named) == [[1, 2], [3, 4], [5, 6]]
    keyed = opened(tmp_path, "d.json", '{"0101": {"n": 1}, "0102": {"n": 2}}')
    assert labels(keyed) == ["clave", "n"]
    assert "records.shape" in codes(keyed)


def test_odd_values_do_not_break_it(tmp_path: Path) -> None:
    text = '[{"a": NaN, "b": 123456789012345678901234567890, "c": "\\ud800x", "d": true, "e": {}}]'
    found = opened(tmp_path, "a.json", text)
    assert cells(found) == [[None, "123456789012345678901234567890", "\ufffdx", True, None]]
    assert {"records.not_finite", "encoding.lost_letters"} <= codes(found)


def test_json_in_cp1252(tmp_path: Path) -> None:
    found = opened(tmp_path, "a.json", '[{"lugar": "Cobán"}, {"lugar": "Petén"}]'.encode("cp1252"))
    assert cells(found) == [["Cobán"], ["Petén"]]
    assert found.decisions["encoding"].value == "cp1252"


def test_json_lines_and_their_broken_ones(tmp_path: Path) -> None:
    found = opened(tmp_path, "a.jsonl", '{"a": 1}\n\n{"a": 2, "b": 3}\n{"a": 3\n{"a": 4}\n')
    assert found.format == "jsonl"
    assert cells(found) == [[1, None], [2, 3], [4, None]]
    assert list(found.grids[0].numbers) == [1, 3, 5]
    assert next(note for note in found.notes if note.code == "records.broken_lines").rows == (4,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"a": 1}, {"a": ', "no es JSON válido.*línea 1"),
        ('{"a": [], "b": {}}', "no contiene una lista de registros"),
        ('{"type": "Topology", "objects": {}, "arcs": []}', "TopoJSON.*GeoJSON"),
        ('{"type": "FeatureCollection", "features": []}', "sin elementos"),
        ("[" * 100_000, "JSON válido|anidados"),
        ('{"a":' * 100_000, "JSON válido|anidados"),
    ],
)
def test_what_holds_no_records_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        opened(tmp_path, "a.json", text)


def test_text_that_only_begins_like_json_is_text(tmp_path: Path) -> None:
    found = opened(tmp_path, "a.csv", '["x"];b\n1;2\n3;4\n')
    assert found.format == "csv"
    assert len(cells(found)) == 3


def feature(properties: dict[str, object], geometry: object = None) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_geojson_has_its_geometry_last(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [-90.5, 14.6]}
    document = {
        "type": "FeatureCollection",
        "features": [
            {"id": 7, **feature({"name": "Guatemala", "n": 1}, point)},
            feature({"name": "x", "z": 2}),
        ],
    }
    found = opened(tmp_path, "a.geojson", json.dumps(document))
    assert found.format == "geojson"
    assert labels(found) == ["id", "name", "n", "z", "geometry"]
    assert cells(found)[0][:4] == [7, "Guatemala", 1, None]
    assert json.loads(str(cells(found)[0][4])) == point
    assert cells(found)[1][4] is None
    assert found.decisions["crs"].value == "OGC:CRS84"


def test_geojson_in_metres_is_said(tmp_path: Path) -> None:
    document = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32615"}},
        "features": [feature({"a": 1}, {"type": "Point", "coordinates": [765000, 1615000]})],
    }
    found = opened(tmp_path, "a.geojson", json.dumps(document))
    assert {"geojson.crs", "geojson.not_degrees"} <= codes(found)
    assert found.decisions["crs"].value == "urn:ogc:def:crs:EPSG::32615"


def test_parquet_keeps_types(tmp_path: Path) -> None:
    table = pa.table(
        {
            "entero": [1, None],
            "texto": ["Cobán", None],
            "dinero": pa.array([Decimal("12.50"), None], pa.decimal128(18, 2)),
            "fecha": [dt.date(2018, 12, 31), None],
            "momento": pa.array([1_545_000_000_123_456_789, None], pa.timestamp("ns")),
            "lista": [[1, 2], None],
            "sí": [True, None],
            "categoría": pa.array(["x", None]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "t.parquet")
    found = opened(tmp_path, "a.bin", (tmp_path / "t.parquet").read_bytes())
    assert found.format == "parquet"
    row, blank = cells(found)
    assert row == [
        1,
        "Cobán",
        12.5,
        dt.date(2018, 12, 31),
        moment("2018-12-16T22:40:00.123456"),
        "[1, 2]",
        True,
        "x",
    ]
    assert blank == [None] * 8
    with pytest.raises(Refusal, match="Parquet dañado"):
        opened(tmp_path, "b.parquet", (tmp_path / "t.parquet").read_bytes()[:-30])
    with pytest.raises(Refusal, match="celdas"):
        opened(tmp_path, "c.bin", (tmp_path / "t.parquet").read_bytes(), limits=Limits(cells=5))


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=25,
)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(JSON_VALUES)
def test_any_json_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, document: object
) -> None:
    folder = tmp_path_factory.mktemp("j")
    try:
        found = opened(folder, "a.json", json.dumps(document))
    except Refusal:
        return
    for grid in found.grids:
        if grid.records:
            assert all(len(row) == len(grid.labels or ()) for row in grid.rows)
