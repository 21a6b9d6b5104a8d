"""Everybody sees their own notices, and how many wait; a demonstration shows its mails."""

import dataclasses
import re

import pytest
from django.urls import reverse

from cauce.apps.core.models import Notice
from cauce.apps.core.notices import notify
from cauce.site.navigation import rooms_for


@pytest.fixture
def told(people, client):
    """Alicia has three notices and is logged in."""
    for number in range(3):
        notify(
            [people.alicia],
            kind="tests.told",
            subject=f"Asunto <{number}>",
            body="Primera línea\nsegunda & última",
            link="/datos/" if number else "",
        )
    client.force_login(people.alicia)
    return people.alicia


def test_the_inbox_shows_what_is_unread_first(told, client):
    newest = told.notices.get(subject="Asunto <2>")
    client.post(reverse("core:notices_read"), {"numero": newest.pk})
    page = client.get("/avisos/").content.decode()
    order = re.findall(r"Asunto &lt;(\d)&gt;(?:</a>|</h2>| <span class=\"tag)", page)
    assert order == ["1", "0", "2"]
    assert page.count("sin leer</span>") >= 2
    assert "segunda &amp; última" in page


def test_an_empty_inbox_says_what_will_come(people, client):
    client.force_login(people.carla)
    assert "No hay avisos" in client.get("/avisos/").content.decode()


def test_opening_one_reads_it_and_goes_there(told, client):
    notice = told.notices.get(subject="Asunto <1>")
    response = client.get(reverse("core:notice", args=[notice.pk]))
    assert response["Location"] == "/datos/"
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_one_without_a_place_leads_back(told, client):
    notice = told.notices.get(subject="Asunto <0>")
    assert client.get(reverse("core:notice", args=[notice.pk]))["Location"] == "/avisos/"


def test_all_are_marked_at_once(told, client):
    client.post(reverse("core:notices_read"))
    assert not told.notices.filter(read_at__isnull=True).exists()


@pytest.mark.parametrize("who", ["carla", "ada"])
def test_nobody_opens_or_marks_those_of_another(who, told, people, client):
    client.force_login(getattr(people, who))
    notice = told.notices.first()
    assert client.get(reverse("core:notice", args=[notice.pk])).status_code == 404
    marking = client.post(reverse("core:notices_read"), {"numero": notice.pk})
    assert marking.status_code == 404
    assert client.post(reverse("core:notices_read"), {"numero": "x"}).status_code == 404
    assert "Asunto" not in client.get("/avisos/").content.decode()
    assert told.notices.filter(read_at__isnull=True).count() == 3


@pytest.mark.parametrize("path", ["/avisos/", "/avisos/1/", "/avisos/correo/"])
def test_visitors_log_in_first(path, db, client):
    assert client.get(path).status_code == 302


def test_the_navigation_counts_with_one_query(told, django_assert_num_queries):
    with django_assert_num_queries(2):  # roles, notices
        (room,) = (each for each in rooms_for(told, "/") if each["href"] == "/avisos/")
    assert (room["count_text"], room["count"]) == ("3", "3 sin leer")
    notice = Notice.objects.first()
    notice.pk = None
    Notice.objects.bulk_create([_copy(notice) for _ in range(100)])
    (room,) = (each for each in rooms_for(told, "/") if each["href"] == "/avisos/")
    assert room["count_text"] == "99+"


def _copy(notice: Notice) -> Notice:
    return Notice(to=notice.to, kind=notice.kind, subject=notice.subject)


def test_how_to_be_told_is_each_persons_choice(told, client):
    client.post(reverse("core:notice_choice"), {"language": "en"})
    told.refresh_from_db()
    assert (told.notices_by_mail, told.language) == (False, "en")
    wrong = client.post(reverse("core:notice_choice"), {"language": "xx"})
    assert wrong.status_code == 200
    assert "error-summary" in wrong.content.decode()


def test_the_mails_of_a_demonstration_are_shown_to_its_administration(
    people, client, settings, told
):
    client.force_login(people.ada)
    assert client.get("/avisos/correo/").status_code == 404
    settings.CAUCE = dataclasses.replace(settings.CAUCE, demo=True)
    notify([people.alicia], kind="tests.told", subject="De prueba", body="Así.", link="/datos/")
    page = client.get("/avisos/correo/").content.decode()
    assert "De prueba" in page
    assert "http://testserver/datos/" in page
    assert people.alicia.email in page
    client.force_login(people.alicia)
    assert client.get("/avisos/correo/").status_code == 403
