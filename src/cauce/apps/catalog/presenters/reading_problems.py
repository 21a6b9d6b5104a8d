"""What is doubtful in a reading: short numbered sentences, each with its cells and one mend."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cauce.apps.catalog.presenters.reading_remarks import rows_words
from cauce.base.numerals import number_es
from cauce.engine.reading.decision import Misfit, Note
from cauce.engine.reading.report import TableReport

_SEVERITIES: Final = {"error": "error", "warning": "warning", "question": "warning"}
_ORDER: Final = ("error", "warning", "info")
LONGEST: Final = 40
"""Letters of a column's label on a button; the end of a label of several levels tells most."""
MOST_CELLS: Final = 6
"""Cells that a problem shows."""


def problems(
    table: TableReport, notes: Sequence[Note], positions: Mapping[str, int]
) -> list[dict[str, Any]]:
    """The problems of a table and of its file, the gravest first.

    ``positions`` gives the place of a column in the recipe, for the mends.
    """
    found = [*_of_misfits(table, positions), *_of_notes([*notes, *table.notes], table, positions)]
    return sorted(found, key=lambda problem: _ORDER.index(problem["severity"]))


def count_to_review(found: Sequence[Mapping[str, Any]]) -> int:
    """How many of them somebody should look at before publishing."""
    return sum(1 for problem in found if problem["severity"] != "info")


def _of_misfits(table: TableReport, positions: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    by_column: dict[str, list[Misfit]] = {}
    for misfit in table.misfits:
        by_column.setdefault(misfit.column, []).append(misfit)
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
                    "text": misfit.text,
                    "href": f"#fila-{misfit.row}" if _is_shown(table, misfit.row) else None,
                }
                for misfit in misfits[:MOST_CELLS]
            ],
        }
        if (more := count - MOST_CELLS) > 0:
            words = ngettext("y %s celda más", "y %s celdas más", more)
            problem["more_text"] = words % number_es(more)
        if name in positions:
            problem["mend"] = {
                "label": _("Leer la columna como texto"),
                "name": "position",
                "value": str(positions[name]),
            }
        yield problem


def _of_notes(
    notes: Sequence[Note], table: TableReport, positions: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    for note in notes:
        if note.code == "column.exceptions" and table.misfits:
            continue  # said of its cells, one by one
        text = note.message
        shown = [row for row in note.rows if _is_shown(table, row)]
        rows = rows_words(note.rows)
        if rows and not any(str(row) in text for row in note.rows):
            text = f"{text} ({rows})"
        problem: dict[str, Any] = {
            "severity": _SEVERITIES.get(note.severity, "info"),
            "text": text,
            "cells": [],
        }
        if target := _mend_of(note, shown) or _column_of(note, table, positions):
            problem["mend"] = target
        yield problem


def _mend_of(note: Note, shown: Sequence[int]) -> dict[str, str] | None:
    """Where the decision about it can be changed, or where it can be seen."""
    if note.code.startswith("encoding."):
        return {"label": _("Elegir otra codificación"), "href": "#decision-encoding"}
    if note.code.startswith("dialect."):
        return {"label": _("Elegir otro separador"), "href": "#decision-delimiter"}
    if note.code.startswith("header."):
        return {"label": _("Cambiar los encabezados"), "href": "#decision-place"}
    if note.code.startswith(("rows.maybe_total", "rows.total")):
        return {"label": _("Cambiar los totales"), "href": "#decision-kinds"}
    if note.code.startswith("rows.hierarchy"):
        return {"label": _("Cambiar los grupos"), "href": "#decision-hierarchy"}
    if shown:
        return {"label": _("Ver la fila"), "href": f"#fila-{shown[0]}"}
    return None


def _column_of(
    note: Note, table: TableReport, positions: Mapping[str, int]
) -> dict[str, str] | None:
    """Where the first column that the note names can be changed."""
    for column in table.columns:
        if column.label and f"«{column.label}»" in note.message and column.name in positions:
            return {
                "label": _("Cambiar «%s»") % _short(column.label),
                "href": f"#columna-{positions[column.name]}",
            }
    return None


def _short(label: str) -> str:
    return label if len(label) <= LONGEST else f"…{label[-LONGEST:].lstrip()}"


def _is_shown(table: TableReport, row: int) -> bool:
    return any(each.number == row and each.state != "gap" for each in table.preview)
