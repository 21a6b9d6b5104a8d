"""A table of the former portal, from its file to a version, a draft, or the reason why not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from django.db import transaction
from django.urls import reverse

from cauce.apps.catalog import actions
from cauce.apps.catalog.ckan.addresses import dataset_key, dataset_of, resource_key
from cauce.apps.catalog.ckan.bytes_of import Files, Found, Missing
from cauce.apps.catalog.ckan.dates import is_newer, moment_of
from cauce.apps.catalog.ckan.described import Circumstances, description_of, title_of
from cauce.apps.catalog.ckan.licences import forbids_reuse, licence_of
from cauce.apps.catalog.ckan.outcome import Fate, Outcome
from cauce.apps.catalog.ckan.package import Package, Resource
from cauce.apps.catalog.ckan.parts import Part
from cauce.apps.catalog.ckan.reading import read_now
from cauce.apps.catalog.contracts import Description, UploadView
from cauce.apps.catalog.models import Dataset, FormerAddress, Upload
from cauce.apps.catalog.suggestions import summary_of
from cauce.apps.catalog.upload_actions import register_upload
from cauce.apps.catalog.upload_queries import upload_view
from cauce.apps.catalog.uploading import keep
from cauce.apps.core.models import Organisation
from cauce.apps.core.permissions import Actor
from cauce.base.errors import CauceError
from cauce.base.fold import slugify

State = Upload.State
_IN_REVIEW: Final = (State.REVIEW, State.SCHEDULED)
_DRAFTS: Final = (State.READ, *_IN_REVIEW)
LONGEST_SLUG: Final = 90


@dataclass(frozen=True)
class Coming:
    """A table that is to come, and what is known of it."""

    package: Package
    part: Part
    others: Sequence[Resource]
    """The resources of its dataset that are no tables."""
    several: bool
    organisation: Organisation
    circumstances: Circumstances


class OneTable:
    """Brings tables, one by one. Every step can be done again and changes nothing then."""

    def __init__(self, actor: Actor, origin: str, files: Files, folder: Path) -> None:
        self._actor = actor
        self._origin = origin
        self._files = files
        self._folder = folder

    def bring(self, coming: Coming) -> Outcome:
        """Publishes the table, leaves it as a draft, or says why neither."""
        row = noted_of(coming.package, coming.part)
        if row is not None and is_settled(row, coming.package):
            return settled(coming.package, coming.part, row)
        dataset = (dataset_of(row) if row else None) or _only_dataset(coming)
        if dataset is not None and dataset.state == Dataset.State.WITHDRAWN:
            return _said(coming, Fate.SAME, "Se retiró aquí; no se trae otra vez.", dataset)
        try:
            found = self._files.of(coming.package, coming.part, self._folder)
            if isinstance(found, Missing):
                fate = Fate.NOT_READ if found.broken else Fate.NO_FILE
                return _said(coming, fate, found.why)
            before = row.upload if row else None
            if before is not None and before.sha256 != found.sha256 and _is_at_work(before):
                why = "El portal tiene un archivo más nuevo, y aquí se trabaja en el de antes."
                return _said(coming, Fate.DRAFT, why, upload=before)
            upload = self._upload(coming, found, before, dataset)
            return self._concluded(coming, upload)
        except (CauceError, OSError) as error:
            return _said(coming, Fate.NOT_READ, str(error), dataset)

    def _upload(
        self, coming: Coming, found: Found, before: Upload | None, dataset: Dataset | None
    ) -> Upload:
        """The upload of this very file: that of before when the bytes are the same, or a new one.

        The upload and the row that says where it comes from are one transaction.
        """
        if before is not None and before.sha256 == found.sha256:
            return before
        with found.path.open("rb") as stream:
            original = keep(found.name, stream)
        with transaction.atomic():
            if before is not None and before.state in (State.READ, State.REFUSED):
                actions.discard_upload(actor=self._actor, upload=before)
            upload: Upload = register_upload(
                actor=self._actor,
                organisation=dataset.organisation if dataset else coming.organisation,
                name=found.name,
                original=original,
                dataset=dataset,
            )
            self._note(coming, upload, dataset, settled=False)
        return upload

    def _concluded(self, coming: Coming, upload: Upload) -> Outcome:
        """What becomes of an upload, whatever it had come to."""
        if upload.state == State.REFUSED:
            actions.request_reading(actor=self._actor, upload=upload)
        why = read_now(upload)
        if why:
            return _said(coming, Fate.NOT_READ, why, upload=upload)
        if upload.state == State.PUBLISHED or upload.state == State.DISCARDED:
            said = "" if upload.state == State.PUBLISHED else "Se descartó aquí."
            self._note(coming, upload, upload.dataset, settled=True)
            return _said(coming, Fate.SAME, said, upload.dataset)
        if upload.state in _IN_REVIEW or upload.description:
            self._note(coming, upload, upload.dataset, settled=True)
            return _said(coming, Fate.DRAFT, "Espera a que alguien lo publique.", upload=upload)
        return self._published(coming, upload)

    def _published(self, coming: Coming, upload: Upload) -> Outcome:
        view = upload_view(upload)
        said = _description(coming, view)
        why = _in_the_way(coming, upload, view)
        if not why:
            try:
                return self._publish(coming, upload, said)
            except CauceError as error:
                if error.code == "version.same":
                    return self._same(coming, upload)
                why = str(error)
        with transaction.atomic():
            actions.describe_upload(
                actor=self._actor,
                upload=upload,
                description=said,
                change_note=self._note_of(coming),
            )
            self._note(coming, upload, upload.dataset, settled=True)
        return _said(coming, Fate.DRAFT, why, upload=upload)

    def _publish(self, coming: Coming, upload: Upload, said: Description) -> Outcome:
        """The version and the row that leads to it are one transaction."""
        with transaction.atomic():
            version = actions.publish_version(
                actor=self._actor,
                upload=upload,
                description=said,
                change_note=self._note_of(coming),
                slug=slug_of(coming.package, coming.part, coming.several),
            )
            upload.refresh_from_db()
            self._note(coming, upload, version.dataset, settled=True)
        fate = Fate.PUBLISHED if version.number == 1 else Fate.NEW_VERSION
        return _said(coming, fate, _remarked(coming), version.dataset)

    def _same(self, coming: Coming, upload: Upload) -> Outcome:
        with transaction.atomic():
            actions.discard_upload(actor=self._actor, upload=upload)
            self._note(coming, upload, upload.dataset, settled=True)
        return _said(coming, Fate.SAME, "Los datos no cambiaron.", upload.dataset)

    def _note(
        self, coming: Coming, upload: Upload, dataset: Dataset | None, *, settled: bool
    ) -> None:
        """Notes where every format of the table leads; once all is done, when it last changed."""
        for resource in coming.part.resources:
            actions.note_former_address(
                actor=self._actor,
                name=resource_key(coming.package.name, resource.identifier),
                organisation=upload.organisation,
                identifier=resource.identifier,
                origin=self._origin,
                dataset=dataset,
                upload=upload,
                modified=coming.package.modified if settled else "",
            )

    def _note_of(self, coming: Coming) -> str:
        changed = moment_of(coming.package.modified)
        when = f", modificado ahí el {changed.date().isoformat()}" if changed else ""
        return f"Traído de {self._origin}{when}."


def noted_of(package: Package, part: Part) -> FormerAddress | None:
    """What is noted of a table since it was brought before, in whichever of its formats."""
    for resource in part.resources:
        row = (
            FormerAddress.objects.select_related("dataset", "upload__dataset")
            .filter(name=resource_key(package.name, resource.identifier))
            .first()
        )
        if row is not None:
            return row
    return None


def is_settled(row: FormerAddress, package: Package) -> bool:
    """Whether nothing is left to do: it ended well before, and did not change there since."""
    return bool(row.modified) and not is_newer(package.modified, row.modified)


def settled(package: Package, part: Part, row: FormerAddress) -> Outcome:
    """What is told of a table that is here and did not change there."""
    upload, dataset = row.upload, dataset_of(row)
    is_draft = upload is not None and upload.state in _DRAFTS
    why = "Espera a que alguien lo publique." if is_draft else ""
    if not is_draft and dataset is None:
        why = "Se descartó aquí."
    return Outcome(
        Fate.DRAFT if is_draft else Fate.SAME,
        package.name,
        part.name,
        dataset.title if dataset else package.title,
        why,
        _address(dataset, upload),
        part.resources[0].identifier,
    )


def slug_of(package: Package, part: Part, several: bool) -> str:
    """The address wanted here: the name there, and the table's when there are several."""
    name = package.name
    plain = name.isascii() and name.replace("-", "a").replace("_", "a").isalnum()
    base = name if plain and len(name) <= LONGEST_SLUG else slugify(name)
    if not several:
        return base
    return f"{base[:50].rstrip('-_')}-{slugify(part.name, LONGEST_SLUG - 51)}"


def _description(coming: Coming, view: UploadView) -> Description:
    """Of a new dataset, what the portal says, and for the rest what the file suggests.

    The next version of one keeps what the dataset says here, where people may have mended it.
    """
    if view.line.dataset:
        return view.description
    there = description_of(coming.package, coming.part, coming.others, coming.circumstances)
    file = view.description
    return replace(
        there,
        summary=there.summary or summary_of(view.tables),
        period=there.period or file.period,
        territory=there.territory or file.territory,
        sources="\n".join(filter(None, (file.sources, there.sources))),
        notes="\n".join(filter(None, (file.notes, there.notes))),
        tables=file.tables,
    )


def _in_the_way(coming: Coming, upload: Upload, view: UploadView) -> str:
    """What only a person may decide: a licence that is not open, another structure."""
    if forbids_reuse(coming.package.licence):
        named = "; ".join(coming.package.licence)
        return f"La licencia «{named}» no es abierta: decida si se publica con otra."
    grave = [str(each["message"]) for each in view.drift if each["severity"] != "info"]
    if upload.dataset_id is not None and grave:
        return f"La estructura del archivo cambió: {' '.join(grave)}"
    return ""


def _remarked(coming: Coming) -> str:
    """What whoever looks after the portal should know of something that was published."""
    said = []
    if not licence_of(coming.package.licence):
        named = "; ".join(coming.package.licence)
        before = f"Decía como licencia «{named}»" if named else "No decía licencia"
        said.append(f"{before}: se publicó con {coming.circumstances.licence}.")
    if not coming.package.groups:
        said.append(f"No tenía grupo: {', '.join(coming.circumstances.themes)}.")
    return " ".join(said)


def _is_at_work(upload: Upload) -> bool:
    """Whether people mend, review or wait to publish it."""
    return upload.state in _IN_REVIEW or (upload.state == State.READ and upload.editors.exists())


def _only_dataset(coming: Coming) -> Dataset | None:
    """Of a dataset with one table, what it became: its file may have been put there anew."""
    if coming.several:
        return None
    row = (
        FormerAddress.objects.select_related("dataset")
        .filter(name=dataset_key(coming.package.name), identifier=coming.package.identifier)
        .first()
    )
    under = FormerAddress.objects.filter(
        name__startswith=f"{dataset_key(coming.package.name)}/resource/", dataset__isnull=False
    )
    one = under.values("dataset").distinct().count() == 1
    return row.dataset if row is not None and one else None


def _said(
    coming: Coming,
    fate: Fate,
    why: str,
    dataset: Dataset | None = None,
    upload: Upload | None = None,
) -> Outcome:
    return Outcome(
        fate,
        coming.package.name,
        coming.part.name,
        dataset.title if dataset else title_of(coming.package, coming.part, coming.several),
        why,
        _address(dataset, upload) or coming.part.resources[0].url,
        coming.part.resources[0].identifier,
    )


def _address(dataset: Dataset | None, upload: Upload | None) -> str:
    if dataset is not None and (upload is None or upload.state not in _DRAFTS):
        return reverse("catalog:dataset", args=[dataset.slug])
    return reverse("catalog:understood", args=[upload.key]) if upload is not None else ""
