"""A session is new at login, travels safely, and ends everywhere when it must."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from cauce.apps.core import actions
from tests.people import PASSWORD

SOURCE = Path(__file__).parents[2] / "src"
NEW = "otra-clave-larga-8"


def entered(person):
    client = Client()
    client.post("/cuenta/entrar/", {"login": person.email, "password": PASSWORD})
    assert is_in(client)
    return client


def is_in(client):
    return client.get("/cuenta/").status_code == 200


def test_the_session_of_a_visitor_is_not_that_of_who_enters(people, settings):
    from tests.apps.core.institution import configure, described

    configure(settings, described("http://127.0.0.1:9"))
    client = Client()
    client.post("/cuenta/entrar/", {"login": people.alicia.email, "password": "no"})
    client.session["x"] = "y"
    session = client.session
    session["x"] = "y"
    session.save()
    client.cookies["sessionid"] = before = session.session_key
    token = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else ""
    client.post("/cuenta/entrar/", {"login": people.alicia.email, "password": PASSWORD})
    after = client.cookies["sessionid"].value
    assert after != before
    assert not Session.objects.filter(session_key=before).exists()
    assert client.get("/cuenta/").status_code == 200
    assert token != client.cookies["csrftoken"].value
    thief = Client()
    thief.cookies["sessionid"] = before
    assert not is_in(thief)


def test_leaving_ends_the_session_on_the_server(people):
    client = entered(people.alicia)
    key = client.cookies["sessionid"].value
    client.post("/cuenta/salir/")
    thief = Client()
    thief.cookies["sessionid"] = key
    assert not is_in(thief)


def test_leaving_takes_a_form_not_a_link(people):
    client = entered(people.alicia)
    client.get("/cuenta/salir/")
    assert is_in(client)


def test_another_password_ends_every_session(people):
    here, there = entered(people.alicia), entered(people.alicia)
    here.post("/cuenta/contrasena/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert not is_in(there)
    assert not is_in(here)


def test_a_password_by_link_ends_every_session(people):
    there = entered(people.alicia)
    people.alicia.refresh_from_db()
    link = actions.issue_password_link(actor=people.ada, user=people.alicia)
    visitor = Client()
    path = visitor.get(link, follow=True).redirect_chain[-1][0]
    visitor.post(path, {"password1": NEW, "password2": NEW})
    assert not is_in(there)


def test_closing_an_account_ends_every_session(people):
    there = entered(people.alicia)
    actions.deactivate_user(actor=people.ada, user=people.alicia)
    assert not is_in(there)


def test_cookies_are_for_this_site_and_no_script(people):
    client = entered(people.alicia)
    for name in ("sessionid", "csrftoken"):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] == "Lax", name
        assert not client.cookies[name]["domain"], name
    language = Client()
    language.get("/idioma/?language=en")
    assert language.cookies["django_language"]["httponly"]


def test_a_session_lasts_what_the_configuration_says(people, settings):
    client = entered(people.alicia)
    assert client.cookies["sessionid"]["max-age"] in ("", settings.SESSION_COOKIE_AGE)
    assert settings.SESSION_COOKIE_AGE == 12 * 3600


@pytest.fixture(scope="module")
def under_https(tmp_path_factory):
    """The settings of an installation with https, as another process reads them."""
    words = (
        "import json, cauce.site.settings as s;"
        "print(json.dumps({name: getattr(s, name) for name in dir(s)"
        " if name.startswith(('SESSION', 'CSRF', 'LANGUAGE_', 'SECURE', 'DEBUG', 'ALLOWED'))"
        " or name == 'PASSWORD_HASHERS'"
        "}))"
    )
    kept = {key: value for key, value in os.environ.items() if not key.startswith("CAUCE_")}
    done = subprocess.run(
        [sys.executable, "-c", words],
        env=kept
        | {
            "PYTHONPATH": str(SOURCE),
            "CAUCE_DATA_DIR": str(tmp_path_factory.mktemp("https")),
            "CAUCE_HTTPS": "true",
            "CAUCE_TRUSTED_PROXIES": "1",
            "CAUCE_BASE_URL": "https://datos.ejemplo.gob.gt",
            "CAUCE_SECRET_KEY": "x" * 50,
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(done.stdout)


def test_under_https_cookies_travel_encrypted_only(under_https):
    for name in ("SESSION", "CSRF", "LANGUAGE"):
        assert under_https[f"{name}_COOKIE_SECURE"] is True
    assert under_https["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert under_https["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert under_https["CSRF_TRUSTED_ORIGINS"] == ["https://datos.ejemplo.gob.gt"]
    assert under_https["DEBUG"] is False
    assert "*" not in under_https["ALLOWED_HOSTS"]
    assert "argon2" in under_https["PASSWORD_HASHERS"][0].lower()
