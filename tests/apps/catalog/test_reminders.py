"""Whoever publishes is reminded near the date, on it and every week after; once each, no others."""

import dataclasses
import datetime as dt

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cauce.apps.catalog import reminders
from cauce.apps.catalog.models import Dataset, Upload
from cauce.apps.catalog.reminders import remind, stage_of
from cauce.apps.core import actions
from cauce.apps.core.models import Notice
from cauce.apps.core.permissions import SYSTEM, Role

DUE = dt.date(2026, 11, 30)


def day(late: int) -> dt.date:
    return DUE + dt.timedelta(days=late)


@pytest.fixture
def dataset(people):
    """A dataset that Alicia keeps, due on the last of November; its version does not matter."""
    people.bruno.memberships.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints=ON")
    made = Dataset.objects.create(
        slug="pobreza",
        title="Pobreza",
        summary="Cuántos son pobres.",
        organisation=people.planning,
        owner="Dirección",
        frequency="ANNUAL",
        state=Dataset.State.PUBLISHED,
        next_due=DUE,
    )
    yield made
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints=OFF")


def subjects(person) -> list[str]:
    return [notice.subject for notice in person.notices.order_by("pk")]


def test_the_whole_walk_of_a_date(dataset, people):
    told = {late: remind(day(late)) for late in range(-12, 30)}
    assert [late for late, count in told.items() if count] == [-7, 0, 7, 14, 21, 28]
    assert subjects(people.alicia)[:3] == [
        "En 7 días toca actualizar «Pobreza»",
        "Hoy toca actualizar «Pobreza»",
        "Hace 7 días debía actualizarse «Pobreza»",
    ]
    assert people.alicia.notices.filter(read_at__isnull=True).count() == 1
    assert not Notice.objects.exclude(to=people.alicia).exists()


def test_doing_it_again_tells_nothing_new(dataset):
    assert remind(day(0)) == 1
    assert remind(day(0)) == 0


def test_after_a_long_absence_it_is_told_once_of_what_is(dataset, people):
    assert remind(day(40)) == 1
    assert subjects(people.alicia) == ["Hace 40 días debía actualizarse «Pobreza»"]


def test_a_new_date_begins_again(dataset):
    remind(day(0))
    Dataset.objects.update(next_due=day(365))
    assert remind(day(360)) == 1


def test_it_leads_to_publishing_the_next_version(dataset, people):
    remind(day(0))
    assert people.alicia.notices.get().link == f"{reverse('catalog:upload')}?conjunto=pobreza"


@pytest.mark.parametrize(
    "change",
    [
        {"state": Dataset.State.WITHDRAWN},
        {"state": Dataset.State.DRAFT},
        {"frequency": "IRREG"},
        {"frequency": "NEVER"},
        {"next_due": None},
    ],
)
def test_what_promises_nothing_is_left_alone(change, dataset):
    Dataset.objects.update(**change)
    assert remind(day(0)) == 0


@pytest.mark.parametrize("state", [Upload.State.REVIEW, Upload.State.SCHEDULED])
def test_what_is_with_a_reviewer_needs_no_reminder(state, dataset, people):
    Upload.objects.create(
        key="k", organisation=people.planning, dataset=dataset, size=1, state=state
    )
    assert remind(day(0)) == 0


def test_how_long_before_is_the_installations_choice(dataset, settings):
    settings.CAUCE = dataclasses.replace(settings.CAUCE, reminder_days=2)
    assert [late for late in range(-7, 0) if remind(day(late))] == [-2]


def test_the_contact_is_told_when_it_is_a_person_of_the_institution(dataset, people):
    Dataset.objects.update(contact=people.olga.email.upper())
    assert remind(day(0)) == 2
    assert people.olga.notices.count() == 1


@pytest.mark.parametrize("contact", ["carla@ejemplo.gob.gt", "alicia@ejemplo.gob.gt", "datos@x.gt"])
def test_no_other_contact_is_told_and_nobody_twice(contact, dataset, people):
    Dataset.objects.update(contact=contact)
    assert remind(day(0)) == 1
    assert people.carla.notices.count() == 0


def test_without_anybody_who_sends_files_its_officer_is_told(dataset, people):
    actions.deactivate_user(actor=SYSTEM, user=people.alicia)
    assert remind(day(0)) == 1
    assert people.olga.memberships.get().role == Role.OGD
    assert people.olga.notices.count() == 1


@given(st.integers(-400, 4000))
def test_stages_follow_each_other(late):
    before, now = stage_of(DUE, day(late - 1)), stage_of(DUE, day(late))
    if late < 0:
        assert now == "near"
    elif late % 7 == 0:
        assert now != before
    else:
        assert now == before


def test_the_job_comes_back_every_day():
    from cauce.apps.core.jobs import JOBS

    assert JOBS["catalog.remind"].every == dt.timedelta(days=1)
    assert reminders.KIND == "catalog.due"
