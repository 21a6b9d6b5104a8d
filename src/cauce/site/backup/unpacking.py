"""Reading a backup: nothing of it is believed until its hashes are those it gives."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from cauce.base.errors import Refusal
from cauce.engine.store_disk import explained
from cauce.site.backup.manifest import (
    DIGEST,
    HEAD,
    LONGEST_HEAD,
    MANIFEST,
    Head,
    Manifest,
    Packed,
    belongs,
    digest_line,
)
from cauce.site.backup.packing import Damaged, Member, Readable, unpacked

_MANIFEST_LINE: Final = 512
"""Bytes that the manifest takes for a file, at most."""
_LEDGER_ROOM: Final = 1 << 26
"""Bytes that files may have beyond those announced: the ledger of purges may grow meanwhile."""
_SPARE_DISK: Final = 1 << 26


def unpack(
    stream: Readable, into: Path | None, demand: Callable[[Head], None] = lambda _head: None
) -> Manifest:
    """Reads a whole backup and compares every byte; with ``into``, writes its files there.

    ``demand`` sees the head before any file is written, and may refuse it.

    Raises:
        Damaged: when anything is not as the backup says; what was written is then worthless.
        CauceError: when the disk refuses.
    """
    members = unpacked(stream)
    head = _head(members)
    demand(head)
    if into is not None:
        _demand_room(head, into)
    found: dict[str, Packed] = {}
    left = head.size + _LEDGER_ROOM
    for member, content in members:
        if member.name == MANIFEST:
            if member.size > LONGEST_HEAD + _MANIFEST_LINE * (len(found) + head.files):
                raise Damaged(f"«{MANIFEST}» es demasiado grande")
            text = b"".join(content)
            break
        left -= member.size
        if not belongs(member.name) or member.name in found or member.mode > 0o777:
            raise Damaged(f"«{member.name[:200]}» no es de una carpeta de datos de Cauce")
        if left < 0:
            raise Damaged("tiene más de lo que anuncia")
        found[member.name] = _kept(member, content, into)
    else:
        raise Damaged(f"le falta «{MANIFEST}»")
    _demand_digest(members, text)
    return _checked(Manifest.from_bytes(text), head, found)


def _head(members: Iterator[tuple[Member, Iterator[bytes]]]) -> Head:
    other = Damaged("no es un respaldo de Cauce, o está cortado")
    try:
        member, content = next(members, (None, iter(())))
    except Damaged as error:
        raise other from error
    if member is None or member.name != HEAD or member.size > LONGEST_HEAD:
        raise other
    return Head.from_bytes(b"".join(content))


def _demand_room(head: Head, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    needed = head.size + _SPARE_DISK
    if free < needed:
        raise Refusal(
            f"El respaldo ocupa {needed >> 20} MB y en el disco de «{folder.parent}» quedan"
            f" {free >> 20}. No se cambió nada.",
            code="backup.no_room",
            remedy="Libere espacio, o restaure en una carpeta de otro disco.",
        )


def _kept(member: Member, content: Iterator[bytes], into: Path | None) -> Packed:
    digest = hashlib.sha256()
    if into is None:
        for chunk in content:
            digest.update(chunk)
    else:
        path = into / member.name
        with explained(path):
            for folder in reversed(path.relative_to(into).parents[:-1]):
                private = "originals" in folder.parts
                (into / folder).mkdir(mode=0o700 if private else 0o750, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                for chunk in content:
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fchmod(file.fileno(), member.mode)
                os.utime(file.fileno(), (member.mtime, member.mtime))
                os.fsync(file.fileno())
    return Packed(member.name, member.size, member.mode, digest.hexdigest())


def _demand_digest(members: Iterator[tuple[Member, Iterator[bytes]]], manifest: bytes) -> None:
    expected = digest_line(manifest)
    member, content = next(members, (None, iter(())))
    if member is None or member.name != DIGEST or member.size != len(expected):
        raise Damaged(f"le falta «{DIGEST}»")
    if b"".join(content) != expected:
        raise Damaged(f"«{MANIFEST}» está cambiado")
    for surplus, _content in members:
        raise Damaged(f"sobra «{surplus.name[:200]}»")


def _checked(manifest: Manifest, head: Head, found: dict[str, Packed]) -> Manifest:
    if manifest.head != head:
        raise Damaged(f"«{HEAD}» está cambiado")
    told = {each.name: each for each in manifest.files}
    for name in told.keys() | found.keys():
        if name not in found:
            raise Damaged(f"le falta «{name}»")
        if told.get(name) != found[name]:
            raise Damaged(f"«{name}» no es como se guardó")
    return manifest
