"""A backup holds every file that a row names, whichever row of the catalogue it is."""

import io
import os
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import timezone

from cauce.apps.catalog.models import Purge
from cauce.apps.catalog.named_files import named_files
from cauce.apps.catalog.store import store
from cauce.apps.catalog.sweeping import files_named, sweep_unnamed, unnamed_files
from tests.apps.catalog import samples

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _store_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "CAUCE", replace(settings.CAUCE, data_dir=tmp_path))


def test_every_row_that_names_a_file_is_known():
    """A new field that names a file must be read by ``named_files``, or backups lose the file."""
    fields = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("catalog").get_models()
        for field in model._meta.get_fields()
        if "sha256" in field.name
    }
    assert fields == {"Version.original_sha256", "Table.sha256", "Upload.sha256"}


def test_a_database_of_another_age_has_fewer_tables():
    def nothing(select):
        raise AssertionError(select)

    found = named_files(nothing, {"core_user"})
    assert (found.tables, found.originals) == (frozenset(), frozenset())


def test_drafts_of_an_older_database_are_read_as_text():
    sha, original = "a" * 64, "b" * 64
    rows = {"catalog_upload": [(original, f'{{"tables": [{{"parquet": "{sha}"}}, {{}}]}}')]}

    def ask(select):
        return rows[select.split(" FROM ")[1].split()[0]]

    found = named_files(ask, {"catalog_upload"})
    assert (found.tables, found.originals) == ({sha}, {original})


def test_versions_and_drafts_name_their_files_until_they_are_purged(people, tmp_path):
    version = samples.publish(people.planning, tmp_path)
    table = version.tables.get().sha256
    found = files_named()
    assert (table in found.tables, version.original_sha256 in found.originals) == (True, True)
    Purge.objects.create(version=version, reason="x", confirmed_at=timezone.now())
    found = files_named()
    assert table not in found.tables
    assert version.original_sha256 not in found.originals


def test_only_what_nobody_names_and_nobody_is_at_is_swept(people, tmp_path):
    version = samples.publish(people.planning, tmp_path)
    named = {version.tables.get().sha256, version.original_sha256}
    old, young = (store().put_original(io.BytesIO(body)).sha256 for body in (b"old", b"young"))
    long_ago = time.time() - 2 * DAY.total_seconds()
    for path in (store().original(old), store().original(version.original_sha256)):
        os.utime(path, (long_ago, long_ago))
    assert [sha256 for sha256, _path in unnamed_files(DAY)] == [old]
    assert sweep_unnamed(DAY) == 1
    assert set(store().names("originals")) | set(store().names("tables")) == named | {young}
    assert sweep_unnamed(DAY) == 0
