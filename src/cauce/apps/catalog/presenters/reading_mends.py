"""The mends of a problem: buttons that carry the fields of a correction, or links to one.

A button's ``value`` is written as the query of an address; ``recipe_changes`` reads it.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from cauce.apps.catalog.decided import alternatives_of, value_of
from cauce.apps.catalog.presenters.column_words import DECIMALS, TYPES
from cauce.apps.catalog.presenters.decision_fields import called
from cauce.apps.catalog.presenters.reading_decisions import DELIMITERS, ENCODINGS
from cauce.apps.catalog.recipe_changes import SENT_AS
from cauce.apps.catalog.row_changes import rows_text
from cauce.engine.reading.decision import Misfit, Note

Recipe = Mapping[str, Any]
Mend = dict[str, str]

LONGEST: Final = 40
"""Letters of a column's label on a button; the end of a label of several levels tells most."""
MOST_MARKS: Final = 3
"""Texts that a button offers to take as missing."""
MOST_ROWS: Final = 200
"""Rows that a button leaves out at once."""
_SENTINEL: Final = re.compile(r"el valor (\S+) se repite")


def shortened(label: str) -> str:
    """A label as it fits on a button."""
    return label if len(label) <= LONGEST else f"…{label[-LONGEST:].lstrip()}"


def button(label: str, **fields: str) -> Mend:
    """A button that sends these fields as a correction."""
    return {"label": label, "value": urlencode(fields)}


def column_button(label: str, column: Recipe, **fields: str) -> Mend:
    """A button that corrects one column."""
    prefix = f"c{column['position']}"
    return button(label, **{f"{prefix}-{key}": value for key, value in fields.items()})


def of_misfits(column: Recipe, misfits: Sequence[Misfit], count: int) -> Iterator[Mend]:
    """What may be done with cells that do not fit their column."""
    yield column_button(_("Leer la columna como texto"), column, type="text")
    texts = list(dict.fromkeys(misfit.text.strip() for misfit in misfits))
    marks = [mark for mark in value_of(column["missing_marks"]) if mark]
    if len(texts) <= MOST_MARKS and count <= len(misfits) and not any(";" in t for t in texts):
        said = ", ".join(f"«{text[:30]}»" for text in texts)
        yield column_button(
            _("Entender %s como sin dato") % said,
            column,
            missing_marks="; ".join([*marks, *texts]),
        )


def leave_rows_out(table: Recipe, rows: Sequence[int]) -> Iterator[Mend]:
    """Leaving out the rows of a problem."""
    if rows and len(rows) <= MOST_ROWS:
        label = _("Dejar fuera la fila") if len(rows) == 1 else _("Dejar fuera esas filas")
        yield _rows_become("left_out", table, rows, label)


def of_file_note(note: Note, recipe: Recipe) -> Iterator[Mend]:
    """What may be done about the letters of a file, or what separates its cells."""
    kind = note.code.partition(".")[0]
    names: Mapping[str, tuple[str, Mapping[str, Any]]] = {
        "encoding": ("encoding", ENCODINGS),
        "dialect": ("delimiter", DELIMITERS),
    }
    if kind not in names:
        return
    key, words = names[kind]
    decided = recipe["source"].get(key)
    for other in alternatives_of(decided)[:2]:
        label = _("Leer como %s") if key == "encoding" else _("Separar con %s")
        yield button(label % called(words, str(other)), **{key: SENT_AS.get(other, str(other))})
    if decided is not None:
        yield {"label": _("Elegir otra cosa"), "href": f"#decision-{key}"}


def of_rows_note(note: Note, table: Recipe) -> Iterator[Mend]:
    """What may be done about the rows that a note names."""
    rows = list(note.rows)
    if note.code == "rows.maybe_total" and rows:
        yield _rows_become("subtotals", table, rows, _("Es un subtotal"))
        yield _rows_become("totals", table, rows, _("Es un total"))
    elif note.code in ("rows.total_by_sum", "rows.subtotal_by_sum", "rows.total_without_sum"):
        if rows and len(rows) < MOST_ROWS // 2:
            label = _("Es una fila de datos") if len(rows) == 1 else _("Son filas de datos")
            yield _rows_become("", table, rows, label)
    elif note.code in ("rows.ragged", "rows.hidden"):
        yield from leave_rows_out(table, rows)
    elif note.code in ("rows.comment", "header.repeated"):
        if rows and set(rows) <= set(table.get("left_out") or ()):
            yield _rows_become("", table, rows, _("Incluir esas filas como datos"))
    elif note.code == "rows.hierarchy":
        yield button(_("Dejar los grupos como están"), hierarchy="no")
    elif note.code.startswith("header."):
        yield from _headers(table)


def of_column_note(note: Note, column: Recipe) -> Iterator[Mend]:
    """What may be done about the column that a note names."""
    if note.code in _ABOUT:
        yield from _ABOUT[note.code](note, column)
    elif note.code.startswith("territory."):
        yield column_button(_("No son lugares"), column, role="")
    elif value_of(column["type"]) == "text":
        for other in alternatives_of(column["type"])[:2]:
            label = _("Leer como %s") % called(TYPES, str(other))
            yield column_button(label, column, type=str(other))


def _date_order(note: Note, column: Recipe) -> Iterator[Mend]:
    if value_of(column.get("date_order")) == "dmy":
        yield column_button(_("Es mes, día, año"), column, date_order="mdy")
    else:
        yield column_button(_("Es día, mes, año"), column, date_order="dmy")


def _decimal(note: Note, column: Recipe) -> Iterator[Mend]:
    mark = value_of(column.get("decimal"))
    for other in (other for other in DECIMALS if mark is not None and other != mark):
        label = _("Los decimales van con %s") % DECIMALS[other]
        yield column_button(label, column, decimal=other)


def _sentinel(note: Note, column: Recipe) -> Iterator[Mend]:
    if found := _SENTINEL.search(note.message):
        marks = [mark for mark in value_of(column["missing_marks"]) if mark]
        label = _("Entender %s como sin dato") % found[1]
        yield column_button(label, column, missing_marks="; ".join([*marks, found[1]]))


def _serial_dates(note: Note, column: Recipe) -> Iterator[Mend]:
    yield column_button(_("Leer como fechas"), column, type="date")


def _percent(note: Note, column: Recipe) -> Iterator[Mend]:
    yield column_button(_("No son porcentajes"), column, role="", unit="")


def _exceptions(note: Note, column: Recipe) -> Iterator[Mend]:
    yield column_button(_("Leer la columna como texto"), column, type="text")


def _left_out(note: Note, column: Recipe) -> Iterator[Mend]:
    yield column_button(_("Incluir la columna"), column, include="si")


def _hidden(note: Note, column: Recipe) -> Iterator[Mend]:
    label = _("Dejar fuera la columna «%s»") % shortened(column.get("label") or column["name"])
    yield column_button(label, column, include="no")


def _nothing(note: Note, column: Recipe) -> Iterator[Mend]:
    return iter(())


_ABOUT: Final[Mapping[str, Callable[[Note, Recipe], Iterator[Mend]]]] = {
    "column.date_order": _date_order,
    "column.date_orders": _date_order,
    "column.decimal": _decimal,
    "column.decimal_mixed": _decimal,
    "column.sentinel": _sentinel,
    "column.serial_dates": _serial_dates,
    "column.percent_scale": _percent,
    "column.percent_mixed": _percent,
    "column.exceptions": _exceptions,
    "column.footnotes": _nothing,
    "columns.left_out": _left_out,
    "columns.hidden": _hidden,
}


def send_again(note: Note) -> Iterator[Mend]:
    """What only the office that made the file can mend."""
    if note.code in ("cells.errors", "cells.uncalculated", "column.errors", "cells.all_zero"):
        yield {"label": _("Subir el archivo corregido"), "href": reverse("catalog:upload")}


def _headers(table: Recipe) -> Iterator[Mend]:
    """Other rows that may be the header."""
    first = value_of(table["body"])[0]
    for other in alternatives_of(table["header_rows"])[:2]:
        rows = rows_text(other)
        body = str(max(first, other[-1] + 1) if other else first)
        label = _("El encabezado está en la fila %s") % rows if rows else _("No trae encabezado")
        last = str(value_of(table["body"])[1])
        yield button(label, header_rows=rows, first_row=body, last_row=last)
    yield {"label": _("Cambiar los encabezados"), "href": "#decision-place"}


def _rows_become(key: str, table: Recipe, rows: Sequence[int], label: str) -> Mend:
    """Rows go to one list of the table and leave the others; with no key they are data."""
    fields = {
        other: rows_text(sorted(set(table.get(other) or ()) - set(rows)))
        for other in ("totals", "subtotals", "groups", "left_out")
        if set(table.get(other) or ()) & set(rows)
    }
    if key:
        fields[key] = rows_text(sorted({*(table.get(key) or ()), *rows}))
    return button(label, **fields)
