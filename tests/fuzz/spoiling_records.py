"""Mutations of JSON (depth, keys, numbers, letters) and of Parquet (its foot and its lengths)."""

import re
import struct
from collections.abc import Sequence
from random import Random
from typing import Final

from tests.fuzz.spoiling_bytes import Mutation

_VALUES: Final[tuple[bytes, ...]] = (
    b"NaN",
    b"-Infinity",
    b"1e999",
    b"9" * 5000,
    b"-0",
    b"null",
    b"[]",
    b"{}",
    b'"\\ud800"',
    b'"\\u0000"',
    b'"' + b"x" * 40_000 + b'"',
    b"[[1,2],[3]]",
    b'{"a":{"b":{"c":[1,{"d":2}]}}}',
    b"true",
    b"01",
    b"'x'",
)
_VALUE: Final = re.compile(rb'"(?:[^"\\]|\\.)*"(?!\s*:)|-?\d[\d.eE+-]*|true|false|null')
_KEY: Final = re.compile(rb'"((?:[^"\\]|\\.)*)"(?=\s*:)')


def nest(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Deeper than any program follows."""
    depth = chance.choice((5, 60, 990, 100_000))
    opening, closing = chance.choice(((b"[", b"]"), (b'{"a":', b"}")))
    whole = chance.random() < 0.5
    place = 0 if whole else chance.randrange(len(content) + 1)
    end = len(content) if whole else place
    closed = closing * depth if chance.random() < 0.7 else b""
    return content[:place] + opening * depth + content[place:end] + closed + content[end:]


def change_values(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Values of other kinds than their neighbours."""
    places = list(_VALUE.finditer(content))
    for found in sorted(
        chance.sample(places, min(len(places), chance.choice((1, 3, 20)))),
        key=lambda each: -each.start(),
    ):
        content = content[: found.start()] + chance.choice(_VALUES) + content[found.end() :]
    return content


def change_keys(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Keys that are alike, empty, very long or not text."""
    key = chance.choice((b'"a"', b'""', b'"' + b"k" * 300 + b'"', b'"_row"', b'"\\u0000"', b"1"))
    share = chance.choice((0.02, 0.3, 1.0))
    return _KEY.sub(lambda found: key if chance.random() < share else found[0], content)


def many_keys(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Every record has keys of its own."""
    return _KEY.sub(
        lambda found: b'"%s%d"' % (found[1], chance.randrange(3000)) if found[1] else found[0],
        content,
    )


def lie_in_the_foot(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """A Parquet whose foot is said to be longer, shorter or elsewhere."""
    length = chance.choice((0, 1, len(content), len(content) * 2, 2**31 - 1, 2**32 - 1))
    return content[:-8] + struct.pack("<I", length) + content[-4:]


def spoil_the_foot(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Bytes of the foot of a Parquet changed: schema, counts, offsets."""
    if len(content) < 12:
        return content
    size = min(struct.unpack("<I", content[-8:-4])[0], len(content) - 12)
    spoilt = bytearray(content)
    for _each in range(2 ** chance.randrange(5)):
        place = len(content) - 8 - chance.randrange(max(1, size)) - 1
        spoilt[place] = chance.choice((0, 1, 0x7F, 0xFF, chance.randrange(256)))
    return bytes(spoilt)


RECORDS: Final[tuple[Mutation, ...]] = (nest, change_values, change_keys, many_keys)
PARQUET: Final[tuple[Mutation, ...]] = (lie_in_the_foot, spoil_the_foot)
