"""What changes uploads: their arrival, their reading, what is written about them."""

from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog.contracts import Description
from cauce.apps.catalog.corrections import remember, take_back
from cauce.apps.catalog.descriptions import draft_json
from cauce.apps.catalog.models import Dataset, Upload, Version
from cauce.apps.catalog.uploading import keep, safe_name
from cauce.apps.core.acting import action, demand, permit, record
from cauce.apps.core.jobs import enqueue
from cauce.apps.core.models import Job, Organisation, User
from cauce.apps.core.permissions import Actor, Verb
from cauce.base.errors import Conflict, Refusal
from cauce.base.ids import new_id
from cauce.engine.reading.recipe import recipe_from_json
from cauce.engine.reading.report import FileReport
from cauce.engine.store import Original
from cauce.quality.finding import Finding

State = Upload.State

READING_JOB = "catalog.read_upload"
COMPARING_JOB = "catalog.compare_upload"


def receive_upload(
    *,
    actor: Actor,
    organisation: Organisation,
    name: str,
    stream: BinaryIO,
    dataset: Dataset | None = None,
    recipe: Mapping[str, Any] | None = None,
) -> Upload:
    """Keeps a file and asks for its reading; with ``dataset``, as its next version.

    The bytes are stored before the transaction begins, so that a slow disk keeps nobody waiting.
    Without a ``recipe``, the next version is read with the recipe of the one before.

    Raises:
        Denied: before anything is stored.
        Refusal: when the file is empty or too large.
    """
    demand(actor, Verb.EDIT_DATASET, organisation)
    name = safe_name(name)
    return register_upload(
        actor=actor,
        organisation=organisation,
        name=name,
        original=keep(name, stream),
        dataset=dataset,
        recipe=recipe,
    )


@action("catalog.register_upload", gettext_lazy("Recibió un archivo"))
def register_upload(
    *,
    actor: Actor,
    organisation: Organisation,
    name: str,
    original: Original,
    dataset: Dataset | None = None,
    recipe: Mapping[str, Any] | None = None,
) -> Upload:
    """Notes a kept file and asks for its reading. See ``receive_upload``."""
    permit(actor, Verb.EDIT_DATASET, organisation)
    if dataset is not None:
        if dataset.organisation_id != organisation.pk:
            raise Refusal(_("El conjunto de datos es de otra entidad."), code="upload.organisation")
        if dataset.state == Dataset.State.WITHDRAWN:
            raise Conflict(
                _("El conjunto de datos está retirado y no admite versiones nuevas."),
                code="dataset.hidden",
            )
    upload = Upload.objects.create(
        key=new_id(),
        organisation=organisation,
        uploaded_by=actor if isinstance(actor, User) else None,
        dataset=dataset,
        name=name,
        sha256=original.sha256,
        size=original.size,
        recipe=_recipe_for(dataset, recipe),
    )
    _note_editor(upload, actor)
    _ask_for_reading(upload, actor)
    record(
        subject=upload,
        organisation=organisation,
        details={
            "file": upload.name,
            "sha256": upload.sha256,
            "size": upload.size,
            "dataset": dataset.slug if dataset else None,
        },
    )
    return upload


@action("catalog.request_reading", gettext_lazy("Pidió leer un archivo"))
def request_reading(
    *,
    actor: Actor,
    upload: Upload,
    recipe: Mapping[str, Any] | None = None,
    said: Sequence[str] = (),
    undo: bool = False,
) -> Job:
    """Reads a file again, with the decisions of ``recipe`` (its JSON), or with none of before.

    A reading under way is set aside. What ``said`` says is noted among the corrections; ``undo``
    takes the last of them back, whatever ``recipe`` says.

    Raises:
        Refusal: when the recipe is not well written; the sentence names the place. When there is
            nothing to undo.
        Conflict: when the file is published or discarded.
    """
    permit(actor, Verb.EDIT_DATASET, upload.organisation)
    upload = _open(upload)
    if undo:
        recipe = take_back(upload)
    elif said:
        remember(upload, actor, said)
    upload.recipe = _recipe_for(upload.dataset, recipe)
    _note_editor(upload, actor)
    job = _ask_for_reading(upload, actor)
    record(
        subject=upload,
        organisation=upload.organisation,
        details={"file": upload.name, "sha256": upload.sha256},
    )
    return job


@action("catalog.describe_upload", gettext_lazy("Describió un archivo"))
def describe_upload(
    *, actor: Actor, upload: Upload, description: Description, change_note: str | None = None
) -> Upload:
    """Keeps what a person has written so far; it is checked when a review is asked for."""
    permit(actor, Verb.EDIT_DATASET, upload.organisation)
    upload = _open(upload)
    upload.description = draft_json(description)
    if change_note is not None:
        upload.change_note = " ".join(change_note.split())[:500]
    upload.save(update_fields=["description", "change_note"])
    _note_editor(upload, actor)
    record(subject=upload, organisation=upload.organisation, details={"file": upload.name})
    return upload


@action("catalog.discard_upload", gettext_lazy("Descartó un archivo"))
def discard_upload(*, actor: Actor, upload: Upload) -> Upload:
    """Sets a file aside; its bytes stay in the store."""
    permit(actor, Verb.EDIT_DATASET, upload.organisation)
    upload = _open(upload)
    upload.state = State.DISCARDED
    upload.save(update_fields=["state"])
    record(subject=upload, organisation=upload.organisation, details={"file": upload.name})
    return upload


@action("catalog.keep_reading", gettext_lazy("Leyó un archivo"))
def keep_reading(
    *,
    actor: Actor,
    upload: Upload,
    report: FileReport,
    profiles: Mapping[str, Any],
    screening: Sequence[Finding] = (),
    comparison: Mapping[str, Any] | None = None,
    based_on: Version | None = None,
) -> Upload:
    """Notes what was understood of a file whose tables are in the store.

    With it, what may expose somebody, and how its rows differ from those of the dataset's latest
    version.
    """
    permit(actor, Verb.EDIT_DATASET, upload.organisation)
    if upload.recipe and upload.recipe["made_for"]["sha256"] != upload.sha256:
        upload.drift = [drift.to_json() for drift in report.drift]
    upload.state, upload.refusal = State.READ, ""
    upload.report, upload.profiles = report.to_json(), dict(profiles)
    upload.screening = [finding.to_json() for finding in screening]
    upload.comparison, upload.based_on = dict(comparison or {}), based_on
    upload.original_public = False
    upload.save(
        update_fields=[
            "state",
            "refusal",
            "report",
            "profiles",
            "drift",
            "screening",
            "comparison",
            "based_on",
            "original_public",
        ]
    )
    record(
        subject=upload,
        organisation=upload.organisation,
        details={"file": upload.name, "tables": [table.name for table in report.tables]},
    )
    return upload


@action("catalog.refuse_reading", gettext_lazy("No pudo leer un archivo"))
def refuse_reading(*, actor: Actor, upload: Upload, why: str) -> Upload:
    """Notes why a file could not be read; what was understood before stays."""
    permit(actor, Verb.EDIT_DATASET, upload.organisation)
    upload.state, upload.refusal = State.REFUSED, why
    upload.save(update_fields=["state", "refusal"])
    record(
        subject=upload,
        organisation=upload.organisation,
        details={"file": upload.name, "reason": why},
    )
    return upload


@action("catalog.choose_key", gettext_lazy("Eligió la clave para comparar versiones"))
def choose_key(*, actor: Actor, upload: Upload, table: str, columns: Sequence[str]) -> Job:
    """Compares a table with the version before by these columns, or by the best key with none.

    Raises:
        Refusal: when the reading has no such table or columns.
    """
    permit(actor, Verb.EDIT_DATASET, upload.organisation)
    upload = _open(upload)
    _demand_columns(upload, table, columns)
    _note_editor(upload, actor)
    if columns:
        upload.keys = upload.keys | {table: list(columns)}
    else:
        upload.keys = {name: key for name, key in upload.keys.items() if name != table}
    upload.save(update_fields=["keys"])
    job = enqueue(
        COMPARING_JOB,
        params={"upload": upload.key},
        requested_by=actor,
        priority=10,
        unique_key=f"{COMPARING_JOB}:{upload.key}",
    )
    record(
        subject=upload,
        organisation=upload.organisation,
        details={"file": upload.name, "table": table, "columns": list(columns)},
    )
    return job


@action("catalog.keep_comparison", gettext_lazy("Comparó una versión con la anterior"))
def keep_comparison(
    *, actor: Actor, upload: Upload, comparison: Mapping[str, Any], based_on: Version | None = None
) -> Upload:
    """Notes how the rows of an upload differ from those of the dataset's latest version."""
    permit(actor, Verb.EDIT_DATASET, upload.organisation)
    upload = _open(upload)
    upload.comparison, upload.based_on = dict(comparison), based_on
    upload.save(update_fields=["comparison", "based_on"])
    record(
        subject=upload,
        organisation=upload.organisation,
        details={"file": upload.name, "tables": sorted(comparison)},
    )
    return upload


def _demand_columns(upload: Upload, table: str, columns: Sequence[str]) -> None:
    report = FileReport.from_json(upload.report) if upload.report else None
    read = {
        each.name: {column.name for column in each.columns}
        for each in (report.tables if report else ())
    }
    if table not in read or not read[table].issuperset(columns):
        raise Refusal(
            _("La lectura no tiene esa tabla o esas columnas."),
            code="comparison.key",
            remedy=_("Vuelva a abrir la página y elija entre las que hay ahora."),
        )


def _ask_for_reading(upload: Upload, actor: Actor) -> Job:
    job = enqueue(READING_JOB, params={"upload": upload.key}, requested_by=actor, priority=10)
    upload.state, upload.job, upload.refusal = State.READING, job, ""
    upload.save()
    return job


def _recipe_for(dataset: Dataset | None, recipe: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The recipe asked for, checked; else that of the dataset's newest version, if any."""
    if recipe is not None:
        return recipe_from_json(dict(recipe)).to_json()
    if dataset is not None and dataset.latest is not None:
        return dict(dataset.latest.recipe)
    return None


def _note_editor(upload: Upload, actor: Actor) -> None:
    """Whoever worked on an upload will not be the one who publishes it."""
    if isinstance(actor, User):
        upload.editors.add(actor)


def _open(upload: Upload) -> Upload:
    """The upload as it is now, locked, unless it is in review, published or discarded."""
    fresh = Upload.objects.select_for_update().get(pk=upload.pk)
    if fresh.state in (State.REVIEW, State.SCHEDULED):
        raise Conflict(
            _("«%(name)s» está en revisión y no se puede cambiar.") % {"name": fresh.name},
            code="upload.in_review",
            remedy=_("Retírelo de la revisión para corregirlo."),
        )
    if fresh.state in (State.PUBLISHED, State.DISCARDED):
        raise Conflict(
            _("«%(name)s» ya está %(state)s y no se puede cambiar.")
            % {"name": fresh.name, "state": fresh.get_state_display().lower()},
            code="upload.closed",
        )
    return fresh
