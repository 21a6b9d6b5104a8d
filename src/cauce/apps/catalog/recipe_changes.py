"""Changing one decision of a recipe: what the forms of «Esto es lo que entendimos» ask for.

A recipe is the plain JSON of ``cauce.engine.reading.recipe``. Each change gives a new recipe and
leaves the old one as it was; the engine checks it before it reads again.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from cauce.base.errors import Refusal
from cauce.base.fold import identifier

Json = dict[str, Any]
Sent = Mapping[str, str]
"""The fields of a sent form."""

_ROWS: Final = re.compile(r"\s*(\d+)\s*(?:(?:-|–|a)\s*(\d+))?\s*")
_OF_COLUMN: Final = ("type", "role", "unit", "missing_marks", "decimal", "date_order", "width")
MOST_ROWS: Final = 2_000
"""Rows that a list may name."""


def changed(recipe: Mapping[str, Any], table: str, sent: Sent) -> Json:
    """The recipe with the decision that the form names (its field ``decision``).

    Raises:
        Refusal: in Spanish, when the form is not one of these or a value makes no sense.
    """
    made: Json = json.loads(json.dumps(recipe))
    change = _CHANGES.get(sent.get("decision", ""))
    if change is None:
        raise Refusal(_("No se sabe qué decisión se quiere cambiar. Vuelva a la página anterior."))
    change(made, _table(made, table), sent)
    return made


def remembered(recipe: Mapping[str, Any], asked: Mapping[str, Any] | None) -> Json:
    """The recipe of a reading with what only the recipe it was asked with knows.

    That is the columns it left out, which a reading does not report (without them the next one
    would bring them back), and the reason of each decision that it only repeated.
    """
    made: Json = json.loads(json.dumps(recipe))
    if not asked or asked.get("made_for", {}).get("sha256") != made["made_for"]["sha256"]:
        return made
    _keep_reasons(made["source"], asked["source"], tuple(made["source"]))
    before = {table["name"]: table for table in asked["tables"]}
    for table in made["tables"]:
        if table["name"] in before:
            _remember_table(table, before[table["name"]])
    return made


def _remember_table(now: Json, before: Json) -> None:
    _keep_reasons(now, before, ("header_rows", "body", "hierarchy"))
    asked = {column["position"]: column for column in before["columns"]}
    for column in now["columns"]:
        _keep_reasons(column, asked.pop(column["position"], {}), _OF_COLUMN)
    now["columns"] += [column for column in asked.values() if not column.get("include", True)]
    now["columns"].sort(key=lambda column: int(column["position"]))


def _keep_reasons(now: Json, before: Json, keys: Sequence[str]) -> None:
    """Puts back the decisions that say the same as before, with their reasons."""
    for key in keys:
        if key in before and now.get(key) is not None and _value(now[key]) == _value(before[key]):
            now[key] = before[key]


def rows_of(text: str) -> list[int]:
    """The row numbers of «9 a 11», «9, 10, 11» or «3 5»; empty for a blank text.

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


# ------------------------------------------------------------------ one function a decision


def _encoding(recipe: Json, table: Json, sent: Sent) -> None:
    """Other letters: the same cells, read anew."""
    recipe["source"]["encoding"] = sent.get("value", "")
    _forget_columns(recipe)


def _delimiter(recipe: Json, table: Json, sent: Sent) -> None:
    """Other cells: every column is found anew."""
    value = {"tab": "\t", "espacio": " "}.get(sent.get("value", ""), sent.get("value", ""))
    if not value:
        raise Refusal(_("Elija con qué se separan las celdas."))
    recipe["source"]["delimiter"] = value
    _forget_columns(recipe)


def _include(recipe: Json, table: Json, sent: Sent) -> None:
    table["include"] = sent.get("value") == "si"


def _place(recipe: Json, table: Json, sent: Sent) -> None:
    """Where the table is: header rows, first and last row. Its columns are found anew."""
    header = rows_of(sent.get("header_rows", ""))
    first, last = _row(sent, "first_row"), _row(sent, "last_row")
    if header and header[-1] >= first:
        first = header[-1] + 1
    if last < first:
        raise Refusal(
            _("La última fila de datos (%(last)d) está antes de la primera (%(first)d).")
            % {"first": first, "last": last}
        )
    same_header = header == _value(table["header_rows"])
    table["header_rows"], table["body"] = header, [first, last]
    for kind in ("totals", "subtotals"):
        table[kind] = [row for row in table.get(kind, []) if first <= row <= last]
    if not same_header:
        table["columns"] = [c for c in table["columns"] if not c.get("include", True)]


def _kinds(recipe: Json, table: Json, sent: Sent) -> None:
    """Which rows are totals and subtotals."""
    totals, subtotals = rows_of(sent.get("totals", "")), rows_of(sent.get("subtotals", ""))
    table["totals"] = totals
    table["subtotals"] = [row for row in subtotals if row not in totals]


def _hierarchy(recipe: Json, table: Json, sent: Sent) -> None:
    table["hierarchy"] = sent.get("value") == "si"


def _decimal(recipe: Json, table: Json, sent: Sent) -> None:
    """The decimal mark of every column that has one."""
    mark = sent.get("value")
    if mark not in (",", "."):
        raise Refusal(_("Elija si los decimales van con coma o con punto."))
    for column in table["columns"]:
        if column.get("decimal") is not None:
            column["decimal"] = mark


def _column(recipe: Json, table: Json, sent: Sent) -> None:
    """What one column is; only what the form carries and changes."""
    column = _column_at(table, sent)
    if sent.get("include") == "no":
        column["include"] = False
        return
    if not column.get("include", True):
        table["columns"].remove(column)
        return
    if name := sent.get("name", "").strip():
        column["name"] = identifier(name)
    _set(column, "type", sent.get("type"))
    _set(column, "role", _or_none(sent.get("role")))
    _set(column, "unit", _or_none(sent.get("unit")))
    _set(column, "decimal", sent.get("decimal") or None)
    _set(column, "date_order", sent.get("date_order") or None)
    if "missing_marks" in sent:
        marks = [mark.strip() for mark in sent["missing_marks"].split(";") if mark.strip()]
        if sorted(marks) != sorted(_value(column["missing_marks"])):
            column["missing_marks"] = marks


def _as_text(recipe: Json, table: Json, sent: Sent) -> None:
    """A column with cells that do not fit becomes text, and everything fits."""
    column = _column_at(table, sent)
    column["type"], column["role"], column["unit"] = "text", "none", None
    column.pop("decimal", None)
    column.pop("date_order", None)


_CHANGES: Final[Mapping[str, Callable[[Json, Json, Sent], None]]] = {
    "encoding": _encoding,
    "delimiter": _delimiter,
    "include": _include,
    "place": _place,
    "kinds": _kinds,
    "hierarchy": _hierarchy,
    "decimal": _decimal,
    "column": _column,
    "as_text": _as_text,
}


def _table(recipe: Json, name: str) -> Json:
    for table in recipe["tables"]:
        if table["name"] == name:
            found: Json = table
            return found
    raise Refusal(_("El archivo ya no tiene la tabla «%s». Vuelva a la lista.") % name[:80])


def _column_at(table: Json, sent: Sent) -> Json:
    for column in table["columns"]:
        if str(column["position"]) == sent.get("position"):
            found: Json = column
            return found
    raise Refusal(_("La tabla ya no tiene esa columna. Vuelva a la página y elija otra vez."))


def _forget_columns(recipe: Json) -> None:
    for table in recipe["tables"]:
        table["columns"] = []


def _row(sent: Sent, field: str) -> int:
    rows = rows_of(sent.get(field, ""))
    if len(rows) != 1:
        raise Refusal(_("Escriba un solo número de fila para el comienzo y uno para el final."))
    return rows[0]


def _set(column: Json, key: str, value: Any) -> None:
    """The decision of a person, only when it differs: else the reason of before is lost."""
    if value is None and key in ("type", "decimal", "date_order"):
        return
    if value != _value(column.get(key)):
        column[key] = value


def _or_none(text: str | None) -> str | None:
    return text or None


def _value(decision: Any) -> Any:
    return decision["value"] if isinstance(decision, Mapping) else decision
