"""The studio: processes that draw, started when needed, at most two, each one drawing at a time.

vl-convert draws holding Python's lock, about 50 ms a chart; in the server's own process every
visitor would wait that long. Out here a drawing that takes too long is simply ended.
"""

import atexit
import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import IO, Any, Final

from cauce.base.errors import Busy, Refusal
from cauce.charts.draughting.protocol import DONE, FONTS

PATIENCE: Final = 20.0
"""Seconds a drawing may take, its process' start included."""
PLACES: Final = 2
"""Processes at most; each holds 85 MB when it starts and 140 after some hundred charts."""
WAITERS: Final = 4
"""Who may wait for a place; with those who draw they are fewer than the server has threads."""
WAIT: Final = 3.0
"""Seconds that one may wait for a place."""
_NEEDED: Final = frozenset(
    ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TMPDIR", "HOME")
)
"""What Python and its libraries read; the server's secrets are not among it."""


class BrokenDrawing(RuntimeError):
    """A specification that Vega cannot draw: a mistake of ours, not of the reader."""


class Draughtsman:
    """One process that draws."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "cauce.charts.draughting.process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_environment(),
        )
        assert self._process.stdin
        assert self._process.stdout
        self._requests: IO[bytes] = self._process.stdin
        self._answers: IO[bytes] = self._process.stdout

    def ask(self, request: bytes, patience: float) -> tuple[bytes, bytes]:
        """The outcome (one byte) and what was made.

        Raises:
            TimeoutError: when it took too long; the process was ended.
            OSError: when the process is no more.
        """
        late = threading.Event()

        def give_up() -> None:
            late.set()
            self._process.kill()

        watch = threading.Timer(patience, give_up)
        watch.daemon = True
        watch.start()
        try:
            self._requests.write(len(request).to_bytes(4, "big") + request)
            self._requests.flush()
            outcome = self._read(1)
            return outcome, self._read(int.from_bytes(self._read(4), "big"))
        except OSError:
            if late.is_set():
                raise TimeoutError("the drawing took too long") from None
            raise
        finally:
            watch.cancel()

    def _read(self, size: int) -> bytes:
        found = self._answers.read(size)
        if len(found) < size:
            raise OSError("the process that draws ended")
        return found

    def end(self) -> None:
        """Ends the process, drawing or not."""
        self._process.kill()
        for pipe in (self._requests, self._answers):
            try:
                pipe.close()
            except OSError:  # what was not sent yet has nobody to read it
                continue
        self._process.wait()


class Studio:
    """Who asks for a drawing gets one of the processes, or waits a little for one.

    ``patience``: seconds that one drawing may take; ``waiters``: how many may wait, each for
    ``wait`` seconds. A page without a drawing never waits for those who want one.
    """

    def __init__(
        self,
        places: int = PLACES,
        patience: float = PATIENCE,
        *,
        waiters: int = WAITERS,
        wait: float = WAIT,
    ) -> None:
        self._patience = patience
        self._wait = wait
        self._waiting = threading.BoundedSemaphore(waiters)
        self._free: queue.LifoQueue[Draughtsman | None] = queue.LifoQueue()
        for _place in range(places):
            self._free.put(None)

    def make(
        self, work: str, details: Mapping[str, Any], *, patience: float | None = None
    ) -> bytes:
        """What `draughting.process` makes of a request. A process that died is replaced, once.

        ``patience``: seconds that this work may take, when it is more than others.

        Raises:
            Busy: when everybody draws and as many wait as may, or a place did not come free.
            Refusal: when it takes too long.
            BrokenDrawing: when Vega cannot draw it.
        """
        request = json.dumps({"work": work, **details}, allow_nan=False).encode()
        patience = patience or self._patience
        place = self._place()
        try:
            place, outcome, made = self._asked(place, request, patience)
        except BaseException:
            self._free.put(None)
            raise
        if outcome == DONE:
            self._free.put(place)
            return made
        place.end()  # after an error vl-convert may fail at what comes next
        self._free.put(None)
        raise BrokenDrawing(made.decode())

    def _place(self) -> Draughtsman | None:
        """A place: its process, or none yet."""
        with contextlib.suppress(queue.Empty):
            return self._free.get_nowait()
        if not self._waiting.acquire(blocking=False):
            raise busy()
        try:
            return self._free.get(timeout=self._wait)
        except queue.Empty:
            raise busy() from None
        finally:
            self._waiting.release()

    def _asked(
        self, place: Draughtsman | None, request: bytes, patience: float
    ) -> tuple[Draughtsman, bytes, bytes]:
        if place is not None:
            try:
                return (place, *place.ask(request, patience))
            except TimeoutError:
                place.end()
                raise _too_slow() from None
            except OSError:
                place.end()
        place = Draughtsman()
        try:
            return (place, *place.ask(request, patience))
        except TimeoutError:
            place.end()
            raise _too_slow() from None
        except OSError as error:
            place.end()
            raise BrokenDrawing(str(error)) from None

    def close(self) -> None:
        """Ends the processes that draw nothing now; used again, it starts others."""
        places = []
        while True:
            try:
                places.append(self._free.get_nowait())
            except queue.Empty:
                break
        for place in places:
            if place is not None:
                place.end()
            self._free.put(None)


def _environment() -> dict[str, str]:
    """The variables of a process that draws: those it needs, and where our fonts are."""
    needed = {name: value for name, value in os.environ.items() if name in _NEEDED}
    return needed | {"FONTCONFIG_FILE": str(FONTS / "fonts.conf")}


def busy() -> Busy:
    """What is said to whom there is no time to draw for just now."""
    return Busy(
        "En este momento se dibujan demasiadas figuras a la vez.",
        code="figure.busy",
        remedy="Vuelva a pedirla en unos segundos; la tabla se puede ver mientras tanto.",
    )


def _too_slow() -> Refusal:
    return Refusal(
        "La figura tarda demasiado en dibujarse.",
        code="figure.time",
        remedy="Filtre o agrupe para que tenga menos partes, o mire la tabla.",
    )


_studio = Studio()
atexit.register(_studio.close)


def made(work: str, details: Mapping[str, Any], *, patience: float | None = None) -> bytes:
    """What the server's own studio makes; see `Studio.make`."""
    return _studio.make(work, details, patience=patience)
