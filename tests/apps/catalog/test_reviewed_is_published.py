"""What was reviewed is what is published: a newer version in between sends it back."""

import datetime as dt

import pytest
from django.utils import timezone

from cauce.apps.catalog import actions
from cauce.apps.catalog.models import Dataset, Upload
from cauce.apps.core.models import Job
from cauce.apps.core.worker import run_job_now
from cauce.base.errors import Conflict
from tests.apps.catalog import samples

NEXT = {**samples.WATER, "Año": [2021, 2021, 2021]}
OTHER = {**samples.WATER, "Año": [2022, 2022, 2022]}


@pytest.fixture
def in_review(people, tmp_path):
    """Two next versions of one dataset, both compared with its first and both in review."""
    first = samples.publish(people.planning, tmp_path)

    def prepared(columns):
        upload = samples.read_upload(
            people.planning,
            {"agua": columns},
            tmp_path,
            dataset=first.dataset,
            roles=samples.ROLES,
        )
        Upload.objects.filter(pk=upload.pk).update(based_on=first)
        return samples.in_review(Upload.objects.get(pk=upload.pk), people.alicia)

    return prepared(NEXT), prepared(OTHER)


def test_the_second_of_two_is_not_published_unseen(people, in_review):
    one, other = in_review
    actions.publish_reviewed(actor=people.bruno, upload=one)
    with pytest.raises(Conflict, match=r"la última versión es la 2\. .*compárelo de nuevo"):
        actions.publish_reviewed(actor=people.bruno, upload=other)
    other.refresh_from_db()
    assert (other.state, Dataset.objects.get().latest.number) == ("review", 2)


def test_one_scheduled_becomes_a_draft_again_and_says_why(people, in_review):
    one, other = in_review
    tomorrow = timezone.now() + dt.timedelta(days=1)
    actions.schedule_upload(actor=people.bruno, upload=other, publish_at=tomorrow)
    actions.publish_reviewed(actor=people.bruno, upload=one)
    now = timezone.now()
    Upload.objects.filter(pk=other.pk).update(publish_at=now)
    job = Job.objects.get(kind="catalog.publish_due")
    job.params["publish_at"], job.run_after = now.isoformat(), now
    job.save()
    run_job_now(job.pk)
    other.refresh_from_db()
    assert other.state == "read"
    assert "Mientras tanto cambió lo publicado" in other.reviews.first().notes
    assert people.alicia.notices.filter(subject__startswith="No se publicó en su fecha").exists()


def test_a_recalled_review_is_a_draft_and_is_not_published(people, in_review):
    one, _other = in_review
    actions.recall_review(actor=people.alicia, upload=one)
    with pytest.raises(Conflict, match="ya no está en revisión"):
        actions.publish_reviewed(actor=people.bruno, upload=one)
