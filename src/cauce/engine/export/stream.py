"""Streams: the bytes of a download, made as they are sent."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO

import pyarrow as pa

from cauce.base.errors import CauceError
from cauce.engine.query import Rows

CHUNK = 1 << 18


def texts(rows: Rows, expression: str) -> Iterator[bytes]:
    """The UTF-8 of a text made from each row by ``expression``, one after another, by batches.

    Arrow keeps the texts of a batch side by side in one buffer, so nothing is done for each row.
    """
    for batch in rows.batches(expression):
        if body := _joined(batch.column(0)):
            yield body


def _joined(column: pa.StringArray) -> bytes:
    _, offsets, data = column.buffers()
    if data is None:
        return b""
    places = memoryview(offsets).cast("i")
    start, end = places[column.offset], places[column.offset + len(column)]
    body: bytes = data.slice(start, end - start).to_pybytes()
    return body


def written(write: Callable[[IO[bytes]], None]) -> Iterator[bytes]:
    """The bytes of a file that ``write`` writes to disk, gone as soon as they are read.

    The file is written before the first bytes are given, so that what is refused sends nothing.
    """
    with _scratch() as file:
        write(file)
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


@contextmanager
def _scratch() -> Iterator[IO[bytes]]:
    try:
        with tempfile.TemporaryFile(prefix="cauce-") as file:
            yield file
    except OSError as error:
        raise CauceError(
            f"No se pudo preparar la descarga en el disco ({error.strerror}).",
            code="export.disk",
            remedy="Revise el espacio de la carpeta temporal y vuelva a intentarlo.",
        ) from error
