"""``cauce doctor`` says when recurring jobs stop and when mail does not go out."""

import dataclasses
from datetime import timedelta

import pytest
from django.utils import timezone

from cauce.apps.core.jobs import JOBS
from cauce.apps.core.leases import State
from cauce.apps.core.models import Job, Notice
from cauce.apps.core.notices import notify
from cauce.apps.core.recurring import keep_recurring
from cauce.cli import background, checkup_database


def levels(findings) -> list[str]:
    return [finding.level for finding in findings]


def test_a_new_installation_is_well(db):
    assert set(levels(background.recurring())) == {"ok"}
    assert set(levels(background.mail())) == {"ok"}


def test_a_job_that_stopped_coming_back_is_named(db):
    keep_recurring()
    ago = timezone.now() - timedelta(days=5)
    Job.objects.filter(kind="catalog.remind").update(state=State.DONE, finished_at=ago)
    (finding,) = background.recurring()
    assert finding.level == "warning"
    assert "catalog.remind" in finding.sentence
    assert f"{ago:%Y-%m-%d}" in finding.sentence


def test_a_server_that_was_off_has_no_stuck_jobs_for_it(db):
    assert keep_recurring() == sum(1 for kind in JOBS.values() if kind.every)
    Job.objects.update(run_after=timezone.now() - timedelta(days=3))
    assert levels(checkup_database.jobs()) == ["ok"]


@pytest.fixture
def post(settings):
    settings.CAUCE = dataclasses.replace(
        settings.CAUCE, email_host="correo.example", base_url="https://datos.example"
    )


def test_mail_that_does_not_go_out_is_counted_with_its_reason(people, post):
    assert levels(background.mail()) == ["ok"]
    notify([people.alicia, people.bruno], kind="x", subject="Algo", body="")
    Notice.objects.update(mail=Notice.Mail.FAILED, mail_error="SMTPConnectError: 421")
    (finding,) = background.mail()
    assert finding.level == "warning"
    assert finding.sentence.startswith("2 avisos")
    assert "421" in finding.sentence


def test_mail_without_an_address_of_the_site_is_warned_of(db, post, settings):
    settings.CAUCE = dataclasses.replace(settings.CAUCE, base_url="")
    assert levels(background.mail()) == ["warning", "ok"]
