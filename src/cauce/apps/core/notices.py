"""Notices: telling people what concerns them, in the transaction of what caused it.

Inside an action, or a job's step::

    notify(
        people_with(Verb.REVIEW_DATASET, upload.organisation),
        kind="catalog.review_asked",
        subject=lambda: _("Hay un archivo por revisar: «%(name)s»") % {"name": upload.name},
        body=lambda: _("…"),
        link=reverse("catalog:review", args=[upload.key]),
    )

A notice is a row of the same transaction: it exists when the action does, or not at all. It waits
in its receiver's ``/avisos/``; where e-mail is configured and the person wants it, a job mails it.
Name no person in its words: rows are erased with their receiver, not with whom they speak of.
"""

from collections.abc import Callable, Iterable
from typing import Final

from django.db import connection
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme

from cauce.apps.core.models import Notice, User
from cauce.apps.core.notice_mail import Mail, ask_to_send, language_of, mail_for

Words = str | Promise | Callable[[], str]
"""A text, or better what makes it: then it is made in the receiver's language."""

LONGEST_BODY: Final = 5000


def notify(
    to: Iterable[User],
    *,
    kind: str,
    subject: Words,
    body: Words,
    link: str = "",
    unique_key: str = "",
) -> int:
    """Leaves a notice for each active person of ``to``; gives how many are new.

    ``kind`` is a dotted name; ``link`` a path of this site. With a ``unique_key`` a person is told
    of it once, ever. Call it inside the transaction of what it tells.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a notice belongs in the transaction of what it tells")
    if link and not _is_path(link):
        raise ValueError(f"a notice leads to a path of this site, not to {link!r}")
    people = {person.pk: person for person in to if person.is_active}
    return sum(_leave(person, kind, subject, body, link, unique_key) for person in people.values())


def _leave(
    person: User, kind: str, subject: Words, body: Words, link: str, unique_key: str
) -> bool:
    with translation.override(language_of(person)):
        words = {"subject": one_line(_said(subject))[:200], "body": plain(_said(body))}
    values = {**words, "kind": kind, "link": link, "mail": mail_for(person)}
    if unique_key:
        notice, is_new = Notice.objects.get_or_create(
            to=person, unique_key=unique_key, defaults=values
        )
    else:
        notice, is_new = Notice.objects.create(to=person, **values), True
    if is_new and notice.mail == Mail.WAITING:
        ask_to_send(notice)
    return is_new


def inbox(person: User) -> QuerySet[Notice]:
    """A person's notices: unread first, then the newest."""
    return person.notices.order_by(F("read_at").asc(nulls_first=True), "-created_at", "-pk")


def unread_count(person: User) -> int:
    """How many notices a person has not read. One query, of an index."""
    return person.notices.filter(read_at__isnull=True).count()


def mark_read(person: User, number: int | None = None) -> int:
    """Marks one of a person's notices as read, or all; gives how many changed.

    Not an action: it changes nothing but what this person sees, and the log would only tell
    auditors who opened what and when.
    """
    unread = person.notices.filter(read_at__isnull=True)
    if number is not None:
        unread = unread.filter(pk=number)
    return unread.update(read_at=timezone.now())


def mails_kept() -> QuerySet[Notice]:
    """What a demonstration would have mailed, newest first."""
    return Notice.objects.filter(mail=Mail.KEPT).select_related("to")


def one_line(text: str) -> str:
    """``text`` without line breaks or control characters: fit for a mail's header."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def plain(text: str) -> str:
    """``text`` with its line breaks and without other control characters, not endless."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    kept = ("".join(each for each in line if each.isprintable() or each == "\t") for line in lines)
    return "\n".join(kept).strip()[:LONGEST_BODY]


def _said(words: Words) -> str:
    return words() if callable(words) else str(words)


def _is_path(link: str) -> bool:
    return link.startswith("/") and url_has_allowed_host_and_scheme(link, allowed_hosts=None)
