"""The headers of tus 1.0.0: numbers, metadata, checksums. https://tus.io/protocols/resumable-upload"""

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from cauce.base.errors import Refusal

VERSION: Final = "1.0.0"
LARGEST_CHECKED: Final = 16 * 2**20
"""The largest part with a checksum: it waits in memory, since nothing unchecked may be kept."""
_NUMBER: Final = re.compile(r"[0-9]{1,15}", re.ASCII)


class Checksum(NamedTuple):
    """What a part should have: the algorithm's name and the digest."""

    algorithm: str
    digest: bytes


def number_in(headers: Mapping[str, str], name: str) -> int:
    """A header that counts bytes.

    Raises:
        Refusal: when it is missing or no whole number.
    """
    text = headers.get(name, "")
    if not _NUMBER.fullmatch(text):
        raise Refusal(_("Falta %(name)s o no es un número.") % {"name": name}, code="tus.number")
    return int(text)


def metadata_of(header: str) -> dict[str, str]:
    """``Upload-Metadata``: keys with their texts, which travel as base64 of UTF-8.

    >>> metadata_of("filename YWd1YS5jc3Y=,draft")
    {'filename': 'agua.csv', 'draft': ''}
    """
    said: dict[str, str] = {}
    for pair in filter(None, (each.strip() for each in header.split(","))):
        key, _space, value = pair.partition(" ")
        try:
            said[key] = base64.b64decode(value, validate=True).decode()
        except ValueError:
            raise Refusal(
                _("Upload-Metadata no está bien escrito en «%s».") % key[:40], code="tus.metadata"
            ) from None
    return said


def written_metadata(**texts: str) -> str:
    """``Upload-Metadata`` with these texts."""
    return ",".join(
        f"{key} {base64.b64encode(text.encode()).decode()}" for key, text in texts.items()
    )


def checksum_of(header: str) -> Checksum | None:
    """``Upload-Checksum``, or ``None`` without one.

    Raises:
        Refusal: when it is not well written, or by an algorithm that is not offered.
    """
    if not header:
        return None
    algorithm, _space, value = header.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except ValueError:
        digest = b""
    if algorithm not in ("sha1", "sha256") or not digest:
        raise Refusal(
            _("Upload-Checksum se escribe «sha256» o «sha1» y su suma en base64."),
            code="tus.checksum",
        )
    return Checksum(algorithm, digest)


def verified(chunks: Iterable[bytes], length: int, checksum: Checksum) -> bytes:
    """A whole part whose checksum was found right.

    Raises:
        Refusal: when it is larger than ``LARGEST_CHECKED``, did not arrive whole, or differs.
    """
    if length > LARGEST_CHECKED:
        raise Refusal(
            _("Una parte con suma de verificación tiene a lo más %d MB.")
            % (LARGEST_CHECKED // 2**20),
            code="limit.checksum",
        )
    data = b"".join(chunks)
    found = hashlib.new(checksum.algorithm, data, usedforsecurity=False).digest()
    if len(data) != length or found != checksum.digest:
        raise Refusal(
            _("Una parte llegó dañada y no se guardó."),
            code="transfer.checksum",
            remedy=_("Se envía otra vez."),
        )
    return data
