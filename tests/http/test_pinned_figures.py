"""Publishers choose the figures of their datasets, and say what they like under them, safely."""

import pytest

from cauce.apps.catalog import actions
from cauce.apps.catalog.figures.models import PinnedFigure
from tests.http.conftest import FIELDS, ROWS
from tests.http.publications import publish, table_report, words
from tests.http.reading_html import link_named, text_of

WATER = "/datos/agua-entubada-por-municipio/"
FIGURES = f"{WATER}figuras/"
STATE = "por=departamento&medida=max.con_agua&ver=grafico"

pytestmark = pytest.mark.django_db


@pytest.fixture
def alicia(client, library):
    client.force_login(library.people.alicia)
    return client


def pinned(library, query=STATE, caption="", table="agua"):
    return actions.pin_figure(
        actor=library.people.alicia,
        dataset=library.water.dataset,
        table=table,
        query=query,
        caption=caption,
    )


def test_a_state_of_the_explorer_is_shown_and_then_pinned(alicia, library):
    shown = alicia.get(f"{FIGURES}?tabla=agua&{STATE}")
    assert shown.status_code == 200
    assert "Fijar esta figura" in shown.content.decode()
    sent = {"tabla": "agua", "consulta": STATE, "pie": "Nebaj va a la cabeza."}
    answer = alicia.post(f"{FIGURES}fijar/", sent)
    assert answer.headers["Location"] == FIGURES
    alicia.logout()
    said = text_of(alicia.get(WATER).content)
    assert "Nebaj va a la cabeza." in said
    assert said.count("Abrir en el explorador") == 1


def test_the_explorer_leads_its_publisher_alone_to_pin_what_is_seen(alicia, library):
    shown = f"{WATER}agua/explorar/?{STATE}"
    leads = link_named(alicia.get(shown).content, "Fijar en la página del conjunto")
    assert "Fijar esta figura" in alicia.get(leads).content.decode()
    assert (
        "Fijar en la página"
        not in alicia.get(f"{WATER}v/1/agua/explorar/?{STATE}").content.decode()
    )
    alicia.logout()
    assert "Fijar en la página" not in alicia.get(shown).content.decode()


def test_a_caption_is_words_and_never_markup(client, library):
    pinned(library, caption='<img src=x onerror=alert(1)> & "más"')
    page = client.get(WATER).content.decode()
    assert "<img src=x" not in page
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; &#34;más&#34;" in page


def test_without_a_caption_the_figure_speaks_for_itself(client, library):
    bare = client.get(WATER).content
    pinned(library)
    page = client.get(WATER).content
    assert page != bare
    assert "Figuras" not in text_of(page)


def test_their_order_is_the_publishers(alicia, library):
    first = pinned(library, caption="Una.")
    second = pinned(library, STATE.replace("max", "min"), caption="Otra.")
    said = text_of(alicia.get(WATER).content)
    assert said.index("Una.") < said.index("Otra.")
    alicia.post(f"{FIGURES}{second.pk}/mover/", {"hacia": "subir"})
    said = text_of(alicia.get(WATER).content)
    assert said.index("Otra.") < said.index("Una.")
    alicia.post(f"{FIGURES}{first.pk}/mover/", {"hacia": "bajar"})
    assert list(PinnedFigure.objects.values_list("caption", flat=True)) == ["Otra.", "Una."]


def test_what_is_unpinned_leaves_the_page_to_what_was_chosen(alicia, library):
    pin = pinned(library, caption="Se quita.")
    assert text_of(alicia.get(WATER).content).count("Abrir en el explorador") == 1
    alicia.post(f"{FIGURES}{pin.pk}/quitar/")
    assert text_of(alicia.get(WATER).content).count("Abrir en el explorador") == 2
    assert not PinnedFigure.objects.exists()


def test_a_caption_can_be_changed_and_keeps_what_was_typed_when_it_cannot(alicia, library):
    pin = pinned(library, caption="Antes.")
    alicia.post(f"{FIGURES}{pin.pk}/pie/", {"pie": "Después."})
    pin.refresh_from_db()
    assert pin.caption == "Después."
    answer = alicia.post(f"{FIGURES}{pin.pk}/pie/", {"pie": "Llame al 5555-1234."})
    assert answer.status_code == 400
    assert "Llame al 5555-1234." in answer.content.decode()
    pin.refresh_from_db()
    assert pin.caption == "Después."


@pytest.mark.parametrize(
    "caption", ["Lo dijo Juan Carlos Pérez García", "DPI 1843 46187 0101", "x" * 301]
)
def test_a_caption_that_tells_a_person_or_too_much_is_refused(alicia, library, caption):
    sent = {"tabla": "agua", "consulta": STATE, "pie": caption}
    answer = alicia.post(f"{FIGURES}fijar/", sent)
    assert answer.status_code == 400
    assert caption in answer.content.decode()
    assert not PinnedFigure.objects.exists()


@pytest.mark.parametrize(
    "caption",
    [
        "Entre 2013 y 2018 el promedio pasó de 32.5 a 37.9 puntos.",
        "En Alta Verapaz, Santa Rosa y San Marcos hay menos de 1,234,567 hogares con agua.",
        "Huehuetenango e Izabal: 12.3 % y 45,6 %",
    ],
)
def test_places_years_and_numbers_are_no_persons(library, caption):
    assert pinned(library, caption=caption).caption == caption


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ({"tabla": "nada", "consulta": STATE}, "nada"),
        ({"tabla": "agua", "consulta": "por=nada&medida=count"}, "nada"),
        ({"tabla": "agua", "consulta": f"{STATE}&f.departamento.eq=Nada"}, "No se fijó"),
        ({}, "No se fijó"),
    ],
)
def test_what_cannot_be_drawn_is_not_pinned(alicia, library, sent, reason):
    answer = alicia.post(f"{FIGURES}fijar/", sent)
    assert answer.status_code == 400
    assert reason in answer.content.decode()
    assert not PinnedFigure.objects.exists()


def test_the_same_figure_is_not_pinned_twice_nor_are_too_many(alicia, library):
    sent = {"tabla": "agua", "consulta": STATE}
    assert alicia.post(f"{FIGURES}fijar/", sent).status_code == 302
    again = alicia.post(f"{FIGURES}fijar/", sent)
    assert again.status_code == 400
    assert "ya está fijada" in again.content.decode()


def test_a_figure_whose_column_vanished_is_shown_to_its_publisher_alone(alicia, library):
    pinned(library, caption="Lo que hubo.")
    without = table_report_without("con_agua", library)
    publish(
        library.people.alicia,
        library.people.planning,
        [without],
        words(),
        dataset=library.water.dataset,
        change_note="Ya no se mide.",
    )
    told = alicia.get(FIGURES).content.decode()
    assert "No se muestra a nadie más" in told
    assert "con_agua" in told
    assert "Lo que hubo." not in text_of(alicia.get(WATER).content)
    assert "Lo que hubo." in text_of(alicia.get(f"{WATER}v/2/").content)


def table_report_without(name, library):
    import tempfile
    from pathlib import Path

    place = [field.name for field in FIELDS].index(name)
    fields = [field for field in FIELDS if field.name != name]
    rows = [row[:place] + row[place + 1 :] for row in ROWS]
    with tempfile.TemporaryDirectory() as folder:
        return table_report(Path(folder), "agua", fields, rows)


@pytest.mark.parametrize("who", ["bruno", "olga", "aurelio", "ada", "carla"])
def test_nobody_else_chooses(client, library, who):
    pin = pinned(library)
    client.force_login(getattr(library.people, who))
    assert client.get(FIGURES).status_code == 404
    sent = {"tabla": "agua", "consulta": STATE.replace("max", "min")}
    assert client.post(f"{FIGURES}fijar/", sent).status_code == 404
    for rest in ("pie", "mover", "quitar"):
        assert client.post(f"{FIGURES}{pin.pk}/{rest}/").status_code == 404
    assert PinnedFigure.objects.get().caption == ""


def test_visitors_are_asked_who_they_are(client, library):
    assert client.get(FIGURES).status_code == 302
    assert client.post(f"{FIGURES}fijar/", {"tabla": "agua"}).status_code == 302


def test_a_pin_of_another_dataset_is_out_of_reach(alicia, library):
    other = PinnedFigure.objects.create(
        dataset=library.budget.dataset, table="gasto", query="ver=grafico", position=1
    )
    assert alicia.post(f"{FIGURES}{other.pk}/quitar/").status_code == 404
    assert PinnedFigure.objects.filter(pk=other.pk).exists()


def test_the_log_tells_of_a_pin_without_its_words(alicia, library):
    from cauce.apps.core.models import AuditEvent

    pinned(library, caption="Nebaj va a la cabeza.")
    payload = AuditEvent.objects.latest("sequence").payload
    assert '"table":"agua"' in payload
    assert "Nebaj" not in payload
    assert "max.con_agua" not in payload


def test_home_shows_what_was_pinned(client, library):
    pinned(library, caption="Lo que importa.")
    assert "Lo que importa." in text_of(client.get("/").content)
