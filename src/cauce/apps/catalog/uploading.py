"""Taking in a file: a name that cannot do harm, a size within the limit, its bytes in the store."""

import io
import unicodedata
from typing import BinaryIO, Final

from django.conf import settings
from django.utils.translation import gettext as _

from cauce.apps.catalog.store import store
from cauce.base.errors import Refusal
from cauce.engine.store import Original

LONGEST_NAME: Final = 150
_FORBIDDEN: Final = frozenset('/\\:*?"<>|')


def safe_name(name: str) -> str:
    """The last part of a file's name, without what systems treat as a command; never empty.

    >>> safe_name("C:\\\\datos\\\\..\\\\Población 2018.xlsx")
    'Población 2018.xlsx'
    """
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(
        letter
        for letter in last
        if letter not in _FORBIDDEN and not unicodedata.category(letter).startswith("C")
    )
    kept = " ".join(kept.split()).lstrip(". ")
    stem, dot, ending = kept.rpartition(".")
    if dot and stem and len(ending) <= 10:
        return f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip()}.{ending}"
    return kept[:LONGEST_NAME].rstrip() or "archivo"


def keep(name: str, stream: BinaryIO) -> Original:
    """Keeps the bytes of a file privately.

    Raises:
        Refusal: when it is empty or larger than ``upload_max_mb``.
        CauceError: in Spanish, when the disk is full, read-only or fails.
    """
    original = store().put_original(_Limited(stream, name))  # type: ignore[arg-type]
    check_size(name, original.size)
    return original


def check_size(name: str, size: int) -> None:
    """Refuses a file that is empty or larger than ``upload_max_mb``.

    Raises:
        Refusal: with the code ``file.empty`` or ``limit.upload``.
    """
    if not size:
        raise Refusal(
            _("«%(name)s» está vacío.") % {"name": name},
            code="file.empty",
            remedy=_("Revise que se haya guardado bien y envíelo otra vez."),
        )
    if size > most_bytes():
        raise too_large(name)


def too_large(name: str) -> Refusal:
    """What is said of a file that passes ``upload_max_mb``."""
    return Refusal(
        _("«%(name)s» pasa de %(most)d MB, el máximo que se recibe.")
        % {"name": name, "most": settings.CAUCE.upload_max_mb},
        code="limit.upload",
        remedy=_("Divida el archivo, o pida a informática un límite mayor."),
    )


def most_bytes() -> int:
    """The largest file that is received."""
    most: int = settings.CAUCE.upload_max_mb
    return most * 2**20


class _Limited(io.RawIOBase):
    """A stream that refuses to give more than a file may have."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._name = name
        self._given = 0

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""
        chunk = self._stream.read(size)
        self._given += len(chunk)
        if self._given > most_bytes():
            raise too_large(self._name)
        return chunk
