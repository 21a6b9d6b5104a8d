"""Guessing is slow, for an account and from an address; and nobody locks its owner out."""

import json

import pytest
from django.core.cache import cache, caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.test import Client

from cauce.apps.core.known_devices import COOKIE
from cauce.apps.core.models import AuditEvent
from tests.people import PASSWORD

WRONG = "no es esta"


def log_in(client, person, password=PASSWORD, address="10.0.0.1", **headers):
    words = {"login": person.email, "password": password}
    return client.post("/cuenta/entrar/", words, REMOTE_ADDR=address, **headers)


def strangers_fail(person, times, start=0):
    for number in range(start, start + times):
        log_in(Client(), person, WRONG, f"10.1.0.{number}")


def told(action):
    return AuditEvent.objects.filter(action=action)


def test_an_account_is_not_guessed_from_many_addresses(people):
    strangers_fail(people.alicia, 7)
    assert told("core.login_failed").count() == 5
    response = log_in(Client(), people.alicia, address="10.2.0.1")
    assert response.status_code == 200
    assert "Demasiados intentos" in response.content.decode()


def test_an_account_that_does_not_exist_answers_the_same(people):
    bodies = []
    for email in (people.alicia.email, "nadie@ejemplo.gob.gt"):
        for number in range(5):
            Client().post(
                "/cuenta/entrar/",
                {"login": email, "password": WRONG},
                REMOTE_ADDR=f"10.3.0.{number}",
            )
        answer = Client().post(
            "/cuenta/entrar/", {"login": email, "password": WRONG}, REMOTE_ADDR="10.4.0.1"
        )
        bodies.append(answer.content.decode().split("csrfmiddlewaretoken")[0])
    assert bodies[0].replace(people.alicia.email, "") == bodies[1].replace(
        "nadie@ejemplo.gob.gt", ""
    )


def test_its_owner_still_enters_from_a_device_that_entered_before(people):
    mine = Client()
    assert log_in(mine, people.alicia).status_code == 302
    mine.post("/cuenta/salir/")
    strangers_fail(people.alicia, 6)
    assert log_in(Client(), people.alicia, address="10.2.0.2").status_code == 200
    assert log_in(mine, people.alicia).status_code == 302


def test_a_known_device_guesses_no_faster(people):
    mine = Client()
    log_in(mine, people.alicia)
    mine.post("/cuenta/salir/")
    for _ in range(5):
        log_in(mine, people.alicia, WRONG)
    assert log_in(mine, people.alicia).status_code == 200


def test_a_device_known_for_one_account_is_not_for_another(people):
    hers = Client()
    log_in(hers, people.alicia)
    hers.post("/cuenta/salir/")
    strangers_fail(people.bruno, 5)
    assert log_in(hers, people.bruno).status_code == 200


@pytest.mark.parametrize("written", ["", "x", "a:b", "a:b:c"])
def test_a_made_up_cookie_is_no_device(written, people):
    strangers_fail(people.alicia, 5)
    client = Client()
    client.cookies[COOKIE] = written
    assert log_in(client, people.alicia, address="10.2.0.3").status_code == 200


def test_the_cookie_says_nothing_and_opens_nothing(people):
    client = Client()
    log_in(client, people.alicia)
    cookie = client.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/cuenta/"
    assert "alicia" not in cookie.value
    other = Client()
    other.cookies[COOKIE] = cookie.value
    assert other.get("/cuenta/").status_code == 302


def test_a_new_password_by_link_ends_the_wait(people, client):
    from cauce.apps.core import actions

    strangers_fail(people.alicia, 5)
    link = actions.issue_password_link(actor=people.ada, user=people.alicia)
    path = client.get(link, follow=True).redirect_chain[-1][0]
    word = "otra-clave-larga-8"
    client.post(path, {"password1": word, "password2": word})
    assert log_in(Client(), people.alicia, word, "10.2.0.4").status_code == 302


def test_an_address_does_not_try_many_accounts(people):
    client = Client()
    for number in range(12):
        client.post("/cuenta/entrar/", {"login": f"p{number}@ejemplo.gob.gt", "password": WRONG})
    assert told("core.login_failed").count() == 10


def test_a_flood_of_accounts_does_not_forget_the_counts(people):
    strangers_fail(people.alicia, 5)
    for number in range(400):  # the memory cache kept 300 entries
        cache.set(f"flood{number}", 1)
    assert log_in(Client(), people.alicia, address="10.2.0.5").status_code == 200


def test_the_log_tells_it_once(people):
    strangers_fail(people.alicia, 5)
    client = Client()
    for _ in range(4):
        log_in(client, people.alicia, WRONG, "10.2.0.6")
    event = told("core.login_throttled").get()
    assert event.subject_id == str(people.alicia.pk)
    assert json.loads(event.payload)["actor"]
    assert event.actor.address == "10.2.0.6"


def test_behind_a_proxy_visitors_are_counted_apart(people, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(12):
        Client().post(
            "/cuenta/entrar/",
            {"login": f"p{number}@ejemplo.gob.gt", "password": WRONG},
            REMOTE_ADDR="10.0.0.1",
            HTTP_X_FORWARDED_FOR=f"6.6.6.6, 20.0.0.{number}",
        )
    assert told("core.login_failed").count() == 12


def test_without_a_proxy_a_forged_address_is_not_believed(people):
    for number in range(12):
        Client().post(
            "/cuenta/entrar/",
            {"login": f"p{number}@ejemplo.gob.gt", "password": WRONG},
            REMOTE_ADDR="10.0.0.1",
            HTTP_X_FORWARDED_FOR=f"20.0.0.{number}",
        )
    assert told("core.login_failed").count() == 10
    assert {each.actor.address for each in told("core.login_failed")} == {"10.0.0.1"}


def test_fewer_proxies_than_configured_is_not_a_fault(people, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    response = log_in(Client(), people.alicia, HTTP_X_FORWARDED_FOR="20.0.0.1")
    assert response.status_code == 302


def test_every_process_counts_together(people):
    strangers_fail(people.alicia, 5)
    assert isinstance(caches["default"], DatabaseCache)
    with connection.cursor() as cursor:  # where another process would read them
        cursor.execute("SELECT count(*) FROM core_cache")
        assert cursor.fetchone()[0] >= 1
