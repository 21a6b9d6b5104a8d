"""The cell styles of an XLSX workbook that say something about values: number format,
indentation, bold.
"""

from dataclasses import dataclass
from typing import Any, Final

from defusedxml.ElementTree import fromstring

from cauce.engine.reading.numformat import BUILTIN, format_kind


@dataclass(frozen=True)
class Style:
    """What one cell style (an entry of ``cellXfs``) says."""

    format: str | None = None
    """A format other than General for numbers that are no dates."""
    stamped: bool = False
    """The format shows a date and hours."""
    indent: int = 0
    bold: bool = False

    @property
    def plain(self) -> bool:
        """Nothing worth keeping."""
        return self == PLAIN


PLAIN: Final = Style()


def parse_styles(xml: bytes) -> tuple[Style, ...]:
    """The styles in the order cells refer to them.

    Raises:
        xml.etree.ElementTree.ParseError, defusedxml.DefusedXmlException: when the part is broken or
        has entities.
    """
    root = fromstring(xml, forbid_dtd=True)
    codes = dict(BUILTIN)
    for entry in _children(root, "numFmts", "numFmt"):
        number = entry.get("numFmtId", "")
        if number.isdigit():
            codes[int(number)] = entry.get("formatCode", "")
    bolds = [_is_on(font, "b") for font in _children(root, "fonts", "font")]
    return tuple(_style(entry, codes, bolds) for entry in _children(root, "cellXfs", "xf"))


def _style(entry: Any, codes: dict[int, str], bolds: list[bool]) -> Style:
    code = codes.get(_whole(entry.get("numFmtId")), "")
    kind = format_kind(code)
    font = _whole(entry.get("fontId"))
    alignment = next((child for child in entry if _local(child.tag) == "alignment"), None)
    return Style(
        format=code if kind == "number" else None,
        stamped=kind == "datetime",
        indent=_whole(alignment.get("indent")) if alignment is not None else 0,
        bold=bolds[font] if font < len(bolds) else False,
    )


def _children(root: Any, group: str, name: str) -> list[Any]:
    return [
        child
        for part in root
        if _local(part.tag) == group
        for child in part
        if _local(child.tag) == name
    ]


def _is_on(element: Any, name: str) -> bool:
    return any(
        _local(child.tag) == name and child.get("val", "1") not in {"0", "false"}
        for child in element
    )


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


def _local(tag: Any) -> str:
    return str(tag).rsplit("}", 1)[-1]
