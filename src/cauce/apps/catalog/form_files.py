"""Files that a plain form brings in one piece, for browsers without JavaScript.

They go to disk as they arrive, beside the transfers, so that a file of gigabytes takes no memory
and is given to the store without being copied. Only a person with an account may leave a file
there, and no more of it is kept than may be received.
"""

import tempfile
from typing import Any, Final
from weakref import finalize

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.core.files.uploadhandler import (
    SkipFile,
    StopUpload,
    TemporaryFileUploadHandler,
)
from django.http import HttpRequest

from cauce.apps.catalog import transfers, uploading
from cauce.apps.core.models import User

_TOO_LARGE: Final = "cauce.too_large"
"""In ``request.META``: the name of a file that was too large, and of which nothing was kept."""


def too_large(request: HttpRequest) -> str:
    """The sentence about a file that was too large; empty without one."""
    name: str = request.META.get(_TOO_LARGE, "")
    return str(uploading.too_large(name)) if name else ""


class ArrivedFile(TemporaryUploadedFile):
    """An uploaded file in ``transfers.folder()``, gone when the request ends."""

    def __init__(
        self, name: str, content_type: str, size: int, charset: str | None, extra: Any = None
    ) -> None:
        file = tempfile.NamedTemporaryFile(dir=transfers.folder(), prefix="formulario-")  # noqa: SIM115
        UploadedFile.__init__(self, file, name, content_type, size, charset, extra)


class FormFileHandler(TemporaryFileUploadHandler):
    """Writes files of forms to disk, within the limit."""

    request: HttpRequest
    _coming: int
    """Bytes of the whole form, as announced."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """A form begins."""
        self._coming = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins; who has no account is cut off before anything is written."""
        if not isinstance(getattr(self.request, "user", None), User):
            raise StopUpload(connection_reset=True)
        super(TemporaryFileUploadHandler, self).new_file(*args, **kwargs)
        self._received = 0
        if self._coming > uploading.most_bytes() + 2**20:
            self._skip()
        self.file = ArrivedFile(
            self.file_name or "", self.content_type or "", 0, self.charset, self.content_type_extra
        )
        # A form that breaks off in the middle of a file leaves it open: it goes with its handler.
        finalize(self, self.file.close)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """A piece of a file."""
        self._received += len(raw_data)
        if self._received > uploading.most_bytes():
            self.file.close()
            self._skip()
        return super().receive_data_chunk(raw_data, start)

    def _skip(self) -> None:
        """Lets the rest of the form arrive, without the file."""
        self.request.META[_TOO_LARGE] = uploading.safe_name(self.file_name or "")
        raise SkipFile
