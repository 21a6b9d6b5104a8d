"""Reading what somebody sends without waiting for ever.

The web server gives a request's body as it arrives and keeps none of it, but waits without limit
for a sender who vanished, and each request it serves holds one of its few threads. Here another
thread waits; when nothing has come for a while, the request is answered and the waiting thread
ends when the connection does.
"""

import threading
from collections.abc import Generator
from contextlib import suppress
from queue import Empty, Queue
from typing import Final, Protocol

from django.utils.translation import gettext as _

from cauce.base.errors import CauceError

PATIENCE: Final = 30.0
"""Seconds without a byte after which a sender is believed gone."""
CHUNK: Final = 256 * 1024
"""Bytes asked for at once: what a cut may lose."""
AHEAD: Final = 4
"""Chunks that may wait for a slow disk."""


class Stalled(CauceError):
    """Nothing came for too long."""


class Readable(Protocol):
    """The body of a request."""

    def read(self, size: int, /) -> bytes:
        """The next bytes; none at the end or when the connection was cut."""
        ...


def chunks_of(stream: Readable, patience: float = PATIENCE) -> Generator[bytes]:
    """What arrives, in the order it arrives, until the end or a cut.

    Raises:
        Stalled: when nothing has come for ``patience`` seconds; what came before was given.
    """
    arrived: Queue[bytes | BaseException] = Queue(AHEAD)
    unwanted = threading.Event()

    def pump() -> None:
        try:
            while not unwanted.is_set() and (chunk := stream.read(CHUNK)):
                arrived.put(chunk)
            arrived.put(b"")
        except OSError:  # the connection broke: what arrived, arrived
            arrived.put(b"")
        except BaseException as error:  # noqa: BLE001 (whoever reads shall raise it)
            arrived.put(error)

    threading.Thread(target=pump, name="cauce-body", daemon=True).start()
    try:
        while chunk := _next(arrived, patience):
            yield chunk
    finally:
        unwanted.set()
        with suppress(Empty):
            while True:
                arrived.get_nowait()


def _next(arrived: "Queue[bytes | BaseException]", patience: float) -> bytes:
    try:
        found = arrived.get(timeout=patience)
    except Empty:
        raise Stalled(
            _("Hace rato que no llega nada de su equipo."),
            code="transfer.stalled",
            remedy=_("Continúe cuando vuelva la conexión; lo recibido se conserva."),
        ) from None
    if isinstance(found, BaseException):
        raise found
    return found
