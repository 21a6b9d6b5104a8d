"""Security headers are on every answer, errors and static files too."""

import pytest

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'"


@pytest.mark.parametrize(
    "path", ["/", "/no-hay", "/cuenta/entrar/", "/salud", "/static/cauce/icons/mark.svg"]
)
def test_headers(path, client, db):
    response = client.get(path)
    response.close()
    headers = response.headers
    assert headers["Content-Security-Policy"].startswith(POLICY)
    for word in ("unsafe-inline", "unsafe-eval", "*"):
        assert word not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


def test_a_form_from_elsewhere_is_refused_in_words(db):
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post("/cuenta/entrar/", {})
    assert response.status_code == 403
    assert "caducó" in response.content.decode()


def test_a_foreign_host_is_refused(client, db):
    response = client.get("/", headers={"host": "malo.example"})
    assert response.status_code == 400
    assert "No se entiende" in response.content.decode()
