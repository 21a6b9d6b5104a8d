"""What went wrong with a disk, in words that say what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cauce.base.errors import CauceError

_SENTENCES = {
    errno.ENOSPC: "No queda espacio en el disco de «{place}». Libere espacio y vuelva a probar.",
    errno.EDQUOT: "Se llegó a la cuota de disco en «{place}». Pida más espacio a informática.",
    errno.EROFS: "El disco de «{place}» es de solo lectura. Móntelo con permiso de escritura.",
    errno.EACCES: "No hay permiso para usar «{place}». Dé permiso a la cuenta que ejecuta Cauce.",
    errno.EPERM: "No hay permiso para usar «{place}». Dé permiso a la cuenta que ejecuta Cauce.",
    errno.ENOENT: "No existe «{place}». Revise la carpeta de datos en la configuración.",
    errno.EIO: "El disco de «{place}» falla. Revíselo antes de seguir y tenga a mano el respaldo.",
}


@contextmanager
def explained(place: Path) -> Iterator[None]:
    """Turn an operating system's error inside the block into a Spanish sentence about ``place``.

    Raises:
        CauceError: instead of any `OSError`, which stays as its cause.
    """
    try:
        yield
    except OSError as error:
        sentence = _SENTENCES.get(
            error.errno or 0, "No se pudo usar «{place}»: {detail}. Revise el disco y los permisos."
        )
        raise CauceError(
            sentence.format(place=place, detail=error.strerror or error), code="store.disk"
        ) from error
