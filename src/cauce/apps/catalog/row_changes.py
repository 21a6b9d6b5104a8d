"""Changing what the rows of a table are: headers, first and last row, totals, groups, left out.

Two forms ask for it: fields with lists of rows («9 a 11, 20») and one choice a row in the drawing
of the original (``fila-12=total``).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog.decided import value_of
from cauce.base.errors import Refusal

Json = dict[str, Any]
Sent = Mapping[str, str]
"""The fields of a sent form."""

_ROWS: Final = re.compile(r"\s*(\d{1,9})\s*(?:(?:-|–|a)\s*(\d{1,9}))?\s*")
_MARK: Final = re.compile(r"fila-(\d{1,9})")
MOST_ROWS: Final = 2_000
"""Rows that a list may name."""

LISTS: Final = {
    "totals": gettext_lazy("Filas con totales"),
    "subtotals": gettext_lazy("Filas con subtotales"),
    "groups": gettext_lazy("Filas que nombran un grupo"),
    "left_out": gettext_lazy("Filas que quedan fuera"),
}
"""Lists of rows of a recipe's table, and what they are called; a row is in one of them at most."""
_LIST_OF: Final = {
    "total": "totals",
    "subtotal": "subtotals",
    "group": "groups",
    "out": "left_out",
}
STATES: Final = {
    "data": gettext_lazy("datos"),
    "total": gettext_lazy("total"),
    "subtotal": gettext_lazy("subtotal"),
    "group": gettext_lazy("grupo"),
    "header": gettext_lazy("encabezado"),
    "out": gettext_lazy("queda fuera"),
}
"""What a person may say that a row is."""


def rows_of(text: str) -> list[int]:
    """The row numbers of «9 a 11», «9, 10, 11» or «3 y 5»; empty for a blank text.

    Raises:
        Refusal: when something in the text is no row number.
    """
    numbers: set[int] = set()
    for part in (part for part in re.split(r"[,;]|\s+y\s+", text) if part.strip()):
        found = _ROWS.fullmatch(part)
        if found is None:
            raise Refusal(
                _("«%s» no es un número de fila. Escriba, por ejemplo, 9 a 11, o 3, 8, 20.")
                % part.strip()[:40]
            )
        first, last = int(found[1]), int(found[2] or found[1])
        if not 1 <= first <= last or last - first > MOST_ROWS:
            raise Refusal(_("«%s» no es un grupo de filas.") % part.strip()[:40])
        numbers.update(range(first, last + 1))
    return sorted(numbers)


def rows_text(rows: Sequence[int]) -> str:
    """The inverse of `rows_of`: «9 a 11», «3, 8, 20 a 22»."""
    runs: list[list[int]] = []
    for row in sorted(rows):
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    return ", ".join(str(a) if a == b else f"{a} a {b}" for a, b in runs)


def state_of_row(table: Mapping[str, Any], row: int) -> str:
    """What a recipe says that a row is: one of `STATES`."""
    if row in value_of(table["header_rows"]):
        return "header"
    first, last = value_of(table["body"])
    if not first <= row <= last:
        return "out"
    return next((state for state, key in _LIST_OF.items() if row in (table.get(key) or ())), "data")


def change_rows(table: Json, sent: Sent) -> Iterator[str]:
    """Changes what the form says of rows; gives a sentence for each change.

    A table whose header rows change forgets its columns: they are found anew.

    Raises:
        Refusal: when rows make no sense together.
    """
    before = _told(table)
    header = list(value_of(table["header_rows"]))
    _write_lists(table, sent)
    _write_marks(table, sent)
    _clip(table)
    if list(value_of(table["header_rows"])) != header:
        table["columns"] = [each for each in table["columns"] if not each.get("include", True)]
    for name, said in _told(table).items():
        if said != before[name]:
            yield _("%(what)s: %(now)s (antes: %(before)s)") % {
                "what": name,
                "now": said,
                "before": before[name],
            }


def _told(table: Mapping[str, Any]) -> dict[str, str]:
    nothing = _("ninguna")
    first, last = value_of(table["body"])
    told = {
        _("Filas de encabezado"): rows_text(value_of(table["header_rows"])) or nothing,
        _("Filas de la tabla"): _("%(first)d a %(last)d") % {"first": first, "last": last},
    }
    for key, name in LISTS.items():
        told[str(name)] = rows_text(table.get(key) or ()) or nothing
    return told


def _write_lists(table: Json, sent: Sent) -> None:
    """The fields with lists of rows; those that say the same as before leave the reasons alone."""
    if "header_rows" in sent and (rows := rows_of(sent["header_rows"])) != list(
        value_of(table["header_rows"])
    ):
        table["header_rows"] = rows
    if "first_row" in sent:
        body = [_row(sent, "first_row"), _row(sent, "last_row")]
        if body != list(value_of(table["body"])):
            table["body"] = body
    lists = {key: rows_of(sent[key]) for key in LISTS if key in sent}
    changed = {key: rows for key, rows in lists.items() if rows != list(table.get(key) or ())}
    for key, rows in changed.items():
        table[key] = rows
        for other in LISTS:
            if other not in changed and table.get(other):
                table[other] = [row for row in table[other] if row not in rows]
    taken: set[int] = set()
    for key in LISTS:  # a row that two fields name is what the first says
        if table.get(key):
            table[key] = [row for row in table[key] if row not in taken]
            taken.update(table[key])


def _write_marks(table: Json, sent: Sent) -> None:
    """The choices row by row. A row outside the table that is given a kind stretches the table to
    it; the rows in between that were outside stay out."""
    said = {int(found[1]): sent[key] for key in sent if (found := _MARK.fullmatch(key))}
    changed = {
        row: state
        for row, state in said.items()
        if state in STATES and state != state_of_row(table, row)
    }
    if not changed:
        return
    outside = {row for row in said if state_of_row(table, row) == "out"} - changed.keys()
    header = set(value_of(table["header_rows"])) - changed.keys()
    header |= {row for row, state in changed.items() if state == "header"}
    if sorted(header) != list(value_of(table["header_rows"])):
        table["header_rows"] = sorted(header)
    first, last = value_of(table["body"])
    inside = [row for row, state in changed.items() if state not in ("header", "out")]
    body = [min([first, *inside]), max([last, *inside])]
    if body != [first, last]:
        table["body"] = body
    for key in LISTS:
        table[key] = [row for row in table.get(key) or () if row not in changed]
    for row, state in changed.items():
        if state in _LIST_OF:
            table[_LIST_OF[state]].append(row)
    table["left_out"] += [row for row in outside if row not in table["left_out"]]


def _clip(table: Json) -> None:
    """Header above body, and every list within it."""
    header, (first, last) = list(value_of(table["header_rows"])), value_of(table["body"])
    if header and header[-1] >= first:
        first = header[-1] + 1
    if last < first:
        raise Refusal(
            _("La última fila de datos (%(last)d) está antes de la primera (%(first)d).")
            % {"first": first, "last": last}
        )
    if [first, last] != list(value_of(table["body"])):
        table["body"] = [first, last]
    for key in LISTS:
        if table.get(key) is not None:
            table[key] = sorted({row for row in table[key] if first <= row <= last})
    if table.get("groups"):
        hierarchy = table.get("hierarchy")
        if hierarchy is not None and not value_of(hierarchy):
            table["hierarchy"] = True


def _row(sent: Sent, field: str) -> int:
    rows = rows_of(sent.get(field, ""))
    if len(rows) != 1:
        raise Refusal(_("Escriba un solo número de fila para el comienzo y uno para el final."))
    return rows[0]
