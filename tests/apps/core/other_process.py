"""What another process of the same installation does, for tests of several processes.

Run as ``python other_process.py MODE [ARGUMENT…]`` with ``CAUCE_DATA_DIR`` set.
"""

import sys
import threading
import time
from typing import Any

import django


def declare_jobs() -> None:
    """Declares ``tests.count``: one organisation for each number; counting one twice breaks."""
    from cauce.apps.core.jobs import JobContext, job
    from cauce.apps.core.models import Organisation

    @job("tests.count", backoff_seconds=0)
    def count(step: JobContext) -> dict[str, Any]:
        total = step.params["total"]
        for number in range(step.checkpoint.get("next", 0), total):
            with step.saving({"next": number + 1}):
                name = f"{step.job_id}-{number}"
                Organisation.objects.create(name=name, slug=name)
            step.progress(number + 1, total, f"attempt {step.lease.attempt}")
            time.sleep(step.params["pause"])
        return {"attempts": step.lease.attempt}


def ask(jobs: str, total: str, pause: str) -> None:
    """Enqueues jobs that count to ``total``."""
    from cauce.apps.core.jobs import enqueue

    for _ in range(int(jobs)):
        enqueue("tests.count", params={"total": int(total), "pause": float(pause)})


def work(until: str = "idle") -> None:
    """Does jobs until none is due, or for ever; prints how many ended."""
    from cauce.apps.core.worker import run_worker

    stop = threading.Event()
    print(run_worker(stop, lease_seconds=1.2, poll_seconds=0.05, until_idle=until == "idle"))


def act(name: str, times: str) -> None:
    """Adds organisations, one action each."""
    from cauce.apps.core.actions import create_organisation
    from cauce.apps.core.permissions import System

    for number in range(int(times)):
        create_organisation(actor=System(name), name=f"{name} {number}")


def report() -> None:
    """Prints: chain sound, events, organisations, states of jobs, most attempts, failures."""
    from cauce.apps.core.chain import verify_chain
    from cauce.apps.core.models import Job, Organisation

    found = verify_chain()
    jobs = list(Job.objects.all())
    states = ",".join(sorted({each.state for each in jobs}))
    attempts = max((each.attempt for each in jobs), default=0)
    failures = sum(each.failures for each in jobs)
    print(found.sound, found.events, Organisation.objects.count(), states, attempts, failures)


if __name__ == "__main__":
    django.setup()
    declare_jobs()
    {"ask": ask, "work": work, "act": act, "report": report}[sys.argv[1]](*sys.argv[2:])
