"""The explorer without JavaScript: the form, its address, the answer, and what cannot be asked."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cauce.apps.catalog import kept
from cauce.apps.catalog.explorer import page
from cauce.base.errors import Refusal
from tests.http.reading_html import link_named, links_of, text_of

EXPLORER = "/datos/agua-entubada-por-municipio/agua/explorar/"
BY_DEPARTMENT = f"{EXPLORER}?por=departamento&medida=sum.hogares"


def sent(client, **fields):
    """Where sending the form leads."""
    answer = client.get(EXPLORER, {"forma": "1", **fields})
    assert answer.status_code == 302, text_of(answer.content)
    return answer["Location"]


def test_it_opens_on_all_the_rows(client, library):
    page = client.get(EXPLORER)
    assert page.status_code == 200
    said = text_of(page.content)
    assert "Mostrar todas las filas" in said
    assert "1–25 de 30 filas" in said


def test_the_form_leads_to_the_address_of_what_it_says(client, library):
    fields = {"m1.op": "sum", "m1.de": "hogares", "por": ["departamento", ""], "q": ""}
    assert sent(client, **fields) == f"{EXPLORER}?por=departamento&medida=sum.hogares"


def test_groups_have_exact_totals_and_the_whole(client, library):
    page = client.get(BY_DEPARTMENT).content
    said = text_of(page)
    assert "Mostrar la suma de hogares por departamento" in said
    assert "de 22 grupos" in said
    total = sum(1000 + 37 * place for place in range(30))
    assert f"Total de 22 grupos {total:,}" in said


def test_a_heading_sorts_the_groups(client, library):
    page = client.get(BY_DEPARTMENT).content
    href = link_named(page, "Suma de Hogares")
    assert parse_qs(urlsplit(href).query)["orden"] == ["sum_hogares"]
    said = text_of(client.get(href).content)
    assert "de menor a mayor hogares" in said


def test_what_was_sorted_by_is_forgotten_with_its_measure(client, library):
    address = sent(client, **{"m1.op": "count", "por": "departamento", "orden": "-sum_hogares"})
    assert address == f"{EXPLORER}?por=departamento&medida=count"
    assert client.get(address).status_code == 200


def test_a_filter_is_added_filled_and_taken_away(client, library):
    address = sent(client, filtrar="anio")
    assert address == f"{EXPLORER}?filtrar=anio"
    page = client.get(address).content.decode()
    assert 'name="f.anio.in" value="2018"' in page
    address = sent(client, **{"f.con_agua.ge": "50", "f.con_agua.le": ""})
    assert address == f"{EXPLORER}?f.con_agua.ge=50"
    page = client.get(address).content
    assert "con agua es al menos 50" in text_of(page)
    assert link_named(page, "el filtro de Con agua") == EXPLORER


def test_percentages_are_never_added_up_by_the_form(client, library):
    assert sent(client, **{"m1.op": "sum", "m1.de": "con_agua"}).endswith("?medida=sum.hogares")


def test_text_in_a_box_of_numbers_is_refused_and_kept(client, library):
    answer = client.get(EXPLORER, {"forma": "1", "por": "departamento", "f.hogares.ge": "muchos"})
    assert answer.status_code == 400
    assert answer.headers["HX-Push-Url"] == "false"
    page = answer.content.decode()
    assert "pide un número entero y dice «muchos»" in text_of(answer.content)
    assert 'value="muchos"' in page
    assert "por departamento" in text_of(answer.content)
    assert "de 22 grupos" in text_of(answer.content)


WILD = {
    "an unknown column": "por=nada",
    "an unknown operator": "f.hogares.casi=3",
    "an ambiguous number": "f.con_agua.ge=1.234",
    "an unknown measure": "medida=suma.hogares",
    "a sum of texts": "medida=sum.municipio",
    "four groups": "por=codigo,municipio,departamento,anio",
    "an unknown view": "ver=holograma",
    "a table nobody published": "con=nada/nada&union=codigo:codigo",
    "no name of a table": "con=../../etc/passwd",
    "a comparison of nothing": "comparar=anio",
    "an order by nothing": "medida=count&orden=nada",
    "too many rows": "filas=100000",
    "a thousand filters": "&".join(f"f.c{n}.eq=1" for n in range(1200)),
    "a megabyte": "q=" + "a" * 1_000_000,
    "markup": "por=<script>alert(1)</script>",
}


@pytest.mark.parametrize("name", WILD)
def test_what_cannot_be_asked_is_refused_with_the_reason(client, library, name):
    answer = client.get(f"{EXPLORER}?{WILD[name]}")
    assert answer.status_code == 400
    said = text_of(answer.content)
    assert "No se puede responder así" in said
    assert "Mostrar" in said
    assert "<script>alert" not in answer.content.decode()


def test_what_could_be_understood_of_a_wrong_address_is_answered(client, library):
    answer = client.get(f"{EXPLORER}?por=departamento&medida=sum.hogares&f.nada.eq=1")
    assert answer.status_code == 400
    assert "Mostrar la suma de hogares por departamento" in text_of(answer.content)


def test_one_wrong_measure_or_group_does_not_take_the_others_along(client, library):
    answer = client.get(
        f"{EXPLORER}?por=departamento,nada&medida=sum.hogares&medida=sum.municipio&medida=count"
    )
    assert answer.status_code == 400
    said = text_of(answer.content)
    assert "Mostrar la suma de hogares y cuántas filas hay por departamento" in said


def test_a_page_after_the_last_leads_back_to_the_first(client, library):
    page = client.get(f"{BY_DEPARTMENT}&desde=500").content
    assert "La respuesta tiene 22 grupos y se pide a partir del lugar 501." in text_of(page)
    assert link_named(page, "Ir a la primera página") == BY_DEPARTMENT


def test_names_of_places_are_grouped_with_what_holds_them(client, library):
    address = sent(client, **{"m1.op": "sum", "m1.de": "hogares", "por": "municipio"})
    assert parse_qs(urlsplit(address).query)["por"] == ["departamento,municipio"]
    assert "por departamento y municipio" in text_of(client.get(address).content)


def test_choosing_what_to_compare_answers_at_once(client, library):
    fields = {"m1.op": "sum", "m1.de": "hogares", "por": "anio"}
    address = sent(client, **fields, **{"comparar.columna": "departamento"})
    assert "comparar=departamento.Alta+Verapaz.Zacapa" in address
    assert "comparando departamento Alta Verapaz con Zacapa" in text_of(client.get(address).content)


def test_coming_near_asks_for_the_rows_of_that_department(client, library):
    rate = f"{EXPLORER}?por=codigo&medida=mean.con_agua&ver=mapa"
    asked = parse_qs(urlsplit(rate).query)
    near = client.get(EXPLORER, {**asked, "acercarse": "16"})["Location"]
    assert parse_qs(urlsplit(near).query) == {
        **asked,
        "zoom": ["16"],
        "f.departamento.eq": ["Alta Verapaz"],
    }
    said = text_of(client.get(near).content)
    assert "donde departamento es Alta Verapaz" in said
    assert "Exactamente estas filas" in said
    back = client.get(EXPLORER, {**parse_qs(urlsplit(near).query), "acercarse": ""})["Location"]
    assert parse_qs(urlsplit(back).query) == asked


def test_a_map_nearer_than_its_rows_says_what_files_hold(client, library):
    page = client.get(f"{EXPLORER}?por=codigo&medida=mean.con_agua&ver=mapa&zoom=16").content
    assert "Se mira Alta Verapaz de cerca; los archivos tienen las filas de todo" in text_of(page)


def test_what_its_publisher_warns_of_stands_under_the_answer(client, library):
    warned = client.get("/datos/presupuesto-municipal/gasto/explorar/").content
    assert "Quien publica advierte: No incluye la deuda." in text_of(warned)
    assert "Quien publica advierte" not in text_of(client.get(BY_DEPARTMENT).content)


def test_a_version_has_an_explorer_of_its_own(client, library):
    page = client.get("/datos/agua-entubada-por-municipio/v/1/agua/explorar/").content
    said = text_of(page)
    assert "de 29 filas" in said
    assert "Se explora la versión 1; la más nueva es la 2." in said


def test_there_is_nothing_where_there_is_no_table(client, library):
    assert client.get("/datos/agua-entubada-por-municipio/nada/explorar/").status_code == 404
    assert client.get("/datos/nada/agua/explorar/").status_code == 404
    assert client.get("/datos/agua-entubada-por-municipio/v/9/agua/explorar/").status_code == 404


def test_looking_in_another_way_keeps_the_question(client, library):
    page = client.get(BY_DEPARTMENT).content
    for words, kind in (("Gráfico", "grafico"), ("Mapa", "mapa")):
        asked = parse_qs(urlsplit(link_named(page, words)).query)
        assert asked == {"por": ["departamento"], "medida": ["sum.hogares"], "ver": [kind]}
        assert client.get(link_named(page, words)).status_code == 200


def test_a_second_table_is_offered_joined_and_parted(client, library):
    offered = client.get(f"{EXPLORER}?unir=1").content
    assert "Unir con otra tabla" in text_of(offered)
    joined = client.get(link_named(offered, "Gasto")).content
    said = text_of(joined)
    assert "unido con «Gasto»" in said
    assert "se encontraron en la otra tabla" in said
    assert client.get(link_named(joined, "quitar la unión")).status_code == 200


def test_every_way_on_leads_somewhere(client, library):
    page = client.get(f"{BY_DEPARTMENT}&f.anio.eq=2018&medida=mean.con_agua&cruce=anio").content
    own = {href for href in links_of(page) if href.startswith(EXPLORER)}
    assert len(own) > 5
    for href in own:
        assert client.get(href).status_code == 200, href


def test_pages_for_visitors_are_kept_apart_and_bounded(client, library):
    client.get(BY_DEPARTMENT)
    first = client.get(BY_DEPARTMENT)
    assert first["ETag"]
    assert not first.cookies
    keep = kept.holding("explored")
    assert len(keep) == 1
    client.get(f"{EXPLORER}?q={'a' * 400}&{'&'.join('x=' + 'b' * 300 for _ in range(30))}")
    assert len(keep) == 1
    assert keep.size <= keep.capacity


def test_the_lines_of_a_frame_are_text(client, library):
    text = _drawn(client, f"{BY_DEPARTMENT}&ver=grafico")
    assert "&lt;iframe src=" in text
    assert "<iframe" not in text


def test_a_drawing_that_takes_too_long_is_not_remembered(client, library, monkeypatch):
    def late(*_arguments):
        raise Refusal("La figura tarda demasiado en dibujarse.")

    monkeypatch.setattr(page, "drawing_of", late)
    address = f"{BY_DEPARTMENT}&ver=grafico&clases=iguales"
    answer = client.get(address)
    assert answer.status_code == 200
    assert "Esto no se dibuja" in text_of(answer.content)
    monkeypatch.undo()
    assert "Esto no se dibuja" not in _drawn(client, address)


def _drawn(client, address):
    """The page with its drawing, which the first time may come too late for a busy machine."""
    for _ in range(5):
        text = client.get(address).content.decode()
        if "<svg" in text.partition("respuesta")[2]:
            break
    return str(text)


def test_whoever_asks_nothing_yet_is_shown_where_to_begin(client, library):
    page = client.get(EXPLORER).content
    said = text_of(page)
    assert "Para empezar:" in said
    first = client.get(link_named(page.partition(b"para-empezar")[2], " por "))
    assert first.status_code == 200
    assert "Para empezar:" not in text_of(first.content)


def test_rows_that_nobody_grouped_are_drawn_as_they_are_first_shown(client, library):
    page = client.get(f"{EXPLORER}?f.departamento.eq=Guatemala").content
    asked = parse_qs(urlsplit(link_named(page, "Mapa")).query)
    assert asked["ver"] == ["mapa"]
    assert asked["f.departamento.eq"] == ["Guatemala"]
    assert len(asked) > 2


# fmt: off
_PARAMETERS = (
    "por", "medida", "cruce", "comparar", "con", "union", "orden", "desde", "filas", "clase", "q",
    "columnas", "ver", "grafico", "clases", "zoom", "f.hogares.ge", "f.anio.in", "f..eq",
    "filtrar", "unir", "buscar", "forma", "m1.op", "m1.de", "m1.entre", "f.anio.presencia",
    "comparar.columna", "comparar.antes", "comparar.despues", "union.a1",
)
_TEXTS = (
    "departamento", "anio", "hogares", "sum.hogares", "mean.con_agua", "count", "ratio", "-1", "1",
    "2018", "mapa", "grafico", "barras", "histograma", "anio.2018.2019", "per_person", "%", "1e400",
    "presupuesto-municipal/gasto", "municipio:municipio", "otra~vigente", "sum.otra~vigente",
    "<svg onload=alert(1)>", "'; DROP TABLE t; --", "\x00", "a.b.c",
)
# fmt: on
_NAMES = st.sampled_from(_PARAMETERS)
_VALUES = st.one_of(st.sampled_from(_TEXTS), st.text(max_size=20))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(fields=st.dictionaries(_NAMES, st.lists(_VALUES, min_size=1, max_size=2), max_size=6))
def test_no_address_breaks_it(client, library, fields):
    answer = client.get(EXPLORER, fields)
    assert answer.status_code in (200, 302, 400)
    if answer.status_code == 302:
        assert client.get(answer["Location"]).status_code in (200, 400)
    else:
        assert "Mostrar" in text_of(answer.content)
        assert "<svg onload" not in answer.content.decode()
