"""Background work: declaring it, asking for it, and what a job is given to work with.

    @job("catalog.read_file")
    def read_file(step: JobContext) -> dict[str, Any] | None:
        for number in range(step.checkpoint.get("next", 0), total):
            with step.saving({"next": number + 1}):
                ...effects of this step...
            step.progress(number + 1, total)

A job survives the death of its worker and goes on from its last checkpoint; what a step did and
its checkpoint are one transaction, so no step is done twice.
"""

import datetime as dt
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from cauce.apps.core.leases import GIVEN_UP, Lease, State
from cauce.apps.core.models import Job, User
from cauce.apps.core.permissions import SYSTEM, Actor

Work = Callable[["JobContext"], Mapping[str, Any] | None]


class JobStopped(Exception):
    """The worker is closing: the job goes back to the queue with its checkpoint."""


@dataclass(frozen=True)
class JobKind:
    """A registered kind of work and how often and how soon it is tried again."""

    name: str
    work: Work
    max_attempts: int | None
    backoff_seconds: float
    every: dt.timedelta | None = None


JOBS: dict[str, JobKind] = {}


def job(
    name: str,
    *,
    max_attempts: int | None = None,
    backoff_seconds: float = 15,
    every: dt.timedelta | None = None,
    given_up: Callable[[Job], None] | None = None,
) -> Callable[[Work], Work]:
    """Declares the function that does the jobs called ``name``.

    What it returns is kept as the job's ``result``. A ``CauceError`` ends the job with its message;
    any other error is tried again after ``backoff_seconds``, doubled each time. With ``every``, the
    worker itself asks for it, that long after it last ended (see ``recurring``).

    ``given_up`` is called with the failed row, in the transaction that fails it, when the job broke
    too often or its workers died too often: it frees what waits for the job.
    """
    if every is not None and every <= dt.timedelta():
        raise ValueError(f"the job {name} must recur after some time")

    def declare(work: Work) -> Work:
        if name in JOBS and JOBS[name].work is not work:
            raise ValueError(f"there are two jobs called {name}")
        JOBS[name] = JobKind(name, work, max_attempts, backoff_seconds, every)
        if given_up is not None:
            GIVEN_UP[name] = given_up
        return work

    return declare


def enqueue(
    kind: str,
    *,
    params: Mapping[str, Any] | None = None,
    requested_by: Actor | None = None,
    unique_key: str = "",
    priority: int = 0,
    run_after: dt.datetime | None = None,
) -> Job:
    """Asks for a job; higher ``priority`` first. ``params`` is plain JSON.

    The row belongs to the caller's transaction: workers see it after the commit, and never when
    it is rolled back. With a ``unique_key``, an open job with that key is given back instead.
    """
    known = JOBS[kind]
    user = requested_by if isinstance(requested_by, User) else None
    row = Job(
        kind=kind,
        params=dict(params or {}),
        requested_by=user,
        unique_key=unique_key,
        priority=priority,
        run_after=run_after or timezone.now(),
        max_attempts=known.max_attempts or settings.CAUCE.job_attempts,
    )
    while True:
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            is_open = {"unique_key": unique_key, "state__in": (State.QUEUED, State.RUNNING)}
            if open_job := Job.objects.filter(**is_open).first():
                return open_job
        else:
            return row


class JobContext:
    """What a job's function is given: its parameters, its checkpoint, and how to tell progress."""

    def __init__(self, lease: Lease, row: Job, stop_requested: Callable[[], bool]) -> None:
        self.lease = lease
        self.job_id = row.pk
        self.params: dict[str, Any] = row.params
        self.checkpoint: dict[str, Any] = row.checkpoint
        self.requested_by: Actor = row.requested_by or SYSTEM
        self._stop_requested = stop_requested
        self._told_at = 0.0

    @property
    def stop_requested(self) -> bool:
        """Whether the worker is closing. ``saving`` stops the job by itself afterwards."""
        return self._stop_requested()

    def progress(self, done: int, total: int, message: str = "") -> None:
        """Tells how far the job is, at most twice a second; raises ``LeaseLost``."""
        now = time.monotonic()
        if now - self._told_at < 0.5 and done < total:
            return
        self._told_at = now
        self.lease.write(progress_done=done, progress_total=total, progress_message=message[:300])

    @contextmanager
    def saving(self, checkpoint: Mapping[str, Any]) -> Iterator[None]:
        """One step: the block's effects and the new checkpoint, both or neither.

        Raises ``LeaseLost`` before doing anything when another worker has the job, and
        ``JobStopped`` afterwards when the worker is closing.
        """
        with transaction.atomic():
            self.lease.renew()
            yield
            self.lease.write(checkpoint=dict(checkpoint))
        self.checkpoint = dict(checkpoint)
        if self.stop_requested:
            raise JobStopped

    def save_checkpoint(self, checkpoint: Mapping[str, Any]) -> None:
        """Keeps how far the job is, when its effects are kept elsewhere (a finished file)."""
        with self.saving(checkpoint):
            pass
