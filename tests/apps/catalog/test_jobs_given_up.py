"""Work that broke or killed its workers too often leaves nobody waiting for ever."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cauce.apps.catalog.jobs import _give_publishing_up, _give_reading_up
from cauce.apps.catalog.models import Upload
from cauce.apps.core.jobs import enqueue
from cauce.apps.core.leases import GIVEN_UP, claim
from cauce.apps.core.models import AuditEvent, Job

DUE = timezone.now() + timedelta(days=1)


@pytest.fixture
def upload(people):
    return Upload.objects.create(
        key="k", organisation=people.planning, name="a.csv", size=1, state=Upload.State.READING
    )


def given_up(kind: str, **params) -> Job:
    """A job whose workers died too often."""
    job = enqueue(kind, params=params)
    Upload.objects.update(job=job)
    Job.objects.filter(pk=job.pk).update(max_attempts=1)
    assert claim("dies", -1, [kind], job.pk)
    assert claim("next", 60, [kind]) is None
    return Job.objects.get(pk=job.pk)


def test_a_file_whose_reading_kills_workers_is_refused_with_the_reason(upload):
    job = given_up("catalog.read_upload", upload="k")
    upload.refresh_from_db()
    assert upload.state == Upload.State.REFUSED
    assert upload.refusal == job.error
    assert "se interrumpió" in upload.refusal
    assert AuditEvent.objects.latest("sequence").action == "catalog.refuse_reading"


def test_a_file_that_another_reading_has_meanwhile_is_left_to_it(upload):
    job = enqueue("catalog.read_upload", params={"upload": "k"})
    _give_reading_up(job)
    upload.refresh_from_db()
    assert upload.state == Upload.State.READING


def test_what_could_not_be_published_at_its_date_is_a_draft_again(upload):
    Upload.objects.update(state=Upload.State.SCHEDULED, publish_at=DUE)
    given_up("catalog.publish_due", upload="k", publish_at=DUE.isoformat())
    upload.refresh_from_db()
    assert (upload.state, upload.publish_at) == (Upload.State.READ, None)
    assert "se interrumpió" in upload.reviews.get().notes


def test_what_was_scheduled_anew_is_left_to_its_new_date(upload):
    Upload.objects.update(state=Upload.State.SCHEDULED, publish_at=DUE)
    earlier = (DUE - timedelta(hours=1)).isoformat()
    _give_publishing_up(
        enqueue("catalog.publish_due", params={"upload": "k", "publish_at": earlier})
    )
    upload.refresh_from_db()
    assert upload.state == Upload.State.SCHEDULED


def test_both_kinds_of_work_are_looked_after():
    assert {"catalog.read_upload", "catalog.publish_due"} <= set(GIVEN_UP)
