"""Several processes as one: they start together and the end of any one ends them all.

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
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Child:
    """A process to start: its Spanish name, its words and its environment."""

    name: str
    words: Sequence[str]
    environ: Mapping[str, str]


def run_together(children: Sequence[Child], say: Callable[[str], None]) -> int:
    """Starts the children and waits; gives 0 after SIGINT or SIGTERM, 1 when a child ended.

    Call it from the main thread before others exist: signals and the kernel's death notice belong
    to the thread that starts the children.
    """
    stop = threading.Event()
    before = {
        each: signal.signal(each, lambda *_: stop.set()) for each in (signal.SIGINT, signal.SIGTERM)
    }
    processes: list[tuple[Child, subprocess.Popen[bytes]]] = []
    try:
        processes.extend((child, _start(child)) for child in children)
        ended = _wait(processes, stop)
        if ended is not None:
            say(f"{ended.name} terminó; se detiene lo demás.")
        return 0 if ended is None else 1
    finally:
        _stop_all([process for _child, process in processes])
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
    processes: Sequence[tuple[Child, subprocess.Popen[bytes]]], stop: threading.Event
) -> Child | None:
    while not stop.wait(0.1):
        for child, process in processes:
            if process.poll() is not None:
                return child
    return None


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
