"""Work in the background: reading, comparing, publishing at a date, destroying."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from cauce.apps.catalog import transfers
from cauce.apps.catalog.comparing import compared, latest_of
from cauce.apps.catalog.models import Upload
from cauce.apps.catalog.purge_actions import DESTROYING_JOB
from cauce.apps.catalog.purging import destroy
from cauce.apps.catalog.reminders import remind
from cauce.apps.catalog.review_actions import PUBLISHING_JOB, fail_schedule, publish_due
from cauce.apps.catalog.screening import screened
from cauce.apps.catalog.store import store
from cauce.apps.catalog.sweeping import sweep_unnamed
from cauce.apps.catalog.upload_actions import (
    COMPARING_JOB,
    READING_JOB,
    keep_comparison,
    keep_reading,
    refuse_reading,
)
from cauce.apps.core.jobs import JobContext, JobStopped, job
from cauce.apps.core.models import Job
from cauce.apps.core.permissions import System
from cauce.base.errors import CauceError
from cauce.base.purges import PurgeEntry
from cauce.engine.profile import profile_table
from cauce.engine.reading.child import read_in_child
from cauce.engine.reading.limits import MEBIBYTE, Limits
from cauce.engine.reading.report import FileReport, TableReport

READER: Final = System("lectura")
"""Who keeps what was read: the person who asked may have left meanwhile."""
CLOCK: Final = System("fecha programada")
"""Who publishes what a reviewer let out for a date."""

FOLDER: Final = "lecturas"
HALF_WRITTEN: Final = timedelta(days=1)
"""Age at which a half written file of the store belongs to no living process."""
_LOOK: Final = 1.0
"""Seconds between two looks at whether the reading is still wanted."""


def _give_reading_up(row: Job) -> None:
    """Frees an upload whose reading broke, or killed its workers, too often."""
    upload = Upload.objects.filter(
        key=row.params["upload"], job=row.pk, state=Upload.State.READING
    ).first()
    if upload is not None:
        refuse_reading(actor=READER, upload=_fresh(upload), why=row.error)


def _give_publishing_up(row: Job) -> None:
    """Makes a draft again of what could not be published at its date."""
    upload = Upload.objects.filter(key=row.params["upload"], state=Upload.State.SCHEDULED).first()
    due = upload.publish_at.isoformat() if upload and upload.publish_at else ""
    if upload is not None and due == row.params["publish_at"]:
        fail_schedule(actor=CLOCK, upload=upload, why=row.error)


@job(READING_JOB, max_attempts=3, given_up=_give_reading_up)
def read_upload(step: JobContext) -> dict[str, Any]:
    """Reads a file in a child process and keeps its tables, their profiles and what was understood.

    Doing it again changes nothing: tables are named by their content, and the last step (the
    upload's new state) and the checkpoint are one transaction.
    """
    done = {"upload": step.params["upload"]}
    upload = Upload.objects.get(key=step.params["upload"])
    if step.checkpoint.get("done") or not _wanted(step):
        return done
    try:
        with _workdir(step) as folder:
            report = _read(step, upload, folder)
            report = _keep_tables(step, report, folder)
        step.progress(2, 3, _("Buscando datos personales"))
        report, findings = screened(report, about=_titles_of(upload))
        profiles = _profiles(report)
        comparison = compared(upload, report)
    except CauceError as error:
        if step.stop_requested:
            raise JobStopped from error
        with step.saving({"done": True}):
            if _wanted(step):
                refuse_reading(actor=READER, upload=_fresh(upload), why=str(error))
        return done
    with step.saving({"done": True}):  # from here on nobody sets it aside unseen
        if not _wanted(step):
            return done
        keep_reading(
            actor=READER,
            upload=_fresh(upload),
            report=report,
            profiles=profiles,
            screening=findings,
            comparison=comparison,
            based_on=latest_of(upload),
        )
    step.progress(1, 1, _("Leído"))
    return done


@job(COMPARING_JOB, max_attempts=3)
def compare_upload(step: JobContext) -> dict[str, Any]:
    """Compares an upload with the version before again, by the keys that a person chose."""
    done = {"upload": step.params["upload"]}
    upload = Upload.objects.select_related("dataset__latest").get(key=step.params["upload"])
    if step.checkpoint.get("done") or upload.report is None or upload.state != Upload.State.READ:
        return done
    comparison = compared(upload, FileReport.from_json(upload.report))
    with step.saving({"done": True}):
        keep_comparison(
            actor=READER,
            upload=_fresh(upload),
            comparison=comparison,
            based_on=latest_of(upload),
        )
    return done


@job(PUBLISHING_JOB, max_attempts=5, given_up=_give_publishing_up)
def publish_scheduled(step: JobContext) -> dict[str, Any]:
    """Publishes what was scheduled for now; what cannot be published becomes a draft again."""
    done = {"upload": step.params["upload"]}
    upload = Upload.objects.select_related("organisation").get(key=step.params["upload"])
    due = datetime.fromisoformat(step.params["publish_at"])
    if (
        step.checkpoint.get("done")
        or upload.state != Upload.State.SCHEDULED
        or due != upload.publish_at
    ):
        return done
    try:
        with step.saving({"done": True}):
            publish_due(actor=CLOCK, upload=upload)
    except CauceError as error:
        with step.saving({"done": True}):
            fail_schedule(actor=CLOCK, upload=upload, why=str(error))
    return done


@job(DESTROYING_JOB, max_attempts=20)
def destroy_version(step: JobContext) -> dict[str, Any]:
    """Destroys the bytes of a purged version: ledger first; again and again until it is done."""
    return {"files": destroy(PurgeEntry.from_json(step.params["entry"]))}


@job("catalog.sweep_store", every=timedelta(days=1))
def sweep_store(step: JobContext) -> dict[str, Any]:
    """Destroys what no row names any more: readings from before a column was left out."""
    return {"files": sweep_unnamed(HALF_WRITTEN)}


@job("catalog.remind", every=timedelta(days=1))
def remind_owners(step: JobContext) -> dict[str, Any]:
    """Tells who publishes what is near, due or late; each stage of a date once."""
    return {"told": remind()}


@job("catalog.sweep_transfers", every=timedelta(days=1))
def sweep_transfers(step: JobContext) -> dict[str, Any]:
    """Removes files that nobody goes on sending."""
    return {"files": transfers.sweep()}


def _read(step: JobContext, upload: Upload, folder: Path) -> FileReport:
    """What the child understands of the file, shown to it under its own name."""
    named = folder / "original" / upload.name
    named.parent.mkdir()
    named.symlink_to(store().original(upload.sha256).resolve())
    tables = folder / "tablas"
    tables.mkdir()
    step.progress(0, 3, _("Leyendo el archivo"))
    return read_in_child(
        named,
        workdir=tables,
        recipe=upload.recipe,
        limits=_limits(),
        hidden_columns=False,
        still_wanted=_Watch(step),
    )


def _keep_tables(step: JobContext, report: FileReport, folder: Path) -> FileReport:
    """The report with each included table's SHA-256 for its file."""
    tables: list[TableReport] = []
    for place, table in enumerate(report.tables):
        if not table.include:
            tables.append(replace(table, parquet=""))
            continue
        step.progress(1 + place, 2 + len(report.tables), _("Guardando las tablas"))
        sha256 = store().put_table(folder / "tablas" / table.parquet)
        tables.append(replace(table, parquet=sha256))
    return replace(report, tables=tuple(tables))


def _titles_of(upload: Upload) -> tuple[str, ...]:
    """What its dataset is called, and what a person has called it since."""
    written = str(upload.description.get("title") or "")
    published = upload.dataset.title if upload.dataset else ""
    return tuple(filter(None, dict.fromkeys((written, published))))


def _profiles(report: FileReport) -> dict[str, Any]:
    """The profile of each included table, by name."""
    return {
        table.name: profile_table(store().path_of(table.parquet), table.columns).to_json()
        for table in report.tables
        if table.include
    }


def _limits() -> Limits:
    configured = settings.CAUCE
    return Limits(
        memory=configured.read_memory_mb * MEBIBYTE,
        seconds=configured.read_seconds,
        decompressed=configured.read_unpacked_mb * MEBIBYTE,
        cells=configured.read_cells,
    )


class _Watch:
    """Tells the reading whether to go on, and the person how long it has been at it."""

    def __init__(self, step: JobContext) -> None:
        self._step = step
        self._began = self._looked = time.monotonic()

    def __call__(self) -> bool:
        now = time.monotonic()
        if self._step.stop_requested:
            return False
        if now - self._looked < _LOOK:
            return True
        self._looked = now
        seconds = int(now - self._began)
        self._step.progress(0, 3, _("Leyendo el archivo (%(seconds)d s)") % {"seconds": seconds})
        return _wanted(self._step)


def _wanted(step: JobContext) -> bool:
    """Whether the upload still waits for this very job, and not for a later one or for none."""
    return Upload.objects.filter(
        key=step.params["upload"], job=step.job_id, state=Upload.State.READING
    ).exists()


def _fresh(upload: Upload) -> Upload:
    return Upload.objects.select_for_update().select_related("organisation").get(pk=upload.pk)


@contextmanager
def _workdir(step: JobContext) -> Iterator[Path]:
    """A folder of this attempt alone, gone afterwards; those of dead attempts go first."""
    parent = settings.CAUCE.data_dir / FOLDER
    parent.mkdir(mode=0o700, exist_ok=True)
    _sweep(parent, step.job_id)
    store().sweep(HALF_WRITTEN)
    folder = parent / f"{step.job_id}-{step.lease.attempt}"
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent: Path, mine: int) -> None:
    """Removes what attempts left that no worker is at: killed, or taken over by this one."""
    running = Job.objects.filter(kind=READING_JOB, state=Job.State.RUNNING).exclude(pk=mine)
    alive = {f"{number}-{attempt}" for number, attempt in running.values_list("pk", "attempt")}
    for folder in parent.iterdir():
        if folder.name not in alive:
            shutil.rmtree(folder, ignore_errors=True)
