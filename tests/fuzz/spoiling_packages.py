"""Mutations of ZIP packages (XLSX, ODS, ZIP): lies in the directory, and parts that say nonsense
within a package that is whole."""

import io
import re
import struct
import warnings
import zipfile
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from cauce.engine.reading.archive import UNREADABLE
from tests.fuzz.spoiling_bytes import BYTES, Mutation

Parts = list[tuple[str, bytes]]

_CENTRAL: Final = b"PK\x01\x02"
_END: Final = b"PK\x05\x06"
_BOMB: Final = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8))
    + b"]>"
)
_OUTSIDE: Final = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def parts_of(content: bytes) -> Parts:
    """The members of a package; none when it is no package."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return [(info.filename, package.read(info)) for info in package.infolist()]
    except UNREADABLE:
        return []


def package(parts: Parts) -> bytes:
    """A whole package of these members, even when names repeat."""
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        warnings.simplefilter("ignore")
        for name, content in parts:
            written.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def _of_parts(change: Callable[[Parts, Random], Parts]) -> Mutation:
    """The mutation that changes the members and packs them again."""

    def mutation(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
        parts = parts_of(content)
        return package(change(parts, chance)) if parts else content

    mutation.__name__ = change.__name__.removeprefix("_")
    return mutation


def lie_in_directory(content: bytes, chance: Random, _: Sequence[bytes]) -> bytes:
    """A field of the directory (sizes, offsets, method, flags, counts) says something else."""
    mark = chance.choice((_CENTRAL, _CENTRAL, b"PK\x03\x04", _END))
    places = [found.start() for found in re.finditer(re.escape(mark), content)]
    if not places:
        return content
    place = chance.choice(places)
    fields = {
        _CENTRAL: ((6, 2), (8, 2), (10, 2), (16, 4), (20, 4), (24, 4), (28, 2), (30, 2), (42, 4)),
        b"PK\x03\x04": ((4, 2), (6, 2), (8, 2), (14, 4), (18, 4), (22, 4), (26, 2), (28, 2)),
        _END: ((4, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2)),
    }[mark]
    at, size = chance.choice(fields)
    largest = 2 ** (8 * size) - 1
    value = chance.choice((0, 1, 9, 99, largest, largest // 2, chance.randint(0, largest)))
    field = struct.pack("<H" if size == 2 else "<I", value)
    return content[: place + at] + field + content[place + at + size :]


def _spoil_part(parts: Parts, chance: Random) -> Parts:
    """The bytes of one member are spoilt."""
    place = chance.randrange(len(parts))
    name, content = parts[place]
    spoilt = chance.choice(BYTES)(content, chance, [content for _, content in parts])
    return [*parts[:place], (name, spoilt), *parts[place + 1 :]]


def _change_members(parts: Parts, chance: Random) -> Parts:
    """A member is missing, twice there, empty, or named as something else."""
    place = chance.randrange(len(parts))
    name, content = parts[place]
    odd = chance.choice(("../" + name, "/" + name, name.upper(), "ñ\x00" + name, "", name * 30))
    match chance.randrange(6):
        case 0:
            return [*parts[:place], *parts[place + 1 :]]
        case 1:
            return [*parts, (name, content)]
        case 2:
            return [*parts, (name, b"")]
        case 3:
            return [*parts[:place], (odd, content), *parts[place + 1 :]]
        case 4:
            return [*parts, *((f"{n}/{name}", content[:100]) for n in range(1200))]
        case _:
            other = chance.choice(parts)[1]
            return [*parts[:place], (name, other), *parts[place + 1 :]]


def _entities(parts: Parts, chance: Random) -> Parts:
    """Entities that grow, or that read files, in a part of XML."""
    declared = chance.choice((_BOMB, _OUTSIDE))
    return _in_xml(
        parts,
        chance,
        lambda content: (
            re.sub(rb"(\?>)?\s*(?=<[a-zA-Z])", rb"\g<0>" + declared, content, count=1)
            .replace(b"<v>", b"<v>&a;", 3)
            .replace(b"<t>", b"<t>&a;", 3)
        ),
    )


_ATTRIBUTES: Final[tuple[tuple[bytes, tuple[bytes, ...]], ...]] = (
    (
        rb'\br="[A-Z]+\d+"',
        (b'r="XFD1048576"', b'r="ZZZZ9"', b'r="A0"', b'r="A99999999999"', b'r=""'),
    ),
    (rb'<row r="\d+"', (b'<row r="0"', b'<row r="99999999999"', b'<row r="-1"', b'<row r="x"')),
    (
        rb'ref="[A-Z0-9:]+"',
        (b'ref="A1:XFD1048576"', b'ref="Z9:A1"', b'ref="A1:"', b'ref="1:1"', b'ref="A0:B0"'),
    ),
    (rb'\bs="\d+"', (b's="99999"', b's="-1"', b's="a"')),
    (
        rb'\bt="\w+"',
        (b't="zz"', b't="e"', b't="b"', b't="d"', b't="str"', b't="inlineStr"', b't="s"'),
    ),
    (
        rb"<v>[^<]*</v>",
        (
            b"<v>99999999</v>",
            b"<v>-1</v>",
            b"<v>1e999</v>",
            b"<v>NaN</v>",
            b"<v></v>",
            b"<v>-99999999999999</v>",
            b"<v>#REF!</v>",
            b"<v>1e308</v>",
        ),
    ),
    (rb'numFmtId="\d+"', (b'numFmtId="22"', b'numFmtId="9999"', b'numFmtId="x"', b'numFmtId="14"')),
    (rb'formatCode="[^"]*"', (b'formatCode="[$-F800]yyyy"', b'formatCode="' + b"[" * 3000 + b'"')),
    (rb'(?:min|max)="\d+"', (b'min="0"', b'max="999999999"', b'max="-5"', b'min="q"')),
    (rb'(?:c|uniqueC)ount="\d+"', (b'count="4294967295"', b'count="-1"')),
    (rb'Target="[^"]*"', (b'Target="../../x"', b'Target=""', b'Target="file:///etc/passwd"')),
    (rb'(?:r:id|Id)="[^"]*"', (b'r:id="rId1"', b'Id="rId1"', b'Id=""')),
    (rb'indent="\d+"', (b'indent="99999999999"', b'indent="x"')),
    (
        rb'table:number-(?:rows|columns)-repeated="\d+"',
        (
            b'table:number-rows-repeated="2147483647"',
            b'table:number-columns-repeated="2147483647"',
            b'table:number-columns-repeated="-3"',
            b'table:number-rows-repeated="x"',
        ),
    ),
    (
        rb'office:value-type="\w+"',
        (
            b'office:value-type="date" office:date-value="2021-99-99"',
            b'office:value-type="time" office:time-value="PT99999999H"',
            b'office:value-type="boolean"',
            b'office:value-type="zz"',
        ),
    ),
    (rb'office:value="[^"]*"', (b'office:value="x"', b'office:value="1e999"', b'office:value=""')),
    (
        rb"<table:table-cell",
        (
            b'<table:table-cell table:number-columns-spanned="999999999"',
            b'<table:table-cell table:number-rows-spanned="999999999"',
            b'<table:table-cell table:number-columns-repeated="16384"',
        ),
    ),
)


def _change_marks(parts: Parts, chance: Random) -> Parts:
    """References, indexes, counts and repetitions that lead nowhere, or everywhere."""

    def change(content: bytes) -> bytes:
        here = [pair for pair in _ATTRIBUTES if re.search(pair[0], content)]
        if not here:
            return content
        pattern, values = chance.choice(here)
        value, share = chance.choice(values), chance.choice((0.02, 0.2, 1.0))
        return re.sub(
            pattern, lambda found: value if chance.random() < share else found[0], content
        )

    return _in_xml(parts, chance, change)


def _swap_elements(parts: Parts, chance: Random) -> Parts:
    """Elements renamed, nested or cut out."""

    def change(content: bytes) -> bytes:
        names = list(set(re.findall(rb"<([a-zA-Z:]+)", content))) or [b"x"]
        names.sort()
        one, other = chance.choice(names), chance.choice(names)
        match chance.randrange(4):
            case 0:
                return content.replace(b"<" + one, b"<" + other)
            case 1:
                opened = b"<" + one + b">"
                return content.replace(opened, opened * 3000, 1)
            case 2:
                return re.sub(rb"<" + one + rb"\b[^>]*/?>", b"", content)
            case _:
                return re.sub(rb"\s[\w:]+=\"[^\"]*\"", b"", content, count=chance.choice((1, 20)))

    return _in_xml(parts, chance, change)


def _more_merged(parts: Parts, chance: Random) -> Parts:
    """Merged ranges that overlap, or reach beyond the sheet."""
    many = chance.choice((1, 50, 3000))
    ranges = b"".join(
        b'<mergeCell ref="%s%d:%s%d"/>'
        % (
            chance.choice((b"A", b"B", b"XFD", b"ZZZ")),
            chance.choice((1, 3, 1048576)),
            chance.choice((b"C", b"XFD", b"AAAAA")),
            chance.choice((1, 5, 900, 1048576, 10**12)),
        )
        for _each in range(many)
    )
    return _in_xml(
        parts,
        chance,
        lambda content: re.sub(
            rb"<mergeCells.*?</mergeCells>", b"<mergeCells>" + ranges + b"</mergeCells>", content
        ),
    )


def _in_xml(parts: Parts, chance: Random, change: Callable[[bytes], bytes]) -> Parts:
    """One part of XML changed; sheets more often than others."""
    places = [n for n, (name, _) in enumerate(parts) if name.endswith((".xml", ".rels"))]
    sheets = [n for n in places if "sheet" in parts[n][0] or "content" in parts[n][0]]
    if not places:
        return parts
    place = chance.choice(sheets if sheets and chance.random() < 0.6 else places)
    name, content = parts[place]
    return [*parts[:place], (name, change(content)), *parts[place + 1 :]]


PACKAGES: Final[tuple[Mutation, ...]] = (
    lie_in_directory,
    _of_parts(_spoil_part),
    _of_parts(_change_members),
    _of_parts(_entities),
    _of_parts(_change_marks),
    _of_parts(_change_marks),
    _of_parts(_swap_elements),
    _of_parts(_more_merged),
)
