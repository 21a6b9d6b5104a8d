"""Addresses of a former portal: noting them, and telling where each leads now."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog.models import Dataset, FormerAddress, Upload
from cauce.apps.core import audit
from cauce.apps.core.acting import action, permit, record
from cauce.apps.core.models import Organisation
from cauce.apps.core.permissions import Actor, Verb
from cauce.base.errors import NotFound
from cauce.base.fold import slugify

LONGEST_NAME: Final = 120
"""Of a dataset there; a longer one keeps its beginning and a hash, and is found all the same."""
LONGEST_TAG: Final = 80

audit.DETAIL_LABELS.update({"address": gettext_lazy("Dirección anterior")})


@dataclass(frozen=True)
class Destination:
    """Where an address of a dataset leads: to one dataset, or to all that carry a tag."""

    dataset: Dataset | None
    tag: str = ""


def dataset_key(name: str) -> str:
    """How the address of a dataset is kept."""
    name = name.strip().replace("/", "-")
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[: LONGEST_NAME - 17]}~{sha256(name.encode()).hexdigest()[:16]}"


def resource_key(name: str, resource: str) -> str:
    """How the address of a file of a dataset is kept."""
    kept = resource if len(resource) <= 60 else sha256(resource.encode()).hexdigest()[:32]
    return f"{dataset_key(name)}/resource/{kept.replace('/', '-')}"


def organisation_key(name: str) -> str:
    """How the address of an organisation is kept."""
    return f"organization/{dataset_key(name)}"


def group_key(name: str) -> str:
    """How the address of a group is kept."""
    return f"group/{dataset_key(name)}"


def tag_of(name: str) -> str:
    """The tag that all tables of a dataset of the former portal carry here."""
    return slugify(name, LONGEST_TAG)


@action("catalog.note_former_address", gettext_lazy("Anotó una dirección de un portal anterior"))
def note_former_address(
    *,
    actor: Actor,
    name: str,
    organisation: Organisation | None = None,
    identifier: str = "",
    origin: str = "",
    dataset: Dataset | None = None,
    upload: Upload | None = None,
    slug: str = "",
    modified: str = "",
) -> FormerAddress:
    """Notes where an address of a former portal leads now, in place of what was noted before."""
    permit(actor, Verb.PUBLISH_ALONE, organisation)
    address, _new = FormerAddress.objects.update_or_create(
        name=name,
        defaults={
            "identifier": identifier[:100],
            "origin": origin[:300],
            "dataset": dataset,
            "upload": upload,
            "slug": slug,
            "modified": modified[:100],
        },
    )
    record(
        subject=address,
        organisation=organisation,
        details={"address": name, "dataset": dataset.slug if dataset else None},
    )
    return address


def destination_of(asked: str) -> Destination:
    """Where ``/dataset/<asked>`` leads, by name or identifier.

    Raises:
        NotFound: when nothing was published of it.
    """
    package = FormerAddress.objects.filter(name=dataset_key(asked)).first()
    if package is None:
        package = FormerAddress.objects.filter(identifier=asked).exclude(name__contains="/").first()
    if package is None:
        raise unknown()
    found = _datasets_under(package.name)
    if package.dataset is not None:
        found.setdefault(package.dataset.pk, package.dataset)
    if not found:
        raise unknown()
    if len(found) == 1:
        return Destination(next(iter(found.values())))
    return Destination(None, tag_of(package.name))


def resource_destination(asked: str, resource: str) -> Destination:
    """Where ``/dataset/<asked>/resource/<resource>`` leads: its table, or else its dataset."""
    rows = FormerAddress.objects.filter(identifier=resource, name__contains="/resource/")
    for row in rows.select_related("dataset", "upload__dataset"):
        dataset = dataset_of(row)
        if dataset is not None:
            return Destination(dataset)
    return destination_of(asked)


def label_slug(kind: str, asked: str) -> str:
    """The organisation or theme that ``/organization/<asked>`` or ``/group/<asked>`` became.

    Raises:
        NotFound: when none came from there.
    """
    key = f"{kind}/{dataset_key(asked)}"
    row = (
        FormerAddress.objects.filter(name=key).first()
        or FormerAddress.objects.filter(identifier=asked, name__startswith=f"{kind}/").first()
    )
    if row is None:
        raise unknown()
    return row.slug


def known_slug(kind: str, asked: str) -> str:
    """The same for a filter; the name itself when none came from there."""
    try:
        return label_slug(kind, asked)
    except NotFound:
        return asked


def first_table(dataset: Dataset) -> str:
    """The name of the first table of the newest version; empty when none stands or it is hidden."""
    if dataset.latest is None or dataset.state != Dataset.State.PUBLISHED:
        return ""
    table = dataset.latest.tables.order_by("position", "name").first()
    return table.name if table else ""


def _datasets_under(name: str) -> dict[int, Dataset]:
    """The datasets that the files of a dataset there became, without repetition."""
    rows = FormerAddress.objects.filter(name__startswith=f"{name}/resource/")
    found: dict[int, Dataset] = {}
    for row in rows.select_related("dataset", "upload__dataset"):
        dataset = dataset_of(row)
        if dataset is not None:
            found.setdefault(dataset.pk, dataset)
    return found


def dataset_of(row: FormerAddress) -> Dataset | None:
    """What a row leads to; a draft that people published later has its dataset in the upload."""
    if row.dataset is not None:
        return row.dataset
    return row.upload.dataset if row.upload else None


def unknown() -> NotFound:
    """What is said of an address that nothing came from."""
    return NotFound(_("No hay nada en esta dirección, o no está a su alcance."))
