"""Whoever attacks a table with hidden counts through its public addresses learns what it says.

Two files that differ only in counts that get hidden are published as the same bytes, so nothing
that is public can tell one from the other. And no answer adds up what is left of a column with
hidden counts: that would be a wrong number, and its difference to a total the hidden one.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db import transaction
from django.test import Client

from cauce.apps.catalog.store import store
from cauce.engine.profile import profile_table
from cauce.engine.reading.limits import Limits
from cauce.engine.reading.reader import read
from cauce.engine.reading.recipe import recipe_from_json
from cauce.engine.reading.report import TableReport, report
from cauce.territory.divisions import divisions
from tests.http.publications import publish, words
from tests.people import make_people

pytestmark = pytest.mark.django_db
PROTECTED = ("hombres", "mujeres", "casos")
HEADING = "Departamento,Anio,Hombres,Mujeres,Casos,Población"
TABLE = "/datos/casos-atendidos/casos/"
NAMES = tuple(each.name for each in divisions("gt.department"))
HIDDEN = "cantidades ocultas"
"""What is said wherever a number is withheld."""

Cells = tuple[str, int, int, int, int, int]


def file_with(*, other: bool) -> list[Cells]:
    """Cases of two years by department; ``other`` has different small counts and equal sums."""
    rows = []
    for year in (2019, 2020):
        for place, department in enumerate(NAMES):
            men, women = 101 + 7 * place + year % 10, 211 + 11 * place + year % 7
            if (place, year) == (3, 2019):
                men, women = (3, 2) if other else (2, 3)
            if place == 8:
                men, women = (3, women - 1) if other else (2, women)
            if (place, year) == (15, 2020):
                men, women = (men - 2, 4) if other else (men, 2)
            rows.append((department, year, men, women, men + women, 50_000 + 1000 * place))
    return rows


@dataclass(frozen=True)
class Held:
    """A table as it was read and protected, and its profile."""

    report: TableReport
    profile: Mapping[str, Any]


def held(folder: Path, rows: list[Cells]) -> Held:
    """Reads a file with counts below five protected, and puts its table into the store."""
    folder.mkdir()
    path = folder / "casos.csv"
    lines = [HEADING, *(",".join(map(str, row)) for row in rows)]
    path.write_text("\n".join(lines) + "\n", "utf-8")
    recipe: Any = read(path, workdir=folder, limits=Limits()).recipe.to_json()
    for column in recipe["tables"][0]["columns"]:
        if column["name"] in PROTECTED:
            column["protect"] = "small:5"
    reading = read(path, workdir=folder, recipe=recipe_from_json(recipe), limits=Limits())
    (made,) = report(reading).tables
    sha256 = store().put_table(reading.tables[0].typed.parquet)
    profile = profile_table(store().path_of(sha256), made.columns).to_json()
    return Held(TableReport(**{**vars(made), "parquet": sha256}), profile)


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Held:
    """What is published."""
    return held(tmp_path_factory.mktemp("one") / "a", file_with(other=False))


@pytest.fixture(scope="module")
def published(django_db_blocker: Any, django_db_setup: None, one: Held) -> Iterator[None]:
    """The dataset that is attacked."""
    with django_db_blocker.unblock(), transaction.atomic():
        people = make_people()
        publish(
            people.alicia,
            people.planning,
            [(one.report, one.profile)],
            words(title="Casos atendidos"),
        )
        yield
        transaction.set_rollback(True)


ATTACKS = (
    "medida=sum.hombres&medida=sum.mujeres",
    "por=anio&medida=sum.hombres&medida=sum.mujeres",
    "por=departamento&medida=sum.hombres",
    "por=departamento&medida=share.hombres",
    "por=anio&medida=share.hombres&medida=mean.mujeres",
    "por=departamento&medida=ratio.hombres.casos",
    "por=departamento&medida=per_person.hombres.poblacion",
    "f.anio.eq=2019&por=departamento&medida=per_person.mujeres",
    "por=anio&medida=min.hombres&medida=max.mujeres&medida=median.hombres",
    "por=departamento&medida=sum.hombres&cruce=anio",
    "por=anio&medida=sum.mujeres&cruce=departamento",
    "por=departamento&medida=sum.hombres&comparar=anio.2019.2020",
    "medida=sum.hombres&comparar=anio.2019.2020",
    "por=anio,departamento&medida=sum.hombres&medida=sum.mujeres",
    f"f.departamento.in={NAMES[2]}&f.departamento.in={NAMES[8]}&por=anio&medida=sum.hombres",
    "con=casos-atendidos@1/casos&union=departamento:departamento,anio:anio&por=anio"
    "&medida=sum.hombres&medida=sum.otra~hombres&medida=sum.otra~mujeres",
    "con=casos-atendidos/casos&union=departamento:departamento&f.otra~anio.eq=2020"
    "&por=anio&medida=ratio.hombres.otra~casos&medida=sum.otra~mujeres",
    "f.hombres.missing=1",
    "columnas=anio,hombres&orden=hombres",
    "",
)
"""Questions, each a way to have hidden counts added up."""


def left_over(one: Held) -> set[int]:
    """The sums of what is left of the columns with hidden counts: of all, of a year, of both."""
    rows = shown_rows(one)
    sums = set()
    for name in ("hombres", "mujeres"):
        for years in ((2019,), (2020,), (2019, 2020)):
            sums.add(sum(row[name] or 0 for row in rows if row["anio"] in years))
    return sums


def shown_rows(one: Held) -> list[dict[str, Any]]:
    """The rows of the published table."""
    return list(pq.read_table(store().path_of(one.report.parquet)).to_pylist())


def numbers_in(text: str) -> set[int]:
    """Whole numbers as they are read, whatever parts their thousands."""
    plain = re.sub(r"(?<=\d)[,.\u00a0\u202f](?=\d{3}\b)", "", unescape(text))
    return {int(digits) for digits in re.findall(r"(?<![\d.,])\d{3,9}(?![\d])", plain)}


def test_files_that_differ_in_what_is_hidden_are_published_alike(one: Held, tmp_path: Path) -> None:
    """Nothing public can depend on what two files that give the same tables do not share."""
    secret = [file_with(other=each) for each in (False, True)]
    assert secret[0] != secret[1]
    other = held(tmp_path / "b", secret[1])
    assert one.report.parquet == other.report.parquet
    assert one.report.columns == other.report.columns
    assert one.report.notes == other.report.notes
    assert one.profile == other.profile
    hidden = [row for row in shown_rows(one) if None in row.values()]
    assert len(hidden) == 4


@pytest.mark.parametrize("view", ["tabla", "grafico", "mapa"])
def test_no_page_adds_up_what_is_left(
    client: Client, published: None, one: Held, view: str
) -> None:
    wrong = left_over(one)
    for attack in ATTACKS:
        answer = client.get(f"{TABLE}explorar/?{attack}&ver={view}")
        assert answer.status_code == 200, attack
        text = re.sub(r"<[^>]*>", " ", answer.content.decode())
        assert not numbers_in(text) & wrong, attack
        if "medida=" in attack:
            assert HIDDEN in text, attack


def test_no_file_adds_up_what_is_left(client: Client, published: None, one: Held) -> None:
    wrong = left_over(one)
    for attack in ATTACKS:
        for extension in ("json", "csv", "txt"):
            answer: Any = client.get(f"{TABLE}explorar.{extension}?{attack}")
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert answer.status_code == 200, attack
            assert not numbers_in(body.decode()) & wrong, (attack, extension)
            if "medida=" in attack and extension != "csv":
                assert HIDDEN in body.decode(), (attack, extension)


@pytest.mark.parametrize(
    "mark", ["auto", "barras", "lineas", "apiladas", "dispersion", "histograma"]
)
def test_no_figure_adds_up_what_is_left(
    client: Client, published: None, one: Held, mark: str
) -> None:
    """Neither in its marks, nor in what is told of them, nor as the end of an axis."""
    wrong = left_over(one)
    for attack in ATTACKS:
        answer = client.get(f"{TABLE}figura.json?{attack}&ver=grafico&grafico={mark}")
        assert answer.status_code in (200, 400), attack
        if answer.status_code == 200:
            json.loads(answer.content)
            text = answer.content.decode()
            assert not numbers_in(text) & wrong, attack
