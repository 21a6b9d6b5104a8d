"""From an address to a dataset or an upload: what somebody may not see does not exist."""

from django.utils.translation import gettext as _

from cauce.apps.catalog.models import Dataset, Upload
from cauce.apps.core.access import Reader
from cauce.apps.core.permissions import Verb, may
from cauce.base.errors import NotFound


class Withdrawn(NotFound):
    """A dataset that was public once; its message says why it no longer is."""


def dataset_for_reading(reader: Reader, slug: str) -> Dataset:
    """The dataset at that address: public ones for all, others for who may read drafts there.

    Raises:
        Withdrawn: when it was public; the sentence gives the reason.
        NotFound: when there is none or ``reader`` may not know of it.
    """
    dataset = (
        Dataset.objects.select_related("organisation")
        .filter(slug=slug, latest__isnull=False)
        .first()
    )
    if dataset is None:
        raise _hidden()
    if dataset.state == Dataset.State.PUBLISHED:
        return dataset
    if may(reader, Verb.READ_DRAFTS, dataset.organisation):
        return dataset
    if dataset.state == Dataset.State.WITHDRAWN:
        raise Withdrawn(
            _("El conjunto de datos «%(title)s» se retiró. Motivo: %(reason)s")
            % {"title": dataset.title, "reason": dataset.withdrawn_reason},
            code="dataset.withdrawn",
        )
    raise _hidden()


def dataset_for_publishing(actor: Reader, slug: str) -> Dataset:
    """A dataset that ``actor`` may publish new versions of."""
    dataset = Dataset.objects.select_related("organisation", "latest").filter(slug=slug).first()
    if dataset is None or not may(actor, Verb.PUBLISH_DATASET, dataset.organisation):
        raise _hidden()
    return dataset


def upload_for_editing(actor: Reader, key: str) -> Upload:
    """An upload that ``actor`` may describe, read again or discard; discarded ones are gone."""
    upload = (
        Upload.objects.select_related(
            "organisation", "dataset__latest", "uploaded_by", "job", "version"
        )
        .filter(key=key)
        .exclude(state=Upload.State.DISCARDED)
        .first()
    )
    if upload is None or not may(actor, Verb.EDIT_DATASET, upload.organisation):
        raise _hidden()
    return upload


def _hidden() -> NotFound:
    return NotFound(_("No hay nada en esta dirección, o no está a su alcance."))


def may_publish_next(reader: Reader, dataset: Dataset) -> bool:
    """Whether the reader may publish the next version of a public dataset."""
    return dataset.state == Dataset.State.PUBLISHED and may(
        reader, Verb.PUBLISH_DATASET, dataset.organisation
    )
