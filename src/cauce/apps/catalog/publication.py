"""Making a version out of an upload: plain functions that the publishing actions share.

Whoever calls has asked for permission and holds the transaction; the action leaves the event.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from cauce.apps.catalog import search_index
from cauce.apps.catalog.contracts import Description
from cauce.apps.catalog.descriptions import Checked, checked, draft_json
from cauce.apps.catalog.findings import demand_nothing_exposed, public_waivers
from cauce.apps.catalog.fingerprint import fingerprint
from cauce.apps.catalog.levels import finest_level
from cauce.apps.catalog.models import Dataset, Tag, Upload, Version
from cauce.apps.catalog.public_words import drift_of_published, for_everybody
from cauce.apps.catalog.slugs import free_dataset_slug
from cauce.apps.catalog.tables import read_tables, rows_of
from cauce.apps.core.models import User
from cauce.base.errors import Conflict, Refusal
from cauce.base.frequency import next_due
from cauce.engine.reading.report import FileReport


def release(
    upload: Upload,
    description: Description,
    change_note: str,
    *,
    prepared_by: User | None,
    reviewed_by: User | None,
    slug: str = "",
) -> Version:
    """Publishes what was read of a file: a new dataset, or the next version of the upload's.

    A new dataset has the address ``slug`` where it is free; without one, its title makes it.

    Raises:
        Conflict: when the file is not read, is published already, or nothing in it is new.
        Refusal: when the description lacks something, or a finding of the screening stands.
    """
    report = read_report(upload)
    said = checked(description)
    upload.description, upload.change_note = draft_json(description), change_note
    demand_nothing_exposed(upload)
    tables = tuple(map(for_everybody, read_tables(report, upload.profiles, said.tables)))
    if not tables:
        raise no_table()
    now = timezone.now()
    dataset, number = _dataset_and_number(upload, said, slug)
    version = Version(
        **said.words,
        dataset=dataset,
        number=number,
        published_at=now,
        published_by=prepared_by,
        reviewed_by=reviewed_by,
        change_note=" ".join(change_note.split())[:500],
        themes=[[theme.slug, theme.name] for theme in said.themes],
        tags=[list(tag) for tag in said.tags],
        original_sha256=upload.sha256,
        original_name=upload.name,
        original_size=upload.size,
        original_public=upload.original_public,
        recipe=report.recipe.to_json(),
        drift=drift_of_published(upload.drift, report),
        comparison=_without_examples(upload.comparison),
        waivers=public_waivers(upload),
    )
    _demand_same_base(upload, dataset)
    rows = rows_of(tables, version)
    version.hash = fingerprint(version, rows)
    if dataset.latest is not None and dataset.latest.hash == version.hash:
        raise Conflict(
            _("Esta versión dice lo mismo que la %(number)d, la última publicada.")
            % {"number": dataset.latest.number},
            code="version.same",
        )
    save_dataset(dataset, said, now)
    version.save(force_insert=True)
    type(rows[0]).objects.bulk_create(rows)
    dataset.level = finest_level(column for table in tables for column in table.columns)
    dataset.latest = version
    dataset.state = Dataset.State.PUBLISHED
    dataset.save()
    upload.state, upload.dataset, upload.version = Upload.State.PUBLISHED, dataset, version
    upload.publish_at = None
    upload.save(update_fields=["state", "dataset", "version", "publish_at"])
    search_index.index(dataset, tables)
    return version


def told(version: Version) -> dict[str, Any]:
    """What the log keeps of a publication."""
    return {
        "dataset": version.dataset.slug,
        "version": version.number,
        "hash": version.hash,
        "tables": [f"{table.name} {table.sha256}" for table in version.tables.all()],
    }


def read_report(upload: Upload) -> FileReport:
    """What was read of an upload that waits to be published.

    Raises:
        Conflict: when it is published already, or was not read.
    """
    if upload.state == Upload.State.PUBLISHED:
        raise Conflict(_("Este archivo ya se publicó."), code="upload.published")
    waiting = (Upload.State.READ, Upload.State.REVIEW, Upload.State.SCHEDULED)
    if upload.state not in waiting or upload.report is None:
        raise Conflict(
            _("«%(name)s» todavía no se ha leído.") % {"name": upload.name}, code="upload.not_read"
        )
    return FileReport.from_json(upload.report)


def no_table() -> Refusal:
    """What is said of a file of which nothing was left to publish."""
    return Refusal(
        _("No queda ninguna tabla por publicar."),
        code="publish.no_table",
        remedy=_("Incluya al menos una en lo que se entendió del archivo."),
    )


def save_dataset(dataset: Dataset, said: Checked, published_at: datetime) -> None:
    """Saves a dataset's words, themes, tags and the day its next version is due.

    Raises:
        Conflict: when somebody published at once under the same address.
    """
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


def _without_examples(comparison: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept for ever says how many rows changed, never what they said.

    A version whose rows are destroyed would live on in the examples of the next.
    """
    none: dict[str, Any] = {
        "examples_added": [],
        "examples_removed": [],
        "examples_changed": [],
    }
    return {table: {**compared, **none} for table, compared in comparison.items()}


def _demand_same_base(upload: Upload, dataset: Dataset) -> None:
    """What was reviewed was compared with the version that is still the latest."""
    if upload.based_on_id is not None and upload.based_on_id != dataset.latest_id:
        number = dataset.latest.number if dataset.latest else 0
        raise Conflict(
            _("Mientras tanto cambió lo publicado: la última versión es la %(number)d.")
            % {"number": number},
            code="version.newer",
            remedy=_("Devuélvalo a borrador y compárelo de nuevo, al pedir la revisión."),
        )


def _dataset_and_number(upload: Upload, said: Checked, wanted: str) -> tuple[Dataset, int]:
    """The dataset that the upload belongs to, or a new unsaved one, and the version's number."""
    if upload.dataset_id is None:
        slug = free_dataset_slug(said.words["title"], wanted)
        return Dataset(slug=slug, organisation=upload.organisation), 1
    dataset = Dataset.objects.select_for_update().get(pk=upload.dataset_id)
    if dataset.state == Dataset.State.WITHDRAWN:
        raise Conflict(
            _("El conjunto de datos está retirado y no admite versiones nuevas."),
            code="dataset.hidden",
            remedy=_("Publique el archivo como un conjunto de datos nuevo."),
        )
    last = dataset.versions.order_by("-number").values_list("number", flat=True).first()
    return dataset, (last or 0) + 1
