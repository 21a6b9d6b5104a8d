"""What another process of the same installation does, for tests of killed readings.

Run as ``python other_process.py MODE`` with ``CAUCE_DATA_DIR`` set.
"""

import io
import sys
import threading
import time
from pathlib import Path
from typing import Any

import django

FILE = "Municipio;Hogares\nCobán;48.123\nTactic;6.020\n".encode("cp1252")


def ask() -> None:
    """Receives a file, whose reading waits for a worker."""
    from cauce.apps.catalog.actions import receive_upload
    from cauce.apps.core.actions import create_organisation
    from cauce.apps.core.permissions import SYSTEM

    organisation = create_organisation(actor=SYSTEM, name="Entidad")
    receive_upload(
        actor=SYSTEM, organisation=organisation, name="agua.csv", stream=io.BytesIO(FILE)
    )


def work(how: str = "") -> None:
    """Reads until nothing waits; ``hang`` stops for good in the middle of the first reading."""
    from cauce.apps.catalog import jobs
    from cauce.apps.core.worker import run_worker

    if how == "hang":
        jobs.read_in_child = _hang  # type: ignore[assignment]
    print(run_worker(threading.Event(), lease_seconds=1.2, poll_seconds=0.05, until_idle=True))


def _hang(path: Path, *, workdir: Path, **_kwargs: Any) -> None:
    (workdir / "half.parquet").write_bytes(b"half written")
    time.sleep(60)


def report() -> None:
    """Prints: upload's state, its tables, the job's state, attempts, folders left, events."""
    from django.conf import settings

    from cauce.apps.catalog.models import Upload
    from cauce.apps.catalog.store import store
    from cauce.apps.core.models import AuditEvent

    upload = Upload.objects.get()
    tables = [table["parquet"] for table in (upload.report or {"tables": []})["tables"]]
    left = list((settings.CAUCE.data_dir / "lecturas").iterdir())
    kept = all(store().has(table) for table in tables)
    events = AuditEvent.objects.filter(action="catalog.keep_reading").count()
    job = upload.job
    assert job is not None
    print(upload.state, len(tables), kept, job.state, job.attempt, len(left), events)


if __name__ == "__main__":
    django.setup()
    {"ask": ask, "work": work, "report": report}[sys.argv[1]](*sys.argv[2:])
