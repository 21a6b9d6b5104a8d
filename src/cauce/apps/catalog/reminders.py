"""Reminders: whoever publishes a dataset is told when its next version is near, due and late.

Told are the people who send files for the dataset's institution, and the account whose e-mail is
the dataset's contact when that person has a role there: the contact is for the public's questions
and may be a shared mailbox, which is no account. Where an institution has nobody who sends files,
its data governance officers are told instead.

Each stage of a date is told once (``unique_key``), so the job may run as often as it likes; a new
stage puts the unread reminders of the stages before it away. A date that nobody saw to while the
server was off is told of when it is back, at the stage reached by then.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cauce.apps.catalog.models import Dataset, Upload
from cauce.apps.core.models import Notice, User
from cauce.apps.core.notices import notify
from cauce.apps.core.permissions import Verb
from cauce.apps.core.queries import people_with
from cauce.base.calendar import date_es
from cauce.base.frequency import Frequency

KIND: Final = "catalog.due"
_WEEK: Final = 7
_ON_ITS_WAY: Final = (Upload.State.REVIEW, Upload.State.SCHEDULED)


def remind(today: dt.date | None = None) -> int:
    """Tells of every dataset that is near, due or late ``today``; gives how many notices are new.

    Each dataset is a transaction of its own: sudden death leaves the rest for the next run.
    """
    day = today or timezone.localdate()
    return sum(_remind_of(dataset, day) for dataset in datasets_due(day))


def datasets_due(day: dt.date) -> QuerySet[Dataset]:
    """Published datasets with a date to keep, near or past; not those that a review holds."""
    until = day + dt.timedelta(days=settings.CAUCE.reminder_days)
    on_its_way = Upload.objects.filter(dataset=OuterRef("pk"), state__in=_ON_ITS_WAY)
    return (
        Dataset.objects.filter(state=Dataset.State.PUBLISHED, next_due__lte=until)
        .exclude(frequency__in=(Frequency.IRREG, Frequency.NEVER))
        .exclude(Exists(on_its_way))
        .select_related("organisation")
        .order_by("next_due", "pk")
    )


def stage_of(due: dt.date, day: dt.date) -> str:
    """Which reminder is the turn of: ``near``, ``due`` (its first week) or ``late:`` and weeks."""
    late = (day - due).days
    if late < 0:
        return "near"
    return "due" if late < _WEEK else f"late:{late // _WEEK}"


def owners(dataset: Dataset) -> Iterator[User]:
    """Whom a dataset's reminders go to, each once."""
    senders = list(people_with(Verb.EDIT_DATASET, dataset.organisation))
    yield from senders or people_with(Verb.GOVERN_DATA, dataset.organisation)
    if dataset.contact:
        has_role = Q(memberships__organisation=dataset.organisation)
        known = User.objects.filter(has_role, is_active=True, email__iexact=dataset.contact)
        yield from known.exclude(pk__in=[person.pk for person in senders]).distinct()


def _remind_of(dataset: Dataset, day: dt.date) -> int:
    due = dataset.next_due
    assert due is not None
    date = f"{KIND}:{dataset.pk}:{due.isoformat()}:"
    with transaction.atomic():
        told = notify(
            owners(dataset),
            kind=KIND,
            subject=_subject(dataset, (day - due).days),
            body=_body(dataset, due),
            link=f"{reverse('catalog:upload')}?conjunto={dataset.slug}",
            unique_key=f"{date}{stage_of(due, day)}",
        )
        if told:
            _put_away(dataset, keep=f"{date}{stage_of(due, day)}")
    return told


def _put_away(dataset: Dataset, keep: str) -> None:
    """Counts the unread reminders of this dataset's stages before as read."""
    before = Notice.objects.filter(
        kind=KIND, unique_key__startswith=f"{KIND}:{dataset.pk}:", read_at__isnull=True
    )
    before.exclude(unique_key=keep).update(read_at=timezone.now())


def _subject(dataset: Dataset, late: int) -> Callable[[], str]:
    def said() -> str:
        words = {"title": dataset.title, "days": abs(late)}
        if late == 0:
            return _("Hoy toca actualizar «%(title)s»") % words
        if late < 0:
            return (
                ngettext(
                    "En %(days)d día toca actualizar «%(title)s»",
                    "En %(days)d días toca actualizar «%(title)s»",
                    -late,
                )
                % words
            )
        return (
            ngettext(
                "Hace %(days)d día debía actualizarse «%(title)s»",
                "Hace %(days)d días debía actualizarse «%(title)s»",
                late,
            )
            % words
        )

    return said


def _body(dataset: Dataset, due: dt.date) -> Callable[[], str]:
    return lambda: (
        _(
            "Su próxima versión se prometió para el %(date)s. Suba el archivo nuevo: se leerá como"
            " el anterior y se mostrará qué cambió. Si ya no se actualiza, dígalo al describir la"
            " próxima versión."
        )
        % {"date": date_es(due)}
    )
