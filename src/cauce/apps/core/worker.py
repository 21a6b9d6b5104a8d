"""Doing jobs: the worker's loop, its heartbeat, and how each job ends."""

import datetime as dt
import logging
import os
import socket
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import (
    DatabaseError,
    OperationalError,
    close_old_connections,
    connection,
    connections,
    transaction,
)
from django.utils import timezone
from django.utils.translation import gettext as _

from cauce.apps.core.jobs import JOBS, JobContext, JobStopped
from cauce.apps.core.leases import Lease, LeaseLost, State, claim, settle_given_up
from cauce.apps.core.models import Job
from cauce.apps.core.origin import Origin, coming_from
from cauce.apps.core.recurring import keep_recurring
from cauce.base.errors import CauceError

logger = logging.getLogger("cauce.jobs")

RECURRING_LOOK_SECONDS = 30
"""How often a worker looks whether recurring jobs are asked for, and the clock is sane."""
DATABASE_PAUSE_SECONDS = 5
"""How long a worker waits after the database refused to write."""


def run_worker(
    stop: threading.Event,
    *,
    lease_seconds: float | None = None,
    poll_seconds: float = 0.5,
    until_idle: bool = False,
    recurring: bool = False,
) -> int:
    """Does jobs, one at a time, until ``stop`` is set; gives how many ended here.

    After ``stop`` the job under way goes on to its next checkpoint and back to the queue. With
    ``until_idle`` it returns when nothing is due. With ``recurring`` it also sees to it that the
    jobs that come back do.
    """
    name = f"{socket.gethostname()[:40]}-{os.getpid()}-{threading.get_ident() % 100_000}"
    seconds = settings.CAUCE.job_lease_seconds if lease_seconds is None else lease_seconds
    ended = 0
    look_again_at = time.monotonic()
    while not stop.is_set():
        close_old_connections()
        try:
            if recurring and time.monotonic() >= look_again_at:
                keep_recurring()
                look_again_at = time.monotonic() + RECURRING_LOOK_SECONDS
            claimed = claim(name, seconds, JOBS)
            if claimed is not None:
                do_job(*claimed, stop_requested=stop.is_set)
        except OperationalError:  # a full or busy disk: what was under way is taken up again
            if until_idle:
                raise
            logger.exception("the database does not take what was done; trying again")
            stop.wait(DATABASE_PAUSE_SECONDS)
            continue
        if claimed is not None:
            ended += 1
        elif until_idle:
            break
        else:
            stop.wait(poll_seconds)
    return ended


def run_job_now(job_id: int) -> Job:
    """Does one job in this process, for commands and tests; gives its row as it ended.

    An error of the job is raised here too. Raises :class:`LeaseLost` when another worker has it.
    """
    claimed = claim(f"now-{os.getpid()}", settings.CAUCE.job_lease_seconds, JOBS, job_id)
    if claimed is None:
        raise LeaseLost(f"job {job_id} is not free")
    error = do_job(*claimed, stop_requested=lambda: False)
    if error is not None:
        raise error
    return Job.objects.get(pk=job_id)


def do_job(lease: Lease, row: Job, *, stop_requested: Callable[[], bool]) -> Exception | None:
    """Does a claimed job and writes how it ended; gives the job's error, if it had one."""
    context = JobContext(lease, row, stop_requested)
    logger.info("job %s %s begins, attempt %s", row.kind, row.pk, lease.attempt)
    try:
        with _heartbeat(lease), coming_from(Origin("job")):
            result = JOBS[row.kind].work(context)
        lease.write(
            state=State.DONE,
            result=dict(result or {}),
            error="",
            traceback="",
            finished_at=timezone.now(),
        )
        logger.info("job %s %s is done", row.kind, row.pk)
    except LeaseLost:
        logger.warning("job %s %s: another worker has it", row.kind, row.pk)
    except JobStopped:
        lease.held().update(state=State.QUEUED, lease_until=None)
        logger.info("job %s %s goes back to the queue", row.kind, row.pk)
    except CauceError as error:
        lease.held().update(
            state=State.FAILED, error=str(error), traceback="", finished_at=timezone.now()
        )
        logger.info("job %s %s was refused: %s", row.kind, row.pk, error)
        return error
    except Exception as error:
        logger.exception("job %s %s broke", row.kind, row.pk)
        _try_again_or_fail(lease, row)
        return error
    return None


def _try_again_or_fail(lease: Lease, row: Job) -> None:
    failures = row.failures + 1
    values: dict[str, object] = {
        "failures": failures,
        "error": _(
            "El trabajo falló por un error interno. Avise a informática con el número %(number)s:"
            " el detalle está en el registro del servidor."
        )
        % {"number": row.pk},
        "traceback": traceback.format_exc()[-20_000:],
    }
    if failures < row.max_attempts:
        wait = min(JOBS[row.kind].backoff_seconds * 2 ** (failures - 1), 3600)
        values |= {
            "state": State.QUEUED,
            "lease_until": None,
            "run_after": timezone.now() + dt.timedelta(seconds=wait),
        }
    else:
        values |= {"state": State.FAILED, "finished_at": timezone.now()}
    with transaction.atomic():
        if lease.held().update(**values) and values.get("state") == State.FAILED:
            settle_given_up(Job.objects.get(pk=row.pk))


@contextmanager
def _heartbeat(lease: Lease) -> Iterator[None]:
    """Renews the lease from a thread, four times a lease, while the block runs."""
    if connection.in_atomic_block:  # a test's transaction, which the thread could not see through
        yield
        return
    done = threading.Event()

    def beat() -> None:
        try:
            while not done.wait(lease.seconds / 4):
                try:
                    lease.renew()
                except LeaseLost:
                    return
                except DatabaseError as error:  # a busy database; the next beat may do better
                    logger.warning("heartbeat of job %s missed: %s", lease.job_id, error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=beat, name=f"heartbeat-{lease.job_id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
