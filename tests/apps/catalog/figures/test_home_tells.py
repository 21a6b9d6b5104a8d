"""The home page tells of different datasets: pins, other themes, trends and rates first."""

import pytest

from cauce.apps.catalog import actions, queries
from cauce.apps.catalog.figures.telling import FINDINGS, telling
from tests.http.publications import Field, publish, table_report, words

pytestmark = pytest.mark.django_db

PLACES = ("Guatemala", "Sololá", "Petén", "Izabal", "Zacapa", "Jalapa", "Jutiapa", "Escuintla")
PLACE = Field("departamento", "Departamento", role="territory:gt.department")


def published(people, folder, title, theme, fields, rows):
    report = table_report(folder / title, "tabla", fields, rows)
    said = words(title=title, themes=(theme,), summary="Lo que se mide en cada departamento.")
    return publish(people.alicia, people.planning, [report], said).dataset


@pytest.fixture
def catalogue(people, tmp_path):
    """Counts, a rate and a trend of one theme; a rate of another; the newest last."""
    year = Field("anio", "Año", "integer", role="year")
    count = Field("casos", "Casos", "integer")
    rate = Field("cobertura", "Cobertura", "number", role="percent", unit="%")
    counted = [(place, 10 + 7 * n) for n, place in enumerate(PLACES)]
    rated = [(place, 20.5 + 5.25 * n) for n, place in enumerate(PLACES)]
    dated = [(2012 + n, 100 + (17 * n) % 50) for n in range(8)]
    return {
        "rate": published(people, tmp_path, "Cobertura de agua", "pobreza", (PLACE, rate), rated),
        "other": published(
            people, tmp_path, "Escolaridad", "inversion-publica", (PLACE, rate), rated[::-1]
        ),
        "count": published(people, tmp_path, "Casos", "pobreza", (PLACE, count), counted),
        "trend": published(people, tmp_path, "Casos por año", "pobreza", (year, count), dated),
    }


def sources(shown):
    return [each["source"].partition(", ")[2].partition(" · ")[0] for each in shown]


def test_a_map_stands_beside_the_title(catalogue):
    beside, _findings = telling(queries.home(12).recent)
    assert beside is not None
    assert "ver=mapa" in beside["explore_href"]


def test_no_dataset_is_told_of_twice(catalogue):
    beside, findings = telling(queries.home(12).recent)
    told = sources([beside, *findings])
    assert len(told) == len(set(told)) == 1 + FINDINGS


def test_a_trend_goes_before_a_rate_and_another_theme_before_the_same(catalogue):
    _beside, findings = telling(queries.home(12).recent)
    assert sources(findings)[:2] == ["Casos por año", "Escolaridad"]


def test_real_data_go_before_examples(catalogue, people, tmp_path):
    year, count = Field("anio", "Año", "integer", role="year"), Field("n", "Casos", "integer")
    title = "Becas por año (datos de ejemplo)"
    rows = [(2012 + n, 100 + (17 * n) % 50) for n in range(8)]
    published(people, tmp_path, title, "cooperacion-internacional", (year, count), rows)
    _beside, findings = telling(queries.home(12).recent)
    assert title not in sources(findings)


def test_no_change_is_told_of_years_with_other_places(catalogue, people, tmp_path):
    year, count = Field("anio", "Año", "integer", role="year"), Field("n", "Casos", "integer")
    rows = [
        (place, 2015 + at, 10 + 7 * n)
        for at in range(3)
        for n, place in enumerate(PLACES[: 8 - 2 * at])
    ]
    uneven = published(people, tmp_path, "Reportes", "pobreza", (PLACE, year, count), rows)
    actions.pin_figure(
        actor=people.alicia,
        dataset=uneven,
        table="tabla",
        query="por=anio&medida=sum.n&ver=grafico",
        caption="Cada vez menos.",
    )
    _beside, findings = telling(queries.home(12).recent)
    assert "Cada vez menos." not in [each["sentence"] for each in findings]


def test_what_is_pinned_goes_first(catalogue, people):
    actions.pin_figure(
        actor=people.alicia,
        dataset=catalogue["count"],
        table="tabla",
        query="por=departamento&medida=sum.casos&ver=grafico&orden=-sum_casos",
        caption="Donde más casos hay.",
    )
    _beside, findings = telling(queries.home(12).recent)
    assert findings[0]["sentence"] == "Donde más casos hay."


def test_nothing_is_told_of_an_empty_catalogue(people):
    assert telling(queries.home(12).recent) == (None, [])


def test_what_was_withdrawn_is_not_told_of(catalogue, people):
    for dataset in catalogue.values():
        actions.withdraw_dataset(actor=people.alicia, dataset=dataset, reason="Prueba.")
    assert telling(queries.home(12).recent) == (None, [])
