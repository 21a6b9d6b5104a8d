"""What changes themes and datasets. The other writers are loaded from here too.

Uploads: ``upload_actions``. Reviews and publication: ``review_actions``. Waivers:
``waiver_actions``. Destruction: ``purge_actions``. Pinned figures: ``figures.actions``.
"""

from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog import generation, search_index
from cauce.apps.catalog.ckan.addresses import note_former_address
from cauce.apps.catalog.contracts import Description
from cauce.apps.catalog.descriptions import checked
from cauce.apps.catalog.figures.actions import (
    caption_figure,
    move_figure,
    pin_figure,
    unpin_figure,
)
from cauce.apps.catalog.fingerprint import WORDS
from cauce.apps.catalog.models import Dataset, Theme, Upload, Version
from cauce.apps.catalog.publication import release, save_dataset, told
from cauce.apps.catalog.purge_actions import ask_purge, confirm_purge, refuse_purge
from cauce.apps.catalog.review_actions import (
    fail_schedule,
    publish_due,
    publish_reviewed,
    recall_review,
    request_review,
    return_upload,
    schedule_upload,
)
from cauce.apps.catalog.tables import tables_of
from cauce.apps.catalog.upload_actions import (
    choose_key,
    describe_upload,
    discard_upload,
    keep_comparison,
    receive_upload,
    request_reading,
)
from cauce.apps.catalog.waiver_actions import ask_waiver, grant_waiver, refuse_waiver
from cauce.apps.core import audit
from cauce.apps.core.acting import action, permit, record
from cauce.apps.core.permissions import Actor, Verb
from cauce.base.errors import Conflict, Refusal

__all__ = [
    "ask_purge",
    "ask_waiver",
    "caption_figure",
    "choose_key",
    "confirm_purge",
    "create_theme",
    "describe_upload",
    "discard_upload",
    "fail_schedule",
    "grant_waiver",
    "keep_comparison",
    "move_figure",
    "note_former_address",
    "pin_figure",
    "publish_due",
    "publish_reviewed",
    "publish_version",
    "recall_review",
    "receive_upload",
    "refuse_purge",
    "refuse_waiver",
    "reinstate_dataset",
    "request_reading",
    "request_review",
    "return_upload",
    "schedule_upload",
    "unpin_figure",
    "update_description",
    "withdraw_dataset",
]

audit.DETAIL_LABELS.update(
    {
        "dataset": gettext_lazy("Conjunto de datos"),
        "file": gettext_lazy("Archivo"),
        "check": gettext_lazy("Comprobación"),
        "column": gettext_lazy("Columna"),
        "hash": gettext_lazy("Huella de la versión"),
        "notes": gettext_lazy("Notas"),
        "publish_at": gettext_lazy("Se publicará"),
        "standing": gettext_lazy("Vale para las versiones siguientes"),
        "table": gettext_lazy("Tabla"),
        "reason": gettext_lazy("Motivo"),
        "sha256": gettext_lazy("Huella del archivo"),
        "size": gettext_lazy("Bytes"),
        "tables": gettext_lazy("Tablas"),
        "upload": gettext_lazy("Archivo recibido"),
        "version": gettext_lazy("Versión"),
    }
)


@action("catalog.create_theme", gettext_lazy("Creó una categoría"))
def create_theme(*, actor: Actor, name: str, description: str = "", slug: str = "") -> Theme:
    """Adds a category after those there are; without a ``slug`` the name makes one."""
    permit(actor, Verb.MANAGE_THEMES)
    name = " ".join(name.split())
    if not name or len(name) > 120:
        raise Refusal(_("El nombre de la categoría necesita de 1 a 120 caracteres."))
    slug = slug or slugify(name)[:80].strip("-")
    if not slug or Theme.objects.filter(slug=slug).exists():
        raise Refusal(_("Ya hay una categoría «%(name)s».") % {"name": name}, code="theme.same")
    theme = Theme.objects.create(slug=slug, name=name, description=description.strip()[:300])
    generation.turn()
    record(subject=theme, details={"name": name, "slug": slug})
    return theme


@action("catalog.publish_version", gettext_lazy("Publicó una versión sin revisión"))
def publish_version(
    *,
    actor: Actor,
    upload: Upload,
    description: Description,
    change_note: str = "",
    slug: str = "",
) -> Version:
    """Publishes what was read of a file without a second person: only for the command line.

    Everybody else asks for a review; see ``review_actions``. A new dataset has the address
    ``slug`` where it is free.

    Raises:
        Conflict: when the file is not read, is published already, or nothing in it is new.
        Refusal: when the description lacks something, or a finding of the screening stands.
    """
    permit(actor, Verb.PUBLISH_ALONE, upload.organisation)
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.state in (Upload.State.REVIEW, Upload.State.SCHEDULED):
        raise Conflict(
            _("«%(name)s» está en revisión.") % {"name": upload.name}, code="upload.in_review"
        )
    version = release(
        upload, description, change_note, prepared_by=None, reviewed_by=None, slug=slug
    )
    record(subject=version, organisation=upload.organisation, details=told(version))
    return version


@action("catalog.update_description", gettext_lazy("Cambió la descripción de un conjunto de datos"))
def update_description(*, actor: Actor, dataset: Dataset, description: Description) -> Dataset:
    """Changes what a dataset says of itself now; its versions go on saying what they said.

    What columns mean belongs to the versions: ``description.tables`` does not count here.
    """
    permit(actor, Verb.REVIEW_DATASET, dataset.organisation)
    dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
    if dataset.latest is None or dataset.state != Dataset.State.PUBLISHED:
        raise Conflict(_("Este conjunto de datos no está publicado."), code="dataset.hidden")
    said = checked(description)
    before = {name: getattr(dataset, name) for name in WORDS} | _labels(dataset)
    save_dataset(dataset, said, dataset.latest.published_at)
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
    permit(actor, Verb.WITHDRAW_DATASET, dataset.organisation)
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


@action("catalog.reinstate_dataset", gettext_lazy("Volvió a publicar un conjunto de datos"))
def reinstate_dataset(*, actor: Actor, dataset: Dataset) -> Dataset:
    """Brings a withdrawn dataset back into public view, as it was."""
    permit(actor, Verb.REVIEW_DATASET, dataset.organisation)
    dataset = Dataset.objects.select_for_update().get(pk=dataset.pk)
    if dataset.state != Dataset.State.WITHDRAWN or dataset.latest is None:
        raise Conflict(_("Este conjunto de datos no está retirado."), code="dataset.not_withdrawn")
    reason = dataset.withdrawn_reason
    dataset.state = Dataset.State.PUBLISHED
    dataset.withdrawn_reason = ""
    dataset.updated_at = timezone.now()
    dataset.save(update_fields=["state", "withdrawn_reason", "updated_at"])
    search_index.index(dataset, tables_of(dataset.latest))
    record(
        subject=dataset,
        organisation=dataset.organisation,
        details={"dataset": dataset.slug, "reason": reason},
    )
    return dataset


def _labels(dataset: Dataset) -> dict[str, Any]:
    return {
        "themes": sorted(theme.slug for theme in dataset.themes.all()),
        "tags": sorted(tag.slug for tag in dataset.tags.all()),
    }
