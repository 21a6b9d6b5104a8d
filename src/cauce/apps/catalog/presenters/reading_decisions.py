"""What the reader decided about a file and its tables, each as a sentence with its fields.

A field is ``{"kind": "text" | "select" | "radio", "name", "label", "value", "options", "hint"}``;
its name is what ``recipe_changes`` reads. Columns have a form of their own: ``reading_columns``.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cauce.apps.catalog.decided import by_a_person, reason_of, value_of
from cauce.apps.catalog.presenters.column_words import DECIMALS
from cauce.apps.catalog.presenters.decision_fields import (
    called,
    radio_field,
    select_field,
    text_field,
    with_value,
)
from cauce.apps.catalog.recipe_changes import SENT_AS
from cauce.apps.catalog.row_changes import LISTS, rows_text
from cauce.base.numerals import number_es
from cauce.engine.reading.report import TableReport

Recipe = Mapping[str, Any]

ENCODINGS: Final = {
    "utf-8": "UTF-8",
    "utf-8-sig": gettext_lazy("UTF-8, con marca al comienzo"),
    "cp1252": "Windows (cp1252)",
    "mac-roman": "Mac (Mac Roman)",
    "cp850": "MS-DOS (cp850)",
    "utf-16": "UTF-16",
    "cp1251": gettext_lazy("cirílico (cp1251)"),
}
DELIMITERS: Final = {
    ",": gettext_lazy("coma ( , )"),
    ";": gettext_lazy("punto y coma ( ; )"),
    "\t": gettext_lazy("tabulador"),
    "|": gettext_lazy("barra ( | )"),
    " ": gettext_lazy("espacio"),
}
MOST_ROWS: Final = 8
"""Rows that a sentence names."""


def of_file(recipe: Recipe) -> list[dict[str, Any]]:
    """The decisions about the whole file: its letters and what separates its cells."""
    return list(_of_file(recipe["source"]))


def of_table(recipe: Recipe) -> list[dict[str, Any]]:
    """The decisions about where the table is and which of its rows are data."""
    return list(_of_table(recipe))


def of_tables(
    recipe: Recipe, reports: Sequence[TableReport], *, pressing: bool
) -> dict[str, Any] | None:
    """Which tables of the file are published; ``None`` when there is one and it is.

    ``pressing`` says it with the fields in sight: nothing is published as it stands.
    """
    included = [table for table in recipe["tables"] if table.get("include", True)]
    if len(recipe["tables"]) == 1 and included:
        return None
    hidden = {report.name for report in reports if report.hidden}
    sizes = {report.name: report.rows for report in reports}
    words = ngettext(
        "Se publica <b>{} de {} tabla</b>.", "Se publican <b>{} de {} tablas</b>.", len(sizes)
    )
    return {
        "sentence": format_html(words, number_es(len(included)), number_es(len(recipe["tables"]))),
        "reason": _("Lo que está en hojas ocultas queda fuera si nadie lo incluye.")
        if hidden
        else None,
        "decision": "include",
        "open": pressing,
        "fields": [_include(table, hidden, sizes) for table in recipe["tables"]],
    }


def _joined(reasons: Sequence[str | None]) -> str | None:
    """Reasons as one text, each said once."""
    return " ".join(dict.fromkeys(reason for reason in reasons if reason)) or None


def _of_file(source: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    if encoding := source.get("encoding"):
        value = str(value_of(encoding))
        yield {
            "sentence": format_html(_("Las letras están en <b>{}</b>."), called(ENCODINGS, value)),
            "reason": reason_of(encoding),
            "decision": "encoding",
            "fields": [select_field("encoding", _("Codificación de las letras"), ENCODINGS, value)],
        }
    if delimiter := source.get("delimiter"):
        value = str(value_of(delimiter))
        options = [
            {"value": SENT_AS.get(code, code), "label": label}
            for code, label in with_value(DELIMITERS, value).items()
        ]
        yield {
            "sentence": format_html(
                _("Las celdas se separan con <b>{}</b>."), called(DELIMITERS, value)
            ),
            "reason": reason_of(delimiter),
            "decision": "delimiter",
            "fields": [
                {
                    "kind": "select",
                    "name": "delimiter",
                    "label": _("Qué separa las celdas"),
                    "options": options,
                    "value": SENT_AS.get(value, value),
                }
            ],
        }


def _of_table(recipe: Recipe) -> Iterator[dict[str, Any]]:
    yield _place(recipe)
    yield _kinds(recipe)
    hierarchy = recipe.get("hierarchy")
    if hierarchy is not None and (value_of(hierarchy) or by_a_person(hierarchy)):
        grouped = bool(value_of(hierarchy))
        yield {
            "sentence": _("Los grupos y niveles de las filas pasan a ser columnas.")
            if grouped
            else _("Los grupos y niveles de las filas se quedan como están."),
            "reason": reason_of(hierarchy),
            "decision": "hierarchy",
            "fields": [
                radio_field(
                    "hierarchy",
                    _("Los grupos"),
                    {"si": _("pasan a ser columnas"), "no": _("se quedan como están")},
                    "si" if grouped else "no",
                )
            ],
        }
    marks = {value_of(c["decimal"]) for c in recipe["columns"] if c.get("decimal") is not None}
    if len(marks) == 1:
        yield _decimal(recipe, next(iter(marks)))


def _include(table: Recipe, hidden: Container[str], sizes: Mapping[str, int]) -> dict[str, Any]:
    name = table.get("sheet") or table["name"]
    if table["name"] in sizes:
        rows = ngettext("%s fila", "%s filas", sizes[table["name"]])
        name = f"{name} ({rows % number_es(sizes[table['name']])})"
    return radio_field(
        f"publica-{table['name']}",
        _("%s, en una hoja oculta") % name if table["name"] in hidden else str(name),
        {"si": _("se publica"), "no": _("queda fuera")},
        "si" if table.get("include", True) else "no",
    )


def _place(recipe: Recipe) -> dict[str, Any]:
    header = list(value_of(recipe["header_rows"]))
    first, last = value_of(recipe["body"])
    if not header:
        heads = format_html(_("La tabla <b>{}</b>"), _("no trae encabezados"))
    elif len(header) == 1:
        heads = format_html(_("Los encabezados están en la <b>fila {}</b>"), rows_text(header))
    else:
        heads = format_html(_("Los encabezados están en las <b>filas {}</b>"), rows_text(header))
    body = format_html(_("los datos van de la <b>fila {} a la {}</b>."), first, last)
    reasons = [reason_of(recipe["header_rows"]), reason_of(recipe["body"])]
    return {
        "sentence": format_html("{}; {}", heads, body),
        "reason": _joined(reasons),
        "decision": "place",
        "fields": [
            text_field(
                "header_rows",
                _("Filas de encabezado"),
                rows_text(header),
                hint=_("Como se numeran en el original: 9 a 11, o 3. Vacío si no trae."),
                required=False,
            ),
            text_field("first_row", _("Primera fila de datos"), str(first)),
            text_field("last_row", _("Última fila de datos"), str(last)),
        ],
    }


def _kinds(recipe: Recipe) -> dict[str, Any]:
    lists = {key: list(recipe.get(key) or ()) for key in LISTS}
    said = list(_rows_said(lists))
    if not said:
        said = [format_html(_("<b>{}</b> es un total: todas son datos."), _("Ninguna fila"))]
    return {
        "sentence": format_html_join(" ", "{}", ((each,) for each in said)),
        "reason": _("También se puede marcar fila por fila en el dibujo del original."),
        "decision": "kinds",
        "fields": [
            text_field(
                key,
                str(name),
                rows_text(lists[key]),
                hint=_("Números de fila del original: 352, o 3, 8, 20.") if place == 0 else None,
                required=False,
            )
            for place, (key, name) in enumerate(LISTS.items())
        ],
    }


def _rows_said(lists: Mapping[str, Sequence[int]]) -> Iterator[SafeString]:
    found: list[SafeString] = []
    if totals := lists["totals"]:
        words = ngettext("un total en la fila {}", "totales en las filas {}", len(totals))
        found.append(format_html(words, _short_rows(totals)))
    if subtotals := lists["subtotals"]:
        words = ngettext("un subtotal en la fila {}", "subtotales en las filas {}", len(subtotals))
        found.append(format_html(words, _short_rows(subtotals)))
    if found:
        what = format_html(_(" y ").join("{}" for _each in found), *found)
        words = ngettext(
            "Hay <b>{}</b>: se guarda, pero no se cuenta ni se suma.",
            "Hay <b>{}</b>: se guardan, pero no se cuentan ni se suman.",
            len(totals) + len(subtotals),
        )
        yield format_html(words, what)
    if groups := lists["groups"]:
        words = ngettext(
            "La <b>fila {}</b> nombra el grupo de las que siguen.",
            "Las <b>filas {}</b> nombran el grupo de las que siguen.",
            len(groups),
        )
        yield format_html(words, _short_rows(groups))
    if left_out := lists["left_out"]:
        words = ngettext(
            "La <b>fila {}</b> queda fuera.", "Las <b>filas {}</b> quedan fuera.", len(left_out)
        )
        yield format_html(words, _short_rows(left_out))


def _short_rows(rows: Sequence[int]) -> str:
    """The first rows of a list, and how many follow; the form has them all."""
    shown = rows_text(rows[:MOST_ROWS])
    more = len(rows) - MOST_ROWS
    return _("%(rows)s… y %(more)d más") % {"rows": shown, "more": more} if more > 0 else shown


def _decimal(recipe: Recipe, mark: str) -> dict[str, Any]:
    count = sum(1 for column in recipe["columns"] if column.get("decimal") is not None)
    columns = ngettext("%s columna", "%s columnas", count) % number_es(count)
    if mark == ",":
        sentence = format_html(_("Las <b>comas son decimales</b> en {} (1.234,5)."), columns)
    else:
        sentence = format_html(_("Los <b>puntos son decimales</b> en {} (1,234.5)."), columns)
    reasons = {reason_of(c["decimal"]) for c in recipe["columns"] if c.get("decimal") is not None}
    return {
        "sentence": sentence,
        "reason": next(iter(reasons)) if len(reasons) == 1 else None,
        "decision": "decimal",
        "fields": [
            radio_field(
                "decimal",
                _("Cómo se escriben los decimales"),
                DECIMALS,
                mark,
            )
        ],
    }
