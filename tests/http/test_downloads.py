"""Downloads: exactly the rows that are asked for, in each format, named by what they hold."""

import csv
import io
import json
from dataclasses import replace

import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from tests.http.conftest import ROWS
from tests.http.reading_html import link_named, text_of

WATER = "/datos/agua-entubada-por-municipio/"


def body_of(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_csv_holds_every_row_of_data_and_no_total(client, library):
    answer = client.get(f"{WATER}agua.csv")
    rows = list(csv.reader(io.StringIO(body_of(answer).decode())))
    assert rows[0] == ["Código", "Municipio", "Departamento", "Año", "Hogares", "Con agua"]
    assert [row[0] for row in rows[1:]] == [row[0] for row in ROWS]
    assert rows[5][5] == ""


def test_csv_in_spanish_has_semicolons_commas_and_a_mark(client, library):
    for query in ("formato=es", "sep=;"):
        text = body_of(client.get(f"{WATER}agua.csv?{query}")).decode("utf-8")
        assert text.startswith("\ufeffCódigo;Municipio")
        assert ";12,5" in text


def test_the_other_formats_open(client, library):
    parquet = pq.read_table(io.BytesIO(body_of(client.get(f"{WATER}agua.parquet"))))
    assert parquet.num_rows == 30
    assert parquet.column("codigo").to_pylist()[0] == "0101"
    records = json.loads(body_of(client.get(f"{WATER}agua.json")))
    assert records["rows"][0]["municipio"] == "Guatemala"
    assert records["meta"]["version"] == "2"
    book = CalamineWorkbook.from_filelike(io.BytesIO(body_of(client.get(f"{WATER}agua.xlsx"))))
    assert book.get_sheet_by_index(0).to_python()[1][0] == "0101"


def test_the_filters_of_the_page_carry_over(client, library):
    page = client.get(f"{WATER}?f.departamento.eq=Alta+Verapaz&orden=-con_agua").content
    rows = list(csv.reader(io.StringIO(body_of(client.get(link_named(page, "CSV"))).decode())))
    assert [row[1] for row in rows[1:]] == ["San Pedro Carchá", "Panzós", "Cobán"]


def test_a_version_keeps_its_rows(client, library):
    assert len(body_of(client.get(f"{WATER}v/1/agua.csv")).splitlines()) == 30
    assert len(body_of(client.get(f"{WATER}v/2/agua.csv")).splitlines()) == 31


def test_headers_name_the_file_and_its_content(client, library):
    answer = client.get(f"{WATER}agua.csv")
    headers = answer.headers
    assert headers["Content-Disposition"] == (
        'attachment; filename="agua-entubada-por-municipio-v2.csv"'
    )
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Type"] == "text/csv; charset=utf-8"
    assert headers["Last-Modified"]
    body_of(answer)


def test_what_did_not_change_is_not_sent_again(client, library):
    answer = client.get(f"{WATER}agua.csv")
    body_of(answer)
    etag = answer.headers["ETag"]
    assert client.get(f"{WATER}agua.csv", headers={"if-none-match": etag}).status_code == 304
    for other in ("agua.csv?formato=es", "agua.csv?q=cobán", "agua.json", "v/1/agua.csv"):
        different = client.get(f"{WATER}{other}", headers={"if-none-match": etag})
        assert different.status_code == 200, other
        body_of(different)


def test_head_asks_for_nothing_to_be_made(client, library):
    answer = client.head(f"{WATER}agua.csv")
    assert answer.status_code == 200
    assert body_of(answer) == b""


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("nada.csv", 404),
        ("agua.exe", 404),
        ("v/7/agua.csv", 404),
        ("agua.csv?f.nada.eq=1", 400),
        ("agua.geojson", 400),
        ("archivo.csv", 404),
    ],
)
def test_what_cannot_be_given_is_explained(client, library, address, status):
    assert client.get(f"{WATER}{address}").status_code == status


def test_a_filtered_file_says_so_in_its_name(client, library):
    answer = client.get(f"{WATER}agua.csv?f.departamento.contains=verapaz")
    name = "agua-entubada-por-municipio-v2-filtrado.csv"
    assert name in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("base", ["", "https://datos.ejemplo.gob.gt"])
def test_the_citation_is_one_and_whole_everywhere(client, library, settings, base):
    settings.CAUCE = replace(settings.CAUCE, base_url=base)
    where = f"{base or 'http://testserver'}{WATER}v/2/"
    who = library.people.planning.name
    cited = text_of(client.get(WATER).content)
    assert f"{where} · sha256:" in cited
    assert f"{who} (" in cited
    said = json.loads(body_of(client.get(f"{WATER}agua.json")))["meta"]
    assert f"{where} · sha256:" in said["citation"]
    assert said["citation"].startswith(who)
    assert said["url"] == where
    for ending in ("bib", "ris"):
        known = client.get(f"{WATER}v/2/cita.{ending}").content.decode()
        assert who in known
        assert where in known


def test_the_dictionary_of_a_workbook_speaks_spanish(client, library):
    book = CalamineWorkbook.from_filelike(io.BytesIO(body_of(client.get(f"{WATER}agua.xlsx"))))
    cells = [cell for row in book.get_sheet_by_index(1).to_python() for cell in row]
    assert "municipio de Guatemala" in cells
    assert not [cell for cell in cells if str(cell).startswith("territory:")]


def test_the_citation_comes_for_reference_managers(client, library):
    bib = client.get(f"{WATER}v/2/cita.bib").content.decode()
    assert bib.startswith("@misc{agua-entubada-por-municipio-v2,")
    assert "{Secretaría de Planificación del Ejemplo}" in bib
    assert library.water.hash in bib
    ris = client.get(f"{WATER}v/2/cita.ris").content.decode()
    assert ris.startswith("TY  - DATA\r\n")
    assert ris.endswith("ER  - \r\n")
    assert client.get(f"{WATER}v/2/cita.exe").status_code == 404
