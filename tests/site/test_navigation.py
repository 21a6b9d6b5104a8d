"""The navigation shows the rooms a person may enter, and only those."""

from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser

from cauce.site.navigation import rooms_for


def labels(visitor, path="/"):
    return {str(room["label"]) for room in rooms_for(visitor, path)}


def test_administration_and_log_are_for_those_who_may(people):
    assert {"Bitácora", "Administración"} <= labels(people.ada)
    assert "Bitácora" in labels(people.aurelio)
    assert "Administración" not in labels(people.aurelio)
    for visitor in (AnonymousUser(), people.alicia, people.carla):
        assert not labels(visitor) & {"Bitácora", "Administración"}


@pytest.mark.parametrize("name", ["alicia", "bruno", "olga", "aurelio", "ada", "carla"])
def test_no_door_is_shown_that_does_not_open(name, people, client):
    person = getattr(people, name)
    client.force_login(person)
    for room in rooms_for(person, "/"):
        assert client.get(room["href"]).status_code == 200, room


def test_the_room_one_is_in_is_marked(people):
    current = [room for room in rooms_for(people.ada, "/bitacora/3/") if room["current"]]
    assert [urlsplit(room["href"]).path for room in current] == ["/bitacora/"]
