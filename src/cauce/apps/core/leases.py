"""Who works on a job and until when: claiming, renewing, and writing only while the lease holds.

A claim raises the job's ``attempt``; every later write asks for the same worker, attempt and the
running state (fencing). A worker that slept through its lease writes nothing: its update touches
no row and raises :class:`LeaseLost`.
"""

import datetime as dt
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cauce.apps.core.models import Job

State = Job.State


GIVEN_UP: dict[str, Callable[[Job], None]] = {}
"""What is done, by kind, for a job that nobody will try again: see ``jobs.job``."""

logger = logging.getLogger("cauce.jobs")


class LeaseLost(Exception):
    """Another worker has the job now, or somebody cancelled it; this one must stop at once."""


@dataclass(frozen=True)
class Lease:
    """The right to work on one job: its number, the worker and the attempt that hold it."""

    job_id: int
    worker: str
    attempt: int
    seconds: float

    def held(self) -> QuerySet[Job]:
        """The job's row while this lease holds, else nothing."""
        return Job.objects.filter(
            pk=self.job_id, worker=self.worker, attempt=self.attempt, state=State.RUNNING
        )

    def write(self, **values: Any) -> None:
        """Changes the job's row, or raises :class:`LeaseLost`."""
        if not self.held().update(**values):
            raise LeaseLost(f"job {self.job_id}, attempt {self.attempt}, worker {self.worker}")

    def renew(self) -> None:
        """Holds the job for the lease's length from now."""
        self.write(lease_until=timezone.now() + dt.timedelta(seconds=self.seconds))


def claim(
    worker: str, seconds: float, kinds: Iterable[str], job_id: int | None = None
) -> tuple[Lease, Job] | None:
    """Takes the most urgent job that is due, or one whose worker died; ``None`` when idle.

    Only ``kinds`` this process knows. With ``job_id``, that job, due or not, unless somebody has
    it. A job whose worker died ``max_attempts`` times is given up: it may be what kills them.
    """
    now = timezone.now()
    free = Q(state=State.QUEUED) if job_id else Q(state=State.QUEUED, run_after__lte=now)
    candidates = Job.objects.filter(kind__in=list(kinds)).filter(
        free | Q(state=State.RUNNING, lease_until__lt=now)
    )
    if job_id is not None:
        candidates = candidates.filter(pk=job_id)
    # A look without a transaction first: an idle worker must not take SQLite's write lock.
    while candidates.exists():
        with transaction.atomic():
            job = candidates.select_for_update(skip_locked=True).first()
            if job is None:
                return None
            if job.state == State.RUNNING:
                job.failures += 1
                if job.failures >= job.max_attempts:
                    _give_up(job)
                    continue
            job.state = State.RUNNING
            job.worker = worker
            job.attempt += 1
            job.lease_until = now + dt.timedelta(seconds=seconds)
            job.started_at = job.started_at or now
            job.save()
        return Lease(job.pk, worker, job.attempt, seconds), job
    return None


def _give_up(job: Job) -> None:
    job.state = State.FAILED
    job.finished_at = timezone.now()
    job.error = _(
        "El proceso que hacía este trabajo se interrumpió %(times)d veces. Revise si el archivo es"
        " demasiado grande para la memoria del servidor."
    ) % {"times": job.failures}
    job.save()
    settle_given_up(job)


def settle_given_up(job: Job) -> None:
    """Lets a kind tell those who wait that its job failed for good, in the same transaction.

    What breaks there is undone and noted, and does not bring the job back.
    """
    settle = GIVEN_UP.get(job.kind)
    if settle is None:
        return
    try:
        with transaction.atomic():
            settle(job)
    except Exception:
        logger.exception("job %s %s was given up and nobody was told", job.kind, job.pk)
