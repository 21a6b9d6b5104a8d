"""From an address to a dataset or an upload: what somebody may not see does not exist."""

from django.utils.translation import gettext as _

from cauce.apps.catalog.models import Dataset, Purge, Upload, Version
from cauce.apps.core.access import Reader
from cauce.apps.core.permissions import Verb, may, verbs_in
from cauce.base.errors import Gone, NotFound


class Withdrawn(Gone):
    """A dataset that was public once; its message says why it no longer is."""


class Purged(Gone):
    """A version that was destroyed; its message says why and gives its hash."""


def dataset_for_reading(reader: Reader, slug: str) -> Dataset:
    """The dataset at that address: public ones for all, others for who may read drafts there.

    Raises:
        Withdrawn: when it was public; the sentence gives the reason.
        NotFound: when there is none or ``reader`` may not know of it.
    """
    dataset = Dataset.objects.select_related("organisation").filter(slug=slug).first()
    if dataset is None:
        raise _hidden()
    if dataset.latest_id is None:
        raise _destroyed(dataset)
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
    if dataset is None or not may(actor, Verb.EDIT_DATASET, dataset.organisation):
        raise _hidden()
    return dataset


def dataset_for_withdrawing(actor: Reader, slug: str) -> Dataset:
    """A public dataset that ``actor`` may withdraw, or a withdrawn one to put back."""
    dataset = Dataset.objects.select_related("organisation", "latest").filter(slug=slug).first()
    if (
        dataset is None
        or dataset.latest_id is None
        or not may(actor, Verb.WITHDRAW_DATASET, dataset.organisation)
    ):
        raise _hidden()
    return dataset


def version_for_purging(actor: Reader, slug: str, number: int) -> Version:
    """A version that ``actor`` may ask to destroy, or confirm to."""
    version = (
        Version.objects.select_related("dataset__organisation")
        .filter(dataset__slug=slug, number=number)
        .first()
    )
    if version is None:
        raise _hidden()
    organisation = version.dataset.organisation
    if not may(actor, Verb.ASK_PURGE, organisation) and not may(
        actor, Verb.CONFIRM_PURGE, organisation
    ):
        raise _hidden()
    purge = Purge.objects.filter(version=version, confirmed_at__isnull=False).first()
    if purge is not None:
        raise purged(number, purge.reason, version.hash)
    return version


def upload_for_reading(actor: Reader, key: str) -> Upload:
    """An upload that ``actor`` may look at: who edits, reviews, governs or audits there."""
    upload = _upload(key)
    if upload is None or not may(actor, Verb.READ_DRAFTS, upload.organisation):
        raise _hidden()
    return upload


def upload_for_editing(actor: Reader, key: str) -> Upload:
    """An upload that ``actor`` may describe, read again or discard; discarded ones are gone."""
    upload = _upload(key)
    if upload is None or not may(actor, Verb.EDIT_DATASET, upload.organisation):
        raise _hidden()
    return upload


def _upload(key: str) -> Upload | None:
    return (
        Upload.objects.select_related(
            "organisation", "dataset__latest", "uploaded_by", "job", "version"
        )
        .filter(key=key)
        .exclude(state=Upload.State.DISCARDED)
        .first()
    )


def _destroyed(dataset: Dataset) -> NotFound:
    """What is said of a dataset of which no version stands."""
    purge = (
        Purge.objects.select_related("version")
        .filter(version__dataset=dataset, confirmed_at__isnull=False)
        .order_by("-version__number")
        .first()
    )
    if purge is None:
        return _hidden()
    return purged(purge.version.number, purge.reason, purge.version.hash)


def purged(number: int, reason: str, version_hash: str) -> Purged:
    """What is said of a version that was destroyed."""
    return Purged(
        _("La versión %(number)d se destruyó. Motivo: %(reason)s Su huella era %(hash)s.")
        % {
            "number": number,
            "reason": reason if reason.endswith(".") else f"{reason}.",
            "hash": version_hash,
        },
        code="version.purged",
    )


def _hidden() -> NotFound:
    return NotFound(_("No hay nada en esta dirección, o no está a su alcance."))


def what_may_be_done(reader: Reader, dataset: Dataset) -> frozenset[Verb]:
    """What the reader may do with a dataset: publish its next version, withdraw it…"""
    return verbs_in(reader, dataset.organisation)
