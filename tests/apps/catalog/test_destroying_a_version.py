"""Two persons destroy a version: bytes, rows, index and copies go; number, hash and reason stay."""

import sqlite3
from dataclasses import replace

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from cauce.apps.catalog import access, actions, purging, queries
from cauce.apps.catalog.comparing import compared
from cauce.apps.catalog.contracts import Search
from cauce.apps.catalog.models import Dataset, Purge, Upload, Version
from cauce.apps.catalog.store import store
from cauce.apps.core.models import Job
from cauce.apps.core.worker import run_job_now
from cauce.base.errors import Conflict, NotFound, Refusal
from cauce.base.purges import LEDGER_NAME, PurgeEntry, read_ledger
from cauce.engine.reading.report import FileReport
from tests.apps.catalog import samples

SECRET = {**samples.WATER, "Municipio": ["Xiloteperrique", "San Pedro Carchá", "Tactic"]}
"""A table with a word that is nowhere else."""


@pytest.fixture(autouse=True)
def _data_of_its_own(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "CAUCE", replace(settings.CAUCE, data_dir=tmp_path))


@pytest.fixture
def destroy(people):
    """Destroys a version as two persons do, and does the job that follows."""

    def by_two(version):
        purge = actions.ask_purge(actor=people.alicia, version=version, reason="Tenía nombres.")
        actions.confirm_purge(actor=people.olga, purge=purge)
        job = Job.objects.filter(kind="catalog.destroy_version").latest("pk")
        run_job_now(job.pk)

    return by_two


def test_one_person_does_not_destroy(people, tmp_path):
    version = samples.publish(people.planning, tmp_path)
    purge = actions.ask_purge(actor=people.olga, version=version, reason="Tenía nombres.")
    with pytest.raises(Refusal, match="lo confirma otra persona"):
        actions.confirm_purge(actor=people.olga, purge=purge)
    assert version.tables.exists()


def test_what_was_asked_may_be_refused_and_the_version_stands(people, tmp_path):
    version = samples.publish(people.planning, tmp_path)
    purge = actions.ask_purge(actor=people.alicia, version=version, reason="Tenía nombres.")
    actions.refuse_purge(actor=people.olga, purge=purge)
    assert not Purge.objects.exists()
    assert access.dataset_for_reading(people.alicia, version.dataset.slug) == version.dataset


def test_the_bytes_are_destroyed_and_the_ledger_says_so(people, tmp_path, destroy):
    version = samples.publish(people.planning, tmp_path, SECRET)
    table, original = version.tables.get().sha256, version.original_sha256
    destroy(version)
    for sha256, find in ((table, store().path_of), (original, store().original)):
        with pytest.raises(NotFound):
            find(sha256)
    (entry,) = read_ledger(settings.CAUCE.data_dir / LEDGER_NAME)
    assert (entry.dataset, entry.version, entry.hash) == (version.dataset.slug, 1, version.hash)
    assert (entry.tables, entry.originals) == ((table,), (original,))


def test_nothing_of_it_stays_in_the_rows_or_in_the_index(people, tmp_path, destroy):
    version = samples.publish(people.planning, tmp_path, SECRET, actor=people.alicia)
    assert queries.find(Search(text="xiloteperrique")).total == 1
    destroy(version)
    assert queries.find(Search(text="xiloteperrique")).total == 0
    with connection.cursor() as cursor:
        names = [
            name
            for (name,) in cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            ).fetchall()
        ]
        for name in names:
            rows = str(cursor.execute(f'SELECT * FROM "{name}"').fetchall()).lower()
            assert "xiloteperrique" not in rows, name


def _is_said_somewhere(word: str) -> list[str]:
    """The tables of the database in which a word stands."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        names = [name for (name,) in cursor.fetchall()]
        return [
            name
            for name in names
            if word in str(cursor.execute(f'SELECT * FROM "{name}"').fetchall()).lower()
        ]


def test_the_next_version_does_not_remember_its_rows(people, tmp_path, destroy):
    first = samples.publish(people.planning, tmp_path, SECRET)
    upload = samples.read_upload(
        people.planning, {"agua": samples.WATER}, tmp_path, dataset=first.dataset
    )
    Upload.objects.filter(pk=upload.pk).update(
        comparison=compared(upload, FileReport.from_json(upload.report))
    )
    upload.refresh_from_db()
    assert "Xiloteperrique" in str(upload.comparison)
    actions.publish_version(actor=samples.SYSTEM, upload=upload, description=samples.words())
    destroy(first)
    assert _is_said_somewhere("xiloteperrique") == []


def test_notices_names_of_files_and_words_of_the_dataset_go_too(people, tmp_path, destroy):
    first = samples.publish(people.planning, tmp_path)
    upload = samples.read_upload(
        people.planning, {"agua": SECRET}, tmp_path, dataset=first.dataset, actor=people.alicia
    )
    said = {"summary": "Hogares de Xiloteperrique.", "notes": "De Xiloteperrique."}
    samples.described(upload, people.alicia, **said)
    actions.request_review(
        actor=people.alicia, upload=upload, message="Ya está Xiloteperrique.", change_note=""
    )
    Job.objects.filter(params__upload=upload.key).update(traceback="ValueError: Xiloteperrique")
    second = actions.publish_reviewed(actor=people.bruno, upload=upload)
    destroy(second)
    assert _is_said_somewhere("xiloteperrique") == []
    assert Dataset.objects.get().summary == first.summary
    destroy(first)
    assert Dataset.objects.get().summary == ""


def test_number_hash_and_reason_stay_and_the_address_says_why(people, tmp_path, destroy, client):
    version = samples.publish(people.planning, tmp_path, SECRET)
    destroy(version)
    version.refresh_from_db()
    assert (version.number, len(version.hash), version.title) == (1, 64, "")
    for address in ("", "v/1/", "v/1/agua.csv", "agua.parquet", "v/1/original/", "v/1/cita.bib"):
        answer = client.get(f"/datos/{version.dataset.slug}/{address}")
        assert answer.status_code == 410, address
        assert "Tenía nombres." in answer.content.decode()
        assert version.hash in answer.content.decode()


def test_the_version_before_becomes_the_newest_and_numbers_are_not_used_again(
    people, tmp_path, destroy, client
):
    first = samples.publish(people.planning, tmp_path)
    second = samples.publish(people.planning, tmp_path, SECRET, dataset=first.dataset)
    destroy(second)
    dataset = Dataset.objects.get()
    assert (dataset.latest, dataset.state) == (first, "published")
    page = client.get(f"/datos/{dataset.slug}/").content.decode()
    assert "Se destruyó. Motivo: Tenía nombres." in page
    assert client.get(f"/datos/{dataset.slug}/v/2/").status_code == 410
    third = samples.publish(
        people.planning,
        tmp_path,
        {**samples.WATER, "Año": [2020, 2020, 2020]},
        dataset=first.dataset,
    )
    assert third.number == 3


def test_what_another_version_has_too_stays_with_it(people, tmp_path, destroy):
    first = samples.publish(people.planning, tmp_path)
    second = samples.publish(
        people.planning, tmp_path, dataset=first.dataset, title="El mismo con otro título"
    )
    view = queries.purge_view(second, people.olga)
    assert any("está igual en la versión 1" in sentence for sentence in view.kept_elsewhere)
    destroy(second)
    assert store().path_of(first.tables.get().sha256).is_file()
    assert queries.dataset_page(Dataset.objects.get(), 1).tables[0].rows == 3


def test_the_database_lets_a_version_be_emptied_only_once_two_agreed(people, tmp_path):
    version = samples.publish(people.planning, tmp_path)
    actions.ask_purge(actor=people.alicia, version=version, reason="Tenía nombres.")
    with pytest.raises(Exception, match="never changed"):
        version.tables.all().delete()


def test_a_backup_brought_back_is_purged_again(people, tmp_path, destroy):
    version = samples.publish(people.planning, tmp_path, SECRET)
    sha256 = version.tables.get().sha256
    entry = PurgeEntry(
        at=version.published_at,
        dataset=version.dataset.slug,
        version=1,
        hash=version.hash,
        tables=(sha256,),
        originals=(version.original_sha256,),
        reason="Tenía nombres.",
    )
    assert purging.apply_purges([entry]) == 1
    assert not store().has(sha256)
    assert Version.objects.get().purge.confirmed_by is None
    assert Upload.objects.get().report is None
    assert purging.apply_purges([entry]) == 0


def test_a_backup_of_before_it_was_published_does_not_bring_the_file_back(people, tmp_path):
    older = samples.read_upload(people.planning, {"agua": SECRET}, tmp_path)
    table = older.report["tables"][0]["parquet"]
    entry = PurgeEntry(
        at=timezone.now(),
        dataset="hogares-con-agua-por-municipio",
        version=1,
        hash="a" * 64,
        tables=(table,),
        originals=(older.sha256,),
        reason="Tenía nombres.",
    )
    later = samples.read_upload(people.planning, {"agua": samples.WATER}, tmp_path)
    Upload.objects.filter(pk=later.pk).update(sha256=older.sha256)  # sent again, and mended
    assert purging.apply_purges([entry]) == 0
    older.refresh_from_db()
    assert (older.state, older.report) == ("discarded", None)
    assert not store().has(table)
    later.refresh_from_db()
    assert later.state == "read"
    assert _is_said_somewhere("xiloteperrique") == []


def test_a_destroyed_version_is_not_destroyed_twice(people, tmp_path, destroy):
    version = samples.publish(people.planning, tmp_path)
    destroy(version)
    with pytest.raises(Conflict):
        actions.ask_purge(actor=people.alicia, version=version, reason="Otra vez.")
    with pytest.raises(NotFound):
        access.version_for_purging(people.alicia, version.dataset.slug, 1)


def test_the_page_asks_confirms_by_hash_and_tells(people, tmp_path, client):
    version = samples.publish(people.planning, tmp_path)
    page = f"/datos/{version.dataset.slug}/v/1/destruir/"
    client.force_login(people.alicia)
    assert client.post(page, {"reason": ""}).status_code == 200
    assert client.post(page, {"reason": "Tenía nombres."}).status_code == 302
    assert "Falta que otra persona lo confirme" in client.get(page).content.decode()
    assert "Se pide destruir" not in client.get("/publicar/").content.decode()
    client.force_login(people.olga)
    assert "Se pide destruir la versión 1" in client.get("/publicar/").content.decode()
    wrong = client.post(page, {"huella": "00000000"})
    assert wrong.status_code == 400
    assert "ocho signos de la huella" in wrong.content.decode()
    assert client.post(page, {"huella": version.hash[:8]}).status_code == 302
    assert client.get(f"/datos/{version.dataset.slug}/").status_code == 410
    client.force_login(people.carla)
    assert client.get(page).status_code == 404


def test_sqlite_writes_over_what_it_deletes():
    """What ``purging`` asks of SQLite exists here."""
    base = sqlite3.connect(":memory:")
    base.execute("PRAGMA secure_delete = ON")
    assert base.execute("PRAGMA secure_delete").fetchone() == (1,)
    base.close()
