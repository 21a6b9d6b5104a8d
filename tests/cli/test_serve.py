"""``cauce serve`` is one tree of processes: it serves, does the jobs, and leaves nobody behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest


class Site:
    """A served installation and the processes of its tree."""

    def __init__(self, process, port):
        self.process = process
        self.port = port

    def get(self, path):
        return urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10)

    def wait_until_it_answers(self):
        deadline = time.monotonic() + 40
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.process.communicate()
            try:
                return self.get("/salud")
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the site did not answer")

    def children(self):
        """Every process below the parent, by reading /proc."""
        parents = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            parents[int(path.parent.name)] = int(fields[1])
        found, front = set(), {self.process.pid}
        while front:
            front = {pid for pid, parent in parents.items() if parent in front}
            found |= front
        return found

    def ends(self):
        output, errors = self.process.communicate(timeout=30)
        return self.process.returncode, output + errors


def alive(pids):
    found = set()
    for pid in pids:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            continue
        if state != "Z":
            found.add(pid)
    return found


def nobody_is_left(pids):
    deadline = time.monotonic() + 10
    while alive(pids) and time.monotonic() < deadline:
        time.sleep(0.1)
    return not alive(pids)


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.fixture(scope="module")
def installation(cauce_in, environ, tmp_path_factory):
    """A prepared data directory, shared by the tests of this file, and its environment."""
    folder = tmp_path_factory.mktemp("served")
    assert cauce_in(folder, "init", "--no-admin").returncode == 0
    return folder / "datos", environ | {"CAUCE_LOG_LEVEL": "ERROR", "CAUCE_THREADS": "2"}


@pytest.fixture
def site(installation):
    """The site, served on a free port."""
    folder, environ = installation
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "cauce.cli", "serve", "--data", str(folder)]
    process = subprocess.Popen(
        [*words, "--port", str(port)],
        env=environ,
        cwd=folder.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    served = Site(process, port)
    family = set()
    try:
        served.wait_until_it_answers()
        family = served.children()
        yield served
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=30)
        for pid in alive(family):
            os.kill(pid, signal.SIGKILL)


def test_it_serves_and_ctrl_c_stops_everything(site):
    response = site.get("/static/cauce/icons/mark.svg")
    assert response.status == 200
    family = site.children()
    assert len(family) >= 3  # granian, its worker, the worker of jobs
    site.process.send_signal(signal.SIGINT)
    code, output = site.ends()
    assert code == 0, output
    assert f"http://127.0.0.1:{site.port}" in output
    assert "Traceback" not in output
    assert nobody_is_left(family)
    assert is_free(site.port)


def of_command(pids, words):
    return [pid for pid in pids if words in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_a_killed_worker_is_started_again_and_the_site_goes_on(site):
    (worker,) = of_command(site.children(), b"cli\0worker")
    os.kill(worker, signal.SIGKILL)
    assert site.get("/static/cauce/icons/mark.svg").status == 200
    deadline = time.monotonic() + 30
    again = []
    while not again and time.monotonic() < deadline:
        time.sleep(0.1)
        again = [pid for pid in of_command(alive(site.children()), b"cli\0worker") if pid != worker]
    assert len(again) == 1
    family = site.children()
    site.process.send_signal(signal.SIGTERM)
    code, output = site.ends()
    assert code == 0, output
    assert "El proceso de trabajos terminó; se inicia de nuevo en 1 s." in output
    assert nobody_is_left(family)


def test_a_killed_web_server_ends_the_rest(site):
    family = site.children()
    web = of_command(family, b"granian")[0]
    os.kill(web, signal.SIGKILL)
    code, output = site.ends()
    assert code == 1
    assert "El servidor web terminó; se detiene lo demás." in output
    assert nobody_is_left(family)
    assert is_free(site.port)


def test_a_killed_parent_takes_its_children_along(site):
    family = site.children()
    site.process.kill()
    site.ends()
    assert nobody_is_left(family)
    assert is_free(site.port)


def test_a_taken_port_is_refused_in_words(installation, cauce):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        found = cauce("serve", "--data", str(installation[0]), "--port", port)
    assert found.returncode == 1
    assert f"No se puede escuchar en 127.0.0.1:{port}" in found.stderr
    assert "--port" in found.stderr


def test_a_demonstration_is_not_served_to_the_network(installation, cauce):
    words = ["serve", "--data", str(installation[0]), "--host", "0.0.0.0"]
    found = cauce(*words, CAUCE_DEMO="true")
    assert found.returncode == 1
    assert "demostración" in found.stderr


def test_the_worker_alone_ends_when_idle(installation, cauce):
    assert cauce("worker", "--data", str(installation[0]), "--hasta-terminar").returncode == 0
