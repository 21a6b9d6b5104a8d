"""What is doubtful in a reading: short numbered sentences, each with its cells and its mends."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cauce.apps.catalog.decided import by_a_person
from cauce.apps.catalog.presenters import reading_mends
from cauce.apps.catalog.presenters.reading_grid import MASK, is_drawn
from cauce.apps.catalog.presenters.reading_remarks import rows_words
from cauce.base.numerals import number_es
from cauce.engine.reading.decision import Misfit, Note
from cauce.engine.reading.report import TableReport

Recipe = Mapping[str, Any]

_SEVERITIES: Final = {"error": "error", "warning": "warning", "question": "warning"}
_ORDER: Final = ("error", "warning", "info")
MOST_CELLS: Final = 6
"""Cells that a problem shows."""


def problems(
    table: TableReport, recipe: Recipe, notes: Sequence[Note], masked: Collection[str] = ()
) -> list[dict[str, Any]]:
    """The problems of a table and of its file, the gravest first.

    ``recipe`` is that of the whole file, for the mends; cells of columns named in ``masked`` are
    not quoted.
    """
    one = next(each for each in recipe["tables"] if each["name"] == table.name)
    found = [
        *_of_misfits(table, one, masked),
        *_of_notes([*notes, *table.notes], table, recipe, one),
    ]
    return sorted(found, key=lambda problem: _ORDER.index(problem["severity"]))


def count_to_review(found: Sequence[Mapping[str, Any]]) -> int:
    """How many of them somebody should look at before publishing."""
    return sum(1 for problem in found if problem["severity"] != "info")


def _of_misfits(
    table: TableReport, recipe: Recipe, masked: Collection[str]
) -> Iterator[dict[str, Any]]:
    by_column: dict[str, list[Misfit]] = {}
    for misfit in table.misfits:
        by_column.setdefault(misfit.column, []).append(misfit)
    columns = {column["name"]: column for column in recipe["columns"]}
    labels = {column.name: column.label or column.name for column in table.columns}
    for name, misfits in by_column.items():
        why = Counter(misfit.why for misfit in misfits).most_common(1)[0][0]
        count = len(misfits)
        if len(by_column) == 1:
            count = max(count, table.misfit_count)
        words = ngettext(
            "Una celda de «%(column)s» no encaja: %(why)s. Se publicará sin dato.",
            "%(count)s celdas de «%(column)s» no encajan: %(why)s. Se publicarán sin dato.",
            count,
        )
        problem: dict[str, Any] = {
            "severity": "warning",
            "text": words
            % {"column": labels.get(name, name), "why": why, "count": number_es(count)},
            "cells": [
                {
                    "ref": _("fila %s") % number_es(misfit.row),
                    "text": MASK if name in masked else misfit.text,
                    "href": f"#fila-{misfit.row}" if is_drawn(table, misfit.row) else None,
                }
                for misfit in misfits[:MOST_CELLS]
            ],
            "mends": [],
        }
        if (more := count - MOST_CELLS) > 0:
            words = ngettext("y %s celda más", "y %s celdas más", more)
            problem["more_text"] = words % number_es(more)
        if name in columns:
            if name not in masked:
                problem["mends"] += reading_mends.of_misfits(columns[name], misfits, count)
            if count <= len(misfits):
                rows = sorted({misfit.row for misfit in misfits})
                problem["mends"] += reading_mends.leave_rows_out(recipe, rows)
            problem["mends"].append(_to_column(columns[name]))
        yield problem


def _of_notes(
    notes: Sequence[Note], table: TableReport, recipe: Recipe, one: Recipe
) -> Iterator[dict[str, Any]]:
    for note in notes:
        if note.code == "column.exceptions" and table.misfits:
            continue  # said of its cells, one by one
        column = _column_of(note, one)
        text = note.message
        rows = rows_words(note.rows)
        if rows and not any(str(row) in text for row in note.rows):
            text = f"{text} ({rows})"
        severity = _SEVERITIES.get(note.severity, "info")
        if note.severity == "question" and column is not None and _answered(note, column):
            severity = "info"
        yield {
            "severity": severity,
            "text": text,
            "cells": [],
            "mends": list(_mends(note, table, recipe, one, column)),
        }


def _mends(
    note: Note, table: TableReport, recipe: Recipe, one: Recipe, column: Recipe | None
) -> Iterator[dict[str, str]]:
    yield from reading_mends.of_file_note(note, recipe)
    yield from reading_mends.of_rows_note(note, one)
    yield from reading_mends.send_again(note)
    if column is not None:
        yield from reading_mends.of_column_note(note, column)
        yield _to_column(column)
    if shown := [row for row in note.rows if is_drawn(table, row)]:
        yield {"label": _("Ver la fila"), "href": f"#fila-{shown[0]}"}


def _answered(note: Note, column: Recipe) -> bool:
    """Whether a person already decided what the note asks about."""
    asked = {
        "column.date_order": "date_order",
        "column.date_orders": "date_order",
        "column.decimal": "decimal",
        "column.decimal_mixed": "decimal",
        "column.percent_scale": "role",
        "territory.unmatched": "role",
    }
    key = asked.get(note.code)
    return key is not None and by_a_person(column.get(key))


def _to_column(column: Recipe) -> dict[str, str]:
    return {
        "label": _("Ver «%s»") % reading_mends.shortened(column.get("label") or column["name"]),
        "href": f"#columna-{column['position']}",
    }


def _column_of(note: Note, recipe: Recipe) -> Recipe | None:
    """The first column that the note names."""
    for column in recipe["columns"]:
        label = column.get("label") or column["name"]
        if label and f"«{label}»" in note.message:
            found: Recipe = column
            return found
    return None
