"""Datasette over the same rows, in an environment made for the measurement."""

import http.client
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import duckdb

_SETTINGS = {
    "sql_time_limit_ms": "60000",
    "facet_time_limit_ms": "60000",
    "suggest_facets": "off",
    "default_cache_ttl": "0",
}
"""Without its limits, which would answer 400 to some questions and estimate some totals."""


@dataclass
class Datasette:
    """A running Datasette."""

    name: str
    port: int
    process: "subprocess.Popen[bytes]"

    def ask(self, path: str) -> bytes:
        """The body of an answer.

        Raises:
            RuntimeError: when it is not 200.
        """
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)) as connection:
            connection.request("GET", path)
            answer = connection.getresponse()
            body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}: {body[:200]!r}")
        return body

    def sql(self, statement: str) -> str:
        """The address that runs a statement."""
        return f"/{self.name}.json?{urlencode({'sql': statement})}"

    def cpu(self) -> float:
        """CPU seconds of its process."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def datasette(csv: Path, folder: Path) -> Iterator[Datasette | None]:
    """Datasette serving the rows of a CSV; ``None`` where it cannot be installed."""
    program = _installed(folder)
    if program is None:
        print("  Datasette cannot be installed here: not measured", flush=True)
        yield None
        return
    database = folder / "millon.db"
    _filled(csv, database)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(program), "serve", str(database), "--host", "127.0.0.1", "--port", str(port)]
    for name, value in _SETTINGS.items():
        command += ["--setting", name, value]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        made = Datasette("millon", port, process)
        for _ in range(200):
            with suppress(OSError):
                made.ask("/-/versions.json")
                break
            time.sleep(0.1)
        yield made
    finally:
        process.terminate()
        process.wait()


def _installed(folder: Path) -> Path | None:
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "datasette~=0.65.0"]
    done = subprocess.run(pip, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    program = folder / "bin" / "datasette"
    return program if done.returncode == 0 and program.exists() else None


def _filled(csv: Path, database: Path) -> None:
    """The rows as a table of SQLite, without indexes."""
    with closing(duckdb.connect()) as reader, closing(sqlite3.connect(database)) as writer:
        rows = reader.execute(
            "SELECT * REPLACE (CAST(fecha AS VARCHAR) AS fecha) FROM read_csv(?)", [str(csv)]
        )
        names = [column[0] for column in rows.description]
        writer.execute(f"CREATE TABLE millon ({', '.join(names)})")
        marks = ", ".join("?" * len(names))
        while some := rows.fetchmany(50_000):
            writer.executemany(f"INSERT INTO millon VALUES ({marks})", some)
        writer.commit()
