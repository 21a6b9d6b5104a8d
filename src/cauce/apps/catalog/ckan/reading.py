"""Having an upload read now, here or by the worker that took it first."""

import os
import time
from typing import Final

from django.conf import settings

from cauce.apps.catalog.models import Upload
from cauce.apps.core.jobs import JOBS
from cauce.apps.core.leases import claim
from cauce.apps.core.models import Job
from cauce.apps.core.worker import do_job

POLL: Final = 0.3
"""Seconds between two looks at a reading that another process does."""
_WAITING: Final = (Upload.State.RECEIVED, Upload.State.READING)
_OPEN: Final = (Job.State.QUEUED, Job.State.RUNNING)


def read_now(upload: Upload) -> str:
    """Has a waiting upload read; gives why it could not be, or nothing when it was.

    A job that broke is tried as often as its kind allows, as a worker would.
    """
    upload.refresh_from_db()
    while upload.state in _WAITING and upload.job_id is not None:
        worker = f"import-{os.getpid()}"
        claimed = claim(worker, settings.CAUCE.job_lease_seconds, JOBS, upload.job_id)
        if claimed is not None:
            do_job(*claimed, stop_requested=lambda: False)
        elif Job.objects.filter(pk=upload.job_id, state__in=_OPEN).exists():
            time.sleep(POLL)
        upload.refresh_from_db()
        if not Job.objects.filter(pk=upload.job_id, state__in=_OPEN).exists():
            break
    if upload.state in (Upload.State.REFUSED, *_WAITING):
        job_error = upload.job.error if upload.job else ""
        return upload.refusal or job_error or "La lectura no terminó."
    return ""
