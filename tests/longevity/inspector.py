"""Looks an installation over from a process of its own: one question a line, answers in JSON.

``prepare`` makes the database and the people; ``flaws`` gives in words whatever is half done.
"""

import json
import sys
from collections.abc import Iterator

import django

PUBLISHED_BY = ("catalog.publish_version", "catalog.publish_reviewed", "catalog.publish_due")


def flaws() -> list[str]:
    """What contradicts what: nothing, at any moment. Nobody writes meanwhile."""
    from django.db import transaction

    with transaction.atomic():
        return list(_flaws())


def _flaws() -> Iterator[str]:
    from cauce.apps.core.chain import verify_chain

    yield from (f"log: {flaw.message}" for flaw in verify_chain().flaws)
    yield from _of_database()
    yield from _of_store()
    yield from _of_versions()
    yield from _of_uploads()
    yield from _of_search()


def _of_database() -> Iterator[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        yield from (f"database: {row[0]}" for row in cursor.fetchall() if row[0] != "ok")
        cursor.execute("PRAGMA foreign_key_check")
        yield from (f"database: {row}" for row in cursor.fetchall())


def _of_store() -> Iterator[str]:
    """Every kept file is what its name says, and every file that a row names is there."""
    from cauce.apps.catalog.models import Table, Upload, Version
    from cauce.apps.catalog.store import store

    kept = store()
    yield from (f"store: {problem.path}: {problem.message}" for problem in kept.verify())
    tables = set(Table.objects.values_list("sha256", flat=True))
    originals = set(Version.objects.values_list("original_sha256", flat=True))
    for upload in Upload.objects.all():
        originals.add(upload.sha256)
        reported = (upload.report or {}).get("tables", ())
        tables |= {table["parquet"] for table in reported if table["parquet"]}
    yield from (f"no table {name}" for name in tables - set(kept.names("tables")))
    yield from (f"no original {name}" for name in originals - set(kept.names("originals")))


def _of_versions() -> Iterator[str]:
    """Versions are whole, counted without gaps, fingerprinted, and each has its event."""
    from cauce.apps.catalog.fingerprint import fingerprint
    from cauce.apps.catalog.models import Dataset, Upload, Version
    from cauce.apps.core.models import AuditEvent

    told = AuditEvent.objects.filter(action__in=PUBLISHED_BY).count()
    if told != Version.objects.count():
        yield f"{told} events of {Version.objects.count()} versions"
    for version in Version.objects.select_related("dataset"):
        tables = list(version.tables.all())
        if not tables or fingerprint(version, tables) != version.hash:
            yield f"{version} is not whole"
        if Upload.objects.filter(version=version, state="published").count() != 1:
            yield f"{version} came of no upload, or of several"
    for dataset in Dataset.objects.prefetch_related("versions"):
        numbers = sorted(version.number for version in dataset.versions.all())
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"{dataset}: versions {numbers}"
        if dataset.latest is None or dataset.latest.number != numbers[-1]:
            yield f"{dataset}: its last version is not {numbers[-1:]}"


def _of_uploads() -> Iterator[str]:
    """What is read has its report, and what waits to be read has somebody to do it."""
    from cauce.apps.catalog.models import Upload
    from cauce.apps.core.models import AuditEvent

    for upload in Upload.objects.select_related("job"):
        is_open = upload.job is not None and upload.job.state in ("queued", "running")
        if upload.state in ("received", "reading") and not is_open:
            yield f"{upload} waits for a job that is not there"
        if upload.state in ("read", "review", "scheduled", "published") and not upload.report:
            yield f"{upload} is {upload.state} without a report"
        if (upload.state == "published") != (upload.version_id is not None):
            yield f"{upload} is {upload.state} with version {upload.version_id}"
    told = AuditEvent.objects.filter(action="catalog.register_upload").count()
    if told != Upload.objects.count():
        yield f"{told} events of {Upload.objects.count()} uploads"


def _of_search() -> Iterator[str]:
    """Found is what is published, all of it and nothing else."""
    from django.db import connection

    from cauce.apps.catalog import search
    from cauce.apps.catalog.models import Dataset

    published = {each.pk: each.title for each in Dataset.objects.filter(state="published")}
    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid FROM catalog_search")
        indexed = [row[0] for row in cursor.fetchall()]
    if sorted(indexed) != sorted(published):
        yield f"indexed {sorted(indexed)}, published {sorted(published)}"
    search.forget()
    for number, title in published.items():
        hits = search.find(title)
        if hits is None or number not in hits.ids:
            yield f"«{title}» is not found by its title"


def prepare() -> str:
    """A database with an organisation, two people who send files and one who reviews."""
    from cauce.cli.init import prepare_database
    from cauce.cli.serve import collect_static

    prepare_database()
    collect_static()
    from cauce.apps.core import actions
    from cauce.apps.core.permissions import Role, System
    from tests.longevity.installation import PASSWORD, PUBLISHER, REVIEWER, SECOND

    maker = System("pruebas")
    organisation = actions.create_organisation(actor=maker, name="Planificación", slug="plan")
    for email, role in (
        (PUBLISHER, Role.PUBLISHER),
        (SECOND, Role.PUBLISHER),
        (REVIEWER, Role.REVIEWER),
    ):
        person = actions.create_user(
            actor=maker, email=email, full_name=email.split("@")[0], password=PASSWORD
        )
        actions.grant_role(actor=maker, user=person, organisation=organisation, role=role)
    return "made"


ANSWERS = {"flaws": flaws, "prepare": prepare}

if __name__ == "__main__":
    django.setup()
    for line in sys.stdin:
        print(json.dumps(ANSWERS[line.strip()]()), flush=True)
