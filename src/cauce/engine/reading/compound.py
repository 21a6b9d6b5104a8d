"""The container of old Office files (MS-CFB): what it holds, and whether it can be walked."""

import struct
from array import array
from typing import Final, Literal

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR: Final = 0xFFFFFFFA
"""Sector numbers above this one are marks: end of chain, free, and so on."""

Kind = Literal["workbook", "encrypted", "document", "other"]


def kind_of(content: bytes) -> Kind:
    """What the container holds, by the names in its directory, which are in UTF-16."""
    if _names(content, "EncryptedPackage"):
        return "encrypted"
    if _names(content, "Workbook") or _names(content, "Book"):
        return "workbook"
    return "document" if _names(content, "WordDocument") else "other"


def _names(content: bytes, name: str) -> bool:
    return name.encode("utf-16-le") + b"\x00\x00" in content


def is_circular(content: bytes) -> bool:
    """Whether a chain of sectors leads back to itself: a reader that follows it never ends."""
    if not content.startswith(SIGNATURE) or len(content) < 512:
        return False
    shift = struct.unpack_from("<H", content, 30)[0]
    if not 7 <= shift <= 16:
        return True
    size = 1 << shift
    table = _allocation(content, size)
    first_small = struct.unpack_from("<I", content, 60)[0]
    return _has_cycle(table) or _has_cycle(_small_allocation(content, size, table, first_small))


def _sector(content: bytes, number: int, size: int) -> "array[int]":
    start = 512 + number * size if size == 512 else (number + 1) * size
    piece = content[start : start + size]
    return array("I", piece[: len(piece) // 4 * 4])


def _allocation(content: bytes, size: int) -> "array[int]":
    """The next sector of each sector, over the whole file."""
    numbers = list(struct.unpack_from("<109I", content, 76))
    following = struct.unpack_from("<I", content, 68)[0]
    for _ in range(len(content) // size):
        if following > _LAST_SECTOR:
            break
        listed = _sector(content, following, size)
        if not listed:
            break
        numbers += listed[:-1]
        following = listed[-1]
    table = array("I")
    for number in numbers[: len(content) // size + 1]:
        if number <= _LAST_SECTOR:
            table.extend(_sector(content, number, size))
    return table


def _small_allocation(content: bytes, size: int, table: "array[int]", first: int) -> "array[int]":
    small = array("I")
    number = first
    for _ in range(len(table)):
        if number >= len(table):
            break
        small.extend(_sector(content, number, size))
        number = table[number]
    return small


def _has_cycle(table: "array[int]") -> bool:
    seen = bytearray(len(table))
    for start in range(len(table)):
        place, path = start, []
        while place < len(table) and not seen[place]:
            seen[place] = 1
            path.append(place)
            place = table[place]
        if place < len(table) and seen[place] == 1:
            return True
        for number in path:
            seen[number] = 2
    return False
