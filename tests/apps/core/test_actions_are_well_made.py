"""The mechanism itself: an action that forgets its duties does not get through."""

import pytest

from cauce.apps.core import acting
from cauce.apps.core.acting import BrokenAction, action, permit, permit_oneself, record
from cauce.apps.core.models import AuditEvent, Organisation
from cauce.apps.core.permissions import SYSTEM, Verb
from cauce.base.errors import Denied


@pytest.fixture(autouse=True)
def _forget_test_actions(monkeypatch):
    monkeypatch.setattr(acting, "ACTIONS", dict(acting.ACTIONS))
    monkeypatch.setattr(acting.audit, "EVENT_LABELS", dict(acting.audit.EVENT_LABELS))


def test_no_event_means_no_change(db):
    @action("tests.silent", "Calló")
    def silent(*, actor):
        permit(actor, Verb.MANAGE_ORGANISATIONS)
        Organisation.objects.create(name="x", slug="x")

    with pytest.raises(BrokenAction, match="0 audit events"):
        silent(actor=SYSTEM)
    assert not Organisation.objects.exists()


def test_two_events_mean_no_change(db, people):
    @action("tests.twice", "Repitió")
    def twice(*, actor):
        permit(actor, Verb.MANAGE_ORGANISATIONS)
        record(subject=people.planning, details={})
        record(subject=people.planning, details={})

    before = AuditEvent.objects.count()
    with pytest.raises(BrokenAction, match="2 audit events"):
        twice(actor=SYSTEM)
    assert AuditEvent.objects.count() == before


def test_permission_comes_first(db, people):
    @action("tests.hasty", "Se apuró")
    def hasty(*, actor):
        record(subject=people.planning, details={})

    with pytest.raises(BrokenAction, match="before asking"):
        hasty(actor=SYSTEM)


def test_actions_do_not_nest(db, people):
    @action("tests.outer", "Envolvió")
    def outer(*, actor):
        from cauce.apps.core.actions import create_organisation

        create_organisation(actor=actor, name="y")

    with pytest.raises(BrokenAction, match="inside another"):
        outer(actor=SYSTEM)


def test_recording_needs_an_action(people):
    with pytest.raises(BrokenAction, match="outside"):
        record(subject=people.planning, details={})


def test_arguments_are_named_and_there_is_an_actor():
    with pytest.raises(BrokenAction, match="keyword"):

        @action("tests.positional", "P")
        def positional(actor):
            pass

    with pytest.raises(BrokenAction, match="actor"):

        @action("tests.nobody", "N")
        def nobody(*, name):
            pass


def test_names_are_unique():
    @action("tests.same", "S")
    def first(*, actor):
        pass

    with pytest.raises(BrokenAction, match="two actions"):

        @action("tests.same", "S")
        def second(*, actor):
            pass


def test_a_closed_account_cannot_change_itself(people):
    @action("tests.self", "S")
    def alone(*, actor, user):
        permit_oneself(actor, user)
        record(subject=user, details={})

    alone(actor=people.alicia, user=people.alicia)
    people.alicia.is_active = False
    with pytest.raises(Denied):
        alone(actor=people.alicia, user=people.alicia)
