"""A notice exists when what it tells happened; each receiver has one, in their language."""

import pytest
from django.db import transaction
from django.utils.translation import gettext as _
from hypothesis import given
from hypothesis import strategies as st

from cauce.apps.core import actions, notices, queries
from cauce.apps.core.acting import action, permit, record
from cauce.apps.core.models import Job, Notice
from cauce.apps.core.notices import notify
from cauce.apps.core.permissions import SYSTEM, Role, System, Verb


def tell(*people, **changes):
    words = {"kind": "tests.told", "subject": "Algo pasó", "body": "Esto pasó.", "link": "/datos/"}
    return notify(people, **words | changes)


def test_everybody_gets_one_and_only_one(people):
    assert tell(people.alicia, people.bruno, people.alicia) == 2
    assert {notice.to for notice in Notice.objects.all()} == {people.alicia, people.bruno}


def test_who_left_is_not_told(people):
    actions.deactivate_user(actor=SYSTEM, user=people.bruno)
    people.bruno.refresh_from_db()
    assert tell(people.bruno) == 0


def test_with_a_key_a_person_is_told_once_ever(people):
    assert tell(people.alicia, unique_key="due:7") == 1
    notices.mark_read(people.alicia)
    assert tell(people.alicia, people.bruno, unique_key="due:7") == 1
    assert people.alicia.notices.count() == 1


def test_an_action_undone_tells_nobody(people, monkeypatch):
    from cauce.apps.core import acting

    monkeypatch.setattr(acting, "ACTIONS", dict(acting.ACTIONS))
    monkeypatch.setattr(acting.audit, "EVENT_LABELS", dict(acting.audit.EVENT_LABELS))

    @action("tests.breaks", "Se rompe")
    def breaks(*, actor):
        permit(actor, Verb.MANAGE_PEOPLE)
        tell(people.alicia)
        record(subject=people.planning, details={})
        raise RuntimeError

    with pytest.raises(RuntimeError):
        breaks(actor=System("pruebas"))
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused(people):
    with pytest.raises(RuntimeError, match="transaction"):
        tell(people.alicia)
    with transaction.atomic():
        assert tell(people.alicia) == 1


@pytest.mark.parametrize(
    "link", ["https://otra.example/", "//otra.example/", "datos/", "javascript:alert(1)", "/\\x.y"]
)
def test_it_leads_nowhere_but_here(link, people):
    with pytest.raises(ValueError, match="path of this site"):
        tell(people.alicia, link=link)


def test_words_are_made_in_the_language_of_each_receiver(people):
    people.bruno.language = "en"
    people.bruno.save()
    tell(people.alicia, people.bruno, subject=lambda: _("Avisos"), body=lambda: _("Salir"))
    assert people.alicia.notices.get().body == "Salir"
    assert people.bruno.notices.get().body == "Log out"


def test_a_language_that_is_gone_is_no_obstacle(people):
    people.bruno.language = "xx"
    people.bruno.save()
    tell(people.bruno, subject=lambda: _("Salir"))
    assert people.bruno.notices.get().subject == "Salir"


@given(st.text())
def test_a_subject_is_one_printable_line(text):
    line = notices.one_line(text)
    assert line.isprintable()
    assert line == " ".join(line.split())


@given(st.text())
def test_a_body_keeps_its_lines_and_nothing_that_controls(text):
    body = notices.plain(text)
    assert all(each.isprintable() or each in "\n\t" for each in body)
    assert notices.plain(body) == body


def test_without_a_mail_server_nothing_is_to_be_sent(people):
    tell(people.alicia)
    assert people.alicia.notices.get().mail == Notice.Mail.NONE
    assert not Job.objects.exists()


def test_the_unread_stand_first_and_reading_counts_down(people):
    tell(people.alicia, subject="Viejo")
    tell(people.alicia, subject="Leído")
    tell(people.alicia, subject="Nuevo")
    notices.mark_read(people.alicia, people.alicia.notices.get(subject="Leído").pk)
    assert [str(each) for each in notices.inbox(people.alicia)] == ["Nuevo", "Viejo", "Leído"]
    assert notices.unread_count(people.alicia) == 2
    assert notices.mark_read(people.alicia) == 2
    assert notices.unread_count(people.alicia) == 0


def test_nobody_reads_for_another(people):
    tell(people.alicia)
    assert notices.mark_read(people.carla, people.alicia.notices.get().pk) == 0
    assert notices.unread_count(people.alicia) == 1


def test_receivers_are_found_by_what_they_may(people):
    with_both = people.bruno
    actions.grant_role(actor=SYSTEM, user=with_both, organisation=people.planning, role=Role.OGD)
    reviewers = queries.people_with(Verb.REVIEW_DATASET, people.planning)
    assert set(reviewers) == {people.bruno, people.olga}
    assert len(reviewers) == 2
    assert people.carla not in queries.people_with(Verb.EDIT_DATASET, people.planning)
    assert list(queries.people_with(Verb.MANAGE_PEOPLE)) == [people.ada]
    assert not queries.people_with(Verb.EDIT_DATASET)


def test_erasing_a_person_erases_what_they_were_told(people):
    tell(people.alicia)
    actions.deactivate_user(actor=SYSTEM, user=people.alicia)
    people.alicia.refresh_from_db()
    actions.erase_person(actor=SYSTEM, user=people.alicia)
    assert not Notice.objects.exists()
