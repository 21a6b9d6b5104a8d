"""Every address of the site, for every role: headers, forms, methods, hosts; nothing leaks."""

import re
from dataclasses import replace

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLResolver, get_resolver

from cauce.apps.core import account_actions
from tests.apps.core.institution import (
    LOGIN,
    OBJECT,
    PERSON,
    TENANT,
    configure,
    described,
    serving,
    walk,
)
from tests.people import PASSWORD

ROLES = ("visitor", "carla", "alicia", "bruno", "olga", "aurelio", "ada")
SAMPLES = {
    "slug": "no-hay",
    "key": "no-hay",
    "provider_id": "institucion",
    "person": "1",
    "extension": "csv",
    "table": "agua",
    "uidb36": "1",
    "room": "dataset",
    "language": "es",
}


def addresses(resolver=None, prefix="/"):
    """A path for every pattern of the resolver; Django's administration by its front alone."""
    for each in (resolver or get_resolver()).url_patterns:
        written = prefix + _path(each.pattern)
        if not isinstance(each, URLResolver):
            yield written
        elif each.namespace != "admin":
            yield from addresses(each, written)
    if resolver is None:
        yield from ("/admin/", "/admin/core/user/", "/admin/core/user/1/change/", "/admin/x/")


def _path(pattern):
    route = getattr(pattern, "_route", None)
    if route is not None:
        return re.sub(r"<(?:(\w+):)?(\w+)>", lambda found: _sample(found[2], found[1]), route)
    text = re.sub(
        r"\(\?P<(\w+)>((?:[^()]|\([^()]*\))*)\)",
        lambda found: found[2].split("|")[0] if "|" in found[2] else _sample(found[1]),
        str(pattern),
    )
    return re.sub(r"\\(.)", r"\1", text).strip("^$")


def _sample(name, kind=None):
    return "1" if kind == "int" or name in ("number", "sequence") else SAMPLES.get(name, "x")


ADDRESSES = sorted(set(addresses()))
PROGRAMS = "/vega/"
"""What draws in the browser: the same bytes for everybody, for ever."""
FRAMES = "/incrustar/"
"""The one page that other sites may show in a frame; it runs nothing and sends nothing."""


def browser(people, who, **options):
    made = Client(raise_request_exception=False, **options)
    if who != "visitor":
        made.force_login(getattr(people, who))
    return made


def read(response):
    """The answer, read to its end; closing it would close the database of the test."""
    if response.streaming:
        list(response.streaming_content)
    return response


def test_the_addresses_are_all_there():
    assert len(ADDRESSES) > 60
    assert not [path for path in ADDRESSES if re.search(r"[<>()?^$]", path)]
    assert {"/", "/salud", "/cuenta/entrar/", "/cuenta/institucional/"} <= set(ADDRESSES)


@pytest.mark.parametrize("who", ROLES)
def test_every_answer_carries_the_headers(who, people):
    client = browser(people, who)
    for path in ADDRESSES:
        response = read(client.get(path))
        assert response.status_code < 500, path
        found = response.headers
        policy = dict(part.split(" ", 1) for part in found["Content-Security-Policy"].split("; "))
        framed = path.endswith(FRAMES)
        assert policy["default-src"] == policy["base-uri"] == "'none'"
        assert policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == ("*" if framed else "'none'")
        assert policy.get("script-src") == (None if framed else "'self'")
        assert policy["form-action"] == ("'none'" if framed else "'self'")
        assert found["X-Content-Type-Options"] == "nosniff", path
        assert found["Referrer-Policy"] == "same-origin", path
        assert found["Cross-Origin-Opener-Policy"] == "same-origin", path
        shared = "cross-origin" if framed else "same-origin"
        assert found["Cross-Origin-Resource-Policy"] == shared, path
        assert "camera=()" in found["Permissions-Policy"], path
        assert "Strict-Transport-Security" not in found  # not over plain http
        assert "Server" not in found
        if "_auth_user_id" in client.session and not path.startswith(PROGRAMS):
            cache = found["Cache-Control"]
            assert "no-store" in cache or "private" in cache, path
        if path == "/cuenta/salir/" and who != "visitor":
            client.force_login(getattr(people, who))


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_changed_without_the_token_of_its_form(method, people):
    client = browser(people, "ada", enforce_csrf_checks=True)
    for path in ADDRESSES:
        response = read(getattr(client, method)(path))
        assert response.status_code == 403, (method, path)
    assert people.ada.__class__.objects.filter(is_active=True).count() == 6


@pytest.mark.parametrize("host", ["malo.example", "localhost.malo.example", "testserver@malo", ""])
def test_a_foreign_host_is_refused_at_every_address(host, db):
    client = Client(raise_request_exception=False)
    for path in ADDRESSES[::6]:
        response = client.get(path, headers={"host": host or "malo.example:80"})
        assert response.status_code == 400, path
        assert b"malo" not in response.content


def test_a_forwarded_host_is_not_believed(people, mailoutbox):
    client = Client()
    client.post(
        "/cuenta/contrasena/olvido/",
        {"email": people.alicia.email},
        headers={"x-forwarded-host": "malo.example", "forwarded": "host=malo.example"},
    )
    (message,) = mailoutbox
    assert "http://testserver/" in message.body
    assert "malo" not in message.body


def test_over_https_browsers_remember_it(people, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    response = Client().get("/", secure=True)
    assert response["Strict-Transport-Security"] == "max-age=31536000"


def test_the_administration_of_rows_changes_none(people):
    client = browser(people, "ada")
    for model in admin.site._registry:
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for path in ("add/", "1/change/", "1/delete/"):
            assert client.post(base + path, {"x": "1"}).status_code in (302, 403, 404), base + path
        row = model._base_manager.first()
        if row is not None:
            for path in (f"{row.pk}/change/", f"{row.pk}/delete/", "add/"):
                response = client.post(base + path, {"x": "1"})
                assert response.status_code == 403, base + path
        shown = client.get(base)
        assert shown.status_code in (200, 403), base
        assert b'name="action"' not in shown.content or b"delete_selected" not in shown.content


@pytest.mark.parametrize("who", [who for who in ROLES if who != "ada"])
def test_only_administrators_see_the_administration_of_rows(who, people):
    client = browser(people, who)
    for path in ("/admin/", "/admin/core/user/", "/admin/core/auditevent/"):
        assert client.get(path).status_code in (302, 403), path


def test_secrets_have_no_page_in_the_administration_of_rows():
    shown = {model._meta.label_lower for model in admin.site._registry}
    assert shown.isdisjoint({"mfa.authenticator", "socialaccount.socialtoken", "sessions.session"})
    assert {label.split(".")[0] for label in shown} <= {"core", "catalog"}


@pytest.mark.parametrize("path", ["/no-hay", "/datos/no-hay/", "/publicar/no-hay/", "/static/x.js"])
def test_errors_tell_nothing_of_the_inside(path, people):
    response = browser(people, "alicia").get(path)
    assert response.status_code == 404
    body = b"".join(response) if response.streaming else response.content
    for word in (b"Traceback", b"urlpatterns", b"cauce.apps", b"site-packages", b"sqlite", b".py"):
        assert word not in body


def test_a_fault_tells_nothing_of_the_inside(people, monkeypatch):
    from cauce.apps.core import queries

    monkeypatch.setattr(queries, "health", lambda: 1 / 0)
    response = Client(raise_request_exception=False).get("/salud")
    assert response.status_code == 500
    for word in (b"ZeroDivision", b"Traceback", b".py", b"SECRET", b"division"):
        assert word not in response.content
    assert response["Content-Security-Policy"]


LEADING_AWAY = (
    "https://malo.example/",
    "//malo.example/",
    "///malo.example",
    "/\\malo.example",
    "\\\\malo.example",
    "javascript:alert(1)",
    "http:malo.example",
    " https://malo.example",
    "https://testserver@malo.example/",
    "data:text/html,x",
)


@pytest.mark.parametrize("following", LEADING_AWAY)
def test_no_page_sends_anybody_elsewhere(following, people):
    client = Client()
    words = {"login": people.alicia.email, "password": PASSWORD, "next": following}
    answers = [
        Client().get("/idioma/", {"language": "en", "next": following}),
        client.post("/cuenta/entrar/", words),
        client.get("/cuenta/entrar/", {"next": following}),
        client.post("/cuenta/confirmar/", {"password": PASSWORD, "next": following}),
        client.post("/cuenta/salir/", {"next": following}),
        Client().get("/admin/login/", {"next": following}),
    ]
    for response in answers:
        assert response.status_code in (200, 302)
        where = response.get("Location", "/")
        assert where.startswith("/"), where
        assert not where.startswith(("//", "/\\")), where


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_provider_sends_back_to_this_site_alone(settings, people):
    account_actions.connect_identity(
        actor=people.alicia, user=people.alicia, provider="institucion", key=f"{TENANT}:{OBJECT}"
    )
    with serving() as issuer:
        configure(settings, described(issuer))
        response = walk(Client(), issuer, PERSON, f"{LOGIN}?next=https://malo.example/")
    assert response["Location"].startswith("/")


def test_a_demonstration_has_the_same_headers(people, settings):
    settings.CAUCE = replace(settings.CAUCE, demo=True)
    assert "default-src 'none'" in Client().get("/")["Content-Security-Policy"]
