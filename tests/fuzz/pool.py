"""Reading thousands of spoilt files: a loaded process forks, and each fork reads a few.

What a fork does with a file is what the reading child does
(:func:`cauce.engine.reading.child.answer`, confined by the system); it spares the start of Python
and of DuckDB, which are most of the time. ``through_child`` is the production's way, whole.
"""

import gc
import json
import os
import resource
import select
import shutil
import signal
import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, Final

from cauce.base.errors import CauceError, Refusal
from cauce.engine.reading.child import answer, confine, read_in_child
from cauce.engine.reading.limits import Limits
from cauce.territory.divisions import LEVELS
from cauce.territory.names import known_names
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
SERVED: Final = 20
"""Files that one fork reads."""


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
    for level in LEVELS:
        known_names(level)
    gc.freeze()


@contextmanager
def _placed(case: Case, folder: Path) -> Iterator[tuple[Path, Path]]:
    """The file in ``folder``, and a folder to work in, always of the same name."""
    path, work = folder / case.name, folder / "work"
    path.write_bytes(case.content)
    work.mkdir()
    try:
        yield path, work
    finally:
        shutil.rmtree(work)
        path.unlink()


def in_forks(cases: Iterable[Case], *, replayed: int = 0) -> Iterator[Verdict]:
    """Reads each case in a fork of this process, which serves :data:`SERVED` of them, or fewer if
    one ends it. Every ``replayed``-th number is read again by its own recipe."""
    waiting = iter(cases)
    left: list[Case] = []
    while left := left or list(islice(waiting, SERVED)):
        with tempfile.TemporaryDirectory(prefix="cauce-fuzz-") as folder:
            told = list(_served(left, Path(folder), replayed))
        yield from told
        left = left[len(told) :]


def _served(cases: Sequence[Case], folder: Path, replayed: int) -> Iterator[Verdict]:
    """Verdicts of the cases in their order, until the fork that reads them ends."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        _serve(cases, folder, replayed, writer)
    os.close(writer)
    stopped = f"it never ended ({_LIMITS.seconds} s)"
    done = 0
    with os.fdopen(reader, "rb") as lines:
        while select.select([lines], [], [], _LIMITS.seconds + 10)[0]:
            if not (line := lines.readline()):
                stopped = ""
                break
            done += 1
            yield Verdict(
                **{
                    **(told := json.loads(line)),
                    "how": tuple(told["how"]),
                    "wrong": tuple(told["wrong"]),
                }
            )
            if done == len(cases):
                stopped = ""
                break
    if stopped:
        os.kill(pid, signal.SIGKILL)
    status = os.waitpid(pid, 0)[1]
    if status or not done:  # a fork may end well before its last case: it grew too large
        case = cases[done]
        said = (folder / "said").read_text(errors="replace")
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGABRT and "alloc" in said:
            # a library without memory: read_in_child says so in a sentence (see its tests)
            yield Verdict(case.number, case.base, case.how, "refused:limit.memory", (), 0, 0)
            return
        wrong = (stopped or f"the process ended: status {status}",)
        yield Verdict(case.number, case.base, case.how, "failed", wrong, 0, 0)


def _serve(cases: Sequence[Case], folder: Path, replayed: int, writer: int) -> None:
    """The fork: read, judge, tell, and end without touching what the other process holds."""
    with (folder / "said").open("wb") as errors:
        os.dup2(errors.fileno(), 1)
        os.dup2(errors.fileno(), 2)
    confine(replace(_LIMITS, seconds=_LIMITS.seconds * SERVED))
    for case in cases:
        with _placed(case, folder) as (path, work):
            os.environ["TMPDIR"] = str(work)
            tempfile.tempdir = None
            _forget_peak()
            started = time.process_time()
            again = bool(replayed) and case.number % replayed == 0
            outcome, wrong = _judged(path, work, again=again)
            seconds, memory = time.process_time() - started, _peak()
            if seconds > SLOW:
                wrong.append(f"slow: {seconds:.0f} s")
            if memory > MUCH:
                wrong.append(f"heavy: {memory} MiB")
            verdict = Verdict(
                case.number, case.base, case.how, outcome, tuple(wrong), round(seconds, 3), memory
            )
            os.write(writer, json.dumps(asdict(verdict)).encode() + b"\n")
        if memory > MUCH:
            break
    os._exit(0)


def _judged(path: Path, work: Path, *, again: bool) -> tuple[str, list[str]]:
    """Outcome, and what is wrong; an exception is a finding as any other."""
    try:
        return _verdict(path, work, again=again)
    except Exception as error:  # noqa: BLE001
        trace = traceback.extract_tb(error.__traceback__)
        ours = [each for each in trace if "/cauce/" in each.filename][-3:]
        at = " > ".join(f"{Path(each.filename).name}:{each.lineno}" for each in [*ours, trace[-1]])
        return "failed", [f"{type(error).__name__}: {str(error)[:160]} @ {at}"]


def _forget_peak() -> None:
    """Linux: the peak of memory is counted anew."""
    Path("/proc/self/clear_refs").write_text("5")


def _peak() -> int:
    """MiB that this process held at most."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def _request(path: Path, work: Path, recipe: Any = None) -> dict[str, Any]:
    return {
        "path": str(path),
        "workdir": str(work),
        "recipe": recipe,
        "limits": asdict(_LIMITS),
        "hidden_columns": True,
        "parent": 0,
    }


def _verdict(path: Path, work: Path, *, again: bool) -> tuple[str, list[str]]:
    told = answer(_request(path, work))
    if "refusal" in told:
        refusal = told["refusal"]
        wrong = list(wrong_in_refusal(refusal["message"], refusal["code"], path.name))
        return f"refused:{refusal['code']}", wrong
    report = told["report"]
    wrong = list(wrong_in_report(report, work))
    if again and not wrong:
        wrong += _wrong_when_replayed(path, work, report)
    return "read", wrong


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
        other_tables = [name for name in before if before[name] != after.get(name)]
        yield f"its own recipe gives other tables: {other_tables}"


def hashes(report: dict[str, Any], work: Path) -> dict[str, str]:
    """SHA-256 of the Parquet of each table of a report."""
    return {
        table["name"]: sha256((work / table["parquet"]).read_bytes()).hexdigest()
        for table in report["tables"]
    }


def through_child(case: Case) -> Verdict:
    """Read as the worker does: in a child of its own, with all that guards it."""
    with (
        tempfile.TemporaryDirectory(prefix="cauce-fuzz-") as folder,
        _placed(case, Path(folder)) as (path, work),
    ):
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
        grown = _resident() - before
        if grown > 64:
            wrong.append(f"the process that asked grew by {grown} MiB")
    seconds = time.monotonic() - started
    return Verdict(case.number, case.base, case.how, outcome, tuple(wrong), round(seconds, 3), 0)


def _resident() -> int:
    """MiB that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 2**20
