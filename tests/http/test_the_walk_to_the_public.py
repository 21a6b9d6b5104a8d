"""From the office's desk to the public without JavaScript: stopped, mended, returned, published at
a date, and the next version compared."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cauce.apps.catalog.models import Dataset, Upload
from cauce.apps.core.models import Job, Notice
from cauce.apps.core.worker import run_job_now
from tests.http.reading_html import text_of
from tests.http.test_publishing_pages import read, send
from tests.http.walks import with_cui, with_mail

SAID = {
    "title": "Hogares con agua en Alta Verapaz",
    "summary": "Cuántos hogares tienen agua en cada municipio.",
    "themes": ["pobreza"],
    "owner": "Dirección de Estadística",
    "period": "2018",
    "frequency": "ANNUAL",
    "licence": "CC-BY-4.0",
}
PUBLIC = "/datos/hogares-con-agua-en-alta-verapaz/"


@pytest.fixture
def enter(client, people):
    """Lets one of the people in: ``enter("bruno")`` gives their browser."""

    def enter(name: str):
        client.force_login(getattr(people, name))
        return client

    return enter


def page(client, address: str) -> str:
    return text_of(client.get(address, follow=True).content)


def mend(client, here: str) -> None:
    """Presses «Dejar fuera la columna» as a browser without JavaScript does."""
    form = client.get(here).content.decode()
    button = re.search(r'name="arreglo" value="([^"]*include=no[^"]*)"', form)
    table = re.search(r'name="tabla" value="([^"]+)"', form)
    assert button is not None
    assert table is not None
    client.post(f"{here}receta/", {"tabla": table[1], "arreglo": button[1]})
    read(Upload.objects.latest("pk"))


def test_a_file_walks_from_the_desk_to_the_public(enter, people):
    alicia = enter("alicia")
    here = read(send(alicia, with_cui(), "hogares.csv", organisation=people.planning.slug))
    assert "números de CUI (DPI)" in page(alicia, here)
    alicia.post(f"{here}describir/", SAID | {"sources": ""})
    stopped = text_of(alicia.post(f"{here}confirmar/", {}).content)
    assert "1 hallazgo impide publicar: La columna «DPI de quien respondió»" in stopped
    mend(alicia, here)
    alicia.post(f"{here}confirmar/", {"message": "Quité el DPI."})

    bruno = enter("bruno")
    assert "Revisar y decidir" in page(bruno, "/publicar/")
    seen = page(bruno, f"{here}revision/")
    assert "Conjunto nuevo: 12 filas y 3 columnas; nada impide publicar." in seen
    assert "Lo que una persona cambió de la lectura" in seen
    assert "Quité el DPI." in seen
    bruno.post(f"{here}revision/devolver/", {"notes": "Falta la fuente."})

    alicia = enter("alicia")
    assert Notice.objects.filter(to=people.alicia, link=f"{here}revision/").exists()
    assert "Falta la fuente." in page(alicia, f"{here}describir/")
    alicia.post(f"{here}describir/", SAID | {"sources": "Censo 2018."})
    alicia.post(f"{here}confirmar/", {})
    bruno = enter("bruno")
    assert bruno.post(f"{here}revision/publicar/").headers["Location"] == PUBLIC
    shown = page(bruno, PUBLIC)
    assert "1–12 de 12 filas" in shown
    assert "DPI" not in shown


def test_the_next_version_is_compared_and_published_at_its_date(enter, people, monkeypatch):
    alicia = enter("alicia")
    here = read(send(alicia, with_cui(), "hogares.csv", organisation=people.planning.slug))
    mend(alicia, here)
    alicia.post(f"{here}describir/", SAID)
    alicia.post(f"{here}confirmar/", {})
    enter("bruno").post(f"{here}revision/publicar/")

    alicia = enter("alicia")
    slug = Dataset.objects.get().slug
    later = with_cui({"Tactic": 4_000, "Cobán": 3_333}, more=3)
    here = read(send(alicia, later, "hogares.csv", dataset=slug))
    assert "DPI" not in page(alicia, f"{here}revision/").split("Las tablas")[1]
    alicia.post(f"{here}describir/", SAID)
    before = page(alicia, f"{here}confirmar/")
    assert "Se agregaron 3 filas" in before
    assert "Comparar por otras columnas" in before
    alicia.post(f"{here}clave/", {"tabla": Upload.objects.latest("pk").report["tables"][0]["name"],
                                  "columnas": ["municipio"]})  # fmt: skip
    run_job_now(Job.objects.get(kind="catalog.compare_upload").pk)
    assert "se compararon por «Municipio»" in page(alicia, f"{here}confirmar/")
    alicia.post(f"{here}confirmar/", {"change_note": "Tres lugares más."})

    bruno = enter("bruno")
    seen = page(bruno, f"{here}revision/")
    assert "Versión nueva: 3 filas más, 2 cambiadas; nada impide publicar." in seen
    assert "Tactic Hogares 3,733 4,000" in seen
    day = timezone.localdate() + timedelta(days=5)
    bruno.post(f"{here}revision/programar/", {"day": day.isoformat(), "hour": "07:00"})
    assert "Se publicará solo el" in page(bruno, f"{here}revision/")
    job = Job.objects.get(kind="catalog.publish_due")
    then = job.run_after + timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: then)
    run_job_now(job.pk)
    assert "Tres lugares más." in page(bruno, PUBLIC)
    assert "1–15 de 15 filas" in page(bruno, PUBLIC)


def test_what_the_officer_lets_pass_is_public_with_its_reason(enter, people):
    alicia = enter("alicia")
    here = read(send(alicia, with_mail(), "encargados.csv", organisation=people.planning.slug))
    alicia.post(f"{here}describir/", SAID)
    finding = Upload.objects.get().screening[0]
    place = {name: finding[name] for name in ("table", "column", "check")}
    asked = place | {"request": "Son los correos a los que escribe la gente."}
    assert alicia.post(f"{here}revision/pedir-dispensa/", asked).status_code == 302
    assert "Esperar la respuesta del oficial de datos" in page(alicia, "/publicar/")
    olga = enter("olga")
    assert "Decidir la dispensa pedida" in page(olga, "/publicar/")
    given = place | {"reason": "Los publica ya cada municipalidad.", "decision": "dar"}
    assert olga.post(f"{here}revision/dispensa/", given).status_code == 302
    enter("alicia").post(f"{here}confirmar/", {})
    bruno = enter("bruno")
    assert "Los publica ya cada municipalidad." in page(bruno, f"{here}revision/")
    bruno.post(f"{here}revision/publicar/")
    assert "Los publica ya cada municipalidad." in page(bruno, PUBLIC)
