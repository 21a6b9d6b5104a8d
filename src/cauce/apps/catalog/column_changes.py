"""Changing what the columns of a table are: any number of them in one form.

The fields of a column begin with its place: ``c3-type=integer``, ``c3-title=Hogares``. What a
form does not carry, or says as it was, stays with its reason.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from cauce.apps.catalog.decided import value_of
from cauce.apps.catalog.presenters.column_words import (
    DATE_ORDERS,
    DECIMALS,
    ROLES,
    TYPES,
    protection_words,
)
from cauce.base.errors import Refusal
from cauce.base.fold import identifier

Json = dict[str, Any]
Sent = Mapping[str, str]
"""The fields of a sent form."""

_FIELD: Final = re.compile(r"c(\d{1,6})-([a-z_]+)")
_NUMERIC_ROLES: Final = ("money", "percent")
_NUMERIC: Final = ("integer", "number")
_OF_TEXT: Final = ("decimal", "date_order", "width")
"""Decisions that text has no use for."""
LONGEST_TITLE: Final = 300


def change_columns(table: Json, sent: Sent) -> Iterator[str]:
    """Changes what the form says of columns; gives a sentence for each change.

    Raises:
        Refusal: when it names a column that the table has not.
    """
    fields: dict[int, dict[str, str]] = {}
    for key, text in sent.items():
        if found := _FIELD.fullmatch(key):
            fields.setdefault(int(found[1]), {})[found[2]] = text.strip()
    known = {int(column["position"]): column for column in table["columns"]}
    for position, said in sorted(fields.items()):
        if position not in known:
            raise Refusal(
                _("La tabla ya no tiene esa columna. Vuelva a la página y elija otra vez.")
            )
        yield from _change(table, known[position], said)


def change_decimal(table: Json, sent: Sent) -> Iterator[str]:
    """The decimal mark of every column that has one."""
    mark = sent.get("decimal")
    if mark is None:
        return
    if mark not in DECIMALS:
        raise Refusal(_("Elija si los decimales van con coma o con punto."))
    columns = [column for column in table["columns"] if column.get("decimal") is not None]
    if all(value_of(column["decimal"]) == mark for column in columns):
        return
    for column in columns:
        column["decimal"] = mark
    yield _("Los decimales se leen como %s") % DECIMALS[mark]


def _change(table: Json, column: Json, said: Mapping[str, str]) -> Iterator[str]:
    before = column_told(column)
    name = column.get("title") or column.get("label") or column["name"]
    if not _include(table, column, said.get("include")):
        yield _("«%s» queda fuera") % name
        return
    if column not in table["columns"]:
        yield _("«%s» vuelve a la tabla") % name
        return
    if not column.get("include", True):
        return
    _write(column, said)
    for what, now in column_told(column).items():
        if now != before[what]:
            yield _("«%(column)s»: %(what)s %(now)s (antes: %(before)s)") % {
                "column": name,
                "what": what,
                "now": now or _("nada"),
                "before": before[what] or _("nada"),
            }


def _include(table: Json, column: Json, choice: str | None) -> bool:
    """Leaves a column out or forgets that it was left out; false when it now stays out."""
    included = bool(column.get("include", True))
    if choice == "no" and included:
        column["include"] = False
        return False
    if choice == "si" and not included:
        table["columns"].remove(column)
    return True


def _write(column: Json, said: Mapping[str, str]) -> None:
    kind = str(value_of(column["type"]))
    role = value_of(column["role"])
    if name := said.get("name"):
        column["name"] = identifier(name)
    if "title" in said:
        _retitle(column, " ".join(said["title"].split())[:LONGEST_TITLE])
    _set(column, "type", said.get("type") or None)
    if "role" in said:
        wanted = said["role"] or None
        if wanted != (None if role == "none" else role):
            column["role"] = wanted or "none"
    if "unit" in said and (said["unit"] or None) != value_of(column["unit"]):
        column["unit"] = said["unit"] or None
    _set(column, "decimal", said.get("decimal") or None)
    _set(column, "date_order", said.get("date_order") or None)
    _set_protection(column, said.get("protect"))
    if "missing_marks" in said:
        marks = [mark.strip() for mark in said["missing_marks"].split(";") if mark.strip()]
        if sorted(marks) != sorted(mark for mark in value_of(column["missing_marks"]) if mark):
            column["missing_marks"] = marks
    if value_of(column["type"]) != kind:
        _forget_what_no_longer_fits(column, role)


def _forget_what_no_longer_fits(column: Json, role_before: Any) -> None:
    """Text is no money; a number has no order of days."""
    kind = value_of(column["type"])
    role = value_of(column["role"])
    if kind not in _NUMERIC:
        if role in _NUMERIC_ROLES and role == role_before:
            column["role"], column["unit"] = "none", None
        column.pop("decimal", None)
    if kind == "text":
        for key in _OF_TEXT:
            column.pop(key, None)
        if role == "year" and role == role_before:
            column["role"] = "none"


def _retitle(column: Json, title: str) -> None:
    """A public title of its own, unless it is the header as written."""
    if not title or title == (column.get("label") or ""):
        column.pop("title", None)
    else:
        column["title"] = title


def _set_protection(column: Json, rule: str | None) -> None:
    if rule is None or rule == (value_of(column.get("protect")) or "none"):
        return
    column["protect"] = rule or "none"


def _set(column: Json, key: str, value: str | None) -> None:
    """The decision of a person, only when it differs: else the reason of before is lost."""
    if value is not None and value != value_of(column.get(key)):
        column[key] = value


def column_told(column: Mapping[str, Any]) -> dict[str, str]:
    """What is decided of a column, in words."""
    role = value_of(column["role"])
    decimal, order = value_of(column.get("decimal")), value_of(column.get("date_order"))
    return {
        _("nombre público"): column.get("title") or column.get("label") or "",
        _("nombre para programas"): column["name"],
        _("tipo"): str(TYPES.get(value_of(column["type"]), value_of(column["type"]))),
        _("significado"): str(ROLES[role]) if role in ROLES else "",
        _("unidad"): str(value_of(column["unit"]) or ""),
        _("decimales"): str(DECIMALS.get(decimal, "")),
        _("orden de las fechas"): str(DATE_ORDERS.get(order, "")),
        _("sin dato"): "; ".join(mark for mark in value_of(column["missing_marks"]) if mark),
        _("protección"): protection_words(value_of(column.get("protect"))),
    }
