"""What a version says of how its file was read: what may tell who somebody is stays out.

Cells that do not fit the type of their column are no part of the table, so that no screening of
columns sees them; differences from the version before are of the first reading, also of columns
that a person left out later.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from cauce.apps.catalog.contracts import TableView
from cauce.engine.reading.report import FileReport
from cauce.quality.identifiers.one_cell import may_tell_a_person

HIDDEN: Final = "•••"
"""What stands in place of a cell."""


def for_everybody(table: TableView) -> TableView:
    """The table with the cells that did not fit, and what the reading noted, fit to be public."""
    return replace(
        table,
        misfits=tuple(
            {**misfit, "text": HIDDEN} if may_tell_a_person(misfit["text"]) else misfit
            for misfit in table.misfits
        ),
        notes=tuple({**note, "message": _without_example(note["message"])} for note in table.notes),
    )


def drift_of_published(
    drift: Iterable[Mapping[str, Any]], report: FileReport
) -> list[dict[str, Any]]:
    """What changed in the file, without the tables and columns that were left out."""
    without = {(table.name, None) for table in report.tables if not table.include}
    out = {
        (table.name, column.name)
        for table in report.recipe.tables
        for column in table.columns
        if not column.include
    }
    return [
        dict(each)
        for each in drift
        if (each.get("table"), None) not in without
        and (each.get("table"), each.get("column")) not in out
    ]


def _without_example(message: str) -> str:
    """A note without the cell that it gives as its example, when that may tell a person."""
    head, found, example = message.partition("; ejemplo: «")
    text, _end, rest = example.partition("»")
    return f"{head}{rest}" if found and may_tell_a_person(text) else message
