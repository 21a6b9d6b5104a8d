"""What somebody may not see does not exist, and what they may is found."""

import pytest
from django.contrib.auth.models import AnonymousUser

from cauce.apps.core import access, actions
from cauce.apps.core.models import AuditEvent, Job
from cauce.apps.core.permissions import SYSTEM
from cauce.base.errors import NotFound


def cases(people):
    membership = people.alicia.memberships.get()
    job = Job.objects.create(kind="x", max_attempts=1, requested_by=people.alicia)
    event = AuditEvent.objects.filter(organisation=people.planning).latest("sequence")
    everywhere = AuditEvent.objects.filter(organisation=None).latest("sequence")
    return {
        "organisation": (access.organisation_for_managing, people.planning.slug, {"ada"}),
        "person": (access.person_for_managing, people.alicia.pk, {"ada"}),
        "membership": (access.membership_for_managing, membership.pk, {"ada"}),
        "event": (access.event_for_auditing, event.pk, {"ada", "aurelio"}),
        "event of nobody": (access.event_for_auditing, everywhere.pk, {"ada"}),
        "job": (access.job_for_watching, job.pk, {"ada", "alicia"}),
    }


NAMES = ("alicia", "bruno", "olga", "aurelio", "ada", "carla")


@pytest.mark.parametrize(
    "case", ["organisation", "person", "membership", "event", "event of nobody", "job"]
)
def test_found_by_those_who_may_and_by_nobody_else(case, people):
    find, number, allowed = cases(people)[case]
    assert find(SYSTEM, number)
    for name in NAMES:
        if name in allowed:
            assert find(getattr(people, name), number)
        else:
            with pytest.raises(NotFound):
                find(getattr(people, name), number)
    with pytest.raises(NotFound):
        find(AnonymousUser(), number)


@pytest.mark.parametrize(
    "find",
    [
        access.person_for_managing,
        access.membership_for_managing,
        access.event_for_auditing,
        access.job_for_watching,
    ],
)
def test_what_is_not_there_says_the_same(find, people):
    with pytest.raises(NotFound):
        find(people.ada, 10**9)


def test_hidden_and_missing_cannot_be_told_apart(people):
    event = AuditEvent.objects.filter(organisation=None).latest("sequence")
    with pytest.raises(NotFound) as hidden:
        access.event_for_auditing(people.aurelio, event.pk)
    with pytest.raises(NotFound) as missing:
        access.event_for_auditing(people.aurelio, 10**9)
    assert str(hidden.value) == str(missing.value)


def test_an_unknown_organisation_is_named(people):
    with pytest.raises(NotFound, match="«no-hay»"):
        access.organisation_by_slug("no-hay")


def test_a_closed_account_watches_nothing(people):
    job = Job.objects.create(kind="x", max_attempts=1, requested_by=people.alicia)
    actions.deactivate_user(actor=SYSTEM, user=people.alicia)
    with pytest.raises(NotFound):
        access.job_for_watching(people.alicia, job.pk)
