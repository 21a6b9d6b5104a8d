"""Mutations of text: encodings, delimiters, quotes, line ends, labels, and values nobody means."""

import re
from collections.abc import Sequence
from random import Random
from typing import Final

from tests.fuzz.spoiling_bytes import Mutation

ODD_VALUES: Final[tuple[str, ...]] = (
    "1e999",
    "-1e-999",
    "NaN",
    "-inf",
    "٣٤",
    "1" * 400,
    "0." + "3" * 400,
    "1,234,56.7.8",
    "−5",
    "00:61:61",
    "31/02/2020",
    "0000-00-00",
    "99999-12-31",
    "2020-13-45T99:99Z",
    "=cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\u202egnirts\u202c",
    "😀" * 50,
    "a\u0301" * 300,
    "\x07\x1b[31m",
    "%s%n{0}",
    "'; DROP TABLE x; --",
    "../../etc/passwd",
    "x" * 40_000,
    "",
)
ENCODINGS: Final = ("utf-16", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "mac-roman", "cp850")
_DELIMITERS: Final = (";", ",", "\t", "|", "||", " ", "\x1f", "a", "1", ".", "~")


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16") if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ():
        try:
            return content.decode(encoding)
        except UnicodeError:
            continue
    try:
        return content.decode("utf-8")
    except UnicodeError:
        return content.decode("latin-1")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def reencode(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """The same text in another encoding."""
    return _text(content).encode(chance.choice(ENCODINGS), "replace")


def mix_encodings(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Some lines in one encoding, the rest in another."""
    one, other = chance.sample(ENCODINGS, 2)
    lines = _text(content).split("\n")
    return b"\n".join(
        line.encode(one if chance.random() < 0.7 else other, "replace") for line in lines
    )


def read_twice(content: bytes, _chance: Random, _: Sequence[bytes]) -> bytes:
    """UTF-8 read as cp1252 and written as UTF-8 again."""
    return _bytes(_text(content)).decode("cp1252", "replace").encode("utf-8")


def change_delimiter(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Another delimiter, in all lines or in some."""
    text = _text(content)
    old = max(";,\t|", key=text.count)
    new, share = chance.choice(_DELIMITERS), chance.choice((1.0, 1.0, 0.5, 0.05))
    return _bytes(
        "\n".join(
            line.replace(old, new) if chance.random() < share else line for line in text.split("\n")
        )
    )


def spoil_quotes(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Quotes that never close, or around what they should not."""
    pieces = re.split(r"([;,\t\n])", _text(content))
    for _each in range(chance.choice((1, 3, 30))):
        place = chance.randrange(len(pieces))
        pieces[place] = chance.choice(('"{}', '{}"', '"{}"', '""{}"', '\\"{}', "'{}'")).format(
            pieces[place].replace("{", "").replace("}", "")
        )
    return _bytes("".join(pieces))


def change_line_ends(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Line ends of other systems, mixed, or none."""
    ends = chance.choice((("\r\n",), ("\r",), ("\n", "\r\n"), ("\n", "\r"), ("\u2028",), (" ",)))
    lines = _text(content).split("\n")
    return _bytes("".join(line + chance.choice(ends) for line in lines))


def odd_values(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Cells replaced by values that break parsers."""
    pieces = re.split(r"([;,\t\n])", _text(content))
    for _each in range(chance.choice((1, 2, 10, 60))):
        pieces[chance.randrange(len(pieces))] = chance.choice(ODD_VALUES)
    return _bytes("".join(pieces))


def spoil_header(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Labels alike, empty, 300 characters long, of other scripts, or with control characters."""
    lines = _text(content).split("\n")
    place = chance.randrange(min(len(lines), 6))
    label = chance.choice(
        ("a", "", "Año " * 75, "מספר", "\x00\x01", "😀", "_row", "_kind", "select")
    )
    delimiter = max(";,\t|", key=lines[place].count)
    count = lines[place].count(delimiter) + 1
    lines[place] = delimiter.join([label] * count)
    return _bytes("\n".join(lines))


def widen(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """One line, or all, have many more cells."""
    lines = _text(content).split("\n")
    more = chance.choice((";", ",", "\t")) * chance.choice((3, 40, 1200))
    if chance.random() < 0.3 and len(more) < 100:
        return _bytes("\n".join(line + more for line in lines))
    place = chance.randrange(len(lines))
    lines[place] += more
    return _bytes("\n".join(lines))


def shuffle_lines(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """Lines in another order, blank ones among them."""
    lines = _text(content).split("\n")
    lines += [""] * chance.choice((0, 3, 50))
    chance.shuffle(lines)
    return _bytes("\n".join(lines))


TEXT: Final[tuple[Mutation, ...]] = (
    reencode,
    mix_encodings,
    read_twice,
    change_delimiter,
    spoil_quotes,
    change_line_ends,
    odd_values,
    spoil_header,
    widen,
    shuffle_lines,
)
