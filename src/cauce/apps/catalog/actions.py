"""What changes themes and datasets. Uploads: see ``upload_actions``, loaded from here too."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog import generation, search_index
from cauce.apps.catalog.contracts import Description
from cauce.apps.catalog.descriptions import Checked, checked
from cauce.apps.catalog.fingerprint import WORDS, fingerprint
from cauce.apps.catalog.levels import level_of
from cauce.apps.catalog.models import Dataset, Tag, Theme, Upload, Version
from cauce.apps.catalog.slugs import free_dataset_slug
from cauce.apps.catalog.tables import read_tables, rows_of, tables_of
from cauce.apps.catalog.upload_actions import (
    describe_upload,
    discard_upload,
    receive_upload,
    request_reading,
)
from cauce.apps.core import audit
from cauce.apps.core.acting import action, permit, record
from cauce.apps.core.models import User
from cauce.apps.core.permissions import Actor, Verb
from cauce.base.errors import Conflict, Refusal
from cauce.base.frequency import next_due
from cauce.engine.reading.report import FileReport

__all__ = [
    "create_theme",
    "describe_upload",
    "discard_upload",
    "publish_version",
    "receive_upload",
    "request_reading",
    "update_description",
    "withdraw_dataset",
]

audit.DETAIL_LABELS.update(
    {
        "dataset": gettext_lazy("Conjunto de datos"),
        "file": gettext_lazy("Archivo"),
        "hash": gettext_lazy("Huella de la versión"),
        "reason": gettext_lazy("Motivo"),
        "sha256": gettext_lazy("Huella del archivo"),
        "size": gettext_lazy("Bytes"),
        "tables": gettext_lazy("Tablas"),
        "upload": gettext_lazy("Archivo recibido"),
        "version": gettext_lazy("Versión"),
    }
)


@action("catalog.create_theme", gettext_lazy("Creó una categoría"))
def create_theme(*, actor: Actor, name: str, description: str = "") -> Theme:
    """Adds a category after those there are."""
    permit(actor, Verb.MANAGE_THEMES)
    name = " ".join(name.split())
    if not name or len(name) > 120:
        raise Refusal(_("El nombre de la categoría necesita de 1 a 120 caracteres."))
    slug = slugify(name)[:80].strip("-")
    if not slug or Theme.objects.filter(slug=slug).exists():
        raise Refusal(_("Ya hay una categoría «%(name)s».") % {"name": name}, code="theme.same")
    theme = Theme.objects.create(slug=slug, name=name, description=description.strip()[:300])
    generation.turn()
    record(subject=theme, details={"name": name, "slug": slug})
    return theme


@action("catalog.publish_version", gettext_lazy("Publicó una versión"))
def publish_version(
    *, actor: Actor, upload: Upload, description: Description, change_note: str = ""
) -> Version:
    """Publishes what was read of a file: a new dataset, or the next version of the upload's.

    Raises:
        Conflict: when the file is not read, is published already, or nothing in it is new.
        Refusal: when the description lacks something; the sentence says all that it lacks.
    """
    permit(actor, Verb.PUBLISH_DATASET, upload.organisation)
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    report = _read_report(upload)
    said = checked(description)
    tables = read_tables(report, upload.profiles, said.tables)
    if not tables:
        raise Refusal(
            _("No queda ninguna tabla por publicar."),
            code="publish.no_table",
            remedy=_("Incluya al menos una en lo que se entendió del archivo."),
        )
    now = timezone.now()
    dataset, number = _dataset_and_number(upload, said)
    version = Version(
        **said.words,
        dataset=dataset,
        number=number,
        published_at=now,
        published_by=actor if isinstance(actor, User) else None,
        change_note=" ".join(change_note.split())[:500],
        themes=[[theme.slug, theme.name] for theme in said.themes],
        tags=[list(tag) for tag in said.tags],
        original_sha256=upload.sha256,
        original_name=upload.name,
        original_size=upload.size,
        recipe=report.recipe.to_json(),
        drift=upload.drift,
    )
    rows = rows_of(tables, version)
    version.hash = fingerprint(version, rows)
    if dataset.latest is not None and dataset.latest.hash == version.hash:
        raise Conflict(
            _("Esta versión dice lo mismo que la %(number)d, la última publicada.")
            % {"number": number - 1},
            code="version.same",
        )
    _save_dataset(dataset, said, now)
    version.save(force_insert=True)
    type(rows[0]).objects.bulk_create(rows)
    dataset.level = level_of(column for table in tables for column in table.columns)
    dataset.latest = version
    dataset.state = Dataset.State.PUBLISHED
    dataset.save()
    upload.state, upload.dataset, upload.version = Upload.State.PUBLISHED, dataset, version
    upload.save(update_fields=["state", "dataset", "version"])
    search_index.index(dataset, tables)
    record(
        subject=version,
        organisation=dataset.organisation,
        details={
            "dataset": dataset.slug,
            "version": number,
            "hash": version.hash,
            "tables": [f"{table.name} {table.sha256}" for table in tables],
        },
    )
    return version


@action("catalog.update_description", gettext_lazy("Cambió la descripción de un conjunto de datos"))
def update_description(*, actor: Actor, dataset: Dataset, description: Description) -> Dataset:
    """Changes what a dataset says of itself now; its versions go on saying what they said.

    What columns mean belongs to the versions: ``description.tables`` does not count here.
    """
    permit(actor, Verb.PUBLISH_DATASET, dataset.organisation)
    dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
    if dataset.latest is None or dataset.state != Dataset.State.PUBLISHED:
        raise Conflict(_("Este conjunto de datos no está publicado."), code="dataset.hidden")
    said = checked(description)
    before = {name: getattr(dataset, name) for name in WORDS} | _labels(dataset)
    _save_dataset(dataset, said, dataset.latest.published_at)
    after = {name: getattr(dataset, name) for name in WORDS} | _labels(dataset)
    search_index.index(dataset, tables_of(dataset.latest))
    record(
        subject=dataset,
        organisation=dataset.organisation,
        details={
            "dataset": dataset.slug,
            "changed": [name for name, value in after.items() if value != before[name]],
        },
    )
    return dataset


@action("catalog.withdraw_dataset", gettext_lazy("Retiró un conjunto de datos"))
def withdraw_dataset(*, actor: Actor, dataset: Dataset, reason: str) -> Dataset:
    """Takes a dataset with all its versions out of public view; its address says why."""
    permit(actor, Verb.PUBLISH_DATASET, dataset.organisation)
    dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
    reason = " ".join(reason.split())
    if dataset.state != Dataset.State.PUBLISHED:
        raise Conflict(_("Este conjunto de datos no está publicado."), code="dataset.hidden")
    if not reason or len(reason) > 500:
        raise Refusal(
            _("Diga por qué se retira, en 500 caracteres o menos: la página lo mostrará."),
            code="withdraw.reason",
        )
    dataset.state = Dataset.State.WITHDRAWN
    dataset.withdrawn_reason = reason
    dataset.updated_at = timezone.now()
    dataset.save(update_fields=["state", "withdrawn_reason", "updated_at"])
    search_index.forget(dataset)
    record(
        subject=dataset,
        organisation=dataset.organisation,
        details={"dataset": dataset.slug, "reason": reason},
    )
    return dataset


def _read_report(upload: Upload) -> FileReport:
    """What was read of an upload that waits to be published."""
    if upload.state == Upload.State.PUBLISHED:
        raise Conflict(_("Este archivo ya se publicó."), code="upload.published")
    if upload.state != Upload.State.READ or upload.report is None:
        raise Conflict(
            _("«%(name)s» todavía no se ha leído.") % {"name": upload.name}, code="upload.not_read"
        )
    return FileReport.from_json(upload.report)


def _dataset_and_number(upload: Upload, said: Checked) -> tuple[Dataset, int]:
    """The dataset that the upload belongs to, or a new unsaved one, and the version's number."""
    if upload.dataset_id is None:
        slug = free_dataset_slug(said.words["title"])
        return Dataset(slug=slug, organisation=upload.organisation), 1
    dataset = Dataset.objects.select_for_update().get(pk=upload.dataset_id)
    if dataset.state == Dataset.State.WITHDRAWN:
        raise Conflict(
            _("El conjunto de datos está retirado y no admite versiones nuevas."),
            code="dataset.hidden",
            remedy=_("Publique el archivo como un conjunto de datos nuevo."),
        )
    return dataset, (dataset.latest.number if dataset.latest else 0) + 1


def _save_dataset(dataset: Dataset, said: Checked, published_at: datetime) -> None:
    """Saves a dataset's words, themes, tags and the day its next version is due."""
    for name, text in said.words.items():
        setattr(dataset, name, text)
    dataset.updated_at = timezone.now()
    dataset.next_due = next_due(timezone.localdate(published_at), dataset.frequency)
    try:
        dataset.save()
    except IntegrityError as error:
        raise Conflict(
            _("Otra persona publicó a la vez con ese título. Vuelva a intentarlo."),
            code="dataset.slug",
        ) from error
    dataset.themes.set(said.themes)
    for slug, name in said.tags:
        Tag.objects.get_or_create(slug=slug, defaults={"name": name})
    dataset.tags.set(Tag.objects.filter(slug__in=[slug for slug, _name in said.tags]))


def _labels(dataset: Dataset) -> dict[str, Any]:
    return {
        "themes": sorted(theme.slug for theme in dataset.themes.all()),
        "tags": sorted(tag.slug for tag in dataset.tags.all()),
    }
