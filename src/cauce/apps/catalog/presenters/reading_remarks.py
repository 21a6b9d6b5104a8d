"""What the reading of a published table left to know: notes, footnotes, cells that did not fit."""

from collections.abc import Iterable
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cauce.apps.catalog.contracts import TableView
from cauce.base.numerals import number_es

MOST: Final = 50
"""Cells that are listed one by one."""
MOST_ROWS: Final = 12
"""Rows that a note names."""


PUBLIC: Final = ("error", "warning")
"""Severities of the notes that whoever uses a table should know; others are for its publisher."""


def remarks(table: TableView) -> list[str]:
    """What whoever uses the table should know, the gravest first."""
    found = [note for note in table.notes if note["severity"] in PUBLIC]
    return [_with_rows(note) for note in sorted(found, key=lambda n: PUBLIC.index(n["severity"]))]


def misfits(table: TableView) -> dict[str, Any] | None:
    """The cells that did not fit the type of their column; ``None`` when all did."""
    if not table.misfit_count:
        return None
    labels = {column.name: column.label or column.name for column in table.columns}
    shown = table.misfits[:MOST]
    more = table.misfit_count - len(shown)
    return {
        "count_text": ngettext(
            "%s celda no encajó en su columna",
            "%s celdas no encajaron en su columna",
            table.misfit_count,
        )
        % number_es(table.misfit_count),
        "rows": [
            [
                number_es(misfit["row"]),
                labels.get(misfit["column"], misfit["column"]),
                misfit["text"],
                misfit["why"],
            ]
            for misfit in shown
        ],
        "more_text": ngettext("y %s más", "y %s más", more) % number_es(more) if more else "",
    }


def rows_words(rows: Iterable[int]) -> str:
    """«fila 14», «filas 3, 8 y 27», «filas 3, 8… y 40 más»; empty for none."""
    numbers = [number_es(row) for row in rows]
    if not numbers:
        return ""
    shown, more = numbers[:MOST_ROWS], len(numbers) - MOST_ROWS
    if more > 0:
        said = _("%(rows)s… y %(more)d más") % {"rows": ", ".join(shown), "more": more}
    elif len(shown) > 1:
        said = _("%(rows)s y %(last)s") % {"rows": ", ".join(shown[:-1]), "last": shown[-1]}
    else:
        said = shown[0]
    return ngettext("fila %s", "filas %s", len(numbers)) % said


def _with_rows(note: Any) -> str:
    rows = rows_words(note.get("rows", ()))
    message = str(note["message"])
    return f"{message} ({rows})" if rows and rows not in message else message
