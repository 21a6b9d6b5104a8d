"""The health page tells a monitor whether database and disk are well."""

from collections import namedtuple

from django.db import DatabaseError, connection

from cauce.apps.core import queries


def test_all_well(client, db):
    response = client.get("/salud")
    assert response.status_code == 200
    assert response.json() == {"ok": True, "base_de_datos": True, "disco": True}
    assert "no-store" in response.headers["Cache-Control"]


def test_a_full_disk_is_told(client, db, monkeypatch):
    usage = namedtuple("usage", "free")(0)
    monkeypatch.setattr(queries.shutil, "disk_usage", lambda folder: usage)
    response = client.get("/salud")
    assert response.status_code == 503
    assert response.json()["disco"] is False


def test_a_silent_database_is_told(client, db, monkeypatch):
    def silent():
        raise DatabaseError("no answer")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", silent)
        assert queries.health().database is False
