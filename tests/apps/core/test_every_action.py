"""Of every registered action: one audit event, denied to outsiders, undone whole on error."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cauce.apps.core import audit
from cauce.apps.core.acting import ACTIONS
from cauce.apps.core.models import AuditEvent
from cauce.base.errors import Denied, NotFound
from tests.apps.every import SCENARIOS


class Broken(Exception):
    """What a test breaks an action with."""


def everything():
    """All rows of all our applications, as they are now."""
    return {
        model._meta.label: sorted(map(repr, model._base_manager.values_list()))
        for model in apps.get_models(include_auto_created=True)
    }


def test_every_action_has_a_scenario_and_the_other_way_round():
    assert set(SCENARIOS) == set(ACTIONS)


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_leaves_exactly_one_event_and_asks_little(name, people):
    scenario = SCENARIOS[name]
    arguments = scenario.arguments(people)
    before = AuditEvent.objects.count()
    with CaptureQueriesContext(connection) as asked:
        ACTIONS[name].function(actor=getattr(people, scenario.allowed), **arguments)
    assert len(asked) <= scenario.ceiling, f"{name} asks {len(asked)} questions"
    assert AuditEvent.objects.count() == before + 1
    event = AuditEvent.objects.latest("sequence")
    assert event.action == name
    assert event.subject_type
    assert event.subject_id


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_is_denied_to_an_outsider(name, people):
    scenario = SCENARIOS[name]
    arguments = scenario.arguments(people)
    before = everything()
    with pytest.raises((Denied, NotFound)):
        ACTIONS[name].function(actor=getattr(people, scenario.denied), **arguments)
    assert everything() == before


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_an_error_undoes_everything(name, people, monkeypatch):
    scenario = SCENARIOS[name]
    arguments = scenario.arguments(people)
    before = everything()
    append = audit.append

    def append_and_break(*args, **kwargs):
        append(*args, **kwargs)
        raise Broken

    monkeypatch.setattr(audit, "append", append_and_break)
    with pytest.raises(Broken):
        ACTIONS[name].function(actor=getattr(people, scenario.allowed), **arguments)
    assert everything() == before


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_its_label_is_a_spanish_phrase(name):
    assert str(ACTIONS[name].label)[0].isupper()
    assert name.split(".")[0] in {config.label for config in apps.get_app_configs()}
