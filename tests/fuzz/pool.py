"""Reading thousands of spoilt files: a loaded process forks for each, and judges what came of it.

What a fork does is what the reading child does (:func:`cauce.engine.reading.child.answer`, under
the same limits of the system); it only spares the start of Python, which is most of the time.
``through_child`` is the production's way, whole.
"""

import gc
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from cauce.base.errors import CauceError, Refusal
from cauce.engine.reading.child import answer, confine, read_in_child
from cauce.engine.reading.limits import Limits
from tests.fuzz.cases import Case
from tests.fuzz.judging import wrong_in_refusal, wrong_in_report

_LIMITS: Final = Limits()
_LOADED: Final = (
    *(f"cauce.engine.reading.{name}" for name in ("reader", "report", "recipe", "hygiene", "bulk")),
    *(f"cauce.engine.reading.{name}" for name in ("textfile", "records", "workbook", "xls", "ods")),
    *(f"cauce.engine.reading.{name}" for name in ("parquet", "carried_xls", "carried_ods")),
    *("rapidfuzz.fuzz", "duckdb", "pyarrow.parquet", "python_calamine"),
)
SLOW: Final = 20.0
"""Seconds of CPU that a spoilt file of this size may take before a person should look."""
MUCH: Final = 1024
"""MiB likewise."""


@dataclass(frozen=True)
class Verdict:
    """What came of a case."""

    number: int
    base: str
    how: tuple[str, ...]
    outcome: str
    """``read``, ``refused:<code>``, or ``failed``."""
    wrong: tuple[str, ...]
    seconds: float
    """Of CPU."""
    memory: int
    """MiB at most."""


def load() -> None:
    """Imports beforehand what a reading imports when it needs it."""
    for name in _LOADED:
        import_module(name)
    gc.freeze()


@contextmanager
def _placed(case: Case) -> Iterator[tuple[Path, Path]]:
    """The file in a folder of its own, and a folder to work in."""
    with tempfile.TemporaryDirectory(prefix="cauce-fuzz-") as folder:
        path, work = Path(folder) / case.name, Path(folder) / "work"
        path.write_bytes(case.content)
        work.mkdir()
        yield path, work


def in_fork(case: Case, *, again: bool = False) -> Verdict:
    """Read in a fork of this process; ``again`` replays the recipe on the same file too."""
    with _placed(case) as (path, work):
        pid = os.fork()
        if pid == 0:
            _inside(path, work, again=again)
        status, used, stopped = _wait(pid)
        told = work / "verdict.json"
        if stopped:
            outcome, wrong = "failed", [stopped]
        elif os.WIFSIGNALED(status) or not told.exists():
            outcome, wrong = "failed", [f"the process ended: status {status}"]
        else:
            verdict = json.loads(told.read_text("utf-8"))
            outcome, wrong = verdict["outcome"], verdict["wrong"]
    seconds, memory = used.ru_utime + used.ru_stime, used.ru_maxrss // 1024
    if seconds > SLOW:
        wrong.append(f"slow: {seconds:.0f} s")
    if memory > MUCH:
        wrong.append(f"heavy: {memory} MiB")
    return Verdict(
        case.number, case.base, case.how, outcome, tuple(wrong), round(seconds, 3), memory
    )


def _wait(pid: int) -> tuple[int, resource.struct_rusage, str]:
    started, nap = time.monotonic(), 0.002
    stopped = ""
    while True:
        ended, status, used = os.wait4(pid, os.WNOHANG)
        if ended:
            return status, used, stopped
        if not stopped and time.monotonic() - started > _LIMITS.seconds + 10:
            stopped = "it never ended"
            os.kill(pid, signal.SIGKILL)
        time.sleep(nap)
        nap = min(0.05, nap * 1.5)


def _inside(path: Path, work: Path, *, again: bool) -> None:
    """The fork: read, judge, tell, and end without touching what the other process holds."""
    os.environ["TMPDIR"] = str(work)
    tempfile.tempdir = None
    with (work / "child.err").open("wb") as errors:
        os.dup2(errors.fileno(), 1)
        os.dup2(errors.fileno(), 2)
    try:
        confine(_LIMITS)
        verdict = _verdict(path, work, again=again)
    except BaseException as error:  # noqa: BLE001 (whatever it is, it is a finding)
        last = traceback.extract_tb(error.__traceback__)[-1]
        ours = [each for each in traceback.extract_tb(error.__traceback__) if "/cauce/" in each.filename]
        at = " < ".join(f"{Path(e.filename).name}:{e.lineno}" for e in (last, *ours[:-4:-1]))
        verdict = {"outcome": "failed", "wrong": [f"{type(error).__name__}: {str(error)[:160]} @ {at}"]}
    (work / "verdict.partial").write_text(json.dumps(verdict), "utf-8")
    (work / "verdict.partial").rename(work / "verdict.json")
    sys.stdout.flush()
    os._exit(0)


def _request(path: Path, work: Path, recipe: Any = None) -> dict[str, Any]:
    return {
        "path": str(path),
        "workdir": str(work),
        "recipe": recipe,
        "limits": asdict(_LIMITS),
        "hidden_columns": True,
        "parent": 0,
    }


def _verdict(path: Path, work: Path, *, again: bool) -> dict[str, Any]:
    told = answer(_request(path, work))
    if "refusal" in told:
        refusal = told["refusal"]
        wrong = list(wrong_in_refusal(refusal["message"], refusal["code"], path.name))
        return {"outcome": f"refused:{refusal['code']}", "wrong": wrong}
    report = told["report"]
    wrong = list(wrong_in_report(report, work))
    if again and not wrong:
        wrong += _wrong_when_replayed(path, work, report)
    return {"outcome": "read", "wrong": wrong}


def _wrong_when_replayed(path: Path, work: Path, report: dict[str, Any]) -> Iterator[str]:
    """How the table of the recipe differs from the one it was written for."""
    other = work / "again"
    other.mkdir()
    told = answer(_request(path, other, report["recipe"]))
    if "refusal" in told:
        yield f"its own recipe is refused: {told['refusal']['message'][:200]}"
        return
    before, after = hashes(report, work), hashes(told["report"], other)
    if before != after:
        yield f"its own recipe gives other tables: {[k for k in before if before[k] != after.get(k)]}"


def hashes(report: dict[str, Any], work: Path) -> dict[str, str]:
    """SHA-256 of the Parquet of each table of a report."""
    return {
        table["name"]: sha256((work / table["parquet"]).read_bytes()).hexdigest()
        for table in report["tables"]
    }


def through_child(case: Case) -> Verdict:
    """Read as the worker does: in a child of its own, with all that guards it."""
    with _placed(case) as (path, work):
        started = time.monotonic()
        before = _resident()
        try:
            report = read_in_child(path, workdir=work)
        except Refusal as refusal:
            wrong = list(wrong_in_refusal(str(refusal), refusal.code, path.name))
            outcome = f"refused:{refusal.code}"
        except CauceError as error:
            outcome, wrong = "failed", [f"no refusal: {error}"]
        else:
            wrong, outcome = list(wrong_in_report(report.to_json(), work)), "read"
        shutil.rmtree(work)
        grown = _resident() - before
        if grown > 64:
            wrong.append(f"the process that asked grew by {grown} MiB")
    seconds = time.monotonic() - started
    return Verdict(case.number, case.base, case.how, outcome, tuple(wrong), round(seconds, 3), 0)


def _resident() -> int:
    """MiB that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 2**20
