"""Drawing holds up nobody: few wait for a place, the rest are told at once, and nothing is left.

Also what the processes that draw are given and when they make room for others.
"""

import io
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from cauce.base.errors import Busy
from cauce.charts.draughting import process, protocol
from cauce.charts.rendering import studio
from cauce.charts.rendering.studio import Draughtsman, Studio
from cauce.site.configuration import Configuration

DOT = {"svg": '<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>', "scale": 1}


class _Slow:
    """Stands in for a process: draws until it is let."""

    let = threading.Event()
    begun = threading.Semaphore(0)

    def ask(self, _request: bytes, _patience: float) -> tuple[bytes, bytes]:
        self.begun.release()
        self.let.wait(20)
        return protocol.DONE, b"drawn"

    def end(self) -> None: ...


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[_Slow]]:
    _Slow.let, _Slow.begun = threading.Event(), threading.Semaphore(0)
    monkeypatch.setattr(studio, "Draughtsman", _Slow)
    yield _Slow
    _Slow.let.set()


def _asking(asked: Studio, outcomes: list[Any]) -> threading.Thread:
    def ask() -> None:
        try:
            outcomes.append(asked.make("picture", {}))
        except Busy as busy:
            outcomes.append(busy)

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


def _until(true: Any) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def test_when_all_places_draw_four_wait_and_the_next_is_refused_at_once(slow: type[_Slow]) -> None:
    asked, outcomes = Studio(places=2, wait=20), list[Any]()
    threads = [_asking(asked, outcomes) for _each in range(2)]
    for _each in range(2):
        assert slow.begun.acquire(timeout=10)
    threads += [_asking(asked, outcomes) for _each in range(studio.WAITERS)]
    _until(lambda: asked._waiting._value == 0)
    began = time.perf_counter()
    with pytest.raises(Busy, match=r"a la vez.*en unos segundos"):
        asked.make("picture", {})
    assert time.perf_counter() - began < 0.1
    slow.let.set()
    for thread in threads:
        thread.join()
    assert outcomes == [b"drawn"] * 6


def test_a_place_is_waited_for_a_little_and_then_no_more(slow: type[_Slow]) -> None:
    asked, outcomes = Studio(places=1, wait=0.05), list[Any]()
    first = _asking(asked, outcomes)
    assert slow.begun.acquire(timeout=10)
    with pytest.raises(Busy):
        asked.make("picture", {})
    slow.let.set()
    first.join()
    assert asked.make("picture", {}) == b"drawn"
    assert outcomes == [b"drawn"]


def test_who_draws_and_who_waits_leave_threads_to_the_others() -> None:
    threads = next(each.default for each in fields(Configuration) if each.name == "threads")
    assert threads > studio.PLACES + studio.WAITERS
    assert studio.WAIT <= 3


def test_a_process_that_draws_knows_no_secret_of_the_server(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CAUCE_SECRET_KEY", "no")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "no")
    place = Draughtsman()
    try:
        assert place.ask(_request("raster", DOT), 30)[0] == protocol.DONE
        names = _names_in(Path(f"/proc/{place._process.pid}/environ"))
    finally:
        place.end()
    assert "FONTCONFIG_FILE" in names
    assert not {name for name in names if "SECRET" in name or "TOKEN" in name}
    assert names <= studio._NEEDED | {"FONTCONFIG_FILE", "LC_CTYPE"}


def test_a_process_ends_after_so_many_drawings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "held", lambda: 0)
    answers = io.BytesIO()
    process.serve(io.BytesIO(_framed(_request("raster", DOT)) * 3), answers, most=2)
    assert answers.getvalue().count(b"\x89PNG") == 2


def test_a_process_that_holds_too_much_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "held", lambda: protocol.MOST_MEMORY + 1)
    answers = io.BytesIO()
    process.serve(io.BytesIO(_framed(_request("raster", DOT)) * 3), answers)
    assert answers.getvalue().count(b"\x89PNG") == 1


def _request(work: str, details: dict[str, Any]) -> bytes:
    return json.dumps({"work": work, **details}).encode()


def _framed(request: bytes) -> bytes:
    return len(request).to_bytes(4, "big") + request


def _names_in(environment: Path) -> set[str]:
    return {
        each.partition(b"=")[0].decode()
        for each in environment.read_bytes().split(b"\0")
        if b"=" in each
    }
