"""Connections whose other end vanished: a closed laptop, a network that was lost.

The web server waits without limit for the rest of a request, and whoever waits holds one of its
few threads. The system can ask the other end whether it is still there; the server does not turn
that on, so it is done here, on the socket where it listens: each connection inherits it. It listens
only after this application was loaded, hence with the first request.
"""

import os
import socket
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

IDLE_SECONDS: Final = 20
"""Silence after which the other end is asked for the first time."""
PROBE_SECONDS: Final = 10
"""Time between one question and the next."""
PROBES: Final = 3
"""Questions without an answer after which the connection is ended: 50 seconds in all."""


def watched(application: WSGIApplication) -> WSGIApplication:
    """The same application, whose connections end when nobody is at the other end."""
    fresh = True

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        nonlocal fresh
        if fresh:
            fresh = False
            end_vanished_connections()
        return application(environ, start_response)

    return serve


def end_vanished_connections() -> int:
    """Turns keepalive on where this process listens for TCP; on how many sockets.

    Elsewhere than on Linux it does nothing.
    """
    found = 0
    for listening in _listening():
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE, IDLE_SECONDS)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL, PROBE_SECONDS)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT, PROBES)
        found += 1
    return found


def _listening() -> Iterator[socket.socket]:
    for entry in Path("/proc/self/fd").glob("*"):
        with suppress(OSError):
            if not entry.readlink().name.startswith("socket:"):
                continue
            with socket.socket(fileno=os.dup(int(entry.name))) as each:
                tcp = each.family in (socket.AF_INET, socket.AF_INET6)
                if tcp and each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                    yield each
