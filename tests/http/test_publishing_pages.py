"""Publishing in the browser: a file is sent, read, corrected, described and published."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cauce.apps.catalog.models import Upload, Version
from cauce.apps.core.models import Membership
from cauce.apps.core.worker import run_job_now
from tests.http.reading_html import text_of

MESSY = """Hogares por fuente de agua
Alta Verapaz, 2018;;;
;;;
Código;Municipio;Hogares;Con agua
1601;Cobán;38.221;55,2
1602;Santa Cruz Verapaz;6.107;65,7
1603;San Cristóbal Verapaz;11.290;s.d.
1604;Tactic;7.004;62,8
1605;Tamahú;3.500;34,3
1606;Tucurú;7.100;17,6
Total;Alta Verapaz;73.222;47,1
Fuente: INE, Censo 2018.
""".encode("cp1252")

DESCRIBED = {
    "title": "Agua en Alta Verapaz",
    "summary": "Hogares con agua en seis municipios.",
    "themes": ["pobreza"],
    "owner": "Dirección de Estadística",
    "period": "2018",
    "frequency": "IRREG",
    "licence": "CC-BY-4.0",
    "tags": "agua, hogares",
}


def send(client, data: bytes = MESSY, name: str = "agua 2018.csv", **more: str) -> Upload:
    sent = {"file": SimpleUploadedFile(name, data), **more}
    answer = client.post("/publicar/nuevo/", sent)
    assert answer.status_code == 302, text_of(answer.content)
    return Upload.objects.latest("pk")


def read(upload: Upload) -> str:
    upload.refresh_from_db()
    assert upload.job is not None
    run_job_now(upload.job.pk)
    return f"/publicar/{upload.key}/"


def publish(client, people, here: str, **sent: str) -> str:
    """Alicia asks for a review and Bruno publishes; gives where he then is."""
    asked = client.post(f"{here}confirmar/", sent)
    assert asked.headers["Location"] == f"{here}revision/", text_of(asked.content)
    client.force_login(people.bruno)
    answer = client.post(f"{here}revision/publicar/")
    client.force_login(people.alicia)
    return answer.headers["Location"]


@pytest.fixture
def alicia(client, people):
    client.force_login(people.alicia)
    return client


def test_visitors_are_sent_to_log_in(client, people):
    for address in ("/publicar/", "/publicar/nuevo/", "/publicar/0/"):
        assert client.get(address).headers["Location"].startswith("/cuenta/entrar/")


def test_who_publishes_for_nobody_is_told_so(client, people):
    client.force_login(people.ada)
    assert client.get("/publicar/nuevo/").status_code == 403


def test_a_messy_file_becomes_a_page(alicia, people):
    assert "Todavía no hay archivos" in text_of(alicia.get("/publicar/").content)
    upload = send(alicia, organisation=people.planning.slug)
    waiting = alicia.get(f"/publicar/{upload.key}/")
    assert "Leyendo «agua 2018.csv»" in text_of(waiting.content)
    assert '<noscript><meta http-equiv="refresh"' in waiting.content.decode()
    here = read(upload)
    assert alicia.get(f"{here}avance/").headers["HX-Redirect"] == here
    said = text_of(alicia.get(here).content)
    assert "Esto es lo que entendimos" in said
    assert "Los encabezados están en la fila 4" in said
    assert "Windows (cp1252)" in said
    assert "6 filas de datos y 1 de totales" in said
    described = alicia.get(f"{here}describir/").content.decode()
    assert "Fuente: INE, Censo 2018." in described
    answer = alicia.post(f"{here}describir/", DESCRIBED | {"significa.agua_2018.hogares": "Censo."})
    assert answer.headers["Location"] == f"{here}confirmar/"
    assert "Agua en Alta Verapaz" in text_of(alicia.get(f"{here}confirmar/").content)
    assert publish(alicia, people, here) == "/datos/agua-en-alta-verapaz/"
    page = text_of(alicia.get("/datos/agua-en-alta-verapaz/").content)
    assert "1–6 de 6 filas" in page
    assert "Censo." in page
    assert alicia.get(here).headers["Location"] == "/datos/agua-en-alta-verapaz/"
    assert "Publicado como versión 1" in text_of(alicia.get("/publicar/").content)


def change(client, here: str, **sent: str) -> str:
    """Changes a decision, reads again and gives what the page says."""
    table = re.search(r'name="tabla" value="([^"]+)"', client.get(here).content.decode())
    assert table is not None
    client.post(f"{here}receta/", {"tabla": table[1], **sent})
    read(Upload.objects.latest("pk"))
    return text_of(client.get(here).content)


def test_decisions_are_changed_one_by_one_and_stay(alicia, people):
    here = read(send(alicia, organisation=people.planning.slug))
    said = change(alicia, here, **{"c3-include": "no"})
    assert "6 filas de datos y 1 de totales · 3 columnas" in said
    said = change(alicia, here, totals="", subtotals="", **{"c2-type": "text"})
    assert "7 filas de datos · 3 columnas" in said
    said = change(alicia, here, encoding="mac-roman", **{"c3-include": "si"})
    assert "Mac (Mac Roman)" in said
    assert "4 columnas" in said
    said = change(alicia, here, header_rows="4", first_row="5", last_row="8")
    assert "los datos van de la fila 5 a la 8" in said
    alicia.post(f"{here}de-nuevo/")
    read(Upload.objects.latest("pk"))
    assert "fila 5 a la 11" in text_of(alicia.get(here).content)


def test_a_decision_that_makes_no_sense_is_explained(alicia, people):
    here = read(send(alicia, organisation=people.planning.slug))
    table = re.search(r'name="tabla" value="([^"]+)"', alicia.get(here).content.decode())
    assert table is not None
    sent = {"tabla": table[1], "header_rows": "cuatro"}
    answer = alicia.post(f"{here}receta/", sent, follow=True)
    assert "«cuatro» no es un número de fila" in text_of(answer.content)


def test_what_is_missing_of_a_description_is_said(alicia, people):
    here = read(send(alicia, organisation=people.planning.slug))
    answer = alicia.post(f"{here}describir/", DESCRIBED | {"themes": [], "period": "ayer"})
    assert answer.status_code == 200
    said = text_of(answer.content)
    assert "por corregir" in said
    answer = alicia.post(f"{here}describir/", DESCRIBED | {"period": "ayer"})
    assert "No se entiende el período «ayer»" in text_of(answer.content)


def test_a_next_version_says_what_drifted(alicia, people):
    here = read(send(alicia, organisation=people.planning.slug))
    alicia.post(f"{here}describir/", DESCRIBED)
    publish(alicia, people, here)
    changed = MESSY.replace(b"6.107", b"6.207").replace(b"1606;", b"1607;", 1)
    upload = send(alicia, changed, "agua 2019.csv", dataset="agua-en-alta-verapaz")
    here = read(upload)
    said = text_of(alicia.get(here).content)
    assert "Qué cambió desde la versión anterior" in said
    assert "pasó de" in said
    alicia.post(f"{here}describir/", DESCRIBED | {"period": "2019"})
    publish(alicia, people, here, change_note="Se corrigió Santa Cruz.")
    assert Version.objects.count() == 2
    page = text_of(alicia.get("/datos/agua-en-alta-verapaz/").content)
    assert "Se corrigió Santa Cruz." in page
    assert "pasó de" in page


def test_a_next_version_keeps_how_often_it_is_updated(alicia, people):
    here = read(send(alicia, organisation=people.planning.slug))
    said = {"frequency": "WEEKLY", "licence": "CC0-1.0"}
    alicia.post(f"{here}describir/", DESCRIBED | said)
    publish(alicia, people, here)
    upload = send(alicia, MESSY.replace(b"6.107", b"6.207"), dataset="agua-en-alta-verapaz")
    here = read(upload)
    form = alicia.get(f"{here}describir/").content.decode()
    assert '<option value="WEEKLY" selected>' in form
    assert '<option value="CC0-1.0" selected>' in form
    assert "Sugerido: de la versión anterior." in form
    assert alicia.get(f"{here}confirmar/").headers["Location"] == f"{here}describir/"
    alicia.post(f"{here}describir/", DESCRIBED | said)
    publish(alicia, people, here)
    assert [version.frequency for version in Version.objects.all()] == ["WEEKLY", "WEEKLY"]


def test_what_a_person_empties_stays_empty(alicia, people):
    here = read(send(alicia, organisation=people.planning.slug))
    assert "Fuente: INE" in alicia.get(f"{here}describir/").content.decode()
    alicia.post(f"{here}describir/", DESCRIBED | {"sources": "", "tags": ""})
    said = text_of(alicia.get(f"{here}confirmar/").content)
    assert "Fuente: INE" not in said
    assert "Advertencias ninguna" in said
    assert "Etiquetas ninguna" in said


def test_a_table_alone_has_the_title_of_its_dataset(alicia, people):
    here = read(send(alicia, organisation=people.planning.slug))
    form = alicia.get(f"{here}describir/").content.decode()
    field = re.search(r'name="(titulo\.[^"]+)" value="([^"]*)"', form)
    assert field is not None
    for table_title in (field[2], ""):
        alicia.post(f"{here}describir/", DESCRIBED | {field[1]: table_title})
        confirmed = text_of(alicia.get(f"{here}confirmar/").content)
        assert "Agua en Alta Verapaz Código, Municipio" in confirmed
    alicia.post(f"{here}describir/", DESCRIBED | {field[1]: "Cuadro 7"})
    alicia.post(f"{here}describir/", DESCRIBED | {field[1]: "Cuadro 7", "title": "Otro"})
    assert "Cuadro 7 Código, Municipio" in text_of(alicia.get(f"{here}confirmar/").content)


def test_who_publishes_for_several_chooses_and_sees_for_whom(alicia, people):
    Membership.objects.create(
        user=people.alicia, organisation=people.water, role=Membership.Role.PUBLISHER
    )
    form = alicia.get("/publicar/nuevo/").content.decode()
    assert '<option value="" selected>Elija la entidad</option>' in form
    answer = alicia.post("/publicar/nuevo/", {"file": SimpleUploadedFile("agua.csv", MESSY)})
    assert "Elija la entidad que publica." in text_of(answer.content)
    here = read(send(alicia, organisation=people.water.slug))
    assert people.water.name in text_of(alicia.get(f"{here}describir/").content)
    alicia.post(f"{here}describir/", DESCRIBED)
    for page in ("describir/", "confirmar/"):
        assert people.water.name in text_of(alicia.get(f"{here}{page}").content)


def test_who_publishes_arrives_at_their_files_and_is_greeted_shortly(client, people):
    for person, place in ((people.alicia, "/publicar/"), (people.aurelio, "/")):
        person.set_password("cauce-de-pruebas-7")
        person.save()
        sent = {"login": person.email, "password": "cauce-de-pruebas-7"}
        answer = client.post("/cuenta/entrar/", sent)
        assert answer.headers["Location"] == place
        assert "Sesión iniciada." in text_of(client.get(place).content)
        client.post("/cuenta/salir/")


def test_a_file_that_is_no_table_is_refused_with_its_reason(alicia, people):
    upload = send(alicia, b"%PDF-1.4 nada", "acta.pdf", organisation=people.planning.slug)
    said = text_of(alicia.get(read(upload)).content)
    assert "«acta.pdf» no se pudo leer" in said
    assert "Qué pasó" in said
    assert "Subir otro archivo" in said


def test_an_empty_file_is_refused_before_it_is_read(alicia, people):
    sent = {"file": SimpleUploadedFile("nada.csv", b""), "organisation": people.planning.slug}
    answer = alicia.post("/publicar/nuevo/", sent)
    assert "«nada.csv» está vacío" in text_of(answer.content)


def test_another_institution_does_not_know_of_it(client, people, alicia):
    upload = send(alicia, organisation=people.planning.slug)
    client.force_login(people.carla)
    for end in ("", "avance/", "describir/", "confirmar/"):
        assert client.get(f"/publicar/{upload.key}/{end}").status_code == 404
    for end in ("receta/", "de-nuevo/", "descartar/"):
        assert client.post(f"/publicar/{upload.key}/{end}").status_code == 404


def test_a_discarded_file_is_gone(alicia, people):
    upload = send(alicia, organisation=people.planning.slug)
    assert alicia.post(f"/publicar/{upload.key}/descartar/").status_code == 302
    assert alicia.get(f"/publicar/{upload.key}/").status_code == 404


def test_who_reviews_reads_a_draft_and_does_not_change_it(client, people):
    client.force_login(people.alicia)
    here = read(send(client, organisation=people.planning.slug))
    client.post(f"{here}describir/", DESCRIBED)
    client.force_login(people.bruno)
    read_only = client.get(here)
    assert "Esto es lo que entendimos" in text_of(read_only.content)
    assert '<fieldset class="reading-fields" disabled>' in read_only.content.decode()
    assert "descartar/" not in read_only.content.decode()
    for end in ("describir/", "confirmar/", "receta/", "descartar/"):
        assert client.post(f"{here}{end}", {}).status_code == 404


def test_a_draft_is_kept_however_much_is_missing(alicia, people):
    here = read(send(alicia, organisation=people.planning.slug))
    form = alicia.get(f"{here}describir/").content.decode()
    assert "Sugerido: tomado del archivo." in form
    typed = {"title": "Agua", "contact": "no es un correo", "licence": "otra", "borrador": "si"}
    answer = alicia.post(f"{here}describir/", typed | {"significa.agua_2018.hogares": "Censo."})
    assert answer.headers["Location"] == f"{here}describir/"
    form = alicia.get(f"{here}describir/").content.decode()
    assert "Borrador guardado." in form
    assert "Sugerido" not in form
    for kept in ('value="Agua"', 'value="no es un correo"', "Censo."):
        assert kept in form
    said = text_of(alicia.get(f"{here}confirmar/").content)
    assert "Falta algo en la descripción" in said
    answer = alicia.post(f"{here}confirmar/", {})
    assert "«no es un correo» no es un correo electrónico" in text_of(answer.content)


def test_two_who_describe_at_once_do_not_overwrite_each_other_unknowingly(alicia, people):
    here = read(send(alicia, organisation=people.planning.slug))
    opened = re.search(
        r'name="visto" value="(\w+)"', alicia.get(f"{here}describir/").content.decode()
    )
    assert opened is not None
    alicia.post(f"{here}describir/", DESCRIBED | {"title": "De la otra", "visto": opened[1]})
    answer = alicia.post(f"{here}describir/", DESCRIBED | {"visto": opened[1]})
    assert answer.status_code == 200
    assert "Otra persona cambió esta descripción" in text_of(answer.content)
    assert 'value="Agua en Alta Verapaz"' in answer.content.decode()
    now = re.search(r'name="visto" value="(\w+)"', answer.content.decode())
    assert now is not None
    answer = alicia.post(f"{here}describir/", DESCRIBED | {"visto": now[1]})
    assert answer.status_code == 302


def test_what_was_typed_stays_when_it_went_to_review_meanwhile(alicia, people):
    here = read(send(alicia, organisation=people.planning.slug))
    alicia.post(f"{here}describir/", DESCRIBED)
    alicia.post(f"{here}confirmar/", {})
    answer = alicia.post(f"{here}describir/", DESCRIBED | {"title": "Otro título"})
    assert answer.status_code == 200
    assert "está en revisión y no se puede cambiar" in text_of(answer.content)
    assert 'value="Otro título"' in answer.content.decode()
    answer = alicia.post(f"{here}confirmar/", {}, follow=True)
    assert "Ya no es un borrador" in text_of(answer.content)
