"""Who governs data or administers goes nowhere without a second factor; its secrets are hidden."""

import json
import time
from dataclasses import replace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from django.test import Client

from cauce.apps.core import account_actions, actions, second_factor
from cauce.apps.core.models import AuditEvent
from cauce.apps.core.permissions import Role, System
from cauce.base.errors import Refusal
from tests.people import PASSWORD, SECOND_FACTOR_SECRET

SET_UP = "/cuenta/segundo-factor/"
SYSTEM = System("pruebas")


def code_now():
    return format_hotp_value(hotp_value(SECOND_FACTOR_SECRET, int(time.time()) // 30))


def lose_second_factor(person):
    Authenticator.objects.filter(user=person).delete()


@pytest.mark.parametrize("who", ["olga", "ada"])
@pytest.mark.parametrize("path", ["/", "/datos/", "/bitacora/", "/administracion/", "/admin/"])
def test_until_they_have_it_every_page_leads_to_its_set_up(who, path, people, client):
    lose_second_factor(getattr(people, who))
    client.force_login(getattr(people, who))
    assert client.get(path)["Location"] == SET_UP
    assert client.post(path)["Location"] == SET_UP
    assert "Su rol lo exige" in client.get(SET_UP).content.decode()


@pytest.mark.parametrize("who", ["olga", "ada"])
def test_their_account_stays_open_meanwhile(who, people, client):
    lose_second_factor(getattr(people, who))
    client.force_login(getattr(people, who))
    for path in ("/cuenta/", "/cuenta/confirmar/", "/cuenta/contrasena/", "/salud"):
        assert client.get(path).status_code == 200, path
    assert client.get("/cuenta/segundo-factor/activar/")["Location"].startswith("/cuenta/confirmar")
    assert client.post("/cuenta/salir/")["Location"] == "/"


@pytest.mark.parametrize("who", ["alicia", "bruno", "aurelio", "carla"])
def test_other_roles_are_not_asked(who, people, client):
    client.force_login(getattr(people, who))
    assert client.get("/").status_code == 200


def test_with_it_they_go_everywhere(people, client):
    client.force_login(people.ada)
    assert client.get("/administracion/").status_code == 200


def test_a_new_role_demands_it_at_once(people, client):
    client.force_login(people.alicia)
    assert client.get("/").status_code == 200
    actions.grant_role(
        actor=people.ada, user=people.alicia, organisation=people.water, role=Role.OGD
    )
    assert client.get("/")["Location"] == SET_UP


def test_setting_it_up_opens_the_house(people, client):
    lose_second_factor(people.olga)
    client.post("/cuenta/entrar/", {"login": people.olga.email, "password": PASSWORD})
    assert client.get("/")["Location"] == SET_UP
    client.post("/cuenta/confirmar/", {"password": PASSWORD})
    body = client.get("/cuenta/segundo-factor/activar/").content.decode()
    secret = body.split('<code class="secret">')[1].split("<")[0]
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client.post("/cuenta/segundo-factor/activar/", {"code": code})
    assert client.get("/").status_code == 200
    stored = Authenticator.objects.get(user=people.olga, type="totp").data["secret"]
    assert secret not in stored


def test_sessions_that_began_without_it_do_not_inherit_it(
    people, client, django_capture_on_commit_callbacks
):
    lose_second_factor(people.olga)
    somebody = Client()
    for browser in (somebody, client):
        browser.post("/cuenta/entrar/", {"login": people.olga.email, "password": PASSWORD})
    client.post("/cuenta/confirmar/", {"password": PASSWORD})
    body = client.get("/cuenta/segundo-factor/activar/").content.decode()
    secret = body.split('<code class="secret">')[1].split("<")[0]
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/cuenta/segundo-factor/activar/", {"code": code})
    assert client.get("/publicar/").status_code == 200
    answer = somebody.get("/publicar/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/cuenta/entrar/")


def test_a_password_alone_does_not_let_them_in(people, client):
    response = client.post("/cuenta/entrar/", {"login": people.ada.email, "password": PASSWORD})
    assert response["Location"].startswith("/cuenta/segundo-factor/codigo/")
    assert client.get("/administracion/").status_code == 302
    client.post("/cuenta/segundo-factor/codigo/", {"code": code_now()})
    assert client.get("/administracion/").status_code == 200


def test_a_code_serves_once(people, client):
    code = code_now()
    for expected in (200, 302):
        client.post("/cuenta/entrar/", {"login": people.ada.email, "password": PASSWORD})
        client.post("/cuenta/segundo-factor/codigo/", {"code": code})
        assert client.get("/administracion/").status_code == expected
        client.post("/cuenta/salir/")


def test_codes_are_throttled(people, client):
    client.post("/cuenta/entrar/", {"login": people.ada.email, "password": PASSWORD})
    for number in range(5):
        client.post("/cuenta/segundo-factor/codigo/", {"code": f"00000{number}"})
    client.post("/cuenta/segundo-factor/codigo/", {"code": code_now()})
    assert client.get("/administracion/").status_code == 302


def test_a_demonstration_may_relax_it_and_says_so(people, client, settings):
    lose_second_factor(people.ada)
    settings.CAUCE = replace(settings.CAUCE, demo=True, second_factor_required=False)
    assert "no exige segundo factor" in client.get("/cuenta/entrar/").content.decode()
    client.force_login(people.ada)
    assert client.get("/administracion/").status_code == 200
    assert "Esta demostración no lo exige" in client.get(SET_UP).content.decode()


def test_only_a_demonstration_may(people, client, settings):
    lose_second_factor(people.ada)
    settings.CAUCE = replace(settings.CAUCE, second_factor_required=False)
    client.force_login(people.ada)
    assert client.get("/administracion/")["Location"] == SET_UP
    assert "no exige segundo factor" not in client.get("/cuenta/").content.decode()


def test_secrets_are_encrypted_and_old_ones_still_read(people, settings):
    stored = Authenticator.objects.get(user=people.ada).data["secret"]
    assert SECOND_FACTOR_SECRET not in stored
    adapter = second_factor.SecondFactorAdapter()
    assert adapter.decrypt(stored) == SECOND_FACTOR_SECRET
    assert adapter.decrypt(SECOND_FACTOR_SECRET) == SECOND_FACTOR_SECRET
    assert adapter.encrypt("x") != adapter.encrypt("x")
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another key, as after a restore on a machine without the first"
    with pytest.raises(Refusal, match="otra clave secreta"):
        adapter.decrypt(stored)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert adapter.decrypt(stored) == SECOND_FACTOR_SECRET


def test_an_old_plain_secret_still_lets_in(people, client):
    Authenticator.objects.filter(user=people.ada).update(data={"secret": SECOND_FACTOR_SECRET})
    client.post("/cuenta/entrar/", {"login": people.ada.email, "password": PASSWORD})
    client.post("/cuenta/segundo-factor/codigo/", {"code": code_now()})
    assert client.get("/administracion/").status_code == 200


def test_administrators_take_away_a_lost_one_and_sessions_end(people, client, client_of_olga):
    client.force_login(people.ada)
    page = client.get(f"/administracion/personas/{people.olga.pk}/").content.decode()
    assert "Quitar el segundo factor" in page
    client.post(f"/administracion/personas/{people.olga.pk}/segundo-factor/")
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.subject_id) == ("core.reset_second_factor", str(people.olga.pk))
    assert event.actor.name == people.ada.full_name
    assert client_of_olga.get("/cuenta/").status_code == 302
    assert client.get("/cuenta/").status_code == 200
    assert not second_factor.has_second_factor(people.olga)


@pytest.fixture
def client_of_olga(people):
    from django.test import Client

    made = Client()
    made.force_login(people.olga)
    assert made.get("/cuenta/").status_code == 200
    return made


def test_nobody_takes_away_their_own_from_there(people, client):
    client.force_login(people.ada)
    assert (
        client.post(f"/administracion/personas/{people.ada.pk}/segundo-factor/").status_code == 400
    )
    assert second_factor.has_second_factor(people.ada)
    with pytest.raises(Refusal, match="no tiene segundo factor"):
        account_actions.reset_second_factor(actor=people.ada, user=people.alicia)


def test_one_who_removes_it_must_set_it_up_again(people, client):
    client.force_login(people.ada)
    client.post("/cuenta/confirmar/", {"password": PASSWORD})
    client.post("/cuenta/segundo-factor/quitar/")
    assert client.get("/administracion/")["Location"] == SET_UP


def test_recovery_codes_are_encrypted_too(people, client):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    TOTP.activate(people.bruno, SECOND_FACTOR_SECRET)
    made = RecoveryCodes.activate(people.bruno)
    stored = Authenticator.objects.get(user=people.bruno, type="recovery_codes").data
    assert stored["seed"].startswith("f1:")
    assert not any(code in json.dumps(stored) for code in made.generate_codes())
    client.post("/cuenta/entrar/", {"login": people.bruno.email, "password": PASSWORD})
    client.post("/cuenta/segundo-factor/codigo/", {"code": made.generate_codes()[0]})
    assert client.get("/cuenta/").status_code == 200
    assert Session.objects.exists()
