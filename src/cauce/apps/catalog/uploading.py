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
    limited = _Limited(stream, name, _most_mb())
    original = store().put_original(limited)  # type: ignore[arg-type]
    if not original.size:
        raise Refusal(
            _("«%(name)s» está vacío.") % {"name": name},
            code="file.empty",
            remedy=_("Revise que se haya guardado bien y envíelo otra vez."),
        )
    return original


def _most_mb() -> int:
    most: int = settings.CAUCE.upload_max_mb
    return most


class _Limited(io.RawIOBase):
    """A stream that refuses to give more than so many megabytes."""

    def __init__(self, stream: BinaryIO, name: str, most_mb: int) -> None:
        self._stream = stream
        self._name = name
        self._most_mb = most_mb
        self._given = 0

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""
        chunk = self._stream.read(size)
        self._given += len(chunk)
        if self._given > self._most_mb * 2**20:
            raise Refusal(
                _("«%(name)s» pasa de %(most)d MB, el máximo que se recibe.")
                % {"name": self._name, "most": self._most_mb},
                code="limit.upload",
                remedy=_("Divida el archivo, o pida a informática un límite mayor."),
            )
        return chunk
