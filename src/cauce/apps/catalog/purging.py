"""What destroying a version takes out: rows in one transaction, then bytes, ledger first.

The order matters: the rows go with the decision, so that nothing is shown from that moment; the
ledger is written before the bytes go, so that a backup brought back destroys them again.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cauce.apps.catalog import generation, kept, search_index, tables
from cauce.apps.catalog.figures import drawings
from cauce.apps.catalog.fingerprint import WORDS
from cauce.apps.catalog.models import Dataset, Purge, Table, Transfer, Upload, Version
from cauce.apps.catalog.store import store
from cauce.apps.core.models import Job, Notice
from cauce.base.purges import PurgeEntry, note_purge

_EMPTY: Final = {
    "title": "",
    "summary": "",
    "description": "",
    "owner": "",
    "contact": "",
    "territory": "",
    "period": "",
    "sources": "",
    "notes": "",
    "change_note": "",
    "themes": [],
    "tags": [],
    "original_sha256": "",
    "original_name": "",
    "original_size": 0,
    "original_public": False,
    "recipe": {},
    "drift": [],
    "comparison": {},
    "waivers": [],
}
"""What a purged version still says."""
_SAID: Final = ("summary", "description", "contact", "territory", "period", "sources", "notes")
"""What a dataset without versions no longer says of itself; its title goes with its address."""


def empty(purge: Purge) -> PurgeEntry:
    """Takes out of the database all that a purged version said, within a transaction.

    Gives what must be destroyed on disk: the tables and the original that nothing else names.
    """
    version = purge.version
    original = version.original_sha256
    table_hashes = set(version.tables.values_list("sha256", flat=True))
    table_hashes.update(_read_of(version, original))
    entry = PurgeEntry(
        at=(purge.confirmed_at or timezone.now()).astimezone(UTC),
        dataset=version.dataset.slug,
        version=version.number,
        hash=version.hash,
        tables=tuple(sorted(table_hashes)),
        originals=(original,) if original else (),
        reason=purge.reason,
    )
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA secure_delete = ON")
    version.tables.all().delete()
    Version.objects.filter(pk=version.pk).update(**_EMPTY)
    _forget_uploads(version, original)
    _forget_comparisons(version)
    # A caption or a filter may say what the version told; pinning again takes a moment.
    version.dataset.pinned_figures.all().delete()
    _step_back(version, purge.reason)
    generation.turn()
    transaction.on_commit(_forget_memory)
    return entry


def destroy(entry: PurgeEntry) -> int:
    """Destroys the bytes of a purged version, the ledger first; gives how many files went.

    What another version or upload also names stays. Doing it again changes nothing.
    """
    note_purge(entry, settings.CAUCE.purges_path, settings.CAUCE.backup_path)
    shared = _named_elsewhere(entry)
    gone = sum(
        store().destroy(sha256)
        for sha256 in (*entry.tables, *entry.originals)
        if sha256 not in shared
    )
    _forget_pages()
    return gone


def apply_purges(entries: Iterable[PurgeEntry]) -> int:
    """Destroys again what a ledger says was destroyed; gives how many versions stood.

    For a restored backup that was made before the purge.
    """
    stood = 0
    for entry in entries:
        version = (
            Version.objects.select_related("dataset")
            .filter(dataset__slug=entry.dataset, number=entry.version, hash=entry.hash)
            .first()
        )
        if version is not None:
            with transaction.atomic():
                purge, _new = Purge.objects.get_or_create(
                    version=version, defaults={"reason": entry.reason}
                )
                if purge.confirmed_at is None or version.tables.exists():
                    stood += 1
                    purge.reason, purge.confirmed_at = entry.reason, entry.at
                    purge.save()
                    empty(purge)
        with transaction.atomic():
            _forget_drafts(entry)
        destroy(entry)
    return stood


def _uploads_of(version: Version, original: str) -> QuerySet[Upload]:
    """The upload that became the version, and drafts of the very same file."""
    own = Upload.objects.filter(version=version)
    if not original:
        return own
    return (own | Upload.objects.filter(sha256=original, version=None)).distinct()


def _read_of(version: Version, original: str) -> Iterator[str]:
    """The tables that were last read of its file, published or not."""
    for upload in _uploads_of(version, original):
        for table in (upload.report or {}).get("tables", ()):
            if table.get("parquet"):
                yield table["parquet"]


def _forget_uploads(version: Version, original: str) -> None:
    """What was read of the file: of the upload that became the version, and of its twins."""
    for upload in _uploads_of(version, original):
        _forget_upload(upload)


def _forget_drafts(entry: PurgeEntry) -> None:
    """The file of a purged version where it had not become that version yet, in an older backup.

    What was sent after the purge is another decision: perhaps the same file without a column.
    """
    before = Upload.objects.filter(
        sha256__in=entry.originals, version=None, uploaded_at__lte=entry.at
    )
    for upload in before.exclude(state=Upload.State.DISCARDED, report=None):
        _forget_upload(upload)


def _forget_upload(upload: Upload) -> None:
    upload.report = upload.recipe = None
    upload.profiles, upload.description, upload.comparison = {}, {}, {}
    upload.drift = upload.screening = []
    upload.name, upload.refusal, upload.change_note = _("archivo destruido"), "", ""
    upload.keys = {}
    upload.corrections.all().delete()
    upload.reviews.update(message="", notes="")
    upload.waivers.update(request="")
    if upload.version_id is None:
        upload.state = Upload.State.DISCARDED
    upload.save()
    _forget_what_was_told(upload)


def _forget_what_was_told(upload: Upload) -> None:
    """Notes that persons wrote to each other, the file's name, what a reading stumbled on."""
    address = reverse("catalog:review", args=[upload.key])
    Notice.objects.filter(link=address).update(subject=upload.name, body="")
    Transfer.objects.filter(upload=upload).update(name=upload.name)
    Job.objects.filter(params__upload=upload.key).update(error="", traceback="")


def _forget_comparisons(version: Version) -> None:
    """Examples of its rows in what was compared with it: drafts, and what is published already."""
    Upload.objects.filter(dataset=version.dataset).update(comparison={})


def _step_back(version: Version, reason: str) -> None:
    """The newest version that stands becomes the dataset's, or the dataset is withdrawn."""
    dataset = Dataset.objects.select_for_update().get(pk=version.dataset_id)
    if dataset.latest_id != version.pk:
        return
    standing = dataset.versions.filter(purge__confirmed_at=None).order_by("-number").first()
    if standing is None:
        dataset.state, dataset.latest = Dataset.State.WITHDRAWN, None
        dataset.withdrawn_reason = reason
        for name in _SAID:
            setattr(dataset, name, "")
        search_index.forget(dataset)
    else:
        dataset.latest = standing
        for name in WORDS:
            setattr(dataset, name, getattr(standing, name))
        if dataset.state == Dataset.State.PUBLISHED:
            search_index.index(dataset, tables.tables_of(standing))
    dataset.save(update_fields=["state", "latest", "withdrawn_reason", *WORDS])


def _named_elsewhere(entry: PurgeEntry) -> set[str]:
    """The hashes of the entry that a version that stands, or an upload under way, also names."""
    originals = Version.objects.filter(original_sha256__in=entry.originals)
    uploads = Upload.objects.filter(sha256__in=entry.originals, version=None).exclude(
        state=Upload.State.DISCARDED
    )
    return {
        *Table.objects.filter(sha256__in=entry.tables).values_list("sha256", flat=True),
        *originals.values_list("original_sha256", flat=True),
        *uploads.values_list("sha256", flat=True),
    }


def _forget_memory() -> None:
    """Drops what this process keeps in memory; others drop it with the turn of the generation."""
    drawings.forget()
    kept.forget()
    tables.forget()


def _forget_pages() -> None:
    """Writes the emptied pages of the database over what they held, where it keeps a journal.

    The search index marks what is taken out and keeps its words until its parts are joined.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")
            cursor.execute("INSERT INTO catalog_search (catalog_search) VALUES ('optimize')")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
