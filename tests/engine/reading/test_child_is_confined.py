"""Foreign files are read in a child that obeys limits, says why, and dies with its parent."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from cauce.base.errors import Refusal
from cauce.engine.reading.child import read_in_child
from cauce.engine.reading.limits import MEBIBYTE, Limits

LONG = "a;b;c\n" + "".join(f"{n};{n % 97};texto {n}\n" for n in range(400_000))


def place(folder: Path, text: str) -> tuple[Path, Path]:
    path, work = folder / "tabla.csv", folder / "work"
    path.write_text(text, "utf-8")
    work.mkdir()
    return path, work


def test_too_long_is_an_explained_refusal(tmp_path: Path) -> None:
    path, work = place(tmp_path, LONG)
    with pytest.raises(Refusal, match="segundos") as refusal:
        read_in_child(path, workdir=work, limits=Limits(seconds=0))
    assert refusal.value.code == "limit.seconds"


def test_too_much_memory_is_an_explained_refusal(tmp_path: Path) -> None:
    path, work = place(tmp_path, LONG)
    with pytest.raises(Refusal, match="memoria") as refusal:
        read_in_child(path, workdir=work, limits=Limits(memory=40 * MEBIBYTE))
    assert refusal.value.code == "limit.memory"


def test_too_many_cells_is_an_explained_refusal(tmp_path: Path) -> None:
    path, work = place(tmp_path, LONG)
    with pytest.raises(Refusal) as refusal:
        read_in_child(path, workdir=work, limits=Limits(cells=1000))
    assert refusal.value.code == "limit.cells"


def test_a_reading_nobody_wants_any_more_stops(tmp_path: Path) -> None:
    path, work = place(tmp_path, LONG)
    with pytest.raises(Refusal) as refusal:
        read_in_child(path, workdir=work, still_wanted=lambda: False)
    assert refusal.value.code == "read.stopped"


def test_the_child_dies_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    path, work = place(tmp_path, LONG)
    program = (
        "from pathlib import Path\n"
        "from cauce.engine.reading.child import read_in_child\n"
        f"read_in_child(Path({str(path)!r}), workdir=Path({str(work)!r}))\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program])
    child = _wait_for_child_of(parent.pid)
    time.sleep(0.4)  # it reads its request and asks the kernel
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    deadline = time.monotonic() + 10
    while _alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _alive(child)


@pytest.mark.parametrize(("times", "outcome"), [(1, "read"), (2, "limit.memory")])
def test_a_child_killed_by_others_is_started_once_more(
    times: int, outcome: str, tmp_path: Path
) -> None:
    path, work = place(tmp_path, "a;b\n1;2\n3;4\n")
    killed: set[int] = set()

    def kill() -> bool:
        if len(killed) < times:
            child = _wait_for_child_of(os.getpid())
            os.kill(child, signal.SIGKILL)
            killed.add(child)
        return True

    if outcome == "read":
        assert read_in_child(path, workdir=work, still_wanted=kill).tables[0].rows == 2
    else:
        with pytest.raises(Refusal) as refusal:
            read_in_child(path, workdir=work, still_wanted=kill)
        assert refusal.value.code == outcome
    assert len(killed) == times


def _wait_for_child_of(pid: int) -> int:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for found in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            with suppress(OSError):
                if b"cauce.engine.reading.child" in Path(f"/proc/{found}/cmdline").read_bytes():
                    return int(found)
        time.sleep(0.02)
    raise AssertionError("no child was started")


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
