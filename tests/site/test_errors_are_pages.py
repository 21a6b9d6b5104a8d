"""What goes wrong is said on a page of ours with the right status."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path

from cauce.base.errors import Conflict, Denied, NotFound, Refusal
from cauce.site import urls

RAISED: dict[str, Exception] = {
    "refusal": Refusal("La fila 14 tiene 7 celdas.", where="hoja «Cuadro 3»", remedy="Revísela."),
    "conflict": Conflict("La versión ya fue publicada."),
    "missing": NotFound("No hay un conjunto con ese nombre."),
    "denied": Denied("No tiene permiso para publicar."),
    "django-denied": PermissionDenied(),
    "broken": ZeroDivisionError(),
}


def fail(request, name):
    raise RAISED[name]


urlpatterns = [*urls.urlpatterns, path("falla/<name>/", fail)]
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@pytest.fixture
def client_of_failures(client, settings):
    settings.ROOT_URLCONF = __name__
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("name", "status", "words"),
    [
        ("refusal", 400, ["La fila 14 tiene 7 celdas.", "hoja «Cuadro 3»", "Revísela."]),
        ("conflict", 409, ["La versión ya fue publicada."]),
        ("missing", 404, ["No hay un conjunto con ese nombre."]),
        ("denied", 403, ["otro permiso"]),
        ("django-denied", 403, ["otro permiso"]),
    ],
)
def test_our_errors_have_their_page(name, status, words, client_of_failures, people):
    client_of_failures.force_login(people.alicia)
    response = client_of_failures.get(f"/falla/{name}/")
    assert response.status_code == status
    for word in words:
        assert word in response.content.decode()


def test_a_visitor_who_is_denied_is_sent_to_log_in(client_of_failures, db):
    response = client_of_failures.get("/falla/denied/?a=1")
    assert response["Location"] == "/cuenta/entrar/?next=/falla/denied/%3Fa%3D1"


def test_an_unknown_address_is_404(client, db):
    response = client.get("/no-hay-nada")
    assert response.status_code == 404
    assert "no-hay-nada" in response.content.decode()


def test_a_broken_page_is_500_and_asks_nothing_of_the_database(
    client_of_failures, settings, monkeypatch
):
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
    monkeypatch.setattr(connection, "ensure_connection", lambda: 1 / 0)
    response = client_of_failures.get("/falla/broken/")
    assert response.status_code == 500
    assert "Algo falló de este lado" in response.content.decode()


def test_the_frame_is_drawn_even_without_a_person():
    from cauce.site.errors import not_found

    request = RequestFactory().get("/x")
    request.user = AnonymousUser()
    response: HttpResponse = not_found(request, Exception())
    assert response.status_code == 404
