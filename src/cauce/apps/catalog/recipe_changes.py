"""Changing a recipe: what the form of «Esto es lo que entendimos» asks for, all at once.

A recipe is the plain JSON of ``cauce.engine.reading.recipe``. Each correction gives a new recipe
and leaves the old one as it was; the engine checks it before it reads again. Besides the fields of
the form, the button of a mend (field ``arreglo``) carries some of the same fields, written as the
query of an address; they are applied last.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _

from cauce.apps.catalog.column_changes import change_columns, change_decimal
from cauce.apps.catalog.decided import reason_of, value_of
from cauce.apps.catalog.row_changes import change_rows
from cauce.base.errors import Conflict, Refusal
from cauce.engine.reading.protected import BEFORE

Json = dict[str, Any]
Sent = Mapping[str, str]
"""The fields of a sent form."""

_OF_COLUMN: Final = (
    "type",
    "role",
    "unit",
    "missing_marks",
    "decimal",
    "date_order",
    "width",
    "protect",
)
SENT_AS: Final = {"\t": "tab", " ": "espacio"}
"""What a form sends for a delimiter that forms would lose."""


@dataclass(frozen=True)
class Corrected:
    """A recipe with a person's decisions, and a sentence for each that changed."""

    recipe: Json
    said: tuple[str, ...]


def corrected(recipe: Mapping[str, Any], table: str, sent: Sent) -> Corrected:
    """The recipe with every decision that the form changes.

    Raises:
        Refusal: in Spanish, when a value makes no sense, or when nothing changes.
        Conflict: when the file was read again since the form was shown.
    """
    if sent.get("leido", fingerprint(recipe)) != fingerprint(recipe):
        raise Conflict(
            _("El archivo se leyó de nuevo mientras se corregía. Repita los cambios."),
            code="recipe.stale",
        )
    made: Json = json.loads(json.dumps(recipe))
    said = list(_change(made, table, sent))
    if mend := dict(parse_qsl(sent.get("arreglo", ""), keep_blank_values=True)):
        said += _change(made, mend.get("tabla", table), mend)
    if not said:
        raise Refusal(_("No cambió ninguna decisión; no hizo falta leer de nuevo."))
    return Corrected(made, tuple(said))


def fingerprint(recipe: Mapping[str, Any]) -> str:
    """A short text that differs when the recipe does."""
    written = json.dumps(recipe, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def remembered(recipe: Mapping[str, Any], asked: Mapping[str, Any] | None) -> Json:
    """The recipe of a reading with what only the recipe it was asked with knows.

    That is the columns it left out, which an older reading does not report (without them the next
    one would bring them back), and the reason of each decision that it only repeated.
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
        known = asked.pop(column["position"], {})
        if column.get("include", True):  # what is left out keeps no reason that shows a value
            _keep_reasons(column, known, _OF_COLUMN)
    now["columns"] += [column for column in asked.values() if not column.get("include", True)]
    now["columns"].sort(key=lambda column: int(column["position"]))


def _keep_reasons(now: Json, before: Json, keys: Sequence[str]) -> None:
    """Puts back the decisions that say the same as before, with their reasons.

    Not those of columns that protection changed: a reason of before may show a hidden value.
    """
    for key in keys:
        if (
            key in before
            and now.get(key) is not None
            and value_of(now[key]) == value_of(before[key])
            and reason_of(now[key]) != BEFORE
        ):
            now[key] = before[key]


# ------------------------------------------------------------------ what a form changes


def _change(recipe: Json, name: str, sent: Sent) -> Iterator[str]:
    """Changes everything that the fields say; columns that are found anew are not changed."""
    table = _table(recipe, name)
    of_file = list(_change_source(recipe, sent))
    yield from of_file
    yield from _change_tables(recipe, sent)
    if of_file:
        return
    header = list(value_of(table["header_rows"]))
    yield from change_rows(table, sent)
    yield from _change_hierarchy(table, sent)
    if list(value_of(table["header_rows"])) == header:
        yield from change_decimal(table, sent)
        yield from change_columns(table, sent)


def _change_source(recipe: Json, sent: Sent) -> Iterator[str]:
    """Other letters or other cells: every column is found anew."""
    source = recipe["source"]
    words = {"encoding": _("Las letras se leen como %s"), "delimiter": _("Separa las celdas: %s")}
    for key, sentence in words.items():
        if key not in sent or key not in source:
            continue
        shown = sent[key]
        value = next((code for code, word in SENT_AS.items() if word == shown), shown)
        if not value:
            raise Refusal(_("Elija la codificación de las letras y qué separa las celdas."))
        if value != value_of(source[key]):
            source[key] = value
            for table in recipe["tables"]:
                table["columns"] = []
                table.pop("groups", None)
                table.pop("left_out", None)
            yield sentence % shown


def _change_tables(recipe: Json, sent: Sent) -> Iterator[str]:
    """Which tables are published."""
    for table in recipe["tables"]:
        choice = sent.get(f"publica-{table['name']}")
        if choice is None or (choice == "si") == table.get("include", True):
            continue
        table["include"] = choice == "si"
        sentence = (
            _("La tabla «%s» se publica") if choice == "si" else _("La tabla «%s» queda fuera")
        )
        yield sentence % table["name"]


def _change_hierarchy(table: Json, sent: Sent) -> Iterator[str]:
    choice = sent.get("hierarchy")
    if choice is None or (choice == "si") == bool(value_of(table["hierarchy"])):
        return
    table["hierarchy"] = choice == "si"
    table.pop("groups", None)
    if choice == "si":
        yield _("Los grupos de las filas pasan a ser columnas")
    else:
        yield _("Los grupos de las filas se quedan como están")


def _table(recipe: Json, name: str) -> Json:
    for table in recipe["tables"]:
        if table["name"] == name:
            found: Json = table
            return found
    raise Refusal(_("El archivo ya no tiene la tabla «%s». Vuelva a la lista.") % name[:80])
