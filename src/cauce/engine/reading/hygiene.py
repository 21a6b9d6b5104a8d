"""Hygiene: what an uploaded file carries besides the cells that people see.

An original may be handed on as it is only when nothing here blocks. What cannot be looked into
blocks too. Texts, JSON, GeoJSON and Parquet show all they have: nothing is told of them.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError

from cauce.base.errors import Refusal
from cauce.engine.reading.archive import UNREADABLE, members_of, take_gzip, take_member
from cauce.engine.reading.carried import Carried, counted, quoted, unchecked
from cauce.engine.reading.limits import Budget, Limits
from cauce.engine.reading.opened import Place
from cauce.engine.reading.signature import recognise

if TYPE_CHECKING:
    from cauce.engine.reading.reader import Reading

__all__ = ["Carried", "hygiene", "skipped"]

_WORKBOOKS: Final = frozenset({"xlsx", "xls", "ods"})
_BROKEN: Final = (ParseError, DefusedXmlException, LookupError, AttributeError, *UNREADABLE)
"""What walking a damaged file may raise."""
_PLAIN: Final = frozenset({"text", "json", "parquet"})


def hygiene(path: Path, format: str, *, limits: Limits | None = None) -> tuple[Carried, ...]:
    """What the file carries besides what it shows, those that block first.

    Foreign files are walked here, so this runs where they are read, under the same limits.

    Args:
        format: what the reading found, as in its report (``csv``, ``xlsx``, ``zip``…). What the
            file really is counts.
    """
    budget = Budget(limits or Limits())
    with TemporaryDirectory(prefix="cauce-") as folder:
        place = Place(path, path.name, Path(folder))
        try:
            found = list(_carried(place, budget))
        except Refusal as refusal:
            found = [Carried("unchecked", f"{_unchecked(format).message} {refusal}", True)]
        except _BROKEN:
            found = [_unchecked(format)]
    return tuple(sorted(dict.fromkeys(found), key=lambda one: not one.blocks))


def skipped(reading: "Reading") -> Iterator[Carried]:
    """What the reading left aside of what the file does show: rows, and sheets without a table."""
    for table in reading.tables:
        if count := len(table.block.left_out):
            rows = counted(count, "quedó fuera una fila", "filas quedaron fuera")
            yield Carried("rows.left_out", f"De «{table.name}» {rows}.", True)
    for note in reading.notes:
        if note.code == "sheet.no_table":
            yield Carried("sheets.unread", note.message, True)


def _unchecked(format: str) -> Carried:
    return unchecked(f"el archivo, leído como {format.upper()}")


def _carried(place: Place, budget: Budget) -> Iterator[Carried]:
    kind = recognise(place.path, place.name)
    if kind == "gzip":
        yield from _carried(take_gzip(place, budget), budget)
    elif kind == "zip":
        yield from _by_archive(place, budget)
    elif kind == "xlsx":
        from cauce.engine.reading.carried_ooxml import carried_by_package

        yield from carried_by_package(place, budget)
    elif kind == "ods":
        from cauce.engine.reading.carried_ods import carried_by_ods

        yield from carried_by_ods(place, budget)
    elif kind == "xls":
        from cauce.engine.reading.carried_xls import carried_by_xls

        yield from carried_by_xls(place.path)


def _by_archive(place: Place, budget: Budget) -> Iterator[Carried]:
    """The members of an archive: those with tables are looked into, the others are told."""
    others = []
    for member in members_of(place, budget):
        inner = take_member(place, member.name, budget)
        try:
            kind = recognise(inner.path, member.name)
        except Refusal:
            others.append(member.name)
            continue
        if kind in _WORKBOOKS:
            yield from _carried(inner, budget)
        elif kind not in _PLAIN or member.companion:
            others.append(member.name)
    if others:
        names = quoted(PurePosixPath(name).name for name in others)
        message = f"El archivo comprimido lleva además {names}, que no se publican como tabla."
        yield Carried("members", message, True)
