"""Several processes as one: they start together, and the end of one that matters ends them all.

A child that may end (the worker: parsers of foreign files run below it, and the system may kill
it for its memory) is started again, later each time it does not last.

Each child has a session of its own, is told by the kernel (Linux) when this process dies, and at
the end its whole process group is killed: a granian worker whose parent was killed would else
stay behind, holding the port.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

STOP_SECONDS = 15
LASTING_SECONDS = 60
"""A child that ran this long is started again at once."""
LONGEST_PAUSE = 60
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Child:
    """A process to start: its Spanish name, its words and its environment."""

    name: str
    words: Sequence[str]
    environ: Mapping[str, str]
    revived: bool = False
    """True when it is started again after it ends, instead of ending the others."""


@dataclass
class _Running:
    """A started child: its process, since when, and how often it ended soon after."""

    child: Child
    process: "subprocess.Popen[bytes]"
    since: float
    short_lives: int = 0
    again_at: float | None = None


def run_together(children: Sequence[Child], say: Callable[[str], None]) -> int:
    """Starts the children and waits; gives 0 after SIGINT or SIGTERM, 1 when a child ended.

    Call it from the main thread before others exist: signals and the kernel's death notice belong
    to the thread that starts the children.
    """
    stop = threading.Event()
    before = {
        each: signal.signal(each, lambda *_: stop.set()) for each in (signal.SIGINT, signal.SIGTERM)
    }
    running: list[_Running] = []
    try:
        running.extend(_Running(child, _start(child), time.monotonic()) for child in children)
        ended = _wait(running, stop, say)
        if ended is not None:
            say(f"{ended.name} terminó; se detiene lo demás.")
        return 0 if ended is None else 1
    finally:
        _stop_all([each.process for each in running])
        for each, handler in before.items():
            signal.signal(each, handler)


def _start(child: Child) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        list(child.words),
        env=dict(child.environ),
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,
    )


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def _wait(
    running: Sequence[_Running], stop: threading.Event, say: Callable[[str], None]
) -> Child | None:
    while not stop.wait(0.1):
        for each in running:
            if each.process.poll() is None:
                continue
            if not each.child.revived:
                return each.child
            _revive(each, say)
    return None


def _revive(each: _Running, say: Callable[[str], None]) -> None:
    """Starts an ended child again when its pause is over; first tells, and sets the pause."""
    now = time.monotonic()
    if each.again_at is None:
        _kill_group(each.process.pid)
        each.short_lives = 0 if now - each.since > LASTING_SECONDS else each.short_lives + 1
        pause = min(LONGEST_PAUSE, 2**each.short_lives - 1)
        each.again_at = now + pause
        say(f"{each.child.name} terminó; se inicia de nuevo en {pause} s.")
    if now >= each.again_at:
        each.process, each.since, each.again_at = _start(each.child), now, None


def _stop_all(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
    for process in processes:
        _kill_group(process.pid)
        process.wait()


def _kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
