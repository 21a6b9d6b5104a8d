"""The door of the reader: a path to grids, whatever the file is."""

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from cauce.base.errors import Refusal
from cauce.engine.reading.archive import Member, members_of, take_gzip, take_member
from cauce.engine.reading.decision import Decision, Note
from cauce.engine.reading.grid import Grid
from cauce.engine.reading.limits import Budget, Limits
from cauce.engine.reading.opened import Opened, Place, WantedSource
from cauce.engine.reading.signature import recognise

__all__ = ["Opened", "WantedSource", "open_source"]

ALL_MEMBERS: Final = "*"
_Opener = Callable[[Place, WantedSource, Budget], Opened]
_OPENERS: Final = {
    "text": ("textfile", "open_text"),
    "json": ("records", "open_json"),
    "xlsx": ("workbook", "open_xlsx"),
    "xls": ("xls", "open_xls"),
    "ods": ("ods", "open_ods"),
    "parquet": ("parquet", "open_parquet"),
}
"""Module and function for each kind, loaded when a file of that kind comes: some load slowly."""


def open_source(
    path: Path, *, wanted: WantedSource | None, limits: Limits, workdir: Path
) -> Opened:
    """The grids of a file: CSV, XLSX, XLSM, XLS, ODS, JSON, JSON Lines, GeoJSON, Parquet, each also
    compressed.

    Args:
        wanted: what a recipe or a person already decided.
        workdir: an existing directory for copies (members of archives, UTF-8 copies of large
            texts).

    Raises:
        Refusal: in Spanish, when the file holds no table we read, is damaged or protected, or
            exceeds a limit.
    """
    wanted = wanted or WantedSource()
    budget = Budget(limits)
    place = Place(path, path.name, workdir)
    try:
        return _open(place, wanted, budget, inside=False)
    except RecursionError as error:
        raise Refusal(
            f"«{path.name}» tiene datos anidados demasiado profundos. Expórtelo como CSV o XLSX.",
            code="file.nesting",
        ) from error


def _open(place: Place, wanted: WantedSource, budget: Budget, *, inside: bool) -> Opened:
    kind = recognise(place.path, place.name)
    if kind in {"zip", "gzip"} and inside:
        raise Refusal(
            f"«{place.name}» es un archivo comprimido dentro de otro. Descomprímalo y suba la "
            "tabla.",
            code="archive.nested",
        )
    if kind == "gzip":
        return _open(take_gzip(place, budget), wanted, budget, inside=True)
    if kind == "zip":
        return _open_members(place, wanted, budget)
    module, function = _OPENERS[kind]
    opener: _Opener = getattr(import_module(f"cauce.engine.reading.{module}"), function)
    return opener(place, wanted, budget)


def _open_members(place: Place, wanted: WantedSource, budget: Budget) -> Opened:
    members = members_of(place, budget)
    names = tuple(member.name for member in members)
    if wanted.member is not None and wanted.member != ALL_MEMBERS:
        opened = _open(take_member(place, wanted.member, budget), wanted, budget, inside=True)
        decision = Decision(
            wanted.member, "Lo decidió una persona o la receta.", _others(names, wanted.member)
        )
        return replace(opened, decisions={**opened.decisions, "member": decision})
    read, notes = _read_members(place, members, wanted, budget)
    if len(read) == 1:
        name, opened = read[0]
        decision = Decision(name, "Es el único archivo con una tabla.", _others(names, name))
        return replace(
            opened,
            decisions={**opened.decisions, "member": decision},
            notes=(*opened.notes, *notes),
        )
    return _join(read, names, notes)


def _others(names: tuple[str, ...], chosen: str) -> tuple[str, ...]:
    return tuple(name for name in names if name != chosen)


def _read_members(
    place: Place, members: tuple[Member, ...], wanted: WantedSource, budget: Budget
) -> tuple[list[tuple[str, Opened]], list[Note]]:
    """What each member gives; members without a table are noted, unless none has one."""
    read: list[tuple[str, Opened]] = []
    notes: list[Note] = []
    refusals: list[Refusal] = []
    main = [member for member in members if not member.companion]
    for member in main or members:
        try:
            opened = _open(take_member(place, member.name, budget), wanted, budget, inside=True)
        except Refusal as refusal:
            if refusal.code.startswith("limit."):
                raise
            refusals.append(refusal)
            notes.append(Note("warning", "archive.skipped", str(refusal)))
        else:
            read.append((member.name, opened))
    if not read:
        raise refusals[0]
    left = len(members) - len(main or members)
    if left:
        notes.append(
            Note(
                "info",
                "archive.companions",
                f"«{place.name}» trae además {left} archivos que acompañan a las tablas y no se "
                "leyeron.",
            )
        )
    return read, notes


def _join(read: list[tuple[str, Opened]], names: tuple[str, ...], notes: list[Note]) -> Opened:
    decisions: dict[str, Decision[Any]] = {
        "format": Decision("zip", "Es un archivo ZIP con varias tablas."),
        "member": Decision(ALL_MEMBERS, "Se leyeron todos los archivos con tablas.", names),
    }
    grids: list[Grid] = []
    for name, opened in read:
        grids += opened.grids
        decisions |= {f"{key}:{name}": value for key, value in opened.decisions.items()}
        notes += [replace(note, message=f"En «{name}»: {note.message}") for note in opened.notes]
    return Opened("zip", tuple(grids), decisions, tuple(notes))
