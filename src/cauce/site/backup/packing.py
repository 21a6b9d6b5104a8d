"""The tar format, written and read as a stream: plain files, one after another, nothing else.

What is written here opens with any ``tar``. What is read may come from anybody, so links, folders,
devices, extended headers and whatever else a tar can hold are refused instead of understood.
"""

import io
import tarfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Protocol

from cauce.base.errors import Refusal

BLOCK: Final = 512
CHUNK: Final = 1 << 20
_PLAIN_FILE: Final = b"0"


class Readable(Protocol):
    """Whatever gives bytes: a file, a pipe."""

    def read(self, size: int, /) -> bytes:
        """Up to ``size`` bytes; fewer only at the end."""
        ...


@dataclass(frozen=True)
class Member:
    """A file within a tar: its path there, its size in bytes, its mode and its time (seconds)."""

    name: str
    size: int
    mode: int
    mtime: int


class Damaged(Refusal):
    """A backup that is cut, changed, or was never one."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"El respaldo no sirve: {what}. No se cambió nada.",
            code="backup.damaged",
            remedy="Use otro respaldo, o copie este otra vez desde donde se guarda.",
        )


def header(member: Member) -> bytes:
    """The 512 bytes that come before a file (GNU tar: sizes beyond 8 GiB are binary)."""
    info = tarfile.TarInfo(member.name)
    info.size, info.mode, info.mtime = member.size, member.mode, member.mtime
    made = info.tobuf(tarfile.GNU_FORMAT, "ascii", "strict")
    if len(made) != BLOCK:
        raise ValueError(f"too long a name for one header: {member.name}")
    return made


def packed(member: Member, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """A file as it stands in a tar: header, bytes, and zeros up to a whole block.

    Raises:
        Refusal: when the file does not have the size announced.
    """
    yield header(member)
    given = 0
    for chunk in chunks:
        given += len(chunk)
        if given > member.size:
            break
        yield chunk
    if given != member.size:
        raise Refusal(
            f"«{member.name}» cambió de tamaño mientras se copiaba. Vuelva a intentarlo.",
            code="backup.moved",
        )
    yield bytes(-given % BLOCK)


def ending() -> bytes:
    """What closes a tar."""
    return bytes(2 * BLOCK)


def chunks_of(stream: Readable, size: int) -> Iterator[bytes]:
    """Exactly ``size`` bytes of a stream, by parts. Raises `Damaged` when it ends before."""
    left = size
    while left:
        chunk = stream.read(min(left, CHUNK))
        if not chunk:
            raise Damaged("termina antes de tiempo")
        left -= len(chunk)
        yield chunk


def unpacked(stream: Readable) -> Iterator[tuple[Member, Iterator[bytes]]]:
    """The files of a tar with their bytes, to be read in order; what is not read is passed over.

    Raises:
        Damaged: where the tar is cut or changed, or holds anything but plain files.
    """
    while (block := _whole(stream, BLOCK)) != bytes(BLOCK):
        member = _member(block)
        content = chunks_of(stream, member.size)
        yield member, content
        for _unread in content:
            pass
        _demand_zeros(_whole(stream, -member.size % BLOCK))
    _demand_zeros(_whole(stream, BLOCK))
    while rest := stream.read(CHUNK):
        _demand_zeros(rest)


def _member(block: bytes) -> Member:
    try:
        info = tarfile.TarInfo.frombuf(block, "ascii", "strict")
    except (tarfile.HeaderError, ValueError) as error:
        raise Damaged("no es un archivo tar, o está cambiado") from error
    if info.type != _PLAIN_FILE or info.size < 0:
        raise Damaged(f"«{info.name}» no es un archivo corriente")
    return Member(info.name, info.size, info.mode, int(info.mtime))


def _whole(stream: Readable, size: int) -> bytes:
    kept = io.BytesIO()
    for chunk in chunks_of(stream, size):
        kept.write(chunk)
    return kept.getvalue()


def _demand_zeros(padding: bytes) -> None:
    if padding.count(0) != len(padding):
        raise Damaged("tiene algo escrito donde no debe haber nada")
