"""The form without JavaScript: a whole file goes to disk as it arrives, within the limit."""

import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cauce.apps.catalog import form_files, transfers, uploading
from cauce.apps.catalog.models import Upload
from cauce.apps.catalog.store import store
from tests.http.reading_html import text_of

BODY = b"a;b\n" + b"1;2\n" * 50_000


@pytest.fixture
def written(monkeypatch):
    """Every file that a form left on disk, with how many bytes it had in the end."""
    seen = {}
    close = form_files.ArrivedFile.close

    def noted(self):
        path = self.temporary_file_path()
        if os.path.exists(path):
            self.file.flush()
            seen[path] = os.path.getsize(path)
        close(self)

    monkeypatch.setattr(form_files.ArrivedFile, "close", noted)
    return seen


@pytest.fixture
def alicia(client, people):
    client.force_login(people.alicia)
    return client


def send(client, people, body=BODY, name="datos.csv"):
    sent = {"organisation": people.planning.slug, "file": SimpleUploadedFile(name, body)}
    return client.post("/publicar/nuevo/", sent)


def test_it_goes_through_the_disk_and_is_not_copied(alicia, people, written, monkeypatch):
    linked = []
    link = os.link
    monkeypatch.setattr(os, "link", lambda *names: (linked.append(names), link(*names)))
    answer = send(alicia, people)
    upload = Upload.objects.get()
    assert answer.headers["Location"] == f"/publicar/{upload.key}/"
    assert store().original(upload.sha256).read_bytes() == BODY
    assert list(written.values()) == [len(BODY)]
    assert len(linked) == 1
    assert list(transfers.folder().iterdir()) == []


def test_one_that_is_too_large_is_said_and_not_kept(alicia, people, written, monkeypatch):
    monkeypatch.setattr(uploading, "most_bytes", lambda: 100_000)
    page = text_of(send(alicia, people).content)
    assert "«datos.csv» pasa de" in page
    assert not Upload.objects.exists()
    assert all(size <= 100_000 for size in written.values())
    monkeypatch.setattr(uploading, "most_bytes", lambda: 100)
    longer = BODY * 8  # so much that it is not even begun
    assert "«datos.csv» pasa de" in text_of(send(alicia, people, longer).content)
    assert list(transfers.folder().iterdir()) == []


def test_an_empty_one_is_said(alicia, people):
    assert "«datos.csv» está vacío" in text_of(send(alicia, people, b"").content)
    assert list(transfers.folder().iterdir()) == []


def test_a_visitor_leaves_nothing_on_disk(people, written):
    for strict in (True, False):
        answer = send(Client(enforce_csrf_checks=strict), people)
        assert answer.status_code in (302, 403)
    sent = {"file": SimpleUploadedFile("a.csv", BODY), "login": "x", "password": "y"}
    Client().post("/cuenta/entrar/", sent)
    assert written == {}
    assert not Upload.objects.exists()
