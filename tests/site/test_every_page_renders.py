"""Every page of accounts, administration and the log answers, in our look, to who may see it."""

import pytest
from django.urls import reverse

from cauce.apps.core.models import AuditEvent


def paths(people):
    last = AuditEvent.objects.latest("sequence").sequence
    return {
        "visitor": [
            "/",
            "/cuenta/entrar/",
            "/cuenta/registro/",
            "/cuenta/inactiva/",
            "/cuenta/contrasena/olvido/",
            "/cuenta/contrasena/olvido/enviado/",
            "/cuenta/contrasena/nueva/lista/",
            "/cuenta/contrasena/nueva/1-roto/",
        ],
        "alicia": [
            "/cuenta/",
            "/cuenta/salir/",
            "/cuenta/confirmar/",
            "/cuenta/contrasena/",
            "/cuenta/segundo-factor/",
            "/avisos/",
        ],
        "ada": [
            "/administracion/",
            "/administracion/?q=ali",
            "/administracion/?q=nadie",
            "/administracion/entidades/nueva/",
            f"/administracion/entidades/{people.planning.slug}/",
            "/administracion/personas/nueva/",
            f"/administracion/personas/{people.alicia.pk}/",
            "/bitacora/",
            f"/bitacora/{last}/",
            "/bitacora/verificacion/",
            "/admin/",
            "/admin/core/job/",
            "/admin/core/auditevent/",
            "/admin/core/notice/",
        ],
        "aurelio": [
            "/bitacora/",
            "/bitacora/?action=core.grant_role&since=2020-01-01&until=2020-01-02&person=x",
            "/bitacora/verificacion/",
        ],
    }


@pytest.mark.parametrize("who", ["visitor", "alicia", "ada", "aurelio"])
def test_pages_answer(who, people, client):
    if who != "visitor":
        client.force_login(getattr(people, who))
    for path in paths(people)[who]:
        response = client.get(path)
        assert response.status_code == 200, path
        if not path.startswith("/admin/"):
            assert b"contenido" in response.content, path


@pytest.mark.parametrize("path", ["/cuenta/", "/administracion/", "/bitacora/"])
def test_visitors_are_sent_to_log_in(path, people, client):
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next={path}"


@pytest.mark.parametrize("path", ["/administracion/", "/bitacora/", "/bitacora/verificacion/"])
def test_outsiders_are_denied(path, people, client):
    client.force_login(people.carla)
    response = client.get(path)
    assert response.status_code == 403
    assert "permiso" in response.content.decode() or "audita" in response.content.decode()
