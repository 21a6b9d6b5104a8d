"""Whatever data and titles hold, what the explorer makes of them is harmless and well formed.

Columns, cells and titles come here with markup, formulas, quotes, paths of Vega and letters beyond
measure; pages, pictures, specifications, citations, lines of code and files only ever say them.
"""

import ast
import csv
import io
import json
import re
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from django.db import transaction
from django.test import Client

from tests.http.publications import Field, publish, table_report, words
from tests.people import make_people

pytestmark = pytest.mark.django_db
EVIL = (
    "<script>alert(1)</script>",
    "</text><image href='//x.example/a' onload=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "]]></svg><!--",
    '=HYPERLINK("http://x.example")',
    "a.b[0]['c']\\d",
    "{{7*7}}{% raw %}${x}",
    "datum.value; event.view.alert(1)",
    "\u202egnp.exe 😀\u0000\u000b",
    "L" * 10_000,
    "'; DROP TABLE x; --\nER  - \nTY  - BOOK",
    "} , url = {javascript:alert(1)",
)
LABELS = (
    '<b onclick="alert(1)">Grupo</b> a.b[0]\\"',
    "Año]]><script>alert(2)</script>",
    "Cantidad '\"`${} " + "ñ" * 1_000,
    "=cmd|' /C calc'!A0",
)
FIELDS = (
    Field("grupo", LABELS[0]),
    Field("anio", LABELS[1], "integer", role="year"),
    Field("cantidad", LABELS[2], "integer", unit="</title><script>u</script>"),
    Field("otra", LABELS[3], "number"),
)
ROWS = [
    (text.replace("\u0000", ""), year, 10 * place + year % 7, place / 3)
    for place, text in enumerate(EVIL)
    for year in (2018, 2019)
]
TITLE = '"><svg/onload=alert(1)>{Título} ]]> & $x_1$ \\input{/etc/passwd} #1%'
TABLE = "/datos/hostil/tabla/"
STATES = (
    "",
    "ver=grafico",
    "por=grupo&medida=sum.cantidad&ver=grafico",
    "por=grupo&medida=sum.cantidad&ver=grafico&grafico=barras",
    "por=grupo,anio&medida=sum.cantidad&ver=grafico&grafico=lineas",
    "por=anio&cruce=grupo&medida=sum.cantidad&ver=grafico&grafico=apiladas",
    "por=grupo&medida=sum.cantidad&medida=mean.otra&ver=grafico&grafico=dispersion",
    "por=grupo&medida=sum.cantidad&comparar=anio.2018.2019&ver=grafico",
    "columnas=cantidad&ver=grafico&grafico=histograma",
    "f.grupo.contains=%3Cscript%3E&q=%22%3E%3Cimg+src%3Dx%3E&ver=grafico",
)


@pytest.fixture(scope="module")
def hostile(django_db_blocker: Any, django_db_setup: None, tmp_path_factory: Any) -> Iterator[None]:
    """A published table of hostile texts."""
    with django_db_blocker.unblock(), transaction.atomic():
        people = make_people()
        table = table_report(
            tmp_path_factory.mktemp("t"), "tabla", FIELDS, ROWS, title=TITLE, footnotes=[EVIL[1]]
        )
        version = publish(
            people.alicia,
            people.planning,
            [table],
            words(title=TITLE, summary=EVIL[0], sources=EVIL[11], owner=EVIL[2]),
        )
        type(version.dataset).objects.filter(pk=version.dataset_id).update(slug="hostil")
        yield
        transaction.set_rollback(True)


class Elements(HTMLParser):
    """The elements of a page, its attributes and what its scripts say."""

    def __init__(self) -> None:
        super().__init__()
        self.attributes: list[tuple[str, str, str]] = []
        self.scripts: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self._inside = tag

    def handle_data(self, data: str) -> None:
        if self._inside == "script" and data.strip():
            self.scripts.append(data)
            self._inside = ""


def dangers_in(page: str) -> list[str]:
    """Elements and attributes that only data could have brought."""
    found = Elements()
    found.feed(page)
    wrong = [script[:80] for script in found.scripts]
    for tag, name, value in found.attributes:
        active = name.startswith("on") or name in ("style", "srcdoc", "xlink:href")
        leading = name in ("href", "src", "action") and re.match(
            r"\s*(javascript|data:[^,]|//)", value
        )
        if active or leading or (tag == "img" and value == "x"):
            wrong.append(f"<{tag} {name}={value[:60]}>")
    return wrong


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.mark.parametrize("state", STATES)
def test_pages_and_frames_say_it_and_do_nothing(client: Client, hostile: None, state: str) -> None:
    for place in ("explorar/", "incrustar/"):
        answer = client.get(f"{TABLE}{place}?{state}")
        assert answer.status_code == 200 or place == "incrustar/", (place, state)
        page = answer.content.decode()
        assert dangers_in(page) == [], (place, state)
        for svg in re.findall(r"<svg\b[^>]*>.*?</svg>", page, re.S):
            fromstring(svg)


@pytest.mark.parametrize("state", STATES[1:])
def test_drawings_hold_nothing_of_it_but_words(client: Client, hostile: None, state: str) -> None:
    answer = client.get(f"{TABLE}figura.svg?{state}")
    if answer.status_code == 400:
        return
    drawn = fromstring(answer.content)
    names = {each.tag.rpartition("}")[2] for each in drawn.iter()}
    assert names <= {
        *("svg", "title", "desc", "g", "path", "line", "rect", "circle", "text", "tspan", "style"),
        *("defs", "clipPath", "linearGradient", "stop", "pattern", "use"),
    }
    for each in drawn.iter():
        for name, value in each.attrib.items():
            assert not name.startswith("on")
            assert "example" not in value
            assert "alert" not in value
    specification = json.loads(client.get(f"{TABLE}figura.json?{state}").content)
    assert list(told_to_vega(specification)) == []


def told_to_vega(specification: Any, inside: str = "") -> Iterator[str]:
    """What a specification would have Vega evaluate, fetch or read as a path, made from data."""
    if isinstance(specification, list):
        for each in specification:
            yield from told_to_vega(each, inside)
    elif isinstance(specification, dict):
        for name, value in specification.items():
            if name == "values" and inside == "data":
                continue
            if name in ("url", "href", "signal", "expr", "calculate", "filter", "params"):
                yield f"{name}: {value}"
            if name == "field" and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", str(value)):
                yield f"field: {value}"
            if name.endswith("Expr") and not re.fullmatch(
                r"datum\.label \+ '[^'\\]{0,4}'", str(value)
            ):
                yield f"{name}: {value}"
            yield from told_to_vega(value, name)


def test_labels_are_no_expressions(client: Client, hostile: None) -> None:
    """What is told of a mark is a Vega expression made from labels, quotes of which are escaped."""
    answer = client.get(f"{TABLE}figura.json?por=grupo&medida=sum.cantidad&ver=grafico")
    titles = re.findall(r'"title": ("(?:[^"\\]|\\.)*")', answer.content.decode())
    told = [json.loads(title) for title in titles]
    assert any("Grupo" in title for title in told)
    for title in told:
        written = '"' + title.replace('"', '\\"') + '"'  # as Vega-Lite writes it
        assert re.fullmatch(r'"(?:[^"\\\n]|\\.)*"', written), title


def test_citations_keep_their_form(client: Client, hostile: None) -> None:
    state = "por=grupo&medida=sum.cantidad&f.grupo.contains=%7D%2C+x%3D%7B"
    written = client.get(f"{TABLE}cita.bib?{state}").content.decode()
    plain = re.sub(r"\\.", "", written)
    depth = 0
    for letter in plain:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        assert depth >= 0
    assert depth == 0
    assert re.findall(r"^  (\w+) = ", plain, re.M) == [
        *("author", "title", "year", "howpublished", "url", "note")
    ]
    lines = client.get(f"{TABLE}cita.ris?{state}").content.decode().splitlines()
    assert [line[:2] for line in lines if line] == [
        *("TY", "AU", "TI", "PY", "DA", "ET", "UR", "N1", "ER")
    ]


def test_lines_of_code_stay_lines_of_code(client: Client, hostile: None) -> None:
    page = client.get(f"{TABLE}explorar/?columnas=grupo,otra,cantidad").content.decode()
    found = Code()
    found.feed(page)
    (python,) = (text for text in found.texts if text.startswith("import pandas"))
    calls = [node for node in ast.walk(ast.parse(python)) if isinstance(node, ast.Call)]
    assert len(calls) == 1
    (shell,) = (text for text in found.texts if text.startswith("curl"))
    assert re.fullmatch(r"curl -fsSL '[^']+' -o '[-\w.]+'\n?", shell)


class Code(HTMLParser):
    """What a page gives as code."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "code":
            self.texts.append("")
        self._inside = tag == "code"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "code"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data


def test_files_hold_it_as_data(client: Client, hostile: None) -> None:
    text = body_of(client.get(f"{TABLE}explorar.csv?columnas=grupo,otra,anio")).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert {len(row) for row in rows} == {3}
    assert len(rows) == len(ROWS) + 1
    read = json.loads(body_of(client.get(f"{TABLE}explorar.json")))
    assert [row["grupo"] for row in read["rows"]] == [row[0] for row in ROWS]
    for extension in ("xlsx", "parquet", "ndjson", "zip", "txt"):
        assert client.get(f"{TABLE}explorar.{extension}").status_code == 200


LONG = (
    ("q=" + "a" * 1_000_000, "explorar/"),
    ("&".join(f"f.grupo.in={place}" for place in range(100_000)), "explorar/"),
    ("&".join(f"f.c{place}.eq=1" for place in range(500)), "explorar/"),
    ("por=" + ",".join(["grupo"] * 10_000), "explorar/"),
    ("medida=" + "sum." * 10_000, "figura.svg"),
    ("columnas=" + "x," * 20_000, "explorar.csv"),
    ("f.cantidad.eq=" + "9" * 50_000, "cita.bib"),
    ("comparar=" + "." * 50_000, "incrustar/"),
    ("orden=" + "-" * 50_000, "explorar.json"),
    ("f.grupo.in=" + "&f.grupo.in=".join(map(str, range(501))), "explorar/"),
    ("&".join(f"f.{a}.{b}=x" for a in ("grupo", "otra", "anio") for b in "abcdefgh"), "explorar/"),
)


@pytest.mark.parametrize(("query", "place"), LONG, ids=lambda text: text[:24])
def test_addresses_without_measure_are_answered_soon(
    client: Client, hostile: None, query: str, place: str
) -> None:
    client.get(f"{TABLE}explorar/")
    began = time.process_time()
    answer = client.get(f"{TABLE}{place}?{query}")
    spent = time.process_time() - began
    assert answer.status_code == 400
    said = re.sub(r"<[^>]*>", " ", answer.content.decode())
    assert re.search(r"[A-ZÁÉÍÓÚ«][^.]{15,}\.", said)
    assert len(answer.content) < 300_000
    assert spent < 2.0
    if place == "explorar/":
        assert 'id="respuesta"' in answer.content.decode()
