"""Jobs that come back: the workers see to it that each kind with ``every`` has one open job.

A job that ended is followed by one due ``every`` later. The clock may lie: after a jump forwards
(a year, a machine that was off) one run is due and not hundreds; after a jump backwards nothing
waits for the time that was: what is planned beyond one period, and leases and jobs of the
future, are brought back to now.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max, Min, QuerySet
from django.utils import timezone

from cauce.apps.core.jobs import JOBS, JobKind, enqueue, job
from cauce.apps.core.leases import State
from cauce.apps.core.models import Job

KEY: Final = "recurring:"
"""What the unique keys of these jobs begin with."""

KEPT_DAYS: Final = 30
"""Days for which the rows of recurring jobs that went well are kept."""

_SOON: Final = dt.timedelta(hours=2)
"""How far ahead a job that nobody planned for a date can be: retries wait an hour at most."""
_OPEN: Final = (State.QUEUED, State.RUNNING)


@dataclass(frozen=True)
class Recurrence:
    """How a recurring kind stands: when it last ended well, and whether that is too long ago."""

    kind: str
    every: dt.timedelta
    done_at: dt.datetime | None
    late: bool


def keep_recurring() -> int:
    """Mends what a clock put backwards, and asks for recurring jobs that nobody asked for yet.

    Gives how many it asked for. Many workers may do it at once, as often as they like.
    """
    _mend_clock(timezone.now())
    return sum(_ask(kind, every) for kind, every in _recurring_kinds())


def recurrences() -> Iterator[Recurrence]:
    """How each recurring kind stands; late is what did not end well for two periods and an hour."""
    now = timezone.now()
    for kind, every in _recurring_kinds():
        rows = _rows(kind)
        done_at = rows.filter(state=State.DONE).aggregate(at=Max("finished_at"))["at"]
        since = done_at or rows.aggregate(at=Min("created_at"))["at"]
        late = since is not None and now - since > 2 * every + dt.timedelta(hours=1)
        yield Recurrence(kind.name, every, done_at, late)


@job("core.tidy_jobs", every=dt.timedelta(days=1))
def tidy_jobs(step: object) -> dict[str, int]:
    """Forgets the rows of recurring jobs that went well a month ago and more."""
    before = timezone.now() - dt.timedelta(days=KEPT_DAYS)
    old = Job.objects.filter(unique_key__startswith=KEY, state=State.DONE, finished_at__lt=before)
    return {"forgotten": old.delete()[0]}


def _recurring_kinds() -> list[tuple[JobKind, dt.timedelta]]:
    return [(kind, kind.every) for kind in JOBS.values() if kind.every is not None]


def _rows(kind: JobKind) -> QuerySet[Job]:
    return Job.objects.filter(unique_key=KEY + kind.name)


def _ask(kind: JobKind, every: dt.timedelta) -> bool:
    """Enqueues the next run unless one is open; the look that decides is made inside."""
    if _rows(kind).filter(state__in=_OPEN).exists():
        return False
    with transaction.atomic():
        if _rows(kind).filter(state__in=_OPEN).exists():
            return False
        now = timezone.now()
        ended = _rows(kind).aggregate(at=Max("finished_at"))["at"]
        due = now if ended is None else min(max(ended + every, now), now + every)
        enqueue(kind.name, unique_key=KEY + kind.name, run_after=due)
    return True


def _mend_clock(now: dt.datetime) -> None:
    """Brings back what was written while the clock was ahead. Only looks when nothing is."""
    for kind, every in _recurring_kinds():
        _move(_rows(kind).filter(state=State.QUEUED, run_after__gt=now + every), now + every)
    unplanned = Job.objects.filter(
        state=State.QUEUED, created_at__gt=now + _SOON, run_after__lt=F("created_at") + _SOON
    ).exclude(unique_key__startswith=KEY)
    _move(unplanned, now)
    lease = dt.timedelta(seconds=settings.CAUCE.job_lease_seconds)
    ahead = Job.objects.filter(state=State.RUNNING, lease_until__gt=now + lease + _SOON)
    if ahead.exists():  # a living worker renews it; of a dead one it ends in a lease's time
        ahead.update(lease_until=now + lease)


def _move(jobs: QuerySet[Job], to: dt.datetime) -> None:
    if jobs.exists():
        jobs.update(run_after=to)
