"""Administering people and organisations in the browser, from the first to the last step."""

import re

import pytest

from cauce.apps.core.models import Membership, Organisation, User


@pytest.fixture
def ada(people, client):
    client.force_login(people.ada)
    return client


FACTS = {
    "name": "Municipalidad de Cobán",
    "short_name": "MuniCobán",
    "kind": "municipality",
    "parent": "",
    "description": "",
    "contact_email": "",
    "url": "",
}


def test_an_organisation_is_added_and_changed(ada, people):
    response = ada.post("/administracion/entidades/nueva/", FACTS)
    assert response["Location"] == "/administracion/entidades/municoban/"
    ada.post(response["Location"], FACTS | {"name": "Municipalidad de Cobán, A. V."})
    assert Organisation.objects.get(slug="municoban").name == "Municipalidad de Cobán, A. V."


def test_what_is_wrong_is_said_on_the_form(ada, people):
    body = ada.post(
        "/administracion/entidades/nueva/", FACTS | {"name": people.planning.name}
    ).content.decode()
    assert "Ya existe" in body
    body = ada.post(
        f"/administracion/entidades/{people.water.slug}/", FACTS | {"parent": people.water.pk}
    ).content.decode()
    assert "no puede depender de sí misma" in body
    body = ada.post(
        "/administracion/personas/nueva/", {"full_name": "A", "email": people.alicia.email}
    ).content.decode()
    assert "Ya existe" in body


def test_a_person_from_account_to_erasure(ada, people):
    response = ada.post(
        "/administracion/personas/nueva/", {"full_name": "Nora Ixil", "email": "Nora@x.gob.gt"}
    )
    path = response["Location"]
    nora = User.objects.get(email="nora@x.gob.gt")

    role = {"organisation": people.planning.pk, "role": "reviewer"}
    ada.post(f"{path}rol/", role)
    assert nora.memberships.get().role == "reviewer"
    assert "ya tiene ese rol" in ada.post(f"{path}rol/", role).content.decode()
    assert ada.post(f"{path}rol/", {"role": "reina"}).status_code == 200

    link = re.search(r"http://testserver/cuenta/\S+?/(?=</code>)", ada.post(f"{path}enlace/").text)
    assert link is not None

    membership = nora.memberships.get()
    ada.post(f"/administracion/roles/{membership.pk}/retirar/")
    assert not Membership.objects.filter(user=nora).exists()

    assert ada.post(f"{path}borrar/").status_code == 400
    ada.post(f"{path}desactivar/")
    assert "Desactivada" in ada.get(path).content.decode()
    ada.post(f"{path}borrar/")
    assert "Nora" not in ada.get(path).content.decode()


def test_people_are_found_by_name_or_e_mail(ada, people):
    for text in ("bruno", "Barrios", "bruno@ejemplo"):
        body = ada.get("/administracion/", {"q": text}).content.decode()
        assert "Bruno Barrios" in body
        assert "Carla Canales" not in body


def test_pages_of_people(ada, people):
    User.objects.bulk_create(
        User(email=f"p{number}@x.gt", full_name=f"P {number:03}") for number in range(60)
    )
    first = ada.get("/administracion/").content.decode()
    assert "1–50 de 66" in first
    assert "51–66 de 66" in ada.get("/administracion/?pagina=2").content.decode()


def test_everyone_renames_themselves(people, client):
    client.force_login(people.alicia)
    client.post("/cuenta/", {"full_name": "Alicia Ajú de Paz"})
    people.alicia.refresh_from_db()
    assert people.alicia.full_name == "Alicia Ajú de Paz"
    assert client.post("/cuenta/", {"full_name": ""}).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/administracion/personas/nueva/",
        "/administracion/entidades/nueva/",
        "/administracion/entidades/{slug}/",
        "/administracion/personas/{number}/",
    ],
)
@pytest.mark.parametrize("who", ["alicia", "olga", "aurelio"])
def test_nobody_else_administers(path, who, people, client):
    client.force_login(getattr(people, who))
    path = path.format(slug=people.planning.slug, number=people.alicia.pk)
    assert client.get(path).status_code in {403, 404}
