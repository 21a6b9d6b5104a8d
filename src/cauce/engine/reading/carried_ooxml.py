"""What an XLSX or XLSM package carries besides its visible cells."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from cauce.engine.reading.archive import UNREADABLE
from cauce.engine.reading.carried import (
    Carried,
    authors,
    comments,
    hidden_columns,
    hidden_rows,
    hidden_sheets,
    names_somebody,
    organisation,
    quoted,
    simple,
    unchecked,
)
from cauce.engine.reading.limits import Budget
from cauce.engine.reading.opened import Place
from cauce.engine.reading.package import Package
from cauce.engine.reading.sheetxml import scan_sheet

_PARTS: Final[Mapping[str, str]] = {
    r".*vbaproject(signature\w*)?\.bin|xl/vbadata\.xml|xl/macrosheets/.*|xl/intlmacrosheets/.*": (
        "macros"
    ),
    r"xl/externallinks/.*": "external_links",
    r"xl/connections\.xml|xl/querytables/.*": "connections",
    r"xl/pivotcache/.*|xl/slicercaches/.*|xl/timelinecaches/.*": "pivot_cache",
    r"xl/model/.*": "data_model",
    r"xl/embeddings/.*|xl/activex/.*|xl/webextensions/.*|.*/oleobject.*": "embedded",
    r"xl/media/.*": "images",
    r"customxml/.*": "custom_xml",
    r"docprops/custom\.xml": "custom_properties",
    r"xl/revisions/.*": "revisions",
    r"_xmlsignatures/.*": "signatures",
    r"docprops/thumbnail\..*": "thumbnail",
}
"""Parts by their folded names, and what they are."""
_HARMLESS: Final = re.compile(
    r"\[content_types\]\.xml|(?:.*/)?_rels/.*\.rels|docprops/(?:core|app)\.xml|mimetype|.*/"
    r"|docmetadata/labelinfo\.xml|xl/(?:comments.*|threadedcomments/.*|persons/.*)"
    r"|(?:.*/)?(?:workbook|styles|sharedstrings|calcchain|metadata|volatiledependencies|theme)"
    r"\d*\.(?:xml|bin)"
    r"|xl/(?:theme|worksheets|chartsheets|dialogsheets|drawings|diagrams|charts|chartex|tables"
    r"|printersettings|ctrlprops|slicers|timelines|pivottables|richdata|featurepropertybag)/.*"
    r"|package/services/metadata/core-properties/.*"
)
"""Parts that hold what is seen, or nothing of interest."""
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")
"""A sheet, that the workbook should name."""
_CHUNK: Final = 1 << 20
_FILLED: Final = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})\d+"(?:[^>]*[^/>])?>')


def carried_by_package(place: Place, budget: Budget) -> Iterator[Carried]:
    """What the package carries, told once a kind or once a sheet.

    Raises:
        Refusal: when it is damaged, declares entities, or grows beyond the limits.
    """
    with Package(place, budget) as package:
        yield from _properties(package)
        yield from _parts(package)
        if not package.sheet_parts():
            yield unchecked("las hojas de este libro, que están en formato binario")
            return
        yield from _sheets(package, budget)
        yield from _comments(package)
        yield from _names(package)


def _properties(package: Package) -> Iterator[Carried]:
    said = _texts(package.tree("docProps/core.xml"))
    more = _texts(package.tree("docProps/app.xml"))
    people = (said.get("creator"), said.get("lastModifiedBy"), more.get("Manager"))
    if any(map(names_somebody, people)):
        yield authors()
    if names_somebody(more.get("Company")):
        yield organisation()


def _texts(tree: Any) -> dict[str, str]:
    """The text of each child, by its name without its space."""
    return {_local(child): child.text or "" for child in (tree if tree is not None else ())}


def _local(element: Any) -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _parts(package: Package) -> Iterator[Carried]:
    found: dict[str, None] = {}
    shown = {part.lower() for part in package.sheet_parts().values()}
    other = []
    for name in package.folded:
        if name in shown:
            continue
        kind = next((kind for shape, kind in _PARTS.items() if re.fullmatch(shape, name)), None)
        if kind is not None:
            found.setdefault(kind)
        elif _HARMLESS.fullmatch(name) is None or (shown and _SHEET.fullmatch(name)):
            other.append(name)
    if "custom_xml" in found and not _holds_xml(package):
        del found["custom_xml"]
    yield from map(simple, found)
    if other:
        yield Carried(
            "other", f"El libro lleva partes que ninguna hoja muestra: {quoted(other)}.", True
        )


def _holds_xml(package: Package) -> bool:
    """Whether custom XML says anything: Office leaves an empty list of sources in many files."""
    for name in package.folded:
        if re.fullmatch(r"customxml/item\d+\.xml", name):
            tree = package.tree(name)
            if tree is not None and (_local(tree) != "Sources" or len(tree)):
                return True
    return False


def _sheets(package: Package, budget: Budget) -> Iterator[Carried]:
    workbook = package.tree(package.main())
    states = {
        element.get("name", ""): element.get("state", "visible")
        for element in workbook.iter()
        if _local(element) == "sheet"
    }
    hidden = [name for name, state in states.items() if state != "visible"]
    if secret := [name for name in hidden if states[name] == "veryHidden"]:
        yield hidden_sheets(secret, very=True)
    if plain := [name for name in hidden if name not in secret]:
        yield hidden_sheets(plain)
    listed = False
    for sheet, part in package.sheet_parts().items():
        try:
            with package.open(part) as stream:
                facts = scan_sheet(stream, package.styles(), budget.check_time, sheet)
        except UNREADABLE:
            yield unchecked(f"la hoja «{sheet}»")
            continue
        if facts.hidden_columns:
            columns = facts.hidden_columns & _filled_columns(package, part)
            if columns:
                yield hidden_columns(sheet, len(columns))
        if facts.hidden_rows:
            yield hidden_rows(sheet, len(facts.hidden_rows))
        listed = listed or (bool(hidden) and _validates(package, part, hidden))
    if listed:
        yield simple("validation.hidden")


def _filled_columns(package: Package, part: str) -> set[int]:
    """The places of the columns of a sheet with anything in a cell."""
    letters: set[bytes] = set()
    rest = b""
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            buffer = rest + chunk
            letters.update(_FILLED.findall(buffer))
            rest = buffer[buffer.rfind(b"<") :] if b"<" in buffer else b""
    return {_place(each.decode()) for each in letters}


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _validates(package: Package, part: str, hidden: list[str]) -> bool:
    """Whether the validations of a sheet name a hidden one."""
    rest = b""
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            rest = (rest + chunk)[-4 * _CHUNK :]
    tail = rest[rest.find(b"dataValidation") :] if b"dataValidation" in rest else b""
    return any(name.encode() in tail for name in hidden)


def _comments(package: Package) -> Iterator[Carried]:
    count, where = 0, []
    for sheet, part in package.sheet_parts().items():
        folder, base = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{base}.rels")
        for target in package.targets(relations, folder).values():
            if re.search(r"comments?\d*\.xml$|/threadedcomments/", target.lower()):
                tree = package.tree(target)
                found = sum(
                    _local(element) in ("comment", "threadedComment")
                    for element in (tree.iter() if tree is not None else ())
                )
                if found:
                    count += found
                    where.append(sheet)
    people = any("/persons/" in name for name in package.folded)
    loose = any(re.match(r"xl/(comments|threadedcomments)", name) for name in package.folded)
    if count:
        yield comments(count, where)
    elif people or loose:
        yield Carried("comments", "El libro guarda quiénes escribieron comentarios.", True)


def _names(package: Package) -> Iterator[Carried]:
    workbook = package.tree(package.main())
    states = {
        element.get("name", "")
        for element in workbook.iter()
        if _local(element) == "sheet" and element.get("state", "visible") != "visible"
    }
    defined = [element for element in workbook.iter() if _local(element) == "definedName"]
    own = [one for one in defined if not one.get("name", "").startswith("_xlnm.")]
    if any(one.get("hidden") in ("1", "true") and _holds(one.text) for one in own):
        yield simple("names.hidden")
    pointing = [one.text or "" for one in own]
    if any(text.startswith((f"'{name}'!", f"{name}!")) for text in pointing for name in states):
        yield simple("names.hidden_place")


def _holds(text: str | None) -> bool:
    """Whether a name holds a value of its own, not a place nor the settings of a tool."""
    said = (text or "").strip()
    return len(said) > 20 and said.startswith(('"', "{"))
