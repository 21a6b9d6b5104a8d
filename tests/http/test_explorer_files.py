"""What is taken away from the explorer is exactly what it shows, says where it comes from, and
comes back the same by its permanent address."""

import csv
import io
import json
import zipfile
from collections import defaultdict

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from tests.http.conftest import ROWS

TABLE = "/datos/agua-entubada-por-municipio/agua/"
GROUPED = "orden=-sum_hogares&por=departamento&medida=sum.hogares&medida=count"


def body_of(answer) -> bytes:
    assert answer.status_code == 200, answer.content[:300]
    return b"".join(answer.streaming_content)


def by_department() -> list[tuple[str, int, int]]:
    """The same answer, added up by hand."""
    sums: dict[str, int] = defaultdict(int)
    counts: dict[str, int] = defaultdict(int)
    for row in ROWS:
        sums[row[2]] += row[4]
        counts[row[2]] += 1
    return sorted(((name, sums[name], counts[name]) for name in sums), key=lambda one: -one[1])


def test_every_format_holds_the_same_groups_to_the_last_digit(client, library):
    wanted = by_department()
    address = f"{TABLE}explorar.%s?{GROUPED}"
    rows = list(csv.reader(io.StringIO(body_of(client.get(address % "csv")).decode())))
    assert [(row[0], int(row[1]), int(row[2])) for row in rows[1:]] == wanted
    records = json.loads(body_of(client.get(address % "json")))
    assert [tuple(row.values()) for row in records["rows"]] == wanted
    lines = body_of(client.get(address % "ndjson")).decode().splitlines()
    assert [tuple(json.loads(line).values()) for line in lines] == wanted
    parquet = pq.read_table(io.BytesIO(body_of(client.get(address % "parquet"))))
    assert [tuple(row.values()) for row in parquet.to_pylist()] == wanted
    book = CalamineWorkbook.from_filelike(io.BytesIO(body_of(client.get(address % "xlsx"))))
    assert [tuple(row) for row in book.get_sheet_by_index(0).to_python()[1:]] == wanted
    archive = zipfile.ZipFile(io.BytesIO(body_of(client.get(address % "zip"))))
    inside = next(name for name in archive.namelist() if name.endswith(".csv"))
    assert archive.read(inside) == body_of(client.get(address % "csv"))


def test_every_file_says_its_source_version_and_query(client, library):
    address = f"{TABLE}explorar.%s?{GROUPED}"
    meta = json.loads(body_of(client.get(address % "json")))["meta"]
    assert meta["version"] == "2"
    assert meta["query"] == GROUPED
    assert "la suma de hogares" in meta["question"]
    assert "/v/2/agua/explorar/" in meta["url"]
    assert "huella=" in meta["url"]
    parquet = pq.read_schema(io.BytesIO(body_of(client.get(address % "parquet"))))
    assert json.loads(parquet.metadata[b"cauce"]) == meta
    archive = zipfile.ZipFile(io.BytesIO(body_of(client.get(address % "zip"))))
    assert meta["url"] in archive.read("LEAME.txt").decode()
    card = client.get(address % "csv").headers["Link"].partition(">")[0].removeprefix("<")
    assert meta["url"] in client.get(card).content.decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(body_of(client.get(address % "xlsx"))))
    assert meta["url"] in str(book.get_sheet_by_index(1).to_python())


def test_places_come_with_their_polygons(client, library):
    answer = client.get(f"{TABLE}explorar.geojson?por=codigo&medida=mean.con_agua")
    features = json.loads(body_of(answer))["features"]
    assert len(features) == len(ROWS)
    assert {one["geometry"]["type"] for one in features} <= {"Polygon", "MultiPolygon"}
    coban = next(one for one in features if one["properties"]["codigo"] == "1601")
    longitude, latitude = coban["geometry"]["coordinates"][0][0][:2]
    assert isinstance(longitude, list) or (-91 < longitude < -90 and 15 < latitude < 16.5)


def test_rows_without_a_place_have_no_geojson(client, library):
    answer = client.get(f"{TABLE}explorar.geojson?por=anio&medida=sum.hogares")
    assert answer.status_code == 400
    assert "no dicen dónde están" in answer.content.decode()


def test_filters_and_pages_of_rows_carry_over_whole(client, library):
    query = "f.departamento.eq=Alta+Verapaz&orden=-con_agua&filas=1&desde=1&columnas=municipio"
    rows = body_of(client.get(f"{TABLE}explorar.csv?{query}")).decode().splitlines()
    assert rows == ["Municipio", "San Pedro Carchá", "Panzós", "Cobán"]


def test_what_cannot_be_answered_is_no_file(client, library):
    for query in ("por=nada", "medida=sum.municipio", "f.anio.eq=mucho", "con=no/hay"):
        answer = client.get(f"{TABLE}explorar.csv?{query}")
        assert answer.status_code == 400, query
        assert "text/html" in answer.headers["Content-Type"]


def test_a_citation_leads_to_the_same_rows_for_ever(client, library):
    entry = client.get(f"{TABLE}cita.bib?{GROUPED}").content.decode()
    address = next(line for line in entry.splitlines() if "url = " in line)
    path = address.partition("{")[2].rstrip("},").removeprefix("http://testserver")
    assert path.startswith("/datos/agua-entubada-por-municipio/v/2/agua/explorar/?")
    page = client.get(path).content.decode()
    assert "Esto es lo que se citó" in page
    assert "San Pedro" not in page or "Alta Verapaz" in page
    wrong = client.get(path[:-3] + "000").content.decode()
    assert "no es la de lo que muestra" in wrong


def test_an_old_citation_says_that_there_is_a_newer_version(client, library):
    record = client.get(f"{TABLE.replace('/agua/', '/v/1/agua/')}cita.ris?{GROUPED}")
    path = next(
        line.partition("testserver")[2]
        for line in record.content.decode().splitlines()
        if line.startswith("UR")
    )
    page = client.get(path).content.decode()
    assert "Hay una versión más nueva (la 2)" in page


def test_the_second_table_of_a_citation_is_frozen_too(client, library):
    other = f"{library.budget.dataset.slug}/{library.budget.tables.first().name}"
    asked = {"con": other, "union": "municipio:municipio"}
    joined = client.get(f"{TABLE}explorar/", asked)
    if joined.status_code == 400:
        pytest.fail(joined.content.decode()[:2000])
    entry = client.get(f"{TABLE}cita.bib", asked).content.decode()
    slug, _, name = other.partition("/")
    assert f"con={slug}@{library.budget.number}/{name}" in entry.replace("\\_", "_")


def test_etags_tell_questions_apart(client, library):
    first = client.get(f"{TABLE}explorar.csv?{GROUPED}")
    again = client.get(
        f"{TABLE}explorar.csv?{GROUPED}", headers={"if-none-match": first.headers["ETag"]}
    )
    other = client.get(f"{TABLE}explorar.csv?por=departamento&medida=sum.hogares")
    assert again.status_code == 304
    assert other.headers["ETag"] != first.headers["ETag"]


def test_what_a_person_with_an_account_takes_stays_in_no_cache(client, library):
    address = f"{TABLE}explorar.csv?{GROUPED}"
    assert client.get(address).headers["Cache-Control"] == "public, no-cache"
    client.force_login(library.people.alicia)
    for path in (
        address,
        f"{TABLE}figura.json?{GROUPED}&ver=grafico",
        "/datos/agua-entubada-por-municipio/agua.csv",
    ):
        assert client.get(path).headers["Cache-Control"] == "no-store", path
