"""Mutations of any file: bits, bytes and blocks, without knowing what they mean."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

Mutation = Callable[[bytes, Random, Sequence[bytes]], bytes]
"""From content, chance and other files' contents to spoilt content."""

INSERTED: Final[tuple[bytes, ...]] = (
    b"\x00",
    b"\x00" * 40,
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xed\xa0\x80",
    b"\xff",
    b"\xc3",
    b"\x1a",
    b'"',
    b'""',
    b"'",
    b"\\",
    b";",
    b",",
    b"\t",
    b"|",
    b"\r",
    b"\n",
    b"\r\r\n",
    b"<",
    b"&x;",
    b"]]>",
    b"=1+1",
    b"PK\x03\x04",
    b"\x1f\x8b",
)


def cut_anywhere(size: int, chance: Random) -> tuple[int, int]:
    """Beginning and end of a block; small blocks are as likely as large ones."""
    start = chance.randrange(size + 1)
    length = int(min(size - start, 2 ** chance.uniform(0, 16)))
    return start, start + length


def flip_bits(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """One to thirty-two bits turned round."""
    if not content:
        return content
    spoilt = bytearray(content)
    for _each in range(2 ** chance.randrange(6)):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def change_bytes(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Bytes replaced by the ones that break counts: 0, 1, 127, 128, 255."""
    if not content:
        return content
    spoilt = bytearray(content)
    for _each in range(2 ** chance.randrange(5)):
        spoilt[chance.randrange(len(spoilt))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF))
    return bytes(spoilt)


def truncate(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """The end is missing."""
    return content[: chance.randrange(len(content) + 1)]


def behead(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """The beginning is missing."""
    return content[cut_anywhere(len(content), chance)[1] :]


def insert(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Something that means something is put where it does not belong."""
    for _each in range(chance.choice((1, 1, 2, 8))):
        place = chance.randrange(len(content) + 1)
        content = content[:place] + chance.choice(INSERTED) + content[place:]
    return content


def insert_noise(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Bytes by chance in the middle."""
    place = chance.randrange(len(content) + 1)
    return content[:place] + chance.randbytes(2 ** chance.randrange(12)) + content[place:]


def remove_block(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """A block is missing."""
    start, end = cut_anywhere(len(content), chance)
    return content[:start] + content[end:]


def repeat_block(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """A block comes again and again."""
    start, end = cut_anywhere(len(content), chance)
    times = max(1, min(200, 400_000 // max(1, end - start)))
    return content[:end] + content[start:end] * chance.randint(1, times) + content[end:]


def empty_block(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """A block of zeros, as a disk leaves that lost power."""
    start, end = cut_anywhere(len(content), chance)
    return content[:start] + bytes(end - start) + content[end:]


def swap_blocks(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Two halves change places."""
    place = chance.randrange(len(content) + 1)
    return content[place:] + content[:place]


def splice(content: bytes, chance: Random, others: Sequence[bytes]) -> bytes:
    """The beginning of one file and the end of another."""
    other = chance.choice(others)
    return content[: chance.randrange(len(content) + 1)] + other[chance.randrange(len(other) + 1) :]


BYTES: Final[tuple[Mutation, ...]] = (
    flip_bits,
    change_bytes,
    truncate,
    behead,
    insert,
    insert_noise,
    remove_block,
    repeat_block,
    empty_block,
    swap_blocks,
    splice,
)
