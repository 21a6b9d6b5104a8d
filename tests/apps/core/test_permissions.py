"""Who may do what: the table, and that a role counts only where it was given."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cauce.apps.core.permissions import (
    ADMINISTRATORS_MAY,
    ROLES_MAY,
    SYSTEM,
    Role,
    Verb,
    may,
    may_somewhere,
    organisations_where,
)

HOLDERS = {
    "alicia": Role.PUBLISHER,
    "bruno": Role.REVIEWER,
    "olga": Role.OGD,
    "aurelio": Role.AUDITOR,
}


@pytest.mark.parametrize("verb", list(Verb))
@pytest.mark.parametrize("name", sorted(HOLDERS))
def test_a_role_may_what_its_row_says_and_only_at_home(name, verb, people):
    person = getattr(people, name)
    expected = verb in ROLES_MAY[HOLDERS[name]]
    assert may(person, verb, people.planning) is expected
    assert may(person, verb, people.water) is False
    assert may(person, verb) is False
    assert may_somewhere(person, verb) is expected
    assert list(organisations_where(person, verb)) == ([people.planning] if expected else [])


@pytest.mark.parametrize("verb", list(Verb))
def test_administrators_may_what_is_theirs_everywhere(verb, people):
    expected = verb in ADMINISTRATORS_MAY
    assert may(people.ada, verb) is expected
    assert may(people.ada, verb, people.water) is expected
    assert may_somewhere(people.ada, verb) is expected
    assert organisations_where(people.ada, verb).exists() is expected


@pytest.mark.parametrize("verb", list(Verb))
def test_visitors_and_closed_accounts_may_nothing(verb, people):
    people.alicia.is_active = people.ada.is_active = False
    for actor in (AnonymousUser(), people.alicia, people.ada):
        assert not may(actor, verb, people.planning)
        assert not may_somewhere(actor, verb)
        assert not organisations_where(actor, verb).exists()


@pytest.mark.parametrize("verb", list(Verb))
def test_the_system_may_everything(verb, people):
    assert may(SYSTEM, verb)
    assert may_somewhere(SYSTEM, verb)
    assert organisations_where(SYSTEM, verb).count() == 2


@pytest.mark.parametrize("verb", [verb for verb in Verb if verb != Verb.PUBLISH_ALONE])
def test_somebody_may_each_verb(verb):
    assert verb in ADMINISTRATORS_MAY or any(verb in verbs for verbs in ROLES_MAY.values())


def test_nobody_publishes_alone_but_the_command_line():
    assert not any(Verb.PUBLISH_ALONE in verbs for verbs in ROLES_MAY.values())
    assert Verb.PUBLISH_ALONE not in ADMINISTRATORS_MAY
