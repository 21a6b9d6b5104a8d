"""Reading in the background: kept whole, refused in words, done again when asked or killed."""

import io
import json
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from cauce.apps.catalog import access, actions, jobs, queries
from cauce.apps.catalog.models import Upload
from cauce.apps.catalog.store import store
from cauce.apps.core.jobs import JobContext
from cauce.apps.core.models import Job
from cauce.apps.core.worker import do_job, run_job_now
from cauce.base.errors import Conflict, Denied, Refusal
from tests.apps.catalog import samples
from tests.apps.catalog.other_process import FILE
from tests.apps.core.conftest import environ_of

NEXT = b"Municipio;Viviendas\nTactic;6.100\nSalam\xe1;12.000\n"


@pytest.fixture
def receive(people):
    """Receives a file for ``planning``, as Alicia."""

    def received(data: bytes = FILE, name: str = "agua.csv", **more) -> Upload:
        return actions.receive_upload(
            actor=people.alicia,
            organisation=people.planning,
            name=name,
            stream=io.BytesIO(data),
            **more,
        )

    return received


def read(upload: Upload) -> Upload:
    upload.refresh_from_db()
    assert run_job_now(upload.job_id).state == Job.State.DONE
    upload.refresh_from_db()
    return upload


def test_a_file_is_kept_read_and_its_tables_are_in_the_store(receive, people):
    upload = read(receive())
    assert upload.state == "read"
    assert store().original(upload.sha256).read_bytes() == FILE
    view = queries.upload_view(access.upload_for_editing(people.alicia, upload.key))
    (table,) = view.tables
    assert store().has(table.sha256)
    assert table.rows == 2
    assert [column.type for column in table.columns] == ["text", "integer"]
    assert table.profile["columns"][1]["sum"] == 54_143
    assert view.report.file == "agua.csv"
    assert view.job.state == "done"
    assert not list((settings.CAUCE.data_dir / jobs.FOLDER).iterdir())


def test_what_cannot_be_read_is_refused_in_a_sentence(receive):
    upload = read(receive(b"%PDF-1.7 not a table", name="informe.pdf"))
    assert upload.state == "refused"
    assert "informe.pdf" in upload.refusal
    assert upload.refusal.endswith(".")


def test_a_changed_recipe_reads_again(receive, people):
    upload = read(receive())
    recipe = json.loads(json.dumps(upload.report["recipe"]))
    recipe["tables"][0]["columns"][1]["type"] = "text"
    actions.request_reading(actor=people.alicia, upload=upload, recipe=recipe)
    upload = read(upload)
    assert [column["type"] for column in upload.report["tables"][0]["columns"]] == ["text"] * 2


def test_a_wrong_recipe_is_refused_before_any_work(receive, people):
    upload = read(receive())
    with pytest.raises(Refusal, match="En la receta"):
        actions.request_reading(actor=people.alicia, upload=upload, recipe={"recipe": 1})
    upload.refresh_from_db()
    assert upload.state == "read"


def test_the_next_version_is_read_with_the_recipe_before_and_says_what_changed(receive, people):
    first = read(receive())
    version = actions.publish_version(
        actor=samples.SYSTEM, upload=first, description=samples.words()
    )
    upload = read(receive(NEXT, dataset=version.dataset))
    view = queries.upload_view(upload)
    assert {item["kind"] for item in view.drift} >= {"column.gone", "column.new"}
    assert view.description.title == "Hogares con agua por municipio"
    second = actions.publish_version(
        actor=samples.SYSTEM, upload=upload, description=view.description
    )
    assert second.drift == list(view.drift)
    assert queries.dataset_page(version.dataset, 2).drift == tuple(second.drift)


def test_a_reading_that_was_replaced_changes_nothing(receive, people):
    upload = receive()
    first = upload.job_id
    second = actions.request_reading(actor=people.alicia, upload=upload)
    run_job_now(first)
    upload.refresh_from_db()
    assert (upload.state, upload.report, upload.job_id) == ("reading", None, second.pk)


@pytest.mark.parametrize("data", [FILE, b"%PDF-1.7 not a table"])
def test_a_file_discarded_at_the_last_moment_stays_discarded(receive, people, monkeypatch, data):
    upload = receive(data)
    saving = JobContext.saving

    def late(step, checkpoint):
        actions.discard_upload(actor=people.alicia, upload=upload)
        return saving(step, checkpoint)

    monkeypatch.setattr(JobContext, "saving", late)
    assert read(upload).state == "discarded"


def test_a_discarded_file_is_not_read(receive, people):
    upload = receive()
    actions.discard_upload(actor=people.alicia, upload=upload)
    assert read(upload).state == "discarded"
    with pytest.raises(Conflict, match="ya está descartado"):
        actions.request_reading(actor=people.alicia, upload=upload)


def test_a_closing_worker_puts_the_reading_back(receive, monkeypatch):
    upload = receive()

    def reading(_path, *, still_wanted, **_kwargs):
        assert not still_wanted()
        raise Refusal("La lectura se detuvo.")

    monkeypatch.setattr(jobs, "read_in_child", reading)
    from cauce.apps.core.leases import claim

    lease, row = claim("prueba", 30, [jobs.READING_JOB], upload.job_id)
    do_job(lease, row, stop_requested=lambda: True)
    upload.refresh_from_db()
    assert (upload.state, upload.job.state) == ("reading", "queued")


def test_a_reading_given_up_is_told_as_refused(receive, people):
    upload = receive()
    Job.objects.filter(pk=upload.job_id).update(state="failed", error="Se interrumpió 3 veces.")
    view = queries.upload_view(access.upload_for_editing(people.alicia, upload.key))
    assert (view.line.state, view.refusal) == ("refused", "Se interrumpió 3 veces.")
    assert queries.uploads_of(people.alicia)[0].state == "refused"


def test_the_same_step_done_twice_leaves_one_event(receive, people):
    upload = read(receive())
    job = upload.job
    job.state = "queued"
    job.save()
    assert read(upload).state == "read"


def test_the_watch_tells_progress(receive, monkeypatch):
    upload = receive()
    told = []
    monkeypatch.setattr(jobs, "_LOOK", 0)
    monkeypatch.setattr(JobContext, "progress", lambda self, *words: told.append(words[-1]))

    def reading(_path, *, still_wanted, **_kwargs):
        assert still_wanted()
        raise Refusal("No es una tabla.")

    monkeypatch.setattr(jobs, "read_in_child", reading)
    read(upload)
    assert told == ["Leyendo el archivo", "Leyendo el archivo (0 s)"]


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [(b"", "vacio.csv", "está vacío"), (b"x" * (2**20 + 1), "grande.csv", "pasa de 1 MB")],
)
def test_empty_and_too_large_files_are_not_received(receive, settings, data, name, sentence):
    settings.CAUCE = replace(settings.CAUCE, upload_max_mb=1)
    with pytest.raises(Refusal, match=sentence):
        receive(data, name)
    assert not Upload.objects.exists()


def test_outsiders_leave_no_bytes(people, monkeypatch):
    monkeypatch.setattr("cauce.apps.catalog.upload_actions.keep", pytest.fail)
    with pytest.raises(Denied):
        actions.receive_upload(
            actor=people.carla,
            organisation=people.planning,
            name="a.csv",
            stream=io.BytesIO(b"a"),
        )


@pytest.fixture
def start(tmp_path, tmp_path_factory):
    """Starts ``other_process.py`` in a fresh installation; what still runs at the end is killed."""
    words = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(words, env=environ_of(tmp_path), cwd=tmp_path, check=True, timeout=60)
    started = []

    def begin(*words):
        script = str(Path(__file__).parent / "other_process.py")
        process = subprocess.Popen(
            [sys.executable, script, *words],
            env=environ_of(tmp_path),
            cwd=tmp_path,
            text=True,
            stdout=subprocess.PIPE,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=20)
    shutil.rmtree(tmp_path)


def test_a_killed_worker_loses_no_reading_and_leaves_nothing_behind(start, tmp_path):
    finish(start("ask"))
    victim = start("work", "hang")
    wait_for(lambda: list(tmp_path.glob("lecturas/*/tablas/half.parquet")))
    victim.kill()
    victim.wait(20)
    time.sleep(1.3)  # the dead worker's lease
    assert finish(start("work")) == "1"
    assert finish(start("report")) == "read 1 True done 2 0 1"


def finish(process) -> str:
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    return output.strip()


def wait_for(happened) -> None:
    deadline = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)
