"""Who is using a data directory: servers and workers share it, an upgrade wants it for itself.

The mark is a lock of the operating system on a file in the directory; it ends with the process,
however that ends.
"""

import fcntl
import os
from pathlib import Path
from typing import Final

from cauce.base.errors import Conflict

LOCK_NAME: Final = ".en-uso"
_held: dict[Path, int] = {}


def share(folder: Path) -> None:
    """Marks the directory as in use by this process until it ends.

    Where the mark cannot be written (no such directory, a read-only disk) there is none.

    Raises:
        Conflict: while an upgrade or a restore has it for itself.
    """
    if folder in _held:
        return
    try:
        descriptor = _open(folder)
    except OSError:
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise Conflict(
            f"Los datos de «{folder}» se están actualizando o restaurando.",
            code="data.occupied",
            remedy="Espere a que termine y vuelva a intentarlo.",
        ) from error
    _held[folder] = descriptor


def take(folder: Path) -> None:
    """Has the directory for this process alone until it ends.

    Raises:
        Conflict: while a server, a worker or another command uses it.
    """
    descriptor = _open(folder)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        raise Conflict(
            f"Hay un servidor u otra orden de Cauce usando los datos de «{folder}».",
            code="data.occupied",
            remedy="Deténgalo («cauce serve», «cauce worker» o su servicio) y repita la orden.",
        ) from error
    _held[folder] = descriptor


def release(folder: Path) -> None:
    """Ends this process's mark, if it has one."""
    descriptor = _held.pop(folder, None)
    if descriptor is not None:
        os.close(descriptor)


def _open(folder: Path) -> int:
    return os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
