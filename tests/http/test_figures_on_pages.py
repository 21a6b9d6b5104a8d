"""Pages open with figures of these rows, with their source and ways on that lead somewhere."""

import re

import pytest

from cauce.apps.catalog.figures import drawings
from tests.http.reading_html import link_named, links_of

WATER = "/datos/agua-entubada-por-municipio/"
FIGURE = re.compile(r"<figure class=\"figure\".*?</figure>", re.S)


def figures_of(page: bytes) -> list[str]:
    return FIGURE.findall(page.decode())


@pytest.mark.parametrize(
    ("address", "version"), [(WATER, 2), (f"{WATER}v/2/", 2), (f"{WATER}v/1/", 1)]
)
def test_a_dataset_opens_with_a_chart_and_a_map_of_its_own_version(
    client, library, address, version
):
    page = client.get(address).content
    shown = figures_of(page)
    assert len(shown) == 2
    assert [("figure-choropleth" in figure) for figure in shown] == [True, False]
    for figure in shown:
        assert f"SEPLAN, Agua entubada por municipio · versión {version}" in figure
        assert 'class="drawing"' in figure
        assert "style=" not in figure


def test_what_a_figure_offers_exists(client, library):
    page = client.get(WATER).content
    for figure in figures_of(page):
        for words in ("Abrir en el explorador", "Citar", "SVG", "PNG"):
            address = link_named(figure.encode(), words)
            assert client.get(address.split("#")[0]).status_code == 200, address
        assert "Ver como tabla" in figure
        assert "<table>" in figure


def test_a_figure_opens_in_the_explorer_of_the_page_that_shows_it(client, library):
    newest = link_named(client.get(WATER).content, "Abrir en el explorador")
    fixed = link_named(client.get(f"{WATER}v/1/").content, "Abrir en el explorador")
    assert newest.startswith(f"{WATER}agua/explorar/?")
    assert fixed.startswith(f"{WATER}v/1/agua/explorar/?")


@pytest.mark.parametrize("address", ["/", WATER, f"{WATER}v/1/"])
def test_no_name_stands_twice_in_a_page(client, library, address):
    names = re.findall(r'\sid="([^"]+)"', client.get(address).content.decode())
    assert len(names) == len(set(names))


def test_above_some_of_the_rows_stands_no_figure(client, library):
    page = client.get(f"{WATER}?f.con_agua.ge=20").content
    assert figures_of(page) == []


def test_a_page_outlives_a_figure_that_cannot_be_drawn(client, library, monkeypatch, caplog):
    drawings.forget()

    def broken(*_arguments):
        raise KeyError("mark")

    monkeypatch.setattr(drawings.drawing, "draw", broken)
    assert client.get(WATER).status_code == 200
    assert figures_of(client.get(WATER).content) == []
    assert "Could not draw" in caplog.text


def test_a_table_as_wide_as_it_is_long_says_where_the_rest_is(client, library):
    for figure in figures_of(client.get(WATER).content):
        rows = figure.count("<tr>") - 1
        assert rows <= 60


def test_home_has_a_figure_beside_its_title_and_findings_of_other_datasets(client, library):
    page = client.get("/").content
    sources = re.findall(r'class="figure-source">([^<]*)', page.decode())
    assert "Agua entubada por municipio" in sources[0]
    assert len(sources) == len(set(sources))
    for address in links_of(page):
        if "/explorar/" in address:
            assert client.get(address.replace("&amp;", "&").split("#")[0]).status_code == 200


def test_an_empty_catalogue_has_no_figure(client, db):
    assert figures_of(client.get("/").content) == []


def test_pages_say_in_which_language_a_figure_speaks(client, library):
    english = client.get(WATER, headers={"accept-language": "en"}).content.decode()
    assert all('lang="es"' in figure for figure in FIGURE.findall(english))
    assert "Open in the explorer" in english
