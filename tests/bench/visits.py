"""Requests to the WSGI application in this process, and the size of a page with what it loads."""

import re
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from wsgiref.util import setup_testing_defaults

_LOADED = re.compile(r'<(?:link|script|img|source)\b[^>]*?\b(?:href|src)="([^"]+)"[^>]*>')
_FONTS = re.compile(r"url\([\"']?([^\"')]+\.woff2)[\"']?\)")


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the body's bytes, and CPU milliseconds until the last of them."""

    status: int
    body: bytes
    cpu: float


@dataclass(frozen=True)
class Weight:
    """Bytes of a page with its styles, scripts and pictures: as they are, and as they travel."""

    plain: int
    travelled: int
    fonts: int
    """The fonts alone."""


def visit(application: Any, address: str, cookie: str = "", encoding: str = "gzip") -> Answer:
    """Asks the application for one address."""
    parts = urlsplit(address)
    environ: dict[str, Any] = {
        "PATH_INFO": unquote(parts.path),
        "QUERY_STRING": parts.query,
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT_ENCODING": encoding,
        "HTTP_COOKIE": cookie,
    }
    setup_testing_defaults(environ)
    said: list[str] = []
    start = time.process_time()
    answer = application(environ, lambda status, headers, _error=None: said.append(status))
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    return Answer(int(said[0][:3]), body, (time.process_time() - start) * 1000)


def median_cpu(application: Any, addresses: Iterator[str], times: int, cookie: str = "") -> float:
    """Median CPU milliseconds of a request, after some that warm up.

    Raises:
        RuntimeError: when a page does not answer 200.
    """
    spent = []
    before = max(1, times // 20)
    for _ in range(before + times):
        address = next(addresses)
        answer = visit(application, address, cookie)
        if answer.status != 200:
            raise RuntimeError(f"{address} answered {answer.status}")
        spent.append(answer.cpu)
    return statistics.median(spent[before:])


def weight(application: Any, address: str) -> Weight:
    """What a first visit brings: the page, its styles, scripts and pictures; fonts apart."""
    page = visit(application, address, encoding="identity").body
    plain, travelled = len(page), len(visit(application, address).body)
    fonts: set[str] = set()
    for loaded in dict.fromkeys(_LOADED.findall(page.decode())):
        path = urljoin(address, loaded)
        if not path.startswith("/static/") or path.endswith((".woff2", ".ico", ".png")):
            continue
        body = _file(application, path, "identity")
        plain += len(body)
        travelled += len(_file(application, path))
        if path.endswith(".css"):
            fonts |= {urljoin(path, each) for each in _FONTS.findall(body.decode())}
    return Weight(plain, travelled, sum(len(_file(application, each)) for each in fonts))


def _file(application: Any, path: str, encoding: str = "gzip") -> bytes:
    """A static file, as it travels.

    Raises:
        RuntimeError: when it is not there.
    """
    answer = visit(application, path, encoding=encoding)
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}")
    return answer.body
