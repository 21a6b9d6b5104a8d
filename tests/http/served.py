"""The real web server on a portal of its own, and a sender who speaks to it: for kills and weights.

Nothing but the server is in its process, so what it costs can be read from the system.
"""

import base64
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a" * 32
"""The token that guards forms, in the cookie and in the header alike."""
_PREPARE = """
import django
django.setup()
from django.test import Client
from tests.people import make_people
client = Client()
client.force_login(make_people().alicia)
print(client.cookies["sessionid"].value)
"""


@dataclass
class Served:
    """An installation where Alicia is logged in; its server may be killed and started again."""

    data: Path
    environ: dict[str, str]
    session: str
    port: int
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start(self) -> None:
        """Starts granian as ``cauce serve`` does and waits until it answers."""
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1"]
        command += ["--blocking-threads", "8", "--no-ws", "--log-level", "error"]
        command += ["--host", "127.0.0.1", "--port", str(self.port), "cauce.site.wsgi:application"]
        with (self.data / "server.log").open("ab") as log:
            made = subprocess.Popen(
                command, env=self.environ, stdout=log, stderr=log, start_new_session=True
            )
        self.processes.append(made)
        for _ in range(600):
            with suppress(OSError):
                if self.ask("GET", "/salud")[0]:
                    return
            time.sleep(0.05)
        raise AssertionError((self.data / "server.log").read_text())

    def kill(self) -> None:
        """Ends the server and its worker at once, as a power cut would."""
        process = self.processes[-1]
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def worker(self) -> int:
        """The process that serves."""
        parent = self.processes[-1].pid
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return max(
            map(int, children), key=lambda pid: int(_status(pid, "VmRSS").removesuffix("kB"))
        )

    def memory(self) -> float:
        """The most memory the serving process ever had, in MB."""
        return int(_status(self.worker(), "VmHWM").removesuffix("kB")) / 1000

    def cpu(self) -> float:
        """CPU seconds of the serving process, user and system."""
        fields = Path(f"/proc/{self.worker()}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def ask(
        self, method: str, path: str, headers: dict[str, str] | None = None, body: Any = None
    ) -> tuple[int, Any, bytes]:
        """One request by Alicia: status, headers and body of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        cookie = f"sessionid={self.session}; csrftoken={TOKEN}"
        sent = {"Cookie": cookie, "X-CSRFToken": TOKEN, "Tus-Resumable": "1.0.0"}
        try:
            connection.request(method, path, body, sent | (headers or {}))
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()

    def begin(self, name: str, size: int) -> str:
        """Begins a transfer; its address."""
        texts = {"filename": name, "organisation": "seplan"}
        said = ",".join(f"{k} {base64.b64encode(v.encode()).decode()}" for k, v in texts.items())
        headers = {"Upload-Length": str(size), "Upload-Metadata": said}
        status, found, text = self.ask("POST", "/publicar/envios/", headers)
        assert status == 201, text.decode()
        address: str = found["Location"]
        return address

    def offset(self, address: str) -> int:
        """How much of a transfer has arrived."""
        status, found, _text = self.ask("HEAD", address)
        assert status == 200
        return int(found["Upload-Offset"])

    def add(self, address: str, at: int, data: Any) -> tuple[int, Any, bytes]:
        """Sends a part."""
        kind = {"Content-Type": "application/offset+octet-stream", "Upload-Offset": str(at)}
        return self.ask("PATCH", address, kind, data)


@contextmanager
def served(data: Path) -> Iterator[Served]:
    """A portal in ``data``, an empty folder, not started yet; ended in the end."""
    environ = {name: text for name, text in os.environ.items() if not name.startswith("CAUCE_")}
    environ |= {
        "DJANGO_SETTINGS_MODULE": "cauce.site.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "CAUCE_DATA_DIR": str(data),
        "CAUCE_CONFIG": str(data / "cauce.toml"),
        "CAUCE_FREE_DISK_MB": "1",
        "CAUCE_ENVIRONMENT": "test",
    }
    (data / "cauce.toml").touch()
    _run(["-m", "cauce.cli", "init", "--data", str(data), "--no-admin"], environ, data)
    session = _run(["-c", _PREPARE], environ, data).strip()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    made = Served(data, environ, session, port)
    try:
        yield made
    finally:
        for process in made.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _run(words: list[str], environ: dict[str, str], folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, *words], env=environ, cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _status(pid: int, name: str) -> str:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return line.split(":")[1].replace(" ", "").strip()
    return "0kB"
