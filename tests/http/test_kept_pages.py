"""Pages kept in memory are never stale, and never anybody else's."""

import gzip

import pytest

from cauce.apps.catalog import actions
from tests.http.publications import words

WATER = "/datos/agua-entubada-por-municipio/"
PAGES = ("/", "/datos/", "/datos/?q=agua", WATER, f"{WATER}v/1/", "/acerca/")


@pytest.mark.parametrize("address", PAGES)
def test_a_visitor_gets_no_cookie(client, library, address):
    answer = client.get(address)
    assert not answer.cookies
    assert answer.status_code == 200


@pytest.mark.parametrize("address", PAGES)
def test_compressed_or_not_it_is_the_same_page(client, library, address):
    plain = client.get(address)
    packed = client.get(address, headers={"accept-encoding": "gzip, br"})
    assert gzip.decompress(packed.content) == plain.content
    again = client.get(address, headers={"if-none-match": plain.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.django_db
def test_a_change_shows_at_once(client, library):
    client.get("/")
    client.get("/datos/")
    client.get(WATER)
    actions.update_description(
        actor=library.people.bruno,
        dataset=library.water.dataset,
        description=words(title="Agua nueva"),
    )
    for address in ("/", "/datos/", WATER):
        assert "Agua nueva" in client.get(address).content.decode(), address
    assert "Agua nueva" not in client.get(f"{WATER}v/1/").content.decode()


@pytest.mark.django_db
def test_what_is_kept_of_a_visitor_is_not_shown_to_a_person_nor_back(client, library):
    client.get(WATER)
    client.force_login(library.people.alicia)
    assert "Alicia Ajú" in client.get(WATER).content.decode()
    client.logout()
    assert "Alicia Ajú" not in client.get(WATER).content.decode()


@pytest.mark.django_db
def test_what_was_withdrawn_is_not_served_from_memory(client, library):
    assert client.get(f"{WATER}v/1/").status_code == 200
    actions.withdraw_dataset(
        actor=library.people.alicia, dataset=library.water.dataset, reason="Prueba."
    )
    assert client.get(f"{WATER}v/1/").status_code == 410


def test_each_language_has_its_own(client, library):
    spanish = client.get("/datos/", headers={"accept-language": "es"})
    english = client.get("/datos/", headers={"accept-language": "en"})
    assert 'lang="es"' in spanish.content.decode()
    assert 'lang="en"' in english.content.decode()
