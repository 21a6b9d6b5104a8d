"""«Esto es lo que entendimos»: what exposes somebody comes first; everything can be taken back."""

import re

import pytest

from cauce.apps.catalog.models import Upload
from tests.http.test_publishing_pages import change, read, send, text_of

PERSONS = "Municipio;Correo;Monto\n" + "".join(
    f"Cobán;persona{number}.lopez@correo.example;{number * 17}\n" for number in range(1, 60)
)


@pytest.fixture
def alicia(client, people):
    client.force_login(people.alicia)
    return client


@pytest.fixture
def exposed(alicia, people):
    """The address of a file with e-mail addresses of persons."""
    return read(send(alicia, PERSONS.encode(), "pagos.csv", organisation=people.planning.slug))


def test_what_exposes_somebody_stands_first_and_its_cells_are_hidden(alicia, exposed):
    page = alicia.get(exposed).content.decode()
    said = text_of(page.encode())
    assert "impide publicar" in said
    first = re.search(r'<ol class="problem-list">.*?problem-mends.*?</div>', page, re.S)
    assert first is not None
    assert "Impide publicar" in first[0]
    assert "Dejar fuera la columna" in first[0]
    assert "Pedir dispensa al oficial de gobierno de datos" in first[0]
    assert "persona1.lopez@correo.example" not in page
    assert "•••••" in page
    assert "Sus valores no se muestran" in said


def test_leaving_the_column_out_mends_it(alicia, exposed):
    page = alicia.get(exposed).content.decode()
    mend = re.search(r'name="arreglo" value="([^"]*include=no)"', page)
    assert mend is not None
    said = change(alicia, exposed, arreglo=mend[1].replace("&amp;", "&"))
    assert "impide" not in said
    assert "«Correo» queda fuera" in said
    assert "lopez@correo.example" not in alicia.get(exposed).content.decode()


def test_a_protection_is_chosen_by_hand(alicia, exposed):
    said = change(alicia, exposed, **{"c2-protect": "band:100"})
    assert "«Monto»: protección publicar en tramos de 100" in said


def test_the_last_correction_is_taken_back(alicia, people):
    here = read(send(alicia, organisation=people.planning.slug))
    change(alicia, here, **{"c2-title": "Hogares censados"})
    said = change(alicia, here, **{"c3-include": "no"})
    assert said.index("«Con agua» queda fuera") < said.index("Hogares censados (antes: Hogares)")
    alicia.post(f"{here}deshacer/")
    read(Upload.objects.latest("pk"))
    said = text_of(alicia.get(here).content)
    assert "«Con agua» queda fuera" not in said
    assert "Hogares censados" in said
    alicia.post(f"{here}deshacer/")
    read(Upload.objects.latest("pk"))
    assert "Volver a la lectura anterior" not in text_of(alicia.get(here).content)
    answer = alicia.post(f"{here}deshacer/", follow=True)
    assert "no hay una anterior" in text_of(answer.content)


def test_a_public_title_reaches_the_next_version(alicia, people):
    here = read(send(alicia, organisation=people.planning.slug))
    change(alicia, here, **{"c2-title": "Hogares censados"})
    upload = Upload.objects.latest("pk")
    column = upload.report["recipe"]["tables"][0]["columns"][2]
    assert (column["label"], column["title"]) == ("Hogares", "Hogares censados")
    assert upload.report["tables"][0]["columns"][2]["label"] == "Hogares censados"


def test_a_form_of_before_another_reading_is_refused(alicia, people):
    here = read(send(alicia, organisation=people.planning.slug))
    page = alicia.get(here).content.decode()
    table = re.search(r'name="tabla" value="([^"]+)"', page)
    assert table is not None
    sent = {"tabla": table[1], "leido": "de otra lectura", "c2-unit": "km"}
    answer = alicia.post(f"{here}receta/", sent, follow=True)
    assert "se leyó de nuevo mientras" in text_of(answer.content)


def test_wide_tables_have_their_columns_in_several_forms(alicia, people):
    labels = ";".join(f"Columna {number}" for number in range(1, 96))
    rows = "\n".join(";".join(str(number + row) for number in range(95)) for row in range(5))
    wide = f"{labels}\n{rows}\n".encode()
    here = read(send(alicia, wide, "ancha.csv", organisation=people.planning.slug))
    first = alicia.get(here).content.decode()
    assert "columnas=3" in first
    assert first.count('class="column-line') == 40
    third = alicia.get(f"{here}?columnas=3").content.decode()
    assert third.count('class="column-line') == 15
    said = change(alicia, here, columnas="3", **{"c94-unit": "km"})
    assert "«Columna 95»: unidad km" in said


def test_what_a_protection_leaves_is_seen_and_the_original_is_not(alicia, exposed):
    change(alicia, exposed, **{"c1-protect": "suffix:4"})
    page = alicia.get(exposed).content.decode()
    assert "persona1.lopez@correo.example" not in page
    assert "•••••" in page.partition('class="reading-table"')[0]
    assert "mple" in page.partition('class="reading-table"')[2]
