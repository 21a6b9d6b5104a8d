"""Logging in and out, passwords and second factors: they work, and the log tells of them."""

import json
import re
import time
from dataclasses import replace

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
)
from django.core import mail

from cauce.apps.core import actions
from cauce.apps.core.models import AuditEvent
from tests.people import PASSWORD


def log_in(client, person, password=PASSWORD, path="/cuenta/entrar/"):
    return client.post(path, {"login": person.email, "password": password})


def last_event():
    return AuditEvent.objects.latest("sequence")


def test_entering_and_leaving(people, client):
    response = log_in(client, people.alicia, path="/cuenta/entrar/?next=/cuenta/")
    assert response["Location"] == "/cuenta/"
    assert last_event().action == "core.login"
    assert last_event().actor.name == "Alicia Ajú"
    assert last_event().actor.address == "127.0.0.1"
    assert json.loads(last_event().payload)["channel"] == "web"
    client.post("/cuenta/salir/")
    assert last_event().action == "core.logout"
    assert client.get("/cuenta/").status_code == 302


def test_capitals_of_the_e_mail_do_not_matter(people, client):
    response = client.post(
        "/cuenta/entrar/", {"login": "ALICIA@Ejemplo.gob.gt", "password": PASSWORD}
    )
    assert response.status_code == 302


def test_a_wrong_password_is_told_to_person_and_log(people, client):
    response = log_in(client, people.alicia, "no es esta")
    assert response.status_code == 200
    assert "no son correctos" in response.content.decode() or "error" in response.content.decode()
    event = last_event()
    assert (event.action, event.subject_id) == ("core.login_failed", str(people.alicia.pk))
    assert event.actor.user is None


def test_what_was_typed_for_an_unknown_account_is_not_kept(people, client):
    client.post("/cuenta/entrar/", {"login": "mi-clave@secreta.gt", "password": "x"})
    event = last_event()
    assert event.action == "core.login_failed"
    assert event.subject_id == ""
    assert "secreta" not in event.payload
    assert event.actor.email == ""


def test_many_failures_are_throttled(people, client):
    for _ in range(5):
        log_in(client, people.alicia, "no")
    failures = AuditEvent.objects.filter(action="core.login_failed").count()
    response = log_in(client, people.alicia)
    assert response.status_code == 200
    assert AuditEvent.objects.filter(action="core.login_failed").count() == failures == 5


def test_a_closed_account_does_not_enter(people, client):
    client.force_login(people.alicia)
    actions.deactivate_user(actor=people.ada, user=people.alicia)
    assert client.get("/cuenta/").status_code == 302
    log_in(client, people.alicia)
    assert client.get("/cuenta/").status_code == 302


def test_nobody_signs_up(people, client):
    response = client.post(
        "/cuenta/registro/", {"email": "x@y.gt", "password1": PASSWORD, "password2": PASSWORD}
    )
    assert "administra la plataforma" in response.content.decode()
    assert type(people.ada).objects.filter(email="x@y.gt").count() == 0


def test_a_link_sets_the_first_password_once(people, client):
    user = actions.create_user(actor=people.ada, email="nora@ejemplo.gob.gt", full_name="Nora")
    link = actions.issue_password_link(actor=people.ada, user=user)
    page = client.get(link, follow=True)
    path = page.redirect_chain[-1][0]
    word = "otra-clave-larga-8"
    assert "Nueva contraseña" in page.content.decode()
    client.post(path, {"password1": word, "password2": word})
    assert last_event().action == "core.password_reset"
    assert log_in(client, user, word).status_code == 302
    client.post("/cuenta/salir/")
    assert "ya no sirve" in client.get(link, follow=True).content.decode()


def test_a_weak_password_is_refused_in_spanish(people, client):
    link = actions.issue_password_link(actor=people.ada, user=people.bruno)
    path = client.get(link, follow=True).redirect_chain[-1][0]
    body = client.post(path, {"password1": "12345", "password2": "12345"}).content.decode()
    assert "demasiado corta" in body


def test_changing_the_password(people, client):
    client.force_login(people.alicia)
    word = "otra-clave-larga-8"
    client.post(
        "/cuenta/contrasena/", {"oldpassword": PASSWORD, "password1": word, "password2": word}
    )
    assert AuditEvent.objects.filter(action="core.password_changed").count() == 1
    people.alicia.refresh_from_db()
    assert people.alicia.check_password(word)


def test_without_e_mail_the_forgotten_password_page_says_so(people, client):
    body = client.get("/cuenta/contrasena/olvido/").content.decode()
    assert "no envía correo" in body
    assert "<form class=" not in body


def test_with_e_mail_a_link_arrives(people, client, settings):
    client.post("/cuenta/contrasena/olvido/", {"email": people.alicia.email})
    (message,) = mail.outbox
    assert message.subject == "[Planificación] Enlace para definir otra contraseña"
    assert "Alguien pidió" in message.body
    link = re.search(r"http://testserver(/\S+)", message.body)
    assert link is not None
    assert "Nueva contraseña" in client.get(link[1], follow=True).content.decode()


def test_an_unknown_e_mail_gets_the_same_answer_and_no_message(people, client):
    known = client.post("/cuenta/contrasena/olvido/", {"email": people.alicia.email})
    mail.outbox.clear()
    unknown = client.post("/cuenta/contrasena/olvido/", {"email": "nadie@ejemplo.gob.gt"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert not mail.outbox


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_a_second_factor_from_activation_to_removal(
    people, client, django_capture_on_commit_callbacks
):
    log_in(client, people.alicia)
    client.post("/cuenta/confirmar/", {"password": PASSWORD})
    body = client.get("/cuenta/segundo-factor/activar/").content.decode()
    secret = re.search(r'<code class="secret">(\w+)</code>', body)
    assert secret is not None
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/cuenta/segundo-factor/activar/", {"code": code_for(secret[1])})
    assert AuditEvent.objects.filter(action="core.second_factor_added").exists()
    codes_page = client.get("/cuenta/segundo-factor/codigos/").content.decode()
    codes = re.findall(r"<li>(\d{8})</li>", codes_page)
    assert len(codes) == 10
    download = client.get("/cuenta/segundo-factor/codigos/descargar/")
    assert codes[0] in download.content.decode()

    client.post("/cuenta/salir/")
    assert log_in(client, people.alicia)["Location"].startswith("/cuenta/segundo-factor/codigo/")
    assert client.get("/cuenta/").status_code == 302
    body = client.get("/cuenta/segundo-factor/codigo/").content.decode()
    assert "Segundo factor" in body
    client.post("/cuenta/segundo-factor/codigo/", {"code": "000000"})
    assert last_event().action == "core.second_factor_failed"
    client.post("/cuenta/segundo-factor/codigo/", {"code": codes[0]})
    assert last_event().action == "core.login"
    assert "9 códigos" in client.get("/cuenta/segundo-factor/").content.decode()
    assert "aplicación" in client.get("/cuenta/segundo-factor/confirmar/").content.decode()
    client.post("/cuenta/segundo-factor/confirmar/", {"code": codes[1]})
    for path in ("/cuenta/segundo-factor/codigos/nuevos/", "/cuenta/segundo-factor/quitar/"):
        assert client.get(path).status_code == 200, path
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/cuenta/segundo-factor/codigos/nuevos/")
        client.post("/cuenta/segundo-factor/quitar/")
    assert AuditEvent.objects.filter(action="core.recovery_codes_reset").exists()
    assert AuditEvent.objects.filter(action="core.second_factor_removed").exists()
    assert "No está activo" in client.get("/cuenta/segundo-factor/").content.decode()


def test_security_changes_ask_for_the_password_again(people, client):
    client.force_login(people.alicia)
    response = client.get("/cuenta/segundo-factor/activar/")
    assert response["Location"].startswith("/cuenta/confirmar/")
    body = client.get(response["Location"]).content.decode()
    assert "Confirme su identidad" in body


@pytest.mark.parametrize(
    ("where", "enters"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, True),
        ({"REMOTE_ADDR": "::1"}, True),
        ({"REMOTE_ADDR": "192.168.1.9"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, False),
    ],
)
def test_demonstration_accounts_enter_only_from_their_machine(
    where, enters, people, client, settings
):
    settings.CAUCE = replace(settings.CAUCE, demo=True)
    words = {"login": people.alicia.email, "password": PASSWORD}
    response = client.post("/cuenta/entrar/", words, **where)
    assert (response.status_code == 302) is enters
    if not enters:
        assert "demostración" in response.content.decode()
