"""The page of a dataset: its story, its rows as they are asked for, its versions."""

import pytest

from cauce.apps.catalog import actions
from tests.http.reading_html import link_named, links_of, text_of

WATER = "/datos/agua-entubada-por-municipio/"


def test_it_tells_its_story_first(client, library):
    said = text_of(client.get(WATER).content)
    order = [
        "Agua entubada por municipio",
        "De dónde toman agua los hogares",
        "Responsable Dirección de Estadística",
        "Periodo 2018",
        "Territorio 340 municipios",
        "Actualización Decenal",
        "Licencia CC BY 4.0",
        "No incluye viviendas colectivas.",
        "La tabla",
        "Descargas",
        "Cómo citar",
        "Qué hay en cada columna",
        "Versiones",
    ]
    places = [said.index(words) for words in order]
    assert places == sorted(places)


def test_rows_are_paged_with_exact_totals(client, library):
    page = client.get(WATER).content
    assert "1–25 de 30 filas" in text_of(page)
    after = client.get(link_named(page, "Siguiente").split("#")[0]).content
    assert "26–30 de 30 filas" in text_of(after)


def test_a_heading_sorts_up_then_down(client, library):
    page = client.get(WATER).content
    up = client.get(link_named(page, "↕ Con agua").split("#")[0])
    assert 'aria-sort="ascending"' in up.content.decode()
    down = client.get(link_named(up.content, "↑ Con agua").split("#")[0])
    said = text_of(down.content)
    assert said.index("Nebaj") < said.index("Chiantla")


def test_missing_values_are_said(client, library):
    said = text_of(client.get(f"{WATER}?f.municipio.eq=Chimaltenango").content)
    assert "Chimaltenango 2018 1,148 sin dato" in said


@pytest.mark.parametrize(
    ("column", "condition", "value", "address"),
    [
        ("", "contains", "quiche", "q=quiche"),
        ("departamento", "contains", "verapaz", "f.departamento.contains=verapaz"),
        ("departamento", "in", "Petén; Izabal", "f.departamento.in=Pet%C3%A9n&f.departamento.in"),
        ("con_agua", "between", "20 y 30", "f.con_agua.between=20&f.con_agua.between=30"),
        ("con_agua", "ge", "1.000,5", "f.con_agua.ge=1000.5"),
        ("con_agua", "missing", "", "f.con_agua.missing=1"),
        ("hogares", "contains", "1037", "f.hogares.eq=1037"),
    ],
)
def test_the_filter_form_leads_to_an_address(client, library, column, condition, value, address):
    sent = {"columna": column, "condicion": condition, "valor": value}
    answer = client.get(WATER, sent)
    assert answer.status_code == 302
    assert address in answer.headers["Location"]
    assert client.get(answer.headers["Location"].split("#")[0]).status_code == 200


def test_filters_stand_in_words_and_can_be_lifted(client, library):
    page = client.get(f"{WATER}?f.departamento.contains=verapaz&f.con_agua.ge=60").content
    said = text_of(page)
    assert "«Departamento» contiene «verapaz»" in said
    assert "«Con agua» es al menos 60" in said
    assert "1–1 de 1 fila (la tabla tiene 30)" in said
    lifted = client.get(link_named(page, "es al menos 60").split("#")[0]).content
    assert "1–4 de 4 filas" in text_of(lifted)


def test_a_filter_that_makes_no_sense_is_explained(client, library):
    answer = client.get(WATER, {"columna": "con_agua", "condicion": "ge", "valor": "mucho"})
    assert answer.status_code == 400
    said = text_of(answer.content)
    assert "No se pudo filtrar así" in said
    assert "Con agua" in said
    assert 'value="mucho"' in answer.content.decode()
    assert client.get(f"{WATER}?f.nada.eq=1").status_code == 400


def test_no_row_left_says_what_to_do(client, library):
    said = text_of(client.get(f"{WATER}?q=xilofono").content)
    assert "Ninguna fila cumple lo que se pide" in said


def test_totals_stand_apart_until_they_are_asked_for(client, library):
    page = client.get(WATER).content
    assert "se dejó aparte 1 total" in text_of(page)
    shown = client.get(link_named(page, "Mostrar").split("#")[0]).content
    assert "1–25 de 31 filas" in text_of(shown)


def test_columns_say_what_they_hold(client, library):
    said = text_of(client.get(WATER).content)
    assert "codigo código de municipio de Guatemala" in said
    assert "con_agua porcentaje" in said
    assert "Hogares censales." in said
    assert "sin dato en 1 de 30 filas; en el original: «s.d.»" in said


def test_doubts_of_the_reading_are_in_sight(client, library):
    said = text_of(client.get(WATER).content)
    assert "Incluye chorro compartido." in said
    assert "Dos filas dicen lo mismo. (filas 3 y 4)" in said
    assert "1 celda no encajó en su columna" in said
    assert "n/a* no es un número" in said


def test_what_is_asked_of_the_publisher_is_not_asked_of_readers(client, library):
    said = text_of(client.get(WATER).content)
    assert "Confirme" not in said
    assert "oculta" not in said


def test_who_publishes_it_is_led_to_the_next_version(client, library):
    assert "Publicar una versión nueva" not in text_of(client.get(WATER).content)
    client.force_login(library.people.carla)
    assert "Publicar una versión nueva" not in text_of(client.get(WATER).content)
    client.force_login(library.people.alicia)
    link = link_named(client.get(WATER).content, "Publicar una versión nueva")
    assert 'value="agua-entubada-por-municipio" selected' in client.get(link).content.decode()


def test_an_old_version_says_which_is_newest_and_what_changed(client, library):
    page = client.get(f"{WATER}v/1/").content
    said = text_of(page)
    assert "Hay una versión más nueva: la 2" in said
    assert "1–25 de 29 filas" in said
    newest = text_of(client.get(WATER).content)
    assert "Hay una versión más nueva" not in newest
    assert "Se agregó Nebaj." in newest
    assert "Hay 1 fila más." in newest


def test_several_tables_are_tabs(client, library):
    page = client.get("/datos/presupuesto-municipal/").content
    assert "1,234,567.5" in text_of(page)
    other = client.get(link_named(page, "Ingreso").split("#")[0]).content
    assert "quetzales" in text_of(other)
    assert "1,234,567.5" not in text_of(other)
    assert client.get("/datos/presupuesto-municipal/?tabla=nada").status_code == 404


def test_what_does_not_exist_is_not_found(client, library):
    assert client.get("/datos/nada/").status_code == 404
    assert client.get(f"{WATER}v/9/").status_code == 404


@pytest.mark.django_db
def test_a_withdrawn_dataset_says_why(client, library):
    assert client.get(WATER).status_code == 200
    actions.withdraw_dataset(
        actor=library.people.alicia, dataset=library.water.dataset, reason="Cifras de prueba."
    )
    answer = client.get(WATER)
    assert answer.status_code == 410
    assert "Cifras de prueba." in text_of(answer.content)
    assert answer["Cache-Control"] == "private, no-cache"  # it may be put back
    assert client.get(f"{WATER}agua.csv").status_code == 410


def test_every_link_leads_somewhere(client, library):
    for link in links_of(client.get(WATER).content):
        if link.startswith("/"):
            assert client.get(link.split("#")[0]).status_code in (200, 302), link
