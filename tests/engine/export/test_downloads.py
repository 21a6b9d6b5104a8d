"""A download holds the rows asked for, says where they come from, and runs nothing."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from cauce.base.errors import Refusal
from cauce.engine.explore import Explore, Order
from cauce.engine.explore.filters import Filter
from cauce.engine.export import (
    FORMATS,
    ExportMeta,
    Format,
    available,
    content_type,
    export,
)
from cauce.engine.export.meta import headings
from cauce.engine.export.workbook import MOST_ROWS, refuse_what_does_not_fit
from tests.engine.tables import SmallTable, column, write_table

META = ExportMeta(
    title="Población por municipio",
    slug="poblacion-por-municipio",
    version="3",
    organisation="SEGEPLAN",
    source="INE, Censo 2018",
    licence="CC BY 4.0",
    licence_url="https://creativecommons.org/licenses/by/4.0/",
    url="https://ejemplo.gob.gt/datos/poblacion-por-municipio/v/3/",
    table="Municipios",
)


@pytest.fixture
def table(tmp_path: Path) -> SmallTable:
    schema = (
        column("codigo", "text", label="Código"),
        column("municipio", "text", label="Municipio; nombre"),
        replace(column("poblacion", "integer", label="Población"), description="Personas"),
        column("tasa", "number", unit="%", label="=Tasa"),
    )
    return write_table(
        tmp_path,
        schema,
        [
            ("0101", "Guatemala", 923392, 12.5),
            ("1601", "Cobán", 212047, None),
            ("0103", "=HYPERLINK(1)", 5, -1.0),
            (None, None, 1135444, None),
        ],
        ["data"] * 3 + ["total"],
    )


@pytest.fixture
def download(table: SmallTable) -> Callable[..., bytes]:
    def download(format_: Format, options: dict[str, Any] | None = None, **asked: Any) -> bytes:
        explore = Explore(table.sha256, **asked)
        pieces = list(export(explore, table.schema, table.loose, format_, META, **(options or {})))
        assert all(pieces), "an empty piece would end a chunked response"
        return b"".join(pieces)

    return download


def test_csv_is_plain_and_runs_nothing(download: Callable[..., bytes]) -> None:
    assert download("csv").decode() == (
        "Código,Municipio; nombre,Población,'=Tasa\r\n"
        "0101,Guatemala,923392,12.5\r\n"
        "1601,Cobán,212047,\r\n"
        "0103,'=HYPERLINK(1),5,-1.0\r\n"
    )


def test_csv_for_spreadsheets_in_spanish(download: Callable[..., bytes]) -> None:
    assert download("csv", {"decimal_comma": True}).decode() == (
        '\ufeffCódigo;"Municipio; nombre";Población;\'=Tasa\r\n'
        "0101;Guatemala;923392;12,5\r\n"
        "1601;Cobán;212047;\r\n"
        "0103;'=HYPERLINK(1);5;-1,0\r\n"
    )


def test_it_holds_the_rows_asked_for_in_their_order(download: Callable[..., bytes]) -> None:
    asked = download(
        "csv",
        columns=("codigo", "poblacion"),
        filters=(Filter("poblacion", "ge", ("100",)),),
        search="a",
        order=(Order("poblacion"),),
        offset=1,
        limit=1,
    )
    assert asked.decode().split("\r\n")[1:-1] == ["1601,212047", "0101,923392"]


def test_rows_that_are_not_data_come_marked_and_only_when_asked(
    download: Callable[..., bytes],
) -> None:
    kinds = ("data", "total")
    assert download("csv", kinds=kinds).decode().split("\r\n")[-2] == "total,,,1135444,"
    last = json.loads(download("ndjson", {"source_rows": True}, kinds=kinds).split(b"\n")[-2])
    assert last == {
        "_row": 5,
        "_kind": "total",
        "codigo": None,
        "municipio": None,
        "poblacion": 1135444,
        "tasa": None,
    }


def test_json_says_where_the_rows_come_from(
    download: Callable[..., bytes], table: SmallTable
) -> None:
    document = json.loads(download("json", order=(Order("poblacion"),)))
    assert [row["codigo"] for row in document["rows"]] == ["0103", "1601", "0101"]
    assert document["meta"]["sha256"] == table.sha256
    assert document["meta"]["query"] == "orden=poblacion"
    assert document["meta"]["licence"] == "CC BY 4.0"
    assert document["meta"]["columns"][2] == {
        "name": "poblacion",
        "label": "Población",
        "type": "integer",
        "unit": None,
        "role": None,
        "description": "Personas",
    }


@pytest.mark.parametrize("format_", [name for name in FORMATS if name != "geojson"])
def test_no_rows_is_a_whole_file_too(download: Callable[..., bytes], format_: Format) -> None:
    data = download(format_, search="nada de esto")
    match format_:
        case "json":
            assert json.loads(data)["rows"] == []
        case "ndjson":
            assert data == b""
        case "csv":
            assert data.count(b"\r\n") == 1
        case _:
            assert len(data) > 100


def test_the_workbook_explains_itself_on_its_second_sheet(
    download: Callable[..., bytes], table: SmallTable
) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(download("xlsx", kinds=("data", "total"))))
    assert book.sheet_names == ["Datos", "Diccionario y fuente"]
    rows = book.get_sheet_by_name("Datos").to_python()
    assert rows[0] == ["_kind", "Código", "Municipio; nombre", "Población", "=Tasa"]
    assert rows[3] == ["data", "0103", "=HYPERLINK(1)", 5.0, -1.0]
    about = book.get_sheet_by_name("Diccionario y fuente").to_python()
    facts = {row[0]: row[1] for row in about}
    assert facts["Fuente"] == "INE, Censo 2018"
    assert facts["SHA-256 de la tabla"] == table.sha256
    assert facts["Consulta"] == "clase=data,total"
    assert facts["Licencia"] == "CC BY 4.0 https://creativecommons.org/licenses/by/4.0/"
    dictionary = {row[0]: row for row in about}
    assert dictionary["Población"][1:3] == ["poblacion", "entero"]
    assert dictionary["Población"][7] == "Personas"
    assert dictionary["=Tasa"][3] == "%"


def test_the_workbook_of_a_whole_table_says_so(download: Callable[..., bytes]) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(download("xlsx")))
    about = book.get_sheet_by_name("Diccionario y fuente").to_python()
    assert ["Consulta", "todas las filas de datos"] in [row[:2] for row in about]


def test_what_does_not_fit_on_a_sheet_is_refused_with_a_way_out() -> None:
    refuse_what_does_not_fit(MOST_ROWS, 12)
    for rows, columns in ((MOST_ROWS + 1, 1), (1, 16_385)):
        with pytest.raises(Refusal, match="Descargue CSV o Parquet") as refusal:
            refuse_what_does_not_fit(rows, columns)
        assert refusal.value.code == "export.xlsx_size"


def test_a_text_that_does_not_fit_in_a_cell_is_refused(tmp_path: Path) -> None:
    table = write_table(tmp_path, (column("t", "text"),), [("a",), ("x" * 32_768,)])
    with pytest.raises(Refusal, match=r"columna «t» en la fila 3 pasa de 32,767"):
        export(Explore(table.sha256), table.schema, table.loose, "xlsx", META)


def test_a_wrong_question_is_refused_before_any_byte(table: SmallTable) -> None:
    wrong = Explore(table.sha256, filters=(Filter("nada", "eq", ("1",)),))
    for format_ in ("csv", "xlsx"):
        with pytest.raises(Refusal, match="no tiene una columna"):
            export(wrong, table.schema, table.loose, format_, META)


def test_the_rest_is_made_as_it_is_taken(tmp_path: Path) -> None:
    rows = [(number, "x" * 50) for number in range(60_000)]
    table = write_table(tmp_path, (column("n", "integer"), column("t", "text")), rows)
    for format_ in ("csv", "json", "ndjson"):
        pieces = export(Explore(table.sha256), table.schema, table.loose, format_, META)
        assert len(next(pieces)) < 300_000
    pieces = export(Explore(table.sha256), table.schema, table.loose, "csv", META)
    lines = b"".join(pieces).split(b"\r\n")
    assert [int(line.split(b",")[0]) for line in lines[1:-1]] == list(range(60_000))


def test_geojson_takes_its_points_from_latitude_and_longitude(tmp_path: Path) -> None:
    schema = (
        column("nombre", "text"),
        column("latitud", "number"),
        column("x", "number", label="Longitud"),
    )
    rows = [("Cobán", 15.47, -90.37), ("Nada", None, -90.0), ("Fuera", 95.0, 0.0)]
    table = write_table(tmp_path, schema, rows)
    assert "geojson" in available(schema)
    pieces = export(Explore(table.sha256), schema, table.loose, "geojson", META)
    document = json.loads(b"".join(pieces))
    assert document["type"] == "FeatureCollection"
    assert document["features"][0] == {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [-90.37, 15.47]},
        "properties": {"nombre": "Cobán"},
    }
    assert [one["geometry"] for one in document["features"][1:]] == [None, None]


def test_geojson_gives_back_the_geometry_it_was_read_from(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[0, 0], [1.5, 1]]}
    schema = (column("n", "integer"), column("geometry", "text"))
    table = write_table(tmp_path, schema, [(1, json.dumps(line)), (2, None), (3, "POINT(0 0)")])
    pieces = export(Explore(table.sha256), schema, table.loose, "geojson", META)
    features = json.loads(b"".join(pieces))["features"]
    assert [one["geometry"] for one in features] == [line, None, None]
    assert features[0]["properties"] == {"n": 1}


def test_a_table_that_is_nowhere_has_no_geojson(table: SmallTable) -> None:
    assert "geojson" not in available(table.schema)
    with pytest.raises(Refusal, match="no dicen dónde están"):
        export(Explore(table.sha256), table.schema, table.loose, "geojson", META)


def test_headings_are_all_different() -> None:
    same = [
        column("a", "text", label="Total"),
        column("b", "text", label="total"),
        column("c", "text", label=" "),
        column("d", "text", label="_kind"),
        column("e", "text", label="C"),
    ]
    assert headings(same) == ["Total", "b", "c", "d", "e"]


def test_files_have_plain_names_and_their_content_type() -> None:
    assert META.filename("csv") == "poblacion-por-municipio-v3-municipios.csv"
    assert content_type("csv") == "text/csv; charset=utf-8"
