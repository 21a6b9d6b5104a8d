"""Coming in by the institution's account: only who was connected, only by what is proved."""

import json
import re
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken

from cauce.apps.core import account_actions, actions
from cauce.apps.core.models import AuditEvent, User
from tests.apps.core.institution import (
    LOGIN,
    OBJECT,
    PERSON,
    TENANT,
    at_the_provider,
    configure,
    described,
    serving,
    walk,
)
from tests.people import PASSWORD

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def issuer():
    with serving() as found:
        yield found


@pytest.fixture(autouse=True)
def _configured(issuer, settings):
    configure(settings, described(issuer))


@pytest.fixture
def connected(people):
    """Alicia, connected with the institution's account of ``PERSON``."""
    account_actions.connect_identity(
        actor=people.alicia, user=people.alicia, provider="institucion", key=f"{TENANT}:{OBJECT}"
    )
    return people.alicia


def last():
    return AuditEvent.objects.latest("sequence")


def refused(response, why):
    body = response.content.decode()
    assert "no entra" in body or "no respondió" in body
    assert response.status_code in (401, 403)
    assert last().action == "core.identity_refused"
    assert json.loads(last().payload)["details"]["why"] == why
    return True


def nobody_is_in(client):
    return "_auth_user_id" not in client.session


def test_who_is_connected_comes_in(connected, client, issuer):
    response = walk(client, issuer, PERSON)
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(connected.pk)
    assert last().action == "core.login"
    assert last().actor.name == connected.full_name
    assert json.loads(last().payload)["details"] == {"provider": "institucion"}
    assert SocialToken.objects.count() == 0


def test_the_login_page_offers_it_and_forms_may_lead_there(client, issuer, db):
    response = client.get("/cuenta/entrar/")
    assert "Entrar con: Cuenta institucional" in response.content.decode()
    assert f"form-action 'self' {issuer};" in response["Content-Security-Policy"]


def test_without_providers_forms_lead_nowhere_else(client, settings, db):
    configure(settings)
    response = client.get("/cuenta/entrar/")
    assert "form-action 'self';" in response["Content-Security-Policy"]
    assert "Entrar con:" not in response.content.decode()
    assert client.post(LOGIN).status_code == 404


def test_the_visitor_is_sent_with_pkce_state_and_nonce_and_nothing_of_their_own(client, db):
    sent = client.post(LOGIN + "?scope=offline_access&auth_params=prompt%3Dnone&process=redirect")
    words = parse_qs(urlsplit(sent["Location"]).query)
    assert words["code_challenge_method"] == ["S256"]
    assert len(words["code_challenge"][0]) >= 43
    assert len(words["nonce"][0]) >= 32
    assert len(words["state"][0]) >= 16
    assert set(words["scope"][0].split()) == {"openid", "profile", "email"}
    assert "prompt" not in words
    assert words["redirect_uri"] == ["http://testserver/cuenta/con/institucion/vuelta/"]


def test_opening_the_address_asks_first(client, db):
    response = client.get(LOGIN)
    assert response.status_code == 200
    assert "Cauce no la ve" in response.content.decode()


def test_the_same_e_mail_is_not_the_same_person(connected, client, issuer):
    stranger = PERSON | {"oid": "99999999-bbbb-cccc-dddd-eeeeeeeeeeee", "email_verified": True}
    response = walk(client, issuer, stranger)
    assert refused(response, "unknown")
    assert "mismo correo no basta" in response.content.decode()
    assert nobody_is_in(client)
    assert SocialAccount.objects.count() == 1
    assert User.objects.count() == 6


def test_the_same_person_with_another_e_mail_comes_in(connected, client, issuer):
    walk(client, issuer, PERSON | {"email": "otra@ejemplo.gob.gt"})
    assert client.session["_auth_user_id"] == str(connected.pk)
    connected.refresh_from_db()
    assert connected.email == "alicia@ejemplo.gob.gt"


@pytest.mark.parametrize(
    "claims",
    [
        {"tid": "00000000-2222-3333-4444-555555555555"},
        {"tid": None},
        {"oid": ""},
        {"iss": "https://login.microsoftonline.com/otro/v2.0"},
        {"aud": "otro-cliente"},
        {"aud": ["cauce", "otro-cliente"]},
        {"azp": "otro-cliente"},
        {"exp": 1_600_000_000},
        {"iat": 9_999_999_999},
        {"nbf": 9_999_999_999},
    ],
    ids=lambda claims: next(iter(claims)),
)
def test_a_token_for_somebody_else_or_another_time_is_refused(claims, connected, client, issuer):
    assert refused(walk(client, issuer, PERSON | claims), "token")
    assert nobody_is_in(client)


def test_a_token_expired_just_now_is_let_by_and_a_minute_ago_is_not(connected, client, issuer):
    assert walk(client, issuer, PERSON | {"exp": int(time.time()) - 5}).status_code == 302
    client.logout()
    assert refused(walk(client, issuer, PERSON | {"exp": int(time.time()) - 90}), "token")


def test_a_token_of_another_visit_is_refused(connected, client, issuer):
    assert refused(walk(client, issuer, PERSON | {"nonce": "de-otra-visita"}), "nonce")
    assert nobody_is_in(client)


def test_an_answer_serves_once_and_only_its_own_browser(connected, client, issuer, client_class):
    path = at_the_provider(client.post(LOGIN)["Location"], issuer, PERSON)
    other = client_class()
    assert other.get(path).status_code == 401
    assert client.get(path).status_code == 302
    client.logout()
    assert client.get(path).status_code == 401
    assert nobody_is_in(client)
    assert nobody_is_in(other)


@pytest.fixture
def client_class():
    from django.test import Client

    return Client


def test_a_provider_that_speaks_for_another_issuer_is_not_asked(
    connected, client, issuer, settings
):
    configure(settings, described(issuer + "/"))
    response = client.post(LOGIN)
    assert response.status_code == 401
    assert "no respondió" in response.content.decode()


def test_a_provider_that_does_not_answer_is_a_page(client, settings, db):
    configure(settings, described("http://127.0.0.1:9"))
    response = client.post(LOGIN)
    assert response.status_code == 401
    assert "avise a quien administra" in response.content.decode()


def test_what_the_provider_refuses_is_a_page(client, db):
    sent = client.post(LOGIN)
    state = parse_qs(urlsplit(sent["Location"]).query)["state"][0]
    back = f"/cuenta/con/institucion/vuelta/?error=access_denied&state={state}"
    assert "canceló" in client.get(back, follow=True).content.decode()
    assert client.get("/cuenta/con/institucion/vuelta/?code=x&state=y").status_code == 401


def test_a_closed_account_does_not_come_in(connected, people, client, issuer):
    actions.deactivate_user(actor=people.ada, user=connected)
    response = walk(client, issuer, PERSON)
    assert refused(response, "closed")
    assert nobody_is_in(client)


def test_erasing_a_person_forgets_their_institutional_account(connected, people):
    actions.deactivate_user(actor=people.ada, user=connected)
    actions.erase_person(actor=people.ada, user=connected)
    assert not SocialAccount.objects.exists()


def test_other_providers_know_people_by_issuer_and_subject(people, client, issuer, settings):
    configure(settings, described(issuer, kind="oidc", tenant=""))
    link = account_actions.issue_invitation(actor=people.ada, user=people.bruno)
    client.get(link)
    sent = client.post(link, {"provider": "institucion"})
    client.get(at_the_provider(sent["Location"], issuer, {}, "sub-de-bruno"))
    assert client.session["_auth_user_id"] == str(people.bruno.pk)
    assert re.fullmatch(r"[0-9a-f]{64}", SocialAccount.objects.get().uid)


def test_an_invitation_connects_once(people, client, issuer, client_class):
    link = account_actions.issue_invitation(actor=people.ada, user=people.bruno)
    page = client.get(link).content.decode()
    assert people.bruno.full_name in page
    assert people.bruno.email in page
    sent = client.post(link, {"provider": "institucion"})
    response = client.get(at_the_provider(sent["Location"], issuer, PERSON))
    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(people.bruno.pk)
    told = AuditEvent.objects.order_by("-sequence").values_list("action", flat=True)[:2]
    assert list(told) == ["core.login", "core.connect_identity"]
    again = client_class()
    assert again.get(link).status_code == 404
    assert "ya no sirve" in again.get(link).content.decode()
    assert again.post(link, {"provider": "institucion"}).status_code == 404


def test_an_invitation_does_not_take_an_account_that_is_somebody_elses(
    connected, people, client, issuer
):
    link = account_actions.issue_invitation(actor=people.ada, user=people.bruno)
    sent = client.post(link, {"provider": "institucion"})
    client.get(at_the_provider(sent["Location"], issuer, PERSON))
    assert client.session["_auth_user_id"] == str(connected.pk)  # it is Alicia's, and hers it stays
    assert SocialAccount.objects.get().user_id == connected.pk


def test_an_invitation_left_half_way_does_not_connect_the_next_visitor(people, client, issuer):
    link = account_actions.issue_invitation(actor=people.ada, user=people.bruno)
    client.post(link, {"provider": "institucion"})  # and never came back
    assert refused(walk(client, issuer, PERSON), "unknown")
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("key", ["", "x", "abc-def"])
def test_a_made_up_invitation_is_not_one(key, people, client):
    response = client.get(f"/cuenta/invitacion/{people.bruno.pk}/{key or '-'}/")
    assert response.status_code == 404
    assert people.bruno.full_name not in response.content.decode()
    assert client.get("/cuenta/invitacion/nadie/abc/").status_code == 404


def test_an_invitation_dies_with_time_and_with_the_account(people, client, settings):
    link = account_actions.issue_invitation(actor=people.ada, user=people.bruno)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert client.get(link).status_code == 404
    settings.PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
    assert client.get(link).status_code == 200
    actions.deactivate_user(actor=people.ada, user=people.bruno)
    assert client.get(link).status_code == 404


def test_a_link_opened_inside_somebodys_session_does_nothing(people, client):
    client.force_login(people.carla)
    link = account_actions.issue_invitation(actor=people.ada, user=people.bruno)
    page = client.post(link, {"provider": "institucion"}).content.decode()
    assert "Salga antes" in page
    assert people.bruno.full_name not in page


def confirm(client):
    client.post("/cuenta/confirmar/", {"password": PASSWORD})


def test_who_is_in_connects_and_disconnects_after_confirming(people, client, issuer):
    client.force_login(people.alicia)
    assert client.get("/cuenta/institucional/")["Location"].startswith("/cuenta/confirmar/")
    path = "/cuenta/institucional/institucion/conectar/"
    assert client.post(path)["Location"].startswith("/cuenta/confirmar/")
    confirm(client)
    assert "Conectar: Cuenta institucional" in client.get("/cuenta/institucional/").content.decode()
    response = walk(client, issuer, PERSON, path)
    assert response["Location"] == "/cuenta/institucional/"
    assert last().action == "core.connect_identity"
    body = client.get("/cuenta/institucional/").content.decode()
    assert "quedó conectada" in body
    assert "alicia@ejemplo.gob.gt, conectada el" in body
    number = SocialAccount.objects.get().pk
    client.post(f"/cuenta/institucional/{number}/desconectar/")
    assert last().action == "core.disconnect_identity"
    assert not SocialAccount.objects.exists()


def test_connecting_what_is_somebody_elses_is_refused_in_words(connected, people, client, issuer):
    client.force_login(people.bruno)
    confirm(client)
    walk(client, issuer, PERSON, "/cuenta/institucional/institucion/conectar/")
    body = client.get("/cuenta/institucional/").content.decode()
    assert "ya está conectada con otra cuenta" in body
    assert SocialAccount.objects.get().user_id == connected.pk


def test_nobody_disconnects_somebody_elses(connected, people, client):
    client.force_login(people.carla)
    confirm(client)
    number = SocialAccount.objects.get().pk
    assert client.post(f"/cuenta/institucional/{number}/desconectar/").status_code == 404
    assert client.post(f"/administracion/identidades/{number}/desconectar/").status_code == 404
    assert SocialAccount.objects.exists()


def test_the_only_way_in_is_not_cut_by_oneself(people, client, connected):
    connected.set_unusable_password()
    connected.save()
    client.force_login(connected)
    number = SocialAccount.objects.get().pk
    client.post(f"/cuenta/institucional/{number}/desconectar/")
    assert "única manera" in client.get("/cuenta/institucional/").content.decode()
    assert SocialAccount.objects.exists()


def test_administrators_invite_and_cut(connected, people, client):
    client.force_login(people.ada)
    page = client.get(f"/administracion/personas/{people.bruno.pk}/").content.decode()
    assert "Emitir un enlace para conectarla" in page
    answer = client.post(f"/administracion/personas/{people.bruno.pk}/invitar/").content.decode()
    assert "http://testserver/cuenta/invitacion/" in answer
    assert last().action == "core.issue_invitation"
    number = SocialAccount.objects.get().pk
    client.post(f"/administracion/identidades/{number}/desconectar/")
    assert not SocialAccount.objects.exists()


def test_a_demonstration_lets_nobody_in_from_elsewhere(connected, client, issuer, settings):
    configure(settings, described(issuer), demo=True)
    sent = client.post(LOGIN, REMOTE_ADDR="192.168.1.9")
    path = at_the_provider(sent["Location"], issuer, PERSON)
    assert refused(client.get(path, REMOTE_ADDR="192.168.1.9"), "demo")


@pytest.mark.parametrize(
    ("amr", "accepts", "asked"),
    [
        (["pwd", "mfa"], True, False),
        (["pwd", "mfa"], False, True),
        (["pwd"], True, True),
        (None, True, True),
        ("mfa", True, True),
    ],
)
def test_the_second_factor_is_asked_unless_the_provider_had_one_and_counts(
    amr, accepts, asked, people, client, issuer, settings
):
    configure(settings, described(issuer, accepts_second_factor=accepts))
    account_actions.connect_identity(
        actor=people.olga, user=people.olga, provider="institucion", key=f"{TENANT}:{OBJECT}"
    )
    response = walk(client, issuer, PERSON | {"amr": amr})
    assert ("/segundo-factor/codigo/" in response["Location"]) is asked
    assert nobody_is_in(client) is asked


def test_a_second_factor_given_there_stands_for_the_one_demanded_here(
    people, client, issuer, settings
):
    configure(settings, described(issuer, accepts_second_factor=True))
    account_actions.reset_second_factor(actor=people.ada, user=people.olga)
    account_actions.connect_identity(
        actor=people.olga, user=people.olga, provider="institucion", key=f"{TENANT}:{OBJECT}"
    )
    walk(client, issuer, PERSON | {"amr": ["mfa"]})
    assert client.get("/").status_code == 200
    client.logout()
    walk(client, issuer, PERSON | {"amr": ["pwd"]})
    assert client.get("/")["Location"] == "/cuenta/segundo-factor/"


def test_going_to_the_provider_is_throttled(client, db):
    answers = {client.post(LOGIN).status_code for _ in range(31)}
    assert answers == {302, 429}
