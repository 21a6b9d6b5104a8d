"""The catalogue: every state is an address, every choice can be taken back."""

from tests.http.reading_html import link_named, links_of, text_of


def test_it_lists_who_when_where_and_how_fresh(client, library):
    said = text_of(client.get("/datos/").content)
    assert "2 conjuntos de datos" in said
    assert "SEPLAN 2018 340 municipios 30 filas versión 2" in said


def test_a_facet_narrows_and_its_link_takes_it_back(client, library):
    page = client.get("/datos/").content
    narrowed = client.get(link_named(page, "Pobreza"))
    assert "1 conjunto de datos" in text_of(narrowed.content)
    assert "Categoría: Pobreza" in text_of(narrowed.content)
    back = client.get(link_named(narrowed.content, "Categoría: Pobreza"))
    assert "2 conjuntos de datos" in text_of(back.content)


def test_search_keeps_the_choices_made(client, library):
    page = client.get("/datos/?tema=pobreza&orden=titulo").content.decode()
    assert '<input type="hidden" name="tema" value="pobreza">' in page
    assert '<input type="hidden" name="orden" value="titulo">' in page


def test_a_misspelt_word_is_corrected_and_said(client, library):
    said = text_of(client.get("/datos/?q=presupueso").content)
    assert "No hay nada con «presupueso»" in said
    assert "Se buscó « presupuesto »" in said
    assert "1 conjunto de datos" in said


def test_nothing_found_says_what_to_do(client, library):
    said = text_of(client.get("/datos/?q=xilófono").content)
    assert "Ningún conjunto coincide con lo que busca" in said
    assert "Pruebe con menos palabras" in said


def test_choices_that_nothing_meets_say_what_to_do(client, library):
    said = text_of(client.get("/datos/?tema=pobreza&tema=&entidad=inagua").content)
    assert "Ningún conjunto cumple todos los filtros" in said


def test_nonsense_in_the_address_is_left_out(client, library):
    answer = client.get("/datos/?pagina=hola&orden=azar&utm_source=x&pagina=-3")
    assert answer.status_code == 200
    assert "2 conjuntos de datos" in text_of(answer.content)


def test_every_link_leads_somewhere(client, library):
    for start in ("/datos/", "/datos/?q=agua&tema=pobreza"):
        for link in links_of(client.get(start).content):
            if link.startswith("/"):
                assert client.get(link.split("#")[0]).status_code in (200, 302), link


def test_what_people_type_never_becomes_markup(client, library):
    page = client.get("/datos/", {"q": "<script>alert(1)</script>"}).content
    assert b"<script>alert" not in page
