"""A full or read-only disk: a sentence that says so, nothing half done, and it goes on afterwards.

On a real small disk (a file system in memory), which only root may mount; what the store itself
does everywhere is in ``tests/engine/store/test_trouble.py``.
"""

import os
import random
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.longevity.conftest import Serve
from tests.longevity.office import Page
from tests.longevity.walk import Desk, table_of

pytestmark = pytest.mark.long
CHANCE = random.Random(11)
SIZE = "48m"


def mount(*words: str) -> None:
    """Runs ``mount``, or says loudly that this machine does not let it."""
    done = subprocess.run(["mount", *words], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"NOT TESTED ON A FULL DISK: mount {words}: {done.stderr.strip()}")


@pytest.fixture(scope="module")
def desk(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """An office whose installation stands on a small disk of its own."""
    disk = tmp_path_factory.mktemp("disco")
    mount("-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(disk))
    try:
        site = serve(disk / "datos")
        site.start()
        made = Desk(site)
        made.log_in()
        yield made
        site.close()
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=False)


@contextmanager
def full(desk: Desk) -> Iterator[None]:
    """Fills the disk to the last byte, meanwhile."""
    ballast = desk.site.folder.parent / "lastre"
    with ballast.open("wb") as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    os.write(file.fileno(), b"\0" * size)
            except OSError:
                continue
    try:
        yield
    finally:
        ballast.unlink()


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Lets nobody write in a folder, not even root, meanwhile."""
    mount("--bind", str(folder), str(folder))
    try:
        mount("-o", "remount,ro,bind", str(folder))
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def sending(desk: Desk, name: str, rows: int = 2000) -> Page:
    """Sends a file; gives the page that answered, whatever it says."""
    form = desk.publisher.get("/publicar/nuevo/").form_with("organisation", "dataset", "file")
    return desk.publisher.send(form, {"dataset": ""}, {"file": (name, table_of(rows, CHANCE))})


def test_a_file_that_does_not_fit_is_refused_in_words(desk: Desk) -> None:
    with full(desk):
        page = sending(desk, "grande.csv", rows=20_000)
        assert desk.site.answers()
    assert "espacio" in page.text, (page.status, page.path, page.text[-2000:])
    assert desk.state_of("grande.csv") == ""
    assert desk.site.asked("flaws") == []
    desk.walk("grande.csv", "Caminos", table_of(50, CHANCE))


def test_what_cannot_be_published_stays_as_it_was(desk: Desk) -> None:
    desk.walk("puentes.csv", "Puentes", table_of(50, CHANCE), until="review")
    key = desk.key_of("puentes.csv")
    form = desk.reviewer.get(f"/publicar/{key}/revision/").form_to("/revision/publicar/")
    with full(desk):
        page = desk.reviewer.send(form)
        assert "espacio" in page.text, (page.status, page.path, page.text[-2000:])
        assert desk.state_of("puentes.csv") == "review"
    assert desk.site.asked("flaws") == []
    desk.walk("puentes.csv", "Puentes", b"")


def test_a_reading_cut_by_a_full_disk_ends_when_there_is_room(desk: Desk) -> None:
    desk.send("escuelas.csv", table_of(3000, CHANCE))
    with full(desk):
        time.sleep(3)
    assert desk.site.asked("flaws") == []
    desk.walk("escuelas.csv", "Escuelas", b"")
    assert desk.site.asked("flaws") == []


def test_a_read_only_store_is_told_and_nothing_is_noted(desk: Desk) -> None:
    with read_only(desk.site.folder / "almacen"):
        page = sending(desk, "pozos.csv")
        assert "solo lectura" in page.text, (page.status, page.path, page.text[-2000:])
        assert desk.state_of("pozos.csv") == ""
        assert desk.publisher.get("/datos/").status == 200
    desk.walk("pozos.csv", "Pozos", table_of(50, CHANCE))
    assert desk.site.asked("flaws") == []
