"""Jobs that come back: one open at a time, whatever workers, deaths and clocks do."""

import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from cauce.apps.core import jobs, recurring, worker
from cauce.apps.core.jobs import enqueue, job
from cauce.apps.core.leases import State, claim
from cauce.apps.core.models import Job
from cauce.apps.core.recurring import keep_recurring, recurrences
from cauce.apps.core.worker import run_worker

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)
YEAR = timedelta(days=365)


@pytest.fixture(autouse=True)
def daily(monkeypatch):
    """A registry with one daily job; gives the list of its runs."""
    registry: dict[str, jobs.JobKind] = {}
    for module in (jobs, worker, recurring):
        monkeypatch.setattr(module, "JOBS", registry)
    runs: list[int] = []
    job("tests.daily", every=DAY, max_attempts=1)(lambda step: runs.append(step.job_id))
    job("tests.once")(lambda step: runs.append(step.job_id))
    return runs


@pytest.fixture
def clock(monkeypatch):
    """Sets the clock ahead or back by a span, counted from the true time."""
    true = timezone.now

    def jump(span: timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: true() + span)

    return jump


def drain() -> int:
    return run_worker(threading.Event(), until_idle=True, recurring=True)


def test_it_runs_at_once_and_then_a_period_later(daily, clock):
    assert drain() == 1
    keep_recurring()
    assert drain() == 0
    waiting = Job.objects.get(state=State.QUEUED)
    assert timedelta(0) <= waiting.run_after - Job.objects.get(pk=daily[0]).finished_at - DAY
    clock(DAY + timedelta(minutes=1))
    assert drain() == 1
    assert len(daily) == 2


def test_many_workers_ask_for_one():
    assert keep_recurring() == 1
    threads = [threading.Thread(target=_ask_and_close) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert Job.objects.count() == 1


def _ask_and_close() -> None:
    from django.db import connections

    try:
        for _ in range(5):
            keep_recurring()
    finally:
        connections.close_all()


def test_after_a_year_away_it_runs_once(daily, clock):
    drain()
    keep_recurring()
    clock(YEAR)
    drain()
    keep_recurring()
    assert drain() == 0
    assert len(daily) == 2


def test_a_clock_set_back_makes_it_wait_one_period_at_most(daily, clock):
    clock(YEAR)
    drain()
    keep_recurring()
    clock(timedelta())
    keep_recurring()
    assert Job.objects.get(state=State.QUEUED).run_after <= timezone.now() + DAY
    clock(DAY + timedelta(minutes=1))
    assert drain() == 1
    keep_recurring()
    assert Job.objects.get(state=State.QUEUED).run_after <= timezone.now() + DAY


def test_one_that_failed_comes_back(daily, clock):
    @job("tests.broken", every=DAY, max_attempts=1)
    def broken(step):
        raise RuntimeError

    worker.logger.disabled = True
    try:
        drain()
        clock(DAY + timedelta(minutes=1))
        drain()
    finally:
        worker.logger.disabled = False
    assert Job.objects.filter(kind="tests.broken", state=State.FAILED).count() == 2


def test_a_dead_worker_of_a_future_that_never_came_is_replaced(clock):
    enqueue("tests.once")
    clock(YEAR)
    assert claim("dead", 60, ["tests.once"])
    clock(timedelta())
    assert claim("next", 60, ["tests.once"]) is None
    keep_recurring()
    clock(timedelta(seconds=61))
    assert claim("next", 60, ["tests.once"])


def test_a_job_asked_for_in_the_future_is_due_now_unless_it_was_planned(daily):
    asked = enqueue("tests.once")
    planned = enqueue("tests.once", run_after=timezone.now() + 30 * DAY)
    Job.objects.filter(pk=asked.pk).update(
        created_at=timezone.now() + YEAR, run_after=timezone.now() + YEAR
    )
    keep_recurring()
    drain()
    assert asked.pk in daily
    assert planned.pk not in daily


def test_a_run_under_way_is_not_doubled(clock):
    keep_recurring()
    assert claim("busy", 60, ["tests.daily"])
    assert keep_recurring() == 0
    clock(3 * DAY)
    assert keep_recurring() == 0


def test_it_is_told_when_one_has_not_run(clock):
    (never,) = recurrences()
    assert (never.done_at, never.late) == (None, False)
    drain()
    keep_recurring()
    assert not any(each.late for each in recurrences())
    clock(3 * DAY)
    assert all(each.late for each in recurrences())


def test_old_runs_are_forgotten(clock):
    drain()
    keep_recurring()
    enqueue("tests.once")
    clock(timedelta(days=40))
    assert recurring.tidy_jobs(None) == {"forgotten": 1}
    assert Job.objects.count() == 2


def test_a_period_of_nothing_is_refused():
    with pytest.raises(ValueError, match="recur"):
        job("tests.always", every=timedelta())
