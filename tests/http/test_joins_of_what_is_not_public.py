"""A table is joined only while whoever asks may read it: kept pages and drawings tell no more."""

import pytest

from cauce.apps.catalog import actions
from cauce.apps.core.permissions import System

pytestmark = pytest.mark.django_db
TABLE = "/datos/agua-entubada-por-municipio/agua/"
STATE = "con=presupuesto-municipal/gasto&por=departamento&medida=sum.otra~vigente"
ENDINGS = ("explorar/", "explorar.csv", "figura.svg", "figura.json", "incrustar/", "cita.bib")


def answers(client):
    return {
        ending: client.get(f"{TABLE}{ending}?{STATE}&ver=grafico").status_code for ending in ENDINGS
    }


def test_a_withdrawn_table_is_no_longer_joined(client, library):
    assert set(answers(client).values()) == {200}
    dataset = library.budget.dataset
    actions.withdraw_dataset(actor=System("pruebas"), dataset=dataset, reason="Prueba.")
    assert set(answers(client).values()) == {400}
    page = client.get(f"{TABLE}explorar/?{STATE}").content.decode()
    assert "no está a su alcance" in page
    assert "Vigente" not in page
    client.force_login(library.people.carla)
    assert client.get(f"{TABLE}explorar/?{STATE}").status_code == 200
    client.logout()
    assert set(answers(client).values()) == {400}
    actions.reinstate_dataset(actor=System("pruebas"), dataset=dataset)


@pytest.mark.parametrize(
    "source",
    [
        "presupuesto-municipal@0/gasto",
        "presupuesto-municipal@999999999/gasto",
        "presupuesto-municipal/../gasto",
        "publicar/nuevo",
        "no-hay/agua",
        "agua-entubada-por-municipio/agua",
    ],
)
def test_what_cannot_be_joined_says_so_and_the_page_is_usable(client, library, source):
    answer = client.get(f"{TABLE}explorar/?con={source}&por=departamento&medida=sum.hogares")
    assert answer.status_code == 400
    assert 'id="respuesta"' in answer.content.decode()
