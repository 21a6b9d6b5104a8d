"""Read a foreign file in a child process that can be stopped: memory, time and disk have limits.

The parent sends JSON on standard input and gets the report as JSON in the work directory, beside
the tables' Parquet files. The child writes nowhere else. Whatever kills it becomes an explained
refusal.
"""

import contextlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from cauce.base.errors import CauceError, Refusal
from cauce.engine.reading.limits import Limits
from cauce.engine.reading.report import FileReport

RESULT: Final = "reading.json"
BEAT: Final = 0.05
"""Seconds between two looks at the child."""

PR_SET_PDEATHSIG: Final = 1
"""From ``linux/prctl.h``."""

ADDRESS_SPACE: Final = 6
"""Address space allowed, as a multiple of the memory limit: DuckDB and Arrow reserve far more than
they touch."""


def read_in_child(
    path: Path,
    *,
    workdir: Path,
    recipe: dict[str, Any] | None = None,
    limits: Limits | None = None,
    hidden_columns: bool = True,
    still_wanted: Callable[[], bool] = lambda: True,
) -> FileReport:
    """Read ``path`` as :func:`cauce.engine.reading.reader.read` does, in a process of its own.

    Args:
        workdir: an existing folder for the tables' Parquet files; the caller removes it.
        recipe: the JSON of a recipe to replay.
        hidden_columns: false leaves out the columns a workbook hides, unless a recipe wants them.
        still_wanted: asked a few times a second; when it says no, the child is stopped.

    Raises:
        Refusal: as ``read`` does, and when the child exceeds a limit or dies.
    """
    limits = limits or Limits()
    request = {
        "path": str(path),
        "workdir": str(workdir),
        "recipe": recipe,
        "limits": asdict(limits),
        "hidden_columns": hidden_columns,
        "parent": os.getpid(),
    }
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    environment["TMPDIR"] = str(workdir)
    child = _read_once(request, environment, path, limits, still_wanted)
    if child == -signal.SIGKILL:  # by the system or a person, not by us: once is an accident
        _clear(workdir)
        child = _read_once(request, environment, path, limits, still_wanted)
    return _result(child, path, workdir, limits)


def _read_once(
    request: dict[str, Any],
    environment: dict[str, str],
    path: Path,
    limits: Limits,
    still_wanted: Callable[[], bool],
) -> int:
    """Starts the child, watches it to its end, and gives its status; a limit passed is raised."""
    with (Path(request["workdir"]) / "child.err").open("wb") as errors:
        child = subprocess.Popen(
            [sys.executable, "-m", "cauce.engine.reading.child"],
            stdin=subprocess.PIPE,
            stdout=errors,
            stderr=errors,
            env=environment,
            start_new_session=True,
        )
    assert child.stdin is not None
    with contextlib.suppress(BrokenPipeError), child.stdin:
        child.stdin.write(json.dumps(request).encode())
    try:
        _watch(child, path, limits, still_wanted)
    finally:
        _end(child)
    return int(child.returncode)


def _clear(folder: Path) -> None:
    """Empties a folder of what a killed child left."""
    for each in folder.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()


def _watch(
    child: "subprocess.Popen[bytes]",
    path: Path,
    limits: Limits,
    still_wanted: Callable[[], bool],
) -> None:
    started = time.monotonic()
    while child.poll() is None:
        if time.monotonic() - started > limits.seconds:
            raise _took_too_long(path, limits)
        if _resident(child.pid) > limits.memory:
            raise _too_much_memory(path, limits)
        if not still_wanted():
            raise Refusal(f"La lectura de «{path.name}» se detuvo.", code="read.stopped")
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(BEAT)


def _resident(pid: int) -> int:
    """Bytes of memory the process holds now; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * resource.getpagesize()


def _end(child: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _result(status: int, path: Path, workdir: Path, limits: Limits) -> FileReport:
    result = workdir / RESULT
    if status == 0 and result.exists():
        outcome = json.loads(result.read_text("utf-8"))
        if "refusal" in outcome:
            raise Refusal(**outcome["refusal"])
        return FileReport.from_json(outcome["report"])
    if status in (-signal.SIGXCPU, -signal.SIGALRM):
        raise _took_too_long(path, limits)
    if status == -signal.SIGKILL:
        raise _too_much_memory(path, limits)
    said = (workdir / "child.err").read_text(errors="replace").strip().splitlines()
    if status == -signal.SIGABRT and any("alloc" in line for line in said):
        raise _too_much_memory(path, limits)  # a library that gives up when it gets no memory
    detail = said[-1][:300] if said else f"señal o código {status}"
    raise Refusal(
        f"No se pudo leer «{path.name}»: el programa que lo leía se detuvo ({detail}). "
        "Ábralo y guárdelo de nuevo como XLSX o CSV, o avise a informática.",
        code="read.died",
    )


def _took_too_long(path: Path, limits: Limits) -> Refusal:
    return Refusal(
        f"La lectura de «{path.name}» pasó de {limits.seconds} segundos y se detuvo. Divida el "
        "archivo, guárdelo como CSV, o pida a informática un límite mayor.",
        code="limit.seconds",
    )


def _too_much_memory(path: Path, limits: Limits) -> Refusal:
    return Refusal(
        f"Leer «{path.name}» pide más de {limits.memory // 2**20} MB de memoria y se detuvo. "
        "Guárdelo como CSV, que se lee por partes, o pida a informática un límite mayor.",
        code="limit.memory",
    )


# ------------------------------------------------------------------ the child


def _die_with(parent: int) -> None:
    """Linux: end this process when the one that asked for the reading does, even by ``kill -9``."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended while we were starting
        sys.exit(1)


def confine(limits: Limits) -> None:
    """Gives this process limits that the system enforces even when our counting is not reached."""
    space = limits.memory * ADDRESS_SPACE
    for what, most in (
        (resource.RLIMIT_AS, space),
        (resource.RLIMIT_CPU, limits.seconds * 2),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        ceiling = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (ceiling, hard))


def main() -> int:
    """Read the request, read the file, leave the outcome in the work directory."""
    request = json.loads(sys.stdin.buffer.read())
    _die_with(request["parent"])
    confine(Limits(**request["limits"]))
    outcome = answer(request)
    workdir = Path(request["workdir"])
    partial = workdir / (RESULT + ".partial")
    partial.write_text(json.dumps(outcome, ensure_ascii=False), "utf-8")
    partial.rename(workdir / RESULT)
    return 0


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """What this process answers to a request: ``{"report": …}`` or ``{"refusal": …}``.

    Whatever is neither a :class:`CauceError` nor a lack of memory is raised: it is a fault of ours.
    """
    import duckdb

    from cauce.engine.reading.hygiene import hygiene, skipped
    from cauce.engine.reading.reader import read
    from cauce.engine.reading.recipe import recipe_from_json
    from cauce.engine.reading.report import report

    path, limits = Path(request["path"]), Limits(**request["limits"])
    try:
        recipe = recipe_from_json(request["recipe"]) if request["recipe"] else None
        reading = read(
            path,
            workdir=Path(request["workdir"]),
            recipe=recipe,
            limits=limits,
            hidden_columns=request["hidden_columns"],
        )
        carried = (*hygiene(path, reading.format, limits=limits), *skipped(reading))
        return {"report": replace(report(reading), carried=carried).to_json()}
    except (MemoryError, duckdb.OutOfMemoryException):
        return _refused(_too_much_memory(path, limits))
    except CauceError as refusal:
        return _refused(refusal)


def _refused(error: CauceError) -> dict[str, Any]:
    return {"refusal": {"message": str(error), "code": error.code}}


if __name__ == "__main__":
    sys.exit(main())
