"""Background jobs in one process: queue, progress, checkpoints, fencing, retries, stopping."""

import threading
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from cauce.apps.core import jobs, leases, queries, worker
from cauce.apps.core.jobs import JobStopped, enqueue, job
from cauce.apps.core.leases import LeaseLost, State, claim
from cauce.apps.core.models import Job, Organisation
from cauce.apps.core.worker import run_job_now, run_worker
from cauce.base.errors import Refusal

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    registry: dict[str, jobs.JobKind] = {}
    for module in (jobs, worker):
        monkeypatch.setattr(module, "JOBS", registry)


def drain(**options) -> int:
    return run_worker(threading.Event(), until_idle=True, poll_seconds=0.01, **options)


def fresh(row: Job) -> Job:
    return Job.objects.get(pk=row.pk)


def add(name: str) -> None:
    Organisation.objects.create(name=name, slug=name)


def test_a_job_is_done_with_its_parameters_and_keeps_its_result():
    @job("tests.double")
    def double(step):
        return {"value": step.params["value"] * 2}

    row = enqueue("tests.double", params={"value": 21})
    assert drain() == 1
    assert fresh(row).result == {"value": 42}
    status = queries.job_status(fresh(row))
    assert (status.state, status.share, status.is_open) == ("done", 1.0, False)


def test_a_job_of_a_transaction_undone_never_was():
    @job("tests.none")
    def none(step):
        return None

    with transaction.atomic():
        enqueue("tests.none")
        transaction.set_rollback(True)
    assert not Job.objects.exists()


def test_an_unknown_kind_cannot_be_asked_for():
    with pytest.raises(KeyError):
        enqueue("tests.unknown")


def test_two_kinds_cannot_share_a_name():
    job("tests.same")(lambda step: None)
    with pytest.raises(ValueError, match="two jobs"):
        job("tests.same")(lambda step: None)


def test_an_open_job_with_the_same_key_is_not_repeated():
    job("tests.key")(lambda step: None)
    first = enqueue("tests.key", unique_key="a")
    assert enqueue("tests.key", unique_key="a") == first
    assert enqueue("tests.key", unique_key="b") != first
    drain()
    assert enqueue("tests.key", unique_key="a") != first


def test_urgent_jobs_first_then_in_order_and_later_ones_wait():
    order = []
    job("tests.order")(lambda step: order.append(step.params["name"]))
    enqueue("tests.order", params={"name": "second"})
    enqueue("tests.order", params={"name": "third"})
    enqueue("tests.order", params={"name": "urgent"}, priority=9)
    later = timezone.now() + timedelta(hours=1)
    enqueue("tests.order", params={"name": "later"}, run_after=later)
    drain()
    assert order == ["urgent", "second", "third"]


def test_a_refusal_ends_the_job_with_its_words():
    calls = []

    @job("tests.refused")
    def refused(step):
        calls.append(1)
        raise Refusal("El archivo está vacío.")

    row = enqueue("tests.refused")
    drain()
    assert calls == [1]
    assert (fresh(row).state, fresh(row).error) == (State.FAILED, "El archivo está vacío.")


def test_an_error_is_tried_again_from_the_checkpoint_and_then_given_up(caplog):
    reached = []

    @job("tests.breaks", max_attempts=3, backoff_seconds=0)
    def breaks(step):
        reached.append(step.checkpoint.get("next", 0))
        step.save_checkpoint({"next": len(reached)})
        raise ZeroDivisionError("secret detail")

    row = enqueue("tests.breaks")
    drain()
    assert reached == [0, 1, 2]
    ended = fresh(row)
    assert (ended.state, ended.failures, ended.attempt) == (State.FAILED, 3, 3)
    assert "secret" not in ended.error
    assert "secret detail" in ended.traceback


def test_waiting_between_attempts_grows(caplog):
    @job("tests.breaks", max_attempts=5, backoff_seconds=100)
    def breaks(step):
        raise ZeroDivisionError

    row = enqueue("tests.breaks")
    waits = []
    for _ in range(3):
        drain()
        waits.append(round((fresh(row).run_after - timezone.now()).total_seconds(), -1))
        Job.objects.update(run_after=timezone.now())
    assert waits == [100, 200, 400]


def test_a_step_that_breaks_leaves_neither_effect_nor_checkpoint(caplog):
    @job("tests.half", max_attempts=1)
    def half(step):
        with step.saving({"next": 1}):
            add("uno")
        with step.saving({"next": 2}):
            add("dos")
            raise ZeroDivisionError

    row = enqueue("tests.half")
    drain()
    assert fresh(row).checkpoint == {"next": 1}
    assert [each.name for each in Organisation.objects.all()] == ["uno"]


def test_a_worker_that_lost_its_lease_changes_nothing():
    @job("tests.slow")
    def slow(step):
        expire(step.job_id)
        second = claim("other", 60, ["tests.slow"])
        assert second is not None
        assert second[0].attempt == 2
        for write in (lambda: step.progress(1, 1), lambda: step.save_checkpoint({"next": 1})):
            with pytest.raises(LeaseLost):
                write()
        with step.saving({"next": 1}):
            add("intruso")

    row = enqueue("tests.slow")
    drain()
    assert not Organisation.objects.exists()
    taken = fresh(row)
    assert (taken.state, taken.worker, taken.checkpoint) == (State.RUNNING, "other", {})


def test_a_job_that_kills_its_workers_is_given_up():
    job("tests.killer", max_attempts=2)(lambda step: None)
    row = enqueue("tests.killer")
    for _ in range(2):
        assert claim("victim", 60, ["tests.killer"])
        expire(row.pk)
    assert claim("victim", 60, ["tests.killer"]) is None
    assert fresh(row).state == State.FAILED
    assert "se interrumpió 2 veces" in fresh(row).error


def test_a_closing_worker_gives_the_job_back_with_its_checkpoint():
    stop = threading.Event()

    @job("tests.long")
    def long(step):
        for number in range(step.checkpoint.get("next", 0), 5):
            with step.saving({"next": number + 1}):
                add(str(number))
            if number == 1:
                stop.set()
        return {"finished": True}

    row = enqueue("tests.long")
    run_worker(stop, until_idle=True)
    assert fresh(row).state == State.QUEUED
    assert fresh(row).checkpoint == {"next": 3}
    drain()
    assert fresh(row).result == {"finished": True}
    assert fresh(row).failures == 0
    assert Organisation.objects.count() == 5


def test_the_heartbeat_keeps_a_long_step_alive():
    resume = threading.Event()

    @job("tests.wait")
    def wait(step):
        resume.wait(0.9)

    row = enqueue("tests.wait")
    drain(lease_seconds=0.4)
    assert (fresh(row).state, fresh(row).attempt) == (State.DONE, 1)


def test_progress_is_told():
    seen = []

    @job("tests.progress")
    def progress(step):
        step.progress(1, 4, "Leyendo la hoja 1")
        seen.append(queries.job_status(Job.objects.get(pk=step.job_id)))

    enqueue("tests.progress")
    drain()
    assert (seen[0].share, seen[0].message, seen[0].is_open) == (0.25, "Leyendo la hoja 1", True)


def test_run_job_now_gives_the_row_or_raises_the_jobs_error():
    @job("tests.now")
    def now(step):
        if step.params.get("refuse"):
            raise Refusal("No se puede.")
        return {"ok": True}

    later = timezone.now() + timedelta(hours=1)
    assert run_job_now(enqueue("tests.now", run_after=later).pk).result == {"ok": True}
    with pytest.raises(Refusal, match="No se puede"):
        run_job_now(enqueue("tests.now", params={"refuse": True}).pk)
    taken = enqueue("tests.now")
    assert claim("other", 60, ["tests.now"], taken.pk)
    with pytest.raises(LeaseLost):
        run_job_now(taken.pk)


def test_the_actor_of_a_job_is_who_asked_for_it(people):
    seen = []
    job("tests.actor")(lambda step: seen.append(step.requested_by))
    enqueue("tests.actor", requested_by=people.alicia)
    enqueue("tests.actor")
    drain()
    assert seen[0] == people.alicia
    assert seen[1].name == "sistema"


def test_stopping_is_not_an_error():
    assert not issubclass(JobStopped, (Refusal, LeaseLost))


def expire(number: int) -> None:
    Job.objects.filter(pk=number).update(lease_until=timezone.now() - timedelta(seconds=1))


def test_a_job_given_up_frees_what_waits_for_it(monkeypatch):
    monkeypatch.setattr(leases, "GIVEN_UP", {})
    monkeypatch.setattr(jobs, "GIVEN_UP", leases.GIVEN_UP)
    told: list[tuple[str, str]] = []

    def tell(row: Job) -> None:
        told.append((row.state, row.error))
        add(f"told-{row.pk}")

    @job("tests.breaks", max_attempts=1, given_up=tell)
    def breaks(step):
        raise RuntimeError

    worker.logger.disabled = True
    try:
        enqueue("tests.breaks")
        drain()
    finally:
        worker.logger.disabled = False
    assert [state for state, _ in told] == ["failed"]

    job("tests.kills", max_attempts=1, given_up=tell)(lambda step: None)
    enqueue("tests.kills")
    assert claim("dies", -1, ["tests.kills"])
    assert claim("next", 60, ["tests.kills"]) is None
    assert "se interrumpió 1 veces" in told[-1][1]
    assert Organisation.objects.count() == 2


def test_what_breaks_while_giving_up_does_not_bring_the_job_back(monkeypatch):
    monkeypatch.setattr(leases, "GIVEN_UP", {})
    monkeypatch.setattr(jobs, "GIVEN_UP", leases.GIVEN_UP)

    def tell(row: Job) -> None:
        add("half")
        raise RuntimeError

    job("tests.kills", max_attempts=1, given_up=tell)(lambda step: None)
    row = enqueue("tests.kills")
    claim("dies", -1, ["tests.kills"])
    leases.logger.disabled = True
    try:
        assert claim("next", 60, ["tests.kills"]) is None
    finally:
        leases.logger.disabled = False
    assert fresh(row).state == State.FAILED
    assert not Organisation.objects.exists()
