"""tus 1.0.0 under /publicar/envios/: cut anywhere, gone on with, finished once, one's own only."""

import base64
import hashlib
import os
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http.request import UnreadablePostError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cauce.apps.catalog import transferring, transfers
from cauce.apps.catalog.models import Dataset, Transfer, Upload
from cauce.apps.catalog.store import store
from cauce.apps.core.models import AuditEvent, Membership
from cauce.apps.core.permissions import SYSTEM
from cauce.apps.core.worker import run_job_now
from tests.http.conftest import FIELDS, ROWS
from tests.http.publications import publish, table_report, words
from tests.http.reading_html import text_of

BODY = b"municipio;hogares\n" + b"".join(b"Municipio %d;%d\n" % (n, n * 7) for n in range(300))
SIZE = len(BODY)
HEADERS = {"Tus-Resumable": "1.0.0"}
PARTS = "/publicar/envios/"


@pytest.fixture(autouse=True)
def _nothing_on_its_way(db):
    yield
    for path in transfers.folder().iterdir():
        path.unlink()


@pytest.fixture
def alicia(client, people):
    client.force_login(people.alicia)
    return client


def metadata(**texts: str) -> str:
    return ",".join(
        f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in texts.items()
    )


def begin(client, size=SIZE, organisation="seplan", name="agua.csv", **more):
    said = metadata(filename=name, organisation=organisation, **more)
    headers = HEADERS | {"Upload-Length": str(size), "Upload-Metadata": said}
    return client.post(PARTS, headers=headers)


def begun(client, **more) -> str:
    answer = begin(client, **more)
    assert answer.status_code == 201, answer.content.decode()
    return answer.headers["Location"]


def patch(client, address, at, data, **headers):
    return client.patch(
        address,
        data,
        CONTENT_TYPE="application/offset+octet-stream",
        headers=HEADERS | {"Upload-Offset": str(at)} | headers,
    )


def offset(client, address) -> int:
    answer = client.head(address, headers=HEADERS)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    return int(answer.headers["Upload-Offset"])


def test_a_file_arrives_in_parts_and_is_read(alicia, people):
    answer = begin(alicia, organisation=people.planning.slug, name="C:\\datos\\Agua ñ.csv")
    address = answer.headers["Location"]
    assert answer.headers["Tus-Resumable"] == "1.0.0"
    assert "GMT" in answer.headers["Upload-Expires"]
    assert offset(alicia, address) == 0
    answer = patch(alicia, address, 0, BODY[:1000])
    assert (answer.status_code, answer.headers["Upload-Offset"]) == (204, "1000")
    assert "Cauce-Next" not in answer.headers
    assert offset(alicia, address) == 1000
    answer = patch(alicia, address, 1000, BODY[1000:])
    upload = Upload.objects.get()
    assert answer.headers["Cauce-Next"] == f"/publicar/{upload.key}/"
    assert (upload.name, upload.size) == ("Agua ñ.csv", len(BODY))
    assert upload.sha256 == hashlib.sha256(BODY).hexdigest()
    assert store().original(upload.sha256).read_bytes() == BODY
    assert list(transfers.folder().iterdir()) == []
    run_job_now(upload.job.pk)
    assert "300 filas de datos" in text_of(alicia.get(f"/publicar/{upload.key}/").content)


def test_the_end_may_be_told_twice(alicia, people):
    address = begun(alicia, organisation=people.planning.slug)
    first = patch(alicia, address, 0, BODY)
    again = patch(alicia, address, len(BODY), b"")
    asked = alicia.head(address, headers=HEADERS)
    assert first.headers["Cauce-Next"] == again.headers["Cauce-Next"] == asked.headers["Cauce-Next"]
    assert patch(alicia, address, 0, BODY).status_code == 409
    assert Upload.objects.count() == 1
    assert AuditEvent.objects.filter(action="catalog.register_upload").count() == 1


def test_a_whole_file_that_nobody_noted_is_noted_when_asked(alicia, people, monkeypatch):
    """The server died between the last byte and the row."""
    address = begun(alicia, organisation=people.planning.slug)

    def dies(*_arguments):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(transfers, "finish", dies)
        with pytest.raises(SystemExit):
            patch(alicia, address, 0, BODY)
    assert offset(alicia, address) == len(BODY)
    assert not Upload.objects.exists()
    assert "Cauce-Next" in patch(alicia, address, len(BODY), b"").headers
    assert Upload.objects.get().size == len(BODY)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(("go on", "repeat", "ahead", "ask")), st.integers(1, 1500)),
        max_size=12,
    )
)
def test_however_it_is_cut_it_arrives_as_it_was(alicia, people, steps):
    address = begun(alicia, organisation=people.planning.slug)
    here = 0
    for what, count in steps:
        if what == "ask" or here == len(BODY):
            assert offset(alicia, address) == here
            continue
        at = {"go on": here, "repeat": max(0, here - count), "ahead": here + count}[what]
        answer = patch(alicia, address, at, BODY[at : at + count])
        if at == here:
            here = int(answer.headers["Upload-Offset"])
        else:
            assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, str(here))
    answer = patch(alicia, address, here, BODY[here:])
    upload = Upload.objects.latest("pk")
    assert answer.headers["Cauce-Next"] == f"/publicar/{upload.key}/"
    assert upload.sha256 == hashlib.sha256(BODY).hexdigest()


def test_only_who_began_goes_on(alicia, people, client, django_user_model):
    address = begun(alicia, organisation=people.planning.slug)
    for person in (people.bruno, people.carla, people.ada):
        client.force_login(person)
        assert client.head(address, headers=HEADERS).status_code == 404
        assert patch(client, address, 0, BODY).status_code == 404
        assert client.delete(address, headers=HEADERS).status_code == 404
        assert client.post(f"{address}descartar/").status_code == 404
    client.logout()
    answer = patch(client, address, 0, BODY)
    assert answer.status_code == 401
    assert "Su sesión terminó" in answer.content.decode()
    assert client.post(PARTS, headers=HEADERS).status_code == 401
    client.force_login(people.alicia)
    assert offset(client, address) == 0


def test_two_people_send_the_same_file_at_once(client, people):
    addresses = {}
    for person, organisation in ((people.alicia, people.planning), (people.carla, people.water)):
        client.force_login(person)
        addresses[person] = begun(client, organisation=organisation.slug)
        patch(client, addresses[person], 0, BODY[:700])
    for person, address in addresses.items():
        client.force_login(person)
        assert patch(client, address, 700, BODY[700:]).status_code == 204
    uploads = Upload.objects.order_by("pk")
    assert [upload.organisation for upload in uploads] == [people.planning, people.water]
    assert len({upload.sha256 for upload in uploads}) == 1


def test_permission_is_asked_at_the_beginning(alicia, people):
    answer = begin(alicia, organisation=people.water.slug)
    assert answer.status_code == 403
    assert "No tiene permiso" in answer.content.decode()
    assert begin(alicia, organisation="nadie").status_code == 404
    assert begin(alicia, organisation=people.planning.slug, dataset="nadie").status_code == 404
    assert not Transfer.objects.exists()
    assert list(transfers.folder().iterdir()) == []


def test_permission_is_asked_at_the_end(alicia, people):
    address = begun(alicia, organisation=people.planning.slug)
    Membership.objects.filter(user=people.alicia).delete()
    assert patch(alicia, address, 0, BODY).status_code == 403
    assert not Upload.objects.exists()
    assert offset(alicia, address) == len(BODY)


@pytest.fixture
def dataset(people, tmp_path) -> Dataset:
    table = table_report(tmp_path, "agua", FIELDS, ROWS)
    return publish(SYSTEM, people.planning, [table], words()).dataset


def test_a_new_version_belongs_to_the_organisation_of_its_dataset(alicia, people, dataset):
    address = begun(alicia, organisation=people.water.slug, dataset=dataset.slug)
    patch(alicia, address, 0, BODY)
    upload = Upload.objects.latest("pk")
    assert (upload.dataset, upload.organisation) == (dataset, people.planning)


def test_a_withdrawn_dataset_takes_no_versions_at_the_beginning_or_the_end(alicia, dataset):
    address = begun(alicia, dataset=dataset.slug)
    before = Upload.objects.count()
    Dataset.objects.filter(pk=dataset.pk).update(state=Dataset.State.WITHDRAWN)
    for answer in (begin(alicia, dataset=dataset.slug), patch(alicia, address, 0, BODY)):
        assert answer.status_code == 422
        assert "está retirado" in answer.content.decode()
    assert Upload.objects.count() == before


def test_limits_are_said_before_anything_is_sent(alicia, people, settings):
    here = {"organisation": people.planning.slug}
    assert begin(alicia, size=settings.CAUCE.upload_max_mb * 2**20 + 1, **here).status_code == 413
    assert "está vacío" in begin(alicia, size=0, **here).content.decode()
    assert begin(alicia, size="mil", **here).status_code == 400
    for _ in range(transfers.MOST_OPEN):
        begun(alicia, **here)
    answer = begin(alicia, **here)
    assert answer.status_code == 429
    assert "5 envíos a medias" in answer.content.decode()


def test_a_full_disk_is_said_before_anything_is_sent(alicia, people, monkeypatch):
    here = {"organisation": people.planning.slug}
    begun(alicia, size=40 * 2**20, **here)
    free = SimpleNamespace(free=51 * 2**20)  # of which 1 MB is kept and 40 are promised
    monkeypatch.setattr(transfers.shutil, "disk_usage", lambda _folder: free)
    answer = begin(alicia, size=11 * 2**20, **here)
    assert answer.status_code == 507
    assert "no tiene espacio para 11.5 MB" in answer.content.decode()
    begun(alicia, size=9 * 2**20, **here)


def test_more_than_was_announced_is_not_taken(alicia, people):
    address = begun(alicia, size=10, organisation=people.planning.slug)
    answer = patch(alicia, address, 0, b"01234567890")
    assert answer.status_code == 413
    assert offset(alicia, address) == 0


def test_a_damaged_part_is_not_kept(alicia, people):
    address = begun(alicia, organisation=people.planning.slug)
    for name in ("sha1", "sha256"):
        at = offset(alicia, address)
        right = base64.b64encode(hashlib.new(name, BODY[at : at + 99]).digest()).decode()
        damaged = {"Upload-Checksum": f"{name} {right}"}
        answer = patch(alicia, address, at, BODY[at : at + 98] + b"?", **damaged)
        assert (answer.status_code, offset(alicia, address)) == (460, at)
        answer = patch(alicia, address, at, BODY[at : at + 99], **damaged)
        assert (answer.status_code, offset(alicia, address)) == (204, at + 99)
    for wrong in ("md5 YQ==", "sha256", "sha256 ñ", "sha1 %%%"):
        assert patch(alicia, address, 198, b"a", **{"Upload-Checksum": wrong}).status_code == 400


def test_what_came_before_the_connection_broke_stays(alicia, people, monkeypatch):
    address = begun(alicia, organisation=people.planning.slug)
    pieces = iter([BODY[:500], UnreadablePostError("reset")])

    def broken(_request, _size):
        piece = next(pieces)
        if isinstance(piece, Exception):
            raise piece
        return piece

    with monkeypatch.context() as patched:
        patched.setattr(WSGIRequest, "read", broken)
        answer = patch(alicia, address, 0, BODY)
    assert answer.headers["Upload-Offset"] == "500"
    assert offset(alicia, address) == 500
    assert "Cauce-Next" in patch(alicia, address, 500, BODY[500:]).headers


def test_senders_leave_threads_for_readers(alicia, people, settings):
    address = begun(alicia, organisation=people.planning.slug)
    taken = [transferring._turns.taken() for _ in range(settings.CAUCE.threads // 2)]
    for each in taken:
        each.__enter__()
    answer = patch(alicia, address, 0, BODY)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert offset(alicia, address) == 0
    for each in taken:
        each.__exit__(None, None, None)
    assert patch(alicia, address, 0, BODY).status_code == 204


def test_the_protocol_keeps_its_manners(alicia, people):
    able = alicia.options(PARTS)
    assert able.headers["Tus-Extension"] == "creation,expiration,termination,checksum"
    assert able.headers["Tus-Version"] == "1.0.0"
    address = begun(alicia, organisation=people.planning.slug)
    assert alicia.head(address).status_code == 412
    answer = alicia.head(address, headers={"Tus-Resumable": "0.2.2"})
    assert (answer.status_code, answer.headers["Tus-Version"]) == (412, "1.0.0")
    answer = alicia.patch(address, b"a", headers=HEADERS | {"Upload-Offset": "0"})
    assert answer.status_code == 415
    assert alicia.get(address, headers=HEADERS).status_code == 405
    assert alicia.get(PARTS, headers=HEADERS).status_code == 405
    disguised = HEADERS | {"X-HTTP-Method-Override": "DELETE"}
    assert alicia.get(address, headers=disguised).status_code == 405  # it needs no form's token
    assert Transfer.objects.count() == 1
    answer = alicia.post(address, headers=HEADERS | {"X-HTTP-Method-Override": "DELETE"})
    assert answer.status_code == 204
    said = HEADERS | {"Upload-Length": "9", "Upload-Metadata": "filename ¿"}
    assert alicia.post(PARTS, headers=said).status_code == 400


def test_a_foreign_page_cannot_send(people):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(people.alicia)
    assert begin(strict, organisation=people.planning.slug).status_code == 403


def test_what_is_given_up_is_gone(alicia, people):
    address = begun(alicia, organisation=people.planning.slug)
    patch(alicia, address, 0, BODY[:10])
    assert alicia.delete(address, headers=HEADERS).status_code == 204
    assert alicia.head(address, headers=HEADERS).status_code == 404
    assert list(transfers.folder().iterdir()) == []


def test_what_nobody_goes_on_with_expires_and_is_swept(alicia, people):
    address = begun(alicia, organisation=people.planning.slug)
    late = timezone.now() - transfers.LIFETIME
    Transfer.objects.update(touched_at=late)
    answer = alicia.head(address, headers=HEADERS)
    assert answer.status_code == 410
    (path,) = transfers.folder().iterdir()
    assert transfers.sweep() == 0  # the row goes; the file waits until nobody can be busy with it
    day_before = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(path, (day_before, day_before))
    assert transfers.sweep() == 1
    assert not Transfer.objects.exists()
    assert alicia.head(address, headers=HEADERS).status_code == 404


def test_the_list_shows_what_is_half_way(alicia, people):
    address = begun(alicia, organisation=people.planning.slug)
    patch(alicia, address, 0, BODY[:1500])
    said = text_of(alicia.get("/publicar/").content)
    assert "Envíos a medias" in said
    assert f"llegaron 1.5 kB de {len(BODY) / 1000:.1f} kB" in said
    key = address.split("/")[-2]
    page = text_of(alicia.get(f"/publicar/nuevo/?envio={key}").content)
    assert "«agua.csv» quedó a medias" in page
    alicia.post(f"{address}descartar/")
    assert "Envíos a medias" not in text_of(alicia.get("/publicar/").content)
    assert alicia.get(f"/publicar/nuevo/?envio={key}").status_code == 404
