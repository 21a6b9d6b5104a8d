"""The home page says what there is, and everything it offers exists."""

import pytest

from tests.http.reading_html import link_named, links_of, text_of


@pytest.mark.django_db
def test_an_empty_catalogue_says_what_would_be_here(client):
    said = text_of(client.get("/").content)
    assert "Todavía no hay datos publicados" in said
    assert "Los datos con que se planifica el país" in said


def test_it_tells_what_was_published_and_how_much(client, library):
    said = text_of(client.get("/").content)
    assert "Agua entubada por municipio" in said
    assert "versión 2 · 30 filas" in said
    assert "conjuntos de datos 2" in said
    assert "filas 90" in said
    assert "Pobreza 1 conjunto" in said
    assert "Cooperación internacional 0 conjuntos" in said


def test_its_figure_is_of_a_rate_and_opens_in_the_explorer(client, library):
    page = client.get("/").content
    said = text_of(page)
    assert "SEPLAN, Agua entubada por municipio · versión 2" in said
    assert client.get(link_named(page, "Abrir en el explorador")).status_code == 200


def test_every_example_finds_something(client, library):
    page = client.get("/").content
    examples = [link for link in links_of(page) if link.startswith("/datos/?q=")]
    assert examples
    for link in examples:
        assert "Ningún conjunto" not in text_of(client.get(link).content), link


def test_every_link_leads_somewhere(client, library):
    for link in links_of(client.get("/").content):
        if link.startswith("/"):
            assert client.get(link.split("#")[0]).status_code in (200, 302), link
