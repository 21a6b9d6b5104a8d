"""The original of a file, cell by cell, with what each row was taken for."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cauce.apps.catalog.row_changes import STATES, state_of_row
from cauce.base.numerals import number_es
from cauce.engine.reading.report import PreviewRow, TableReport

_STATES: Final = {"data": "body", "blank": "outside", "skipped": "leftover"}
_IN_KEY: Final = ("header", "total", "subtotal", "group", "note", "leftover")
_OF_BODY: Final = frozenset({"data", "total", "subtotal", "group", "skipped"})
WIDEST: Final = 24
"""Columns that are drawn."""
MASK: Final = "•••••"
"""What stands for a cell that may tell who somebody is."""


def grid(
    table: TableReport,
    recipe: Mapping[str, Any],
    *,
    lettered: bool,
    masked: Collection[int] = (),
) -> dict[str, Any]:
    """The parts of the grid: ``columns``, ``rows``, ``blocks``, ``key``, ``caption``, ``states``.

    Every row that has something in it carries ``mark``: what it is, as a person may say it
    otherwise. ``masked`` are columns of the table, by position, whose cells are not shown.
    """
    width = min(WIDEST, max((len(row.cells) for row in table.preview), default=0))
    hidden = {place_of(table, position) for position in masked}
    rows = list(_rows(table, recipe, width, hidden))
    states = {row["state"] for row in rows if "state" in row}
    key = ["block", *(state for state in _IN_KEY if state in states)]
    if any(row.get("hidden") for row in rows):
        key.append("hidden")
    if any(_flagged(row) for row in rows):
        key.append("flagged")
    if hidden:
        key.append("masked")
    return {
        "columns": [_letter(place) if lettered else str(place + 1) for place in range(width)],
        "rows": rows,
        "blocks": [_block(table, width)],
        "key": key,
        "caption": _caption(table),
        "states": [{"value": value, "label": label} for value, label in STATES.items()],
    }


def is_drawn(table: TableReport, row: int) -> bool:
    """Whether the drawing has a row."""
    return any(each.number == row and each.state != "gap" for each in table.preview)


def place_of(table: TableReport, position: int) -> int:
    """The column of the original, from 0, where a column of the table stands."""
    return table.places[position] if position < len(table.places) else position


def _rows(
    table: TableReport, recipe: Mapping[str, Any], width: int, hidden: Collection[int]
) -> Iterator[dict[str, Any]]:
    odd = {(misfit.row, misfit.text) for misfit in table.misfits}
    for place, row in enumerate(table.preview):
        if row.state == "gap":
            yield {"skipped_text": _skipped(table.preview, place)}
            continue
        cells = [*row.cells[:width], *[""] * (width - len(row.cells))]
        masks = hidden if row.state in _OF_BODY else ()
        drawn = {
            "number": row.number,
            "state": _STATES.get(row.state, row.state),
            "hidden": row.hidden,
            "cells": [
                {"text": MASK, "masked": True}
                if text and column in masks
                else _cell(row, text, odd)
                for column, text in enumerate(cells)
            ],
        }
        if row.state != "blank":
            drawn["mark"] = state_of_row(recipe, row.number)
        yield drawn


def _cell(row: PreviewRow, text: str, odd: set[tuple[int, str]]) -> Any:
    if not text:
        return None
    return {"text": text, "flagged": True} if (row.number, text) in odd else text


def _flagged(row: dict[str, Any]) -> bool:
    return any(isinstance(cell, dict) and cell.get("flagged") for cell in row.get("cells", ()))


def _skipped(preview: Sequence[PreviewRow], place: int) -> str:
    before = preview[place - 1].number if place else 0
    after = preview[place + 1].number if place + 1 < len(preview) else before
    count = max(0, after - before - 1)
    return ngettext("… %s fila más", "… %s filas más", count) % number_es(count)


def _block(table: TableReport, width: int) -> dict[str, Any]:
    """The stretch of the grid that the table takes: its header and its body."""
    return {
        "first_row": table.header_rows[0] if table.header_rows else table.first_row,
        "last_row": table.last_row,
        "first_column": min(table.places, default=0),
        "last_column": min(max(table.places, default=width - 1), width - 1),
        "label": table.name,
    }


def _caption(table: TableReport) -> str:
    if table.sheet:
        return _("La hoja «%s» como llegó") % table.sheet
    return _("El archivo como llegó")


def _letter(place: int) -> str:
    """The letters of a spreadsheet's column, counted from 0."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
