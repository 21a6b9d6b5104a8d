"""Every action, tried by every role at home and elsewhere, by nobody's, and by closed accounts.

What is expected is the table of permissions applied to what the action asks; what the action asks
is seen while it runs, and must be what ``docs/dev/permissions.md`` says. Who is let through is
stopped right there: that the action then works is proved by ``test_every_action.py``.
"""

import pytest

from cauce.apps.core import acting
from cauce.apps.core.acting import ACTIONS
from cauce.apps.core.models import AuditEvent
from cauce.apps.core.permissions import ADMINISTRATORS_MAY, ROLES_MAY, System
from cauce.base.errors import Denied, NotFound
from tests.apps.every import SCENARIOS, everybody
from tests.docs.permissions import asked_by


class LetThrough(Exception):
    """Permission was asked and given."""


@pytest.fixture
def asked(monkeypatch):
    """What the action under way asked (verb and organisation); who may is stopped there."""
    seen = []
    demand = acting.demand

    def noted(actor, verb, organisation=None):
        seen.append((verb, organisation))
        demand(actor, verb, organisation)
        raise LetThrough

    def begin():
        monkeypatch.setattr(acting, "demand", noted)
        return seen

    return begin


def expected(somebody, verb, organisation):
    """What the table says, worked out apart from ``may``."""
    if not somebody.user.is_active:
        return False
    if somebody.administers:
        return verb in ADMINISTRATORS_MAY
    at_home = organisation is not None and somebody.organisation == organisation
    return at_home and somebody.role is not None and verb in ROLES_MAY[somebody.role]


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_each_role_may_what_the_table_says_and_nothing_else(name, people, asked):
    arguments = SCENARIOS[name].arguments(people)
    written = asked_by(name)
    tried = list(everybody(people))
    events = AuditEvent.objects.count()
    seen = asked()
    for somebody in tried:
        seen.clear()
        outcome = _tried(name, somebody.user, arguments)
        if not seen:  # only of oneself, or hidden before anything was asked
            assert outcome is NotFound or (written.oneself and outcome is Denied), somebody.name
            continue
        verb, organisation = seen[0]
        assert verb in written.verbs
        is_let = expected(somebody, verb, organisation)
        assert outcome is (LetThrough if is_let else Denied), somebody.name
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_the_system_lacks_no_permission(name, people, asked):
    arguments = SCENARIOS[name].arguments(people)
    asked()
    if asked_by(name).verbs:
        assert _tried(name, System("pruebas"), arguments) is LetThrough


def _tried(name, actor, arguments):
    try:
        ACTIONS[name].function(actor=actor, **arguments)
    except (LetThrough, Denied, NotFound) as end:
        return type(end)
    return None
