"""Public ids that sort by the moment they were made, and the names of bytes."""

import hashlib
import secrets
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32 in lower case: no i, l, o, u."""
LENGTH: Final = 26
_RANDOM_BITS: Final = 80
_VALUES: Final = {letter: value for value, letter in enumerate(ALPHABET)}

_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """A new ULID in lower case: 26 characters, 48 bits of milliseconds and 80 random bits.

    Ids of one process are strictly increasing, also within a millisecond and when the clock goes
    back; ids of several processes sort by their clocks. https://github.com/ulid/spec
    """
    global _last
    value = (time.time_ns() // 1_000_000) << _RANDOM_BITS | secrets.randbits(_RANDOM_BITS)
    with _lock:
        _last = value if value > _last else _last + 1 + secrets.randbits(32)
        value = _last
    return "".join(ALPHABET[value >> shift & 31] for shift in range(125, -1, -5))


def is_id(text: str) -> bool:
    """Whether ``text`` has the form of ``new_id()``."""
    return len(text) == LENGTH and text[0] <= "7" and all(letter in _VALUES for letter in text)


def time_of(public_id: str) -> datetime:
    """The moment (UTC, milliseconds) at which an id was made. ValueError when it is not an id."""
    if not is_id(public_id):
        raise ValueError(f"«{public_id[:40]}» no es un identificador.")
    value = 0
    for letter in public_id:
        value = value << 5 | _VALUES[letter]
    milliseconds = value >> _RANDOM_BITS
    seconds = milliseconds // 1000
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=milliseconds % 1000 * 1000)


def sha256_bytes(data: bytes) -> str:
    """SHA-256 of ``data``: 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def sha256_of(path: Path) -> str:
    """SHA-256 of a file's bytes, read in pieces. OSError when it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
