"""An installation of its own, served by its own processes, which may be killed."""

import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parents[2] / "src"
INSPECTOR = Path(__file__).parent / "inspector.py"
PASSWORD = "cauce-de-pruebas-7"
PUBLISHER = "publicadora@ejemplo.gob.gt"
SECOND = "publicador@ejemplo.gob.gt"
REVIEWER = "revisora@ejemplo.gob.gt"

SETTINGS = """\
data_dir = "."
environment = "production"
secret_key = "a key for tests and nothing else, long enough for everybody"
job_lease_seconds = 2
log_level = "ERROR"
threads = 4
free_disk_mb = 1
"""


class Installation:
    """A data directory and the processes of ``cauce serve`` on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self._inspector: subprocess.Popen[str] | None = None
        self._log = folder.parent / f"{folder.name}.log"

    @property
    def environ(self) -> dict[str, str]:
        """The environment of its processes: nothing of the tests' own settings."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("CAUCE_")}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        return kept | {
            "PYTHONPATH": os.pathsep.join((str(SOURCE), str(SOURCE.parent))),
            "CAUCE_DATA_DIR": str(self.folder),
        }

    def prepare(self) -> None:
        """Makes the database, an organisation, two who send files and one who reviews."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "cauce.toml").write_text(SETTINGS, "utf-8")
        assert self.asked("prepare") == "made"

    def start(self) -> None:
        """Serves, web and worker, and waits until it answers."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cauce.cli", "serve", "--port", str(self.port)],
                env=self.environ,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + 60
        while not self.answers():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.1)

    def answers(self) -> bool:
        """Whether the site says that it is well."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/salud", timeout=5) as said:
                return bool(said.status == 200)
        except urllib.error.HTTPError as error:
            error.close()
            return True
        except OSError:
            return False

    def said(self) -> str:
        """What its processes wrote, the end of it."""
        return self._log.read_text("utf-8", errors="replace")[-4000:]

    def family(self) -> dict[int, str]:
        """Every living process of its tree, by number, with its command line."""
        assert self.process is not None
        found = {self.process.pid, *_below(self.process.pid)}
        return {pid: _words(pid) for pid in found if _lives(pid)}

    def kill(self, who: str, chance: random.Random) -> str:
        """Kills -9: ``web``, ``worker``, ``reader`` (what reads a file) or ``all`` at once."""
        family = self.family()
        web = [pid for pid, words in family.items() if "granian" in words]
        worker = [pid for pid, words in family.items() if words.endswith("cauce.cli worker")]
        reader = [pid for each in worker for pid in _below(each)]
        chosen = {
            "web": [chance.choice(web)] if web else [],
            "worker": worker,
            "reader": reader or worker,
            "all": list(family),
        }[who]
        for pid in chosen:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        return f"{who} {len(chosen)}"

    def stand_up(self) -> None:
        """Starts the site again if the death of a part ended it, as a service manager would."""
        assert self.process is not None
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                self._bury()
                self.start()
                return
            if self.answers():
                return
            time.sleep(0.1)
        raise AssertionError(f"the site neither answers nor ends: {self.family()} {self.said()}")

    def stop(self) -> None:
        """Ends every process."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill("all", random.Random(0))
                self.process.wait(20)
        self._bury()

    def close(self) -> None:
        """Ends every process and the inspector."""
        self.stop()
        if self._inspector is not None:
            self._inspector.communicate(timeout=20)
            self._inspector = None

    def _bury(self) -> None:
        """Waits until nobody of a dead tree holds the port."""
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind(("127.0.0.1", self.port))
                except OSError:
                    time.sleep(0.05)
                else:
                    return
        raise AssertionError(f"somebody holds the port: {self.said()}")

    def asked(self, question: str) -> Any:
        """An answer of the inspector, a process that only looks (and makes the people)."""
        if self._inspector is None:
            self._inspector = subprocess.Popen(
                [sys.executable, str(INSPECTOR)],
                env=self.environ | {"DJANGO_SETTINGS_MODULE": "cauce.site.settings"},
                cwd=self.folder,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self._inspector.stdin is not None
        assert self._inspector.stdout is not None
        self._inspector.stdin.write(question + "\n")
        self._inspector.stdin.flush()
        return json.loads(self._inspector.stdout.readline())

    def rows(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """Rows of its database."""
        with closing(sqlite3.connect(self.folder / "cauce.sqlite3", timeout=20)) as database:
            return database.execute(question, values).fetchall()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stats() -> Iterator[tuple[int, list[str]]]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            yield int(path.parent.name), path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue


def _below(pid: int) -> set[int]:
    parents = {each: int(fields[1]) for each, fields in _stats()}
    found: set[int] = set()
    front = {pid}
    while front:
        front = {each for each, parent in parents.items() if parent in front}
        found |= front
    return found


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def _words(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return ""
