"""A real server on a free port and Debian's Chromium, driven by Playwright.

Where Chromium is missing these tests do not run, and say so in capitals.
"""

import base64
import hashlib
import hmac
import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "cauce-de-pruebas-7"
SECOND_FACTOR_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SHOTS = os.environ.get("SCREENSHOTS")
"""A folder where every page that is looked at leaves its picture."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks everything here, and skips it where there is no Chromium."""
    missing = pytest.mark.skip(reason="NOT TESTED IN A BROWSER: CHROMIUM IS NOT INSTALLED")
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.browser)
            if shutil.which("chromium") is None:
                item.add_marker(missing)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a portal with the tests' library, its worker beside it."""
    data = tmp_path_factory.mktemp("portal")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {name: text for name, text in os.environ.items() if not name.startswith("CAUCE_")}
    environ.pop("DJANGO_SETTINGS_MODULE", None)
    environ |= {
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "CAUCE_DATA_DIR": str(data),
        "CAUCE_CONFIG": str(data / "cauce.toml"),
        "CAUCE_FREE_DISK_MB": "1",
    }
    (data / "cauce.toml").touch()
    cauce = [sys.executable, "-m", "cauce.cli"]
    for command in (
        [*cauce, "init", "--data", str(data), "--no-admin"],
        [sys.executable, "-m", "tests.browser.seed", str(data)],
    ):
        done = subprocess.run(command, env=environ, cwd=data, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    log = (data / "server.log").open("w+")
    served = subprocess.Popen(
        [*cauce, "serve", "--data", str(data), "--port", str(port)],
        env=environ,
        cwd=data,
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, served, log)
        yield address
    finally:
        served.send_signal(signal.SIGTERM)
        try:
            served.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(served.pid, signal.SIGKILL)
        log.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium; closed after each module, since Playwright's loop would disturb Django's tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        yield chromium
        chromium.close()


def second_factor_code(moments: int = 0) -> str:
    """What the authenticator of Olga and Ada shows (RFC 6238), some half minutes from now."""
    counter = struct.pack(">Q", int(time.time()) // 30 + moments)
    digest = hmac.new(base64.b32decode(SECOND_FACTOR_SECRET), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


@dataclass
class Visitor:
    """Somebody with a browser window: their page, and everything that went wrong in it."""

    page: Any
    server: str
    troubles: list[str] = field(default_factory=list)

    def goto(self, path: str) -> Any:
        """Opens a path of the server and waits for it."""
        return self.page.goto(f"{self.server}{path}")

    def log_in(self, name: str) -> None:
        """Logs in as one of the tests' people."""
        self.goto("/cuenta/entrar/")
        self.page.fill("#id_login", f"{name}@ejemplo.gob.gt")
        self.page.fill("#id_password", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(lambda url: "/cuenta/entrar/" not in url)
        for moments in (0, 1, -1):  # a code serves once, and the clocks may differ by one
            if "/segundo-factor/codigo/" in self.page.url:
                self.page.fill("#id_code", second_factor_code(moments))
                self.page.click("main button[type=submit]")
                self.page.wait_for_load_state()
        self.page.wait_for_url(lambda url: "/cuenta/" not in url)


@pytest.fixture
def arrive(browser: Any, server: str) -> Iterator[Any]:
    """Opens windows: ``arrive(width=360, scheme="dark", javascript=False)`` gives a `Visitor`.

    At the end no window may have logged an error.
    """
    visitors: list[Visitor] = []
    contexts: list[Any] = []

    def window(width: int = 1280, scheme: str = "light", javascript: bool = True) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale="es-GT",
            java_script_enabled=javascript,
            accept_downloads=True,
        )
        page = context.new_page()
        page.set_default_timeout(20_000)
        visitor = Visitor(page, server)
        page.on("console", lambda said: _note(visitor, said))
        page.on("pageerror", lambda error: visitor.troubles.append(str(error)))
        contexts.append(context)
        visitors.append(visitor)
        return visitor

    yield window
    for context in contexts:
        context.close()
    assert [trouble for visitor in visitors for trouble in visitor.troubles] == []


def _note(visitor: Visitor, said: Any) -> None:
    expected = "Failed to load resource: the server responded with a status of 4"
    if said.type in ("error", "warning") and not said.text.startswith(expected):
        visitor.troubles.append(f"{said.type}: {said.text}")


def _wait(address: str, served: "subprocess.Popen[bytes]", log: Any) -> None:
    for _ in range(300):
        if served.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/salud", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    log.seek(0)
    raise AssertionError(f"the server did not start:\n{log.read()}")
