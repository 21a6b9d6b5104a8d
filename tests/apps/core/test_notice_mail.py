"""Notices go out as plain, safe, honest mails, once, and what does not go out is seen."""

import dataclasses
from datetime import timedelta
from email import message_from_bytes, policy
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from cauce.apps.core import actions, notice_actions, notice_mail, worker
from cauce.apps.core.leases import State
from cauce.apps.core.models import Job, Notice, User
from cauce.apps.core.notices import notify
from cauce.apps.core.permissions import SYSTEM
from cauce.apps.core.worker import run_job_now
from cauce.base.errors import Refusal

Mail = Notice.Mail


@pytest.fixture
def post(settings):
    """An installation that sends e-mail, into Django's own outbox."""
    settings.CAUCE = dataclasses.replace(
        settings.CAUCE, email_host="correo.example", base_url="https://datos.example/"
    )
    return mail.outbox


def tell(person, **changes) -> Notice:
    words = {"kind": "tests.told", "subject": "Algo pasó", "body": "Esto pasó.", "link": "/datos/"}
    notify([person], **words | changes)
    return person.notices.latest("pk")


def send(notice: Notice) -> Notice:
    run_job_now(Job.objects.get(params__notice=notice.pk, state=State.QUEUED).pk)
    return Notice.objects.get(pk=notice.pk)


def fails_with(monkeypatch, error):
    def send(self, fail_silently=False):
        raise error

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)
    monkeypatch.setattr(worker.logger, "disabled", True)


def test_it_goes_out_with_an_absolute_link_and_nothing_that_watches(people, post):
    notice = send(tell(people.alicia))
    (sent,) = post
    assert (notice.mail, sent.to) == (Mail.SENT, [people.alicia.email])
    assert notice.mailed_at <= timezone.now()
    assert sent.subject == f"[{settings.CAUCE.institution_short_name}] Algo pasó"
    assert "\n\nhttps://datos.example/datos/\n\n-- \n" in sent.body
    assert "https://datos.example/avisos/" in sent.body
    message = sent.message()
    assert message.get_content_type() == "text/plain"
    assert message["Auto-Submitted"] == "auto-generated"


def test_the_same_notice_always_has_the_same_message_id(people, post):
    notice = tell(people.alicia)
    other = tell(people.alicia)
    first, again, another = (
        notice_mail.composed(each).message()["Message-ID"] for each in (notice, notice, other)
    )
    assert first == again != another


def test_without_a_base_address_it_says_where_to_look(people, post, settings):
    settings.CAUCE = dataclasses.replace(settings.CAUCE, base_url="")
    body = notice_mail.composed(tell(people.alicia)).body
    assert "«Avisos»" in body
    assert "http" not in body


def test_its_frame_is_in_the_language_of_the_receiver(people, post):
    people.alicia.language = "en"
    people.alicia.save()
    assert "Para dejar" not in notice_mail.composed(tell(people.alicia)).body


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text(), st.text())
def test_no_words_can_add_a_header_or_a_receiver(people, post, subject, body):
    attack = f"{subject}\r\nBcc: todos@otra.example\n\n{body}"
    notice = tell(people.alicia, subject=attack, body=attack)
    message = message_from_bytes(
        notice_mail.composed(notice).message().as_bytes(), policy=policy.default
    )
    assert message["Bcc"] is None
    assert message["To"] == people.alicia.email
    assert not message.defects


def test_who_does_not_want_mail_gets_none(people, post):
    notice_actions.choose_notices(
        actor=people.alicia, user=people.alicia, notices_by_mail=False, language="es"
    )
    assert tell(people.alicia).mail == Mail.NONE
    assert not Job.objects.exists()


def test_a_mail_no_longer_wanted_is_not_sent(people, post):
    waiting = tell(people.alicia)
    User.objects.filter(pk=people.alicia.pk).update(notices_by_mail=False)
    assert send(waiting).mail == Mail.NONE
    assert not post


def test_nobody_who_left_is_written_to(people, post):
    waiting = tell(people.bruno)
    actions.deactivate_user(actor=SYSTEM, user=people.bruno)
    send(waiting)
    assert not post


def test_a_demonstration_never_sends(people, post, settings):
    settings.CAUCE = dataclasses.replace(settings.CAUCE, demo=True)
    assert tell(people.alicia).mail == Mail.KEPT
    assert not Job.objects.exists()


def test_a_server_that_is_away_is_tried_again(people, post, monkeypatch):
    notice = tell(people.alicia)
    with monkeypatch.context() as patch:
        fails_with(patch, SMTPServerDisconnected("se fue"))
        with pytest.raises(SMTPServerDisconnected):
            send(notice)
    notice.refresh_from_db()
    assert (notice.mail, notice.mail_error) == (Mail.FAILED, "SMTPServerDisconnected: se fue")
    assert Job.objects.get().run_after > timezone.now()
    assert send(notice).mail_error == ""
    assert len(post) == 1


def test_an_address_refused_for_good_is_not_insisted_on(people, post, monkeypatch):
    notice = tell(people.alicia)
    fails_with(monkeypatch, SMTPRecipientsRefused({people.alicia.email: (550, b"no existe")}))
    with pytest.raises(Refusal, match="rechaz"):
        send(notice)
    notice.refresh_from_db()
    assert Job.objects.get().state == State.FAILED
    assert "550" in notice.mail_error
    assert people.alicia.email not in notice.mail_error + Job.objects.get().error


def test_what_failed_is_asked_for_again_every_day_for_a_week(people, post):
    recent, old = tell(people.alicia), tell(people.bruno)
    Job.objects.all().delete()
    Notice.objects.update(mail=Mail.FAILED)
    Notice.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=8))
    assert notice_mail.mail_again(None) == {"asked": 1}
    assert Job.objects.get().params == {"notice": recent.pk}


def test_doing_it_again_after_it_was_sent_sends_nothing(people, post):
    notice = tell(people.alicia)
    send(notice)
    notice_mail.ask_to_send(notice)
    send(notice)
    assert len(post) == 1
