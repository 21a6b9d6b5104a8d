"""Bad files as people send them: received, read by the worker's job, and told on the page."""

import io
import json
import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client

from cauce.apps.catalog import actions, jobs
from cauce.apps.catalog.models import Upload
from cauce.apps.catalog.store import store
from cauce.apps.core.models import Job
from cauce.apps.core.worker import run_job_now
from cauce.base.errors import Refusal
from tests.fuzz.bad_files import ALL, BadFile
from tests.fuzz.judging import wrong_in_refusal
from tests.people import People


@pytest.mark.parametrize(
    "bad",
    [pytest.param(bad, marks=[pytest.mark.long] if bad.seldom else [], id=bad.name) for bad in ALL],
)
def test_it_is_read_or_refused_in_words(bad: BadFile, people: People, client: Client) -> None:
    content = bad.make()

    def receive() -> Upload:
        return actions.receive_upload(
            actor=people.alicia,
            organisation=people.planning,
            name=bad.name,
            stream=io.BytesIO(content),
        )

    if not bad.received:
        with pytest.raises(Refusal, match=bad.said[0]):
            receive()
        return
    upload = receive()
    assert run_job_now(upload.job_id).state == Job.State.DONE
    upload.refresh_from_db()
    client.force_login(people.alicia)
    page = client.get(f"/publicar/{upload.key}/")
    assert page.status_code == 200
    if bad.read:
        assert upload.state == "read", upload.refusal
        said = json.dumps(upload.report, ensure_ascii=False)
    else:
        assert upload.state == "refused"
        said = upload.refusal
        assert list(wrong_in_refusal(said, "told", bad.name)) == []
        assert said in unescape(page.content.decode())
    for words in bad.said:
        assert re.search(words, said), said[:2_000]
    assert store().original(upload.sha256).read_bytes() == content, "the original is kept as sent"
    folder = settings.CAUCE.data_dir / jobs.FOLDER
    assert not list(folder.iterdir()), "nothing is left of the work"


def columns_of(people: People, content: bytes, name: str) -> list[dict[str, object]]:
    upload = actions.receive_upload(
        actor=people.alicia, organisation=people.planning, name=name, stream=io.BytesIO(content)
    )
    run_job_now(upload.job_id)
    upload.refresh_from_db()
    columns: list[dict[str, object]] = upload.report["tables"][0]["columns"]
    return columns


def test_headers_alike_and_long_keep_their_words_and_have_names_of_their_own(
    people: People,
) -> None:
    content = f"total,total,{'Población ' * 30},total\n1,2,3,4\n5,6,7,8\n".encode()
    columns = columns_of(people, content, "rótulos.csv")
    assert [column["label"] for column in columns] == [
        "total",
        "total",
        ("Población " * 30).strip(),
        "total",
    ]
    names = [str(column["name"]) for column in columns]
    assert len(set(names)) == 4
    assert all(re.fullmatch("[a-z_][a-z0-9_]{0,70}", name) for name in names)
