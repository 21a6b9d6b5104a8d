"""Reviewing in the browser: four eyes, notes, dates, waivers, and two people acting at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cauce.apps.catalog import actions
from cauce.apps.catalog.models import Dataset, Review, Upload, Waiver
from tests.apps.catalog import samples
from tests.http.reading_html import link_named, text_of

MORE_WATER = samples.WATER | {"Hogares con agua": [48_123, 35_500, 6_020]}


@pytest.fixture
def draft(people, tmp_path):
    samples.read_upload(people.water, {"agua": samples.WATER}, tmp_path)  # numbers that differ
    upload = samples.read_upload(
        people.planning, {"agua": samples.WATER}, tmp_path, actor=people.alicia
    )
    return samples.described(upload, people.alicia)


@pytest.fixture
def waiting(people, draft):
    actions.request_review(actor=people.alicia, upload=draft, message="Mire los totales.")
    draft.refresh_from_db()
    return draft


def here(upload: Upload, end: str = "") -> str:
    return f"/publicar/{upload.key}/revision/{end}"


def sent(upload: Upload, **more: str) -> dict[str, Any]:
    return {"round": upload.reviews.values_list("pk", flat=True).first(), **more}


def test_a_reviewer_sees_on_one_page_what_would_be_public(client, people, waiting):
    client.force_login(people.bruno)
    answer = client.get(here(waiting))
    said = text_of(answer.content)
    assert said.index("Conjunto nuevo: 3 filas y 4 columnas; nada impide publicar.") < 200
    assert "Mire los totales." in said
    assert "Cuántos hogares tienen agua por tubería" in said
    assert "no se halló nada que identifique a personas" in said
    assert "48.123" in said or "48,123" in said
    assert "Pidió la revisión Alicia Ajú" in said
    whole = link_named(answer.content, "Ver la tabla completa")
    assert "San Pedro Carchá" in text_of(client.get(whole).content)
    assert "Publicar ahora" in said
    assert "Retirar de la revisión" not in said


def test_a_draft_table_is_filtered_and_sorted_as_it_will_be(client, people, waiting):
    client.force_login(people.bruno)
    table = f"/publicar/{waiting.key}/tabla/"
    asked = {"columna": "municipio", "condicion": "contains", "valor": "tac"}
    answer = client.get(table, asked, follow=True)
    said = text_of(answer.content)
    assert "Tactic" in said
    assert "San Pedro" not in said
    assert client.get(table, {"tabla": "otra"}).status_code == 404
    assert client.get(table, {"orden": "nada"}).status_code == 400
    client.force_login(people.carla)
    assert client.get(table).status_code == 404


def test_a_reviewer_returns_it_with_notes_and_the_publisher_corrects(client, people, waiting):
    client.force_login(people.bruno)
    answer = client.post(here(waiting, "devolver/"), sent(waiting, notes="  "))
    assert answer.status_code == 400
    assert "Escriba qué hay que corregir." in text_of(answer.content)
    answer = client.post(here(waiting, "devolver/"), sent(waiting, notes="Falta la fuente."))
    assert answer.headers["Location"] == "/publicar/"
    client.force_login(people.alicia)
    assert "Corregir y volver a enviar" in text_of(client.get("/publicar/").content)
    said = text_of(client.get(here(waiting)).content)
    assert "Falta la fuente." in said
    assert "Cambiar la descripción" in said


def test_who_prepared_it_may_recall_it_and_not_publish_it(client, people, waiting):
    client.force_login(people.alicia)
    said = text_of(client.get(here(waiting)).content)
    assert "Retirar de la revisión" in said
    assert "Publicar ahora" not in said
    assert client.post(here(waiting, "publicar/"), sent(waiting)).status_code == 403
    answer = client.post(here(waiting, "retirar/"), sent(waiting), follow=True)
    assert "Es un borrador otra vez" in text_of(answer.content)
    answer = client.post(here(waiting, "retirar/"), sent(waiting))
    assert answer.status_code == 409
    assert "ya no está en revisión" in text_of(answer.content)


def test_a_reviewer_publishes_once_however_often_the_button_is_pressed(client, people, waiting):
    client.force_login(people.bruno)
    answer = client.post(here(waiting, "publicar/"), sent(waiting))
    assert answer.headers["Location"] == "/datos/hogares-con-agua-por-municipio/"
    assert "ya es pública" in text_of(client.get(answer.headers["Location"]).content)
    again = client.post(here(waiting, "publicar/"), sent(waiting), follow=True)
    assert again.status_code == 200
    assert "ya no está en revisión: está publicado" in text_of(again.content)
    assert Dataset.objects.get().versions.count() == 1


def test_what_was_changed_while_somebody_looked_is_looked_at_again(client, people, waiting):
    client.force_login(people.bruno)
    seen = sent(waiting)
    actions.recall_review(actor=people.alicia, upload=waiting)
    stale = client.post(here(waiting, "devolver/"), seen | {"notes": "Una nota larga."})
    assert stale.status_code == 409
    assert "ya no está en revisión" in text_of(stale.content)
    samples.in_review(waiting, people.alicia, title="Otro título")
    stale = client.post(here(waiting, "publicar/"), seen)
    assert stale.status_code == 409
    assert "se volvió a enviar mientras usted lo miraba" in text_of(stale.content)
    assert "Otro título" in text_of(stale.content)
    assert Dataset.objects.count() == 0
    stale = client.post(here(waiting, "devolver/"), seen | {"notes": "Una nota larga."})
    assert "Una nota larga." in stale.content.decode()
    assert client.post(here(waiting, "publicar/"), sent(waiting)).status_code == 302


def test_a_date_is_of_the_sites_clock_and_in_the_future(client, people, waiting):
    client.force_login(people.bruno)
    answer = client.post(here(waiting, "programar/"), sent(waiting, day="2020-01-01", hour="08:00"))
    assert answer.status_code == 400
    assert "tiene que ser futura" in text_of(answer.content)
    assert 'value="2020-01-01"' in answer.content.decode()
    answer = client.post(here(waiting, "programar/"), sent(waiting, day="mañana", hour="08:00"))
    assert "Escriba el día así" in text_of(answer.content)
    day = timezone.localdate() + timedelta(days=2)
    answer = client.post(
        here(waiting, "programar/"), sent(waiting, day=day.isoformat(), hour="08:30"), follow=True
    )
    assert "a las 08:30" in text_of(answer.content)
    waiting.refresh_from_db()
    assert waiting.state == Upload.State.SCHEDULED
    local = timezone.localtime(waiting.publish_at)
    assert (local.date(), local.hour, local.minute) == (day, 8, 30)
    assert "Programado" in text_of(client.get("/publicar/").content)
    assert client.post(here(waiting, "publicar/"), sent(waiting)).status_code == 302


def test_a_finding_is_waived_with_a_reason_that_all_will_read(client, people, draft):
    samples.exposing(draft)
    place = {"table": "agua", "column": "municipio", "check": "pii.cui"}
    client.force_login(people.alicia)
    said = text_of(client.get(here(draft)).content)
    assert "1 hallazgo impide publicar" in said
    assert "No se muestran estas columnas" in said
    assert "San Pedro Carchá" not in said
    answer = client.post(here(draft, "pedir-dispensa/"), place | {"request": ""})
    assert "Escriba por qué." in text_of(answer.content)
    asked = place | {"request": "Son nombres de lugares."}
    assert client.post(here(draft, "pedir-dispensa/"), asked).status_code == 302
    assert "dispensa pedida" in text_of(client.get(here(draft)).content)
    assert client.post(here(draft, "dispensa/"), place | {"reason": "Sí."}).status_code == 403
    client.force_login(people.bruno)
    assert (
        client.post(
            here(draft, "dispensa/"), place | {"reason": "Sí.", "decision": "dar"}
        ).status_code
        == 403
    )
    client.force_login(people.olga)
    assert "Decidir la dispensa pedida" in text_of(client.get("/publicar/").content)
    said = text_of(client.get(here(draft)).content)
    assert "Son nombres de lugares." in said
    no = place | {"reason": "Mejor tápelos.", "decision": "negar"}
    assert client.post(here(draft, "dispensa/"), no).status_code == 302
    assert "Mejor tápelos." in text_of(client.get(here(draft)).content)
    yes = place | {"reason": "Son municipios.", "decision": "dar", "standing": "on"}
    assert client.post(here(draft, "dispensa/"), yes).status_code == 302
    said = text_of(client.get(here(draft)).content)
    assert "con dispensa" in said
    assert "Vale también para las versiones siguientes." in said
    assert Waiver.objects.get().standing
    lost = place | {"check": "pii.nit", "reason": "Sí.", "decision": "dar"}
    answer = client.post(here(draft, "dispensa/"), lost)
    assert answer.status_code == 400
    assert "No hay tal hallazgo" in text_of(answer.content)


def test_what_is_in_review_is_not_discarded(client, people, waiting):
    client.force_login(people.alicia)
    answer = client.post(f"/publicar/{waiting.key}/descartar/", follow=True)
    assert answer.status_code == 200
    assert "Retírelo de la revisión para corregirlo." in text_of(answer.content)


def test_an_auditor_reads_and_decides_nothing(client, people, waiting):
    client.force_login(people.aurelio)
    assert "Todavía" not in text_of(client.get("/publicar/").content)
    said = text_of(client.get(here(waiting)).content)
    assert "Su decisión" not in said
    for end in ("devolver/", "publicar/", "programar/", "retirar/"):
        form = sent(waiting, notes="No.", day="2099-01-01", hour="08:00")
        assert client.post(here(waiting, end), form).status_code == 403
    assert Review.objects.get().verdict == Review.Verdict.OPEN


def test_another_institution_does_not_know_of_it(client, people, waiting):
    client.force_login(people.carla)
    assert client.get(here(waiting)).status_code == 404
    for end in ("devolver/", "publicar/", "programar/", "retirar/", "dispensa/"):
        assert client.post(here(waiting, end)).status_code == 404


def test_a_next_version_marks_what_is_described_otherwise(client, people, tmp_path):
    first = samples.publish(people.planning, tmp_path)
    upload = samples.read_upload(
        people.planning, {"agua": MORE_WATER}, tmp_path, dataset=first.dataset, actor=people.alicia
    )
    samples.in_review(upload, people.alicia, period="2019", change_note="Se corrigió Carchá.")
    client.force_login(people.bruno)
    said = text_of(client.get(here(upload)).content)
    assert "Periodo cambió 2019 Antes: 2018" in said
    assert "Se corrigió Carchá." in said
    assert "Título cambió" not in said


def test_what_waits_for_me_comes_first_with_its_next_step(client, people, waiting):
    client.force_login(people.bruno)
    said = text_of(client.get("/publicar/").content)
    assert said.index("Espera por usted") < said.index("Revisar y decidir")
    client.force_login(people.alicia)
    said = text_of(client.get("/publicar/").content)
    assert "Espera por usted" not in said
    assert "Esperar a quien revisa" in said
    assert "Hogares con agua" not in text_of(client.get("/publicar/?estado=scheduled").content)
    assert "Hogares con agua" in text_of(client.get("/publicar/?estado=review").content)
