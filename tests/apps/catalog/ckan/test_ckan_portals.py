"""A portal is read page by page, whatever it lacks; a broken one is told in one sentence."""

import gzip
import time
from pathlib import Path

import pytest

from cauce.apps.catalog.ckan import fetching
from cauce.apps.catalog.ckan.dump import Broken
from cauce.apps.catalog.ckan.fetching import Fetcher, FetchError, Patience
from cauce.apps.catalog.ckan.portal import Portal, base_of
from cauce.base.errors import Refusal
from tests.apps.catalog.ckan.answering import ckan, raw, result, served
from tests.apps.catalog.ckan.former_portal import package

QUICK = Patience(silence=0.5, answer=2, file=2, pause=0.01)
NAMES = [f"conjunto-{number}" for number in range(9)]
API = "/api/3/action/"


def read(answers, path=""):
    with served(answers) as (base, asked):
        found = list(Portal(base + path, Fetcher(base, QUICK)).records())
    names = [each.why if isinstance(each, Broken) else each["name"] for each in found]
    return names, asked


@pytest.mark.parametrize("zipped", [False, True])
def test_all_pages_of_ckan(zipped):
    names, asked = read(ckan([package(name) for name in NAMES], zipped=zipped))
    assert names == NAMES
    assert len(asked) == 3


def test_a_portal_that_never_ends_its_pages():
    one = {"count": 10**9, "results": [package("a"), package("b")]}
    names, asked = read({API + "package_search": result(one)})
    assert names == ["a", "b", "El portal dice que tiene 1000000000 y dio 2."]
    assert len(asked) == 2


def test_dkan_that_lists_with_resources():
    both = [[package("a"), package("b")]]
    names, _asked = read({API + "current_package_list_with_resources": result(both)})
    assert names == ["a", "b"]


def test_dkan_that_shows_one_by_one_in_lists():
    def show(said):
        return [package(said["id"])] if said["id"] != "niñez" else []

    names, _asked = read(
        {API + "package_list": result(["a", "niñez", "c"]), API + "package_show": result(show)}
    )
    assert names == ["a", "El portal no dio su descripción.", "c"]


def test_a_page_that_fails_is_told_and_what_came_stays():
    whole = ckan([package(name) for name in NAMES])[API + "package_search"]

    def answer(handler, said):
        if said["start"] == "4":
            handler.give(b"", 500)
        else:
            whole(handler, said)

    names, asked = read({API + "package_search": answer})
    assert names[:-1] == NAMES[:4]
    assert "Quedaron páginas sin leer" in names[-1]
    assert "error 500" in names[-1]
    assert len(asked) == 1 + fetching.ATTEMPTS


def test_errors_that_pass_are_asked_again():
    times = []

    def answer(handler, said):
        times.append(1)
        if len(times) < 3:
            handler.give(b"{mal", 200 if len(times) == 1 else 503)
        else:
            result({"count": 1, "results": [package("a")]})(handler, said)

    names, _asked = read({API + "package_search": answer})
    assert names == ["a"]
    assert len(times) == 3


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"/": raw(b"<html>Hola</html>")},
        {"/": raw(b'{"success": false}')},
        {"/": raw(b"", 500)},
        {"/": raw(b"", 403)},
        {"/": raw(b"", 302, Location="/otra")},
        {"/": raw(b"", 302, Location="file:///etc/passwd")},
        {"/": raw(gzip.compress(b"{}")[:12], Content_Encoding="gzip")},
    ],
)
def test_what_is_no_portal_is_refused(answers):
    with pytest.raises(Refusal, match="no responde como un portal CKAN o DKAN"):
        read(answers)


def test_a_silent_and_an_endless_portal_are_given_up():
    def silent(handler, said):
        time.sleep(1.2)

    def endless(handler, said):
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b"[" * 1000)
                time.sleep(0.05)
        except OSError:
            return

    quick = Patience(silence=0.3, answer=0.4, file=0.4, pause=0.01)
    with served({"/a": silent, "/b": endless}) as (base, _asked):
        with pytest.raises(FetchError, match="tiempo de espera"):
            Fetcher(base, quick).json(base + "/a")
        with pytest.raises(FetchError, match="a tiempo"):
            Fetcher(base, quick).json(base + "/b")


def test_an_answer_is_bounded_also_unpacked(monkeypatch, tmp_path):
    monkeypatch.setattr(fetching, "LARGEST_ANSWER", 2**20)
    bomb = gzip.compress(b" " * 2**24)
    with served({"/": raw(bomb, Content_Encoding="gzip")}) as (base, _asked):
        with pytest.raises(FetchError, match="pasa de 1 MB"):
            Fetcher(base, QUICK).json(base + "/x")
        with pytest.raises(FetchError, match="pasa de 2 MB"):
            Fetcher(base, QUICK).file(base + "/x", tmp_path / "f", 2 * 2**20)
    assert (tmp_path / "f").stat().st_size <= 2 * 2**20


def test_a_file_that_was_cut_does_not_pass_for_whole(tmp_path):
    def cut(handler, said):
        handler.send_response(200)
        handler.send_header("Content-Length", "5000")
        handler.end_headers()
        handler.wfile.write(b"a;b\n")

    with served({"/": cut}) as (base, _asked), pytest.raises(FetchError):
        Fetcher(base, QUICK).file(base + "/x.csv", tmp_path / "f", 2**20)


def test_a_full_disk_is_not_the_portal_s_fault():
    said = pytest.raises(FetchError, match=r"No se puede guardar .* Revise el espacio")
    with served({"/": raw(b"a;b\n" * 9000)}) as (base, asked), said:
        Fetcher(base, QUICK).file(base + "/x.csv", Path("/dev/full"), 2**20)
    assert len(asked) == 1


def test_an_address_with_accents_and_spaces(tmp_path):
    with served({"/": raw(b"a;b\n1;2\n")}) as (base, asked):
        path = Fetcher(base, QUICK).file(f"{base}/niñez y salud.csv", tmp_path / "f", 2**20)
    assert path.read_bytes() == b"a;b\n1;2\n"
    assert asked == ["/ni%C3%B1ez%20y%20salud.csv"]


def test_a_portal_leads_nobody_into_the_network_of_the_server(tmp_path):
    """Also by a redirect, and to another port of the portal's own machine."""
    with served({"/": raw(b"secreto")}) as (neighbour, asked):
        answers = {"/lleva": raw(b"", 302, Location=f"{neighbour}/x")}
        with served(answers) as (base, _asked):
            fetcher = Fetcher(base, QUICK)
            for address in (f"{base}/lleva", f"{neighbour}/x", "http://169.254.169.254/x"):
                with pytest.raises(FetchError, match="red interna"):
                    fetcher.file(address, tmp_path / "f", 2**20)
    assert asked == []


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://a/b", "datos.csv", "http://[x"])
def test_only_addresses_of_the_web_are_asked(tmp_path, address):
    with pytest.raises(FetchError, match="no es una dirección"):
        Fetcher("", QUICK).file(address, tmp_path / "f", 2**20)


@pytest.mark.parametrize(
    "page",
    ["", "/", "/api/3/action/package_search?q=x", "/dataset/agua", "/organization/x", "/dataset"],
)
def test_the_portal_is_told_from_any_of_its_pages(page):
    assert base_of(f"https://datos.ejemplo.gt/abierto{page}") == "https://datos.ejemplo.gt/abierto"


def test_what_is_no_address_is_said():
    with pytest.raises(Refusal, match="no es la dirección"):
        base_of("http:///x")
