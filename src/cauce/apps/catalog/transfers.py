"""Files on their way: begun, gone on with after a cut, finished, given up, swept.

A transfer is like a session or the progress of a job: bytes of one person that nobody else sees
and that may vanish. So it is written by plain functions and leaves no event of its own; what
matters is when a file becomes the institution's, and that is the action ``register_upload``, in
the same transaction that notes what became of the transfer. How far it has come is not written
in any row: the part file says it (see ``engine.part_file``).
"""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cauce.apps.catalog import upload_actions, uploading
from cauce.apps.catalog.models import Dataset, Transfer, Upload
from cauce.apps.catalog.store import store
from cauce.apps.core.acting import demand
from cauce.apps.core.models import Organisation, User
from cauce.apps.core.permissions import Verb
from cauce.base.errors import CauceError, Conflict, NotFound, Refusal
from cauce.base.ids import new_id
from cauce.base.numerals import bytes_es
from cauce.engine.part_file import PartFile

LIFETIME: Final = timedelta(days=7)
"""How long a transfer waits for its next part, and an answer to be asked for again."""
MOST_OPEN: Final = 5
"""Files that one person may have half way."""
SYNC: Final = 32 * 2**20
"""Bytes after which a long part is made durable without waiting for its end."""
_ORPHAN: Final = timedelta(days=1)


def begin(
    *, person: User, organisation: Organisation, name: str, size: int, dataset: Dataset | None
) -> Transfer:
    """Makes room for a file of ``size`` bytes; with ``dataset``, as its next version.

    Raises:
        Denied: when ``person`` may not send files for the organisation.
        Conflict: when the dataset takes no more versions.
        Refusal: when it is empty, too large (``limit.upload``), one too many (``transfer.many``)
            or would fill the disk (``transfer.space``).
    """
    demand(person, Verb.EDIT_DATASET, organisation)
    if dataset is not None:
        _check_open_to_versions(dataset, organisation)
    name = uploading.safe_name(name)
    uploading.check_size(name, size)
    sweep()
    open_ones = _open(person)
    if len(open_ones) >= MOST_OPEN:
        raise Refusal(
            _("Ya tiene %(count)d envíos a medias.") % {"count": len(open_ones)},
            code="transfer.many",
            remedy=_("Termine o descarte alguno en «Publicar»."),
        )
    _check_room(size)
    key = new_id()
    part = PartFile(_place(key))
    part.create()
    try:
        return Transfer.objects.create(
            key=key,
            organisation=organisation,
            uploaded_by=person,
            dataset=dataset,
            name=name,
            size=size,
        )
    except BaseException:
        part.remove()
        raise


def transfer_of(person: User, key: str) -> Transfer:
    """A transfer that ``person`` began; those of others do not exist.

    Raises:
        NotFound: also when it expired (``transfer.expired``).
    """
    transfer = (
        Transfer.objects.select_related("organisation", "dataset", "upload")
        .filter(key=key, uploaded_by=person)
        .first()
    )
    if transfer is None:
        raise NotFound(_("No hay un envío suyo en esta dirección."), code="transfer.unknown")
    if expires_at(transfer) <= timezone.now():
        raise NotFound(
            _("El envío de «%s» venció.") % transfer.name,
            code="transfer.expired",
            remedy=_("Envíe el archivo desde el principio."),
        )
    return transfer


def unfinished_of(person: User) -> tuple[Transfer, ...]:
    """What ``person`` has half way and may go on with, the last first."""
    return tuple(_open(person).select_related("organisation", "dataset"))


def received(transfer: Transfer) -> int:
    """Bytes that have arrived.

    Raises:
        NotFound: when they were given up or swept.
    """
    return transfer.size if transfer.upload_id else part_of(transfer).length()


def part_of(transfer: Transfer) -> PartFile:
    """The file that holds what has arrived."""
    return PartFile(_place(transfer.key))


def expires_at(transfer: Transfer) -> datetime:
    """When it is swept, if nothing more comes."""
    return transfer.touched_at + LIFETIME


def go_on(transfer: Transfer, chunks: Iterable[bytes], at: int) -> int:
    """Adds what arrives at byte ``at``; gives the new end. What arrived before an error stays.

    Raises:
        EndMoved: when ``at`` is not the end, at the beginning or meanwhile.
        Refusal: when more comes than was announced.
    """
    part = part_of(transfer)
    end = at
    try:
        synchronised = at
        for chunk in chunks:
            if end + len(chunk) > transfer.size:
                raise Refusal(_("Llegó más de lo que se anunció."), code="limit.announced")
            end = part.append(chunk, end)
            if end - synchronised >= SYNC:
                part.synchronise()
                synchronised = end
    finally:
        if end > at:
            part.synchronise()
            Transfer.objects.filter(pk=transfer.pk).update(touched_at=timezone.now())
    return end


def finish(person: User, transfer: Transfer) -> Upload:
    """Gives the whole file to the store and asks for its reading, once, however often it is asked.

    Raises:
        Denied, Conflict: when ``person`` or the dataset lost what was needed since it began.
    """
    part = part_of(transfer)
    try:
        if part.length() != transfer.size:
            raise Conflict(_("El archivo todavía no llegó completo."), code="transfer.incomplete")
        original = store().link_original(part.path)
    except CauceError:
        transfer.refresh_from_db()
        if transfer.upload is None:
            raise
        return transfer.upload
    with transaction.atomic():
        row = Transfer.objects.select_for_update().get(pk=transfer.pk)
        if row.upload is None:
            row.upload = upload_actions.register_upload(
                actor=person,
                organisation=row.organisation,
                name=row.name,
                original=original,
                dataset=row.dataset,
            )
            row.touched_at = timezone.now()
            row.save(update_fields=["upload", "touched_at"])
    part.remove()
    return row.upload


def give_up(transfer: Transfer) -> None:
    """Forgets a transfer and its bytes; what already became an upload stays one."""
    transfer.delete()
    PartFile(_place(transfer.key)).remove()


def receive_whole(
    *, person: User, organisation: Organisation, name: str, path: Path, dataset: Dataset | None
) -> Upload:
    """Takes in a file that a form brought in one piece and that stands in ``folder()``."""
    demand(person, Verb.EDIT_DATASET, organisation)
    name = uploading.safe_name(name)
    uploading.check_size(name, path.stat().st_size)
    return upload_actions.register_upload(
        actor=person,
        organisation=organisation,
        name=name,
        original=store().link_original(path),
        dataset=dataset,
    )


def sweep() -> int:
    """Removes expired transfers and the files that no transfer names; how many files they were."""
    Transfer.objects.filter(touched_at__lte=timezone.now() - LIFETIME).delete()
    swept = 0
    for path in _forgotten():
        PartFile(path).remove()
        swept += 1
    return swept


def folder() -> Path:
    """Where files stand while they arrive: on the disk of the store, private."""
    place: Path = settings.CAUCE.data_dir / "envios"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def _place(key: str) -> Path:
    return folder() / f"{key}.part"


def _open(person: User) -> QuerySet[Transfer]:
    return Transfer.objects.filter(
        uploaded_by=person, upload=None, touched_at__gt=timezone.now() - LIFETIME
    )


def _forgotten() -> Iterator[Path]:
    """Files without a row that waits for them, once nobody can be busy with them."""
    waited_for = set(Transfer.objects.filter(upload=None).values_list("key", flat=True))
    limit = (timezone.now() - _ORPHAN).timestamp()
    for path in folder().iterdir():
        with suppress(FileNotFoundError):
            if path.stem not in waited_for and path.stat().st_mtime <= limit:
                yield path


def _check_open_to_versions(dataset: Dataset, organisation: Organisation) -> None:
    if dataset.organisation_id != organisation.pk:
        raise Refusal(_("El conjunto de datos es de otra entidad."), code="upload.organisation")
    if dataset.state == Dataset.State.WITHDRAWN:
        raise Conflict(
            _("El conjunto de datos está retirado y no admite versiones nuevas."),
            code="dataset.hidden",
        )


def _check_room(size: int) -> None:
    """Refuses what would not fit beside what others were already promised."""
    promised = sum(
        max(0, transfer.size - _arrived(transfer))
        for transfer in Transfer.objects.filter(upload=None).only("key", "size", "upload")
    )
    spare = settings.CAUCE.free_disk_mb * 2**20
    free = shutil.disk_usage(folder()).free - promised - spare
    if size > free:
        raise Refusal(
            _("El servidor no tiene espacio para %(size)s: le quedan %(free)s para archivos.")
            % {"size": bytes_es(size), "free": bytes_es(max(0, free))},
            code="transfer.space",
            remedy=_("Avise a informática; nada de lo suyo se perdió."),
        )


def _arrived(transfer: Transfer) -> int:
    try:
        return part_of(transfer).length()
    except NotFound:
        return 0
