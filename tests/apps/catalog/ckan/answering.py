"""A server of this machine that answers as a portal would, or as broken ones do."""

import gzip
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Answer = Callable[["Handler", dict[str, str]], None]


class Handler(BaseHTTPRequestHandler):
    """Answers by path with the functions that a test gives."""

    answers: Mapping[str, Answer]
    asked: list[str]

    def do_GET(self) -> None:
        """Finds the answer of the longest path that fits."""
        parts = urlsplit(self.path)
        self.asked.append(self.path)
        said = {key: values[0] for key, values in parse_qs(parts.query).items()}
        fitting = [path for path in self.answers if parts.path.startswith(path)]
        if not fitting:
            self.send_error(404)
            return
        self.answers[max(fitting, key=len)](self, said)

    def give(self, body: bytes, status: int = 200, **headers: str) -> None:
        """Sends a whole answer."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Silence."""


@contextmanager
def served(answers: Mapping[str, Answer]) -> Iterator[tuple[str, list[str]]]:
    """The address of the server, and what it is asked."""
    asked: list[str] = []
    handler = type("Answering", (Handler,), {"answers": answers, "asked": asked})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def result(value: Any, *, zipped: bool = False) -> Answer:
    """The answer of an action of the API."""

    def answer(handler: Handler, said: dict[str, str]) -> None:
        given = value(said) if callable(value) else value
        body = json.dumps({"help": "", "success": True, "result": given}).encode()
        if zipped:
            handler.give(gzip.compress(body), Content_Encoding="gzip")
        else:
            handler.give(body)

    return answer


def raw(body: bytes, status: int = 200, **headers: str) -> Answer:
    """An answer as it is."""
    return lambda handler, said: handler.give(body, status, **headers)


def ckan(packages: list[Any], *, zipped: bool = False) -> dict[str, Answer]:
    """The reading half of CKAN's API."""

    def search(said: dict[str, str]) -> Any:
        start = int(said["start"])
        rows = min(int(said["rows"]), 4)  # portals give less than was asked
        return {"count": len(packages), "results": packages[start : start + rows]}

    return {"/api/3/action/package_search": result(search, zipped=zipped)}
