"""A file that arrives in parts: what has arrived is exactly what the file holds.

Nothing else remembers how far a file has come, so nothing can disagree with it, whoever dies when.
Whoever appends says where they think the end is; under the file's lock that is compared and
written at once. Two senders, or one that was believed dead and wakes up, cannot mix their bytes:
the one that is late is told where the end is now.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cauce.base.errors import Conflict, NotFound
from cauce.engine.store_disk import explained


class EndMoved(Conflict):
    """The file does not end where the sender believes; ``length`` says where it does."""

    def __init__(self, length: int) -> None:
        super().__init__(
            f"El archivo llegó hasta el byte {length} y se quiso seguir desde otro lugar.",
            code="parts.offset",
            remedy="Continúe desde donde quedó.",
        )
        self.length = length


@dataclass(frozen=True)
class PartFile:
    """The bytes received so far, in one private file (0600)."""

    path: Path

    def create(self) -> None:
        """Begins with nothing; the folder is made when it is missing."""
        with explained(self.path):
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY
            os.close(os.open(self.path, flags, 0o600))

    def length(self) -> int:
        """Bytes received.

        Raises:
            NotFound: when there is no such file, or no longer.
        """
        with explained(self.path), _present():
            return self.path.stat().st_size

    def append(self, data: bytes, at: int) -> int:
        """Adds ``data`` at the end, which must be ``at``; gives the new end.

        When the disk fills half way, what fitted stays and counts.

        Raises:
            EndMoved: when the end is elsewhere; nothing was written.
            NotFound: when the file was given up meanwhile.
            CauceError: in Spanish, when the disk is full, read-only or fails.
        """
        with self._locked() as descriptor:
            end = os.fstat(descriptor).st_size
            if end != at:
                raise EndMoved(end)
            left = memoryview(data)
            while left:
                written = os.pwrite(descriptor, left, end)
                end, left = end + written, left[written:]
            return end

    def synchronise(self) -> None:
        """Makes what was received outlive a power cut."""
        with self._locked() as descriptor:
            os.fsync(descriptor)

    def remove(self) -> None:
        """Forgets the bytes; nothing happens when they are gone already."""
        with explained(self.path), suppress(FileNotFoundError):
            self.path.unlink()

    @contextmanager
    def _locked(self) -> Iterator[int]:
        with explained(self.path):
            with _present():
                descriptor = os.open(self.path, os.O_WRONLY)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX)
                yield descriptor
            finally:
                os.close(descriptor)


@contextmanager
def _present() -> Iterator[None]:
    """Says that a file is gone in the words of whoever was sending it."""
    try:
        yield
    except FileNotFoundError:
        raise NotFound(
            "El envío ya no está: se canceló o venció.",
            code="parts.gone",
            remedy="Envíe el archivo desde el principio.",
        ) from None
