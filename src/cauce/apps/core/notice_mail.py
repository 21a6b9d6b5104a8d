"""Notices as e-mails: how one is written, and the jobs that send it until it arrives.

Plain text, one receiver each, nothing in it that tells the sender whether it was read. Sending and
noting that it was sent cannot be one step: a mail may go out twice after a sudden death, always
with the same ``Message-ID``, by which mail programs know it again.
"""

import datetime as dt
from dataclasses import dataclass
from smtplib import SMTPRecipientsRefused
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cauce.apps.core.jobs import JobContext, enqueue, job
from cauce.apps.core.models import Notice, User
from cauce.base.errors import Refusal

Mail = Notice.Mail

MAIL_JOB: Final = "core.mail_notice"
AGAIN_DAYS: Final = 7
"""Days during which a mail that could not be sent is tried again, once a day."""
_INBOX: Final = "/avisos/"


def mail_for(person: User) -> Mail:
    """What becomes of a new notice as an e-mail, by the installation and the person's choice."""
    if not person.notices_by_mail:
        return Mail.NONE
    if settings.CAUCE.demo:
        return Mail.KEPT
    return Mail.WAITING if settings.CAUCE.email_host else Mail.NONE


def ask_to_send(notice: Notice) -> None:
    """Enqueues the sending of a notice, in the caller's transaction."""
    enqueue(MAIL_JOB, params={"notice": notice.pk}, unique_key=f"{MAIL_JOB}:{notice.pk}")


def language_of(person: User) -> str:
    """The language in which a person is written to."""
    offered = dict(settings.LANGUAGES)
    return person.language if person.language in offered else settings.LANGUAGE_CODE


def composed(notice: Notice, base_url: str | None = None) -> EmailMessage:
    """The e-mail of a notice, in its receiver's language.

    Its links need ``base_url`` (the configured one unless given); without, it says where to look.
    """
    base = (settings.CAUCE.base_url if base_url is None else base_url).rstrip("/")
    institution = settings.CAUCE.institution_name
    with translation.override(language_of(notice.to)):
        if base:
            way = f"{base}{notice.link}" if notice.link else ""
            choice = _("Para dejar de recibir estos correos, entre a %(address)s") % {
                "address": f"{base}{_INBOX}"
            }
        else:
            way = _("Entre a Cauce para verlo: está en «Avisos».") if notice.link else ""
            choice = _("Para dejar de recibir estos correos, entre a Cauce y abra «Avisos».")
        signature = f"-- \nCauce, {institution}\n{choice}"
    parts = [notice.body.strip() or notice.subject, way, signature]
    return EmailMessage(
        subject=f"[{settings.CAUCE.institution_short_name}] {notice.subject}",
        body="\n\n".join(filter(None, parts)) + "\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[notice.to.email],
        headers={"Message-ID": _message_id(notice), "Auto-Submitted": "auto-generated"},
    )


@dataclass(frozen=True)
class ShownMail:
    """An e-mail as its receiver would see it."""

    at: dt.datetime
    sender: str
    receiver: str
    subject: str
    body: str


def shown(notice: Notice, base_url: str) -> ShownMail:
    """The e-mail of a notice, to be looked at."""
    mail = composed(notice, base_url)
    return ShownMail(
        notice.created_at, mail.from_email, mail.to[0], str(mail.subject), str(mail.body)
    )


@job(MAIL_JOB, max_attempts=12, backoff_seconds=60)
def mail_notice(step: JobContext) -> dict[str, Any]:
    """Sends one notice; tried for some seven hours, unless its address is refused for good."""
    rows = Notice.objects.filter(pk=step.params["notice"], mail__in=(Mail.WAITING, Mail.FAILED))
    notice = rows.select_related("to").first()
    if notice is None:
        return {"sent": False}
    if not (notice.to.is_active and mail_for(notice.to) == Mail.WAITING):
        rows.update(mail=Mail.NONE)
        return {"sent": False}
    try:
        composed(notice).send()
    except Exception as error:
        rows.update(mail=Mail.FAILED, mail_error=_why(error))
        if _is_final(error):
            raise Refusal(
                _("El servidor de correo rechazó la dirección de quien recibe el aviso %(number)d.")
                % {"number": notice.pk},
                code="mail.refused",
                remedy=_("Corrija el correo de esa cuenta."),
            ) from error
        raise
    with step.saving({"sent": True}):
        rows.update(mail=Mail.SENT, mailed_at=timezone.now(), mail_error="")
    return {"sent": True}


@job("core.mail_again", every=dt.timedelta(days=1))
def mail_again(step: JobContext) -> dict[str, Any]:
    """Asks again, once a day for a week, for what could not be sent."""
    since = timezone.now() - dt.timedelta(days=AGAIN_DAYS)
    failed = Notice.objects.filter(mail=Mail.FAILED, created_at__gte=since)
    for notice in failed:
        ask_to_send(notice)
    return {"asked": len(failed)}


def _message_id(notice: Notice) -> str:
    mark = salted_hmac("cauce.notice", str(notice.pk)).hexdigest()[:16]
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ") or "localhost"
    return f"<aviso-{notice.pk}-{mark}@{domain}>"


def _is_final(error: Exception) -> bool:
    """Whether the same mail would be refused again: the receiver's address or the text is bad."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    return isinstance(error, ValueError)  # of Django's own checks of headers and addresses


def _why(error: Exception) -> str:
    """What went wrong, without the receiver's address."""
    if isinstance(error, SMTPRecipientsRefused):
        answers = (f"{code} {text!r}" for code, text in error.recipients.values())
        return f"SMTPRecipientsRefused: {', '.join(answers)}"[:500]
    return f"{type(error).__name__}: {error}"[:500]
