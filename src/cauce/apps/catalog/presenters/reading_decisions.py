"""What the reader decided about a file, each as a sentence with the form that changes it.

A form is a list of fields: ``{"kind": "text" | "select" | "radio" | "check", "name", "label",
"value", "options", "hint"}``; every form also carries ``decision``, ``tabla`` and, for columns,
``position``.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cauce.apps.catalog.presenters.column_words import ROLES, TYPES, type_words
from cauce.apps.catalog.presenters.decision_fields import (
    called,
    radio_field,
    select_field,
    text_field,
    with_value,
)
from cauce.apps.catalog.recipe_changes import rows_text
from cauce.base.numerals import number_es
from cauce.engine.columns import Column
from cauce.engine.reading.report import TableReport

Recipe = Mapping[str, Any]

ENCODINGS: Final = {
    "utf-8": "UTF-8",
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
_SENT_AS: Final = {"\t": "tab", " ": "espacio"}
"""What a form sends for a delimiter that forms would lose."""
DATE_ORDERS: Final = {
    "dmy": gettext_lazy("día, mes, año (31/12/2024)"),
    "mdy": gettext_lazy("mes, día, año (12/31/2024)"),
    "ymd": gettext_lazy("año, mes, día (2024-12-31)"),
}


def of_file(recipe: Recipe) -> list[dict[str, Any]]:
    """The decisions about the whole file: its letters and what separates its cells."""
    return list(_of_file(recipe["source"]))


def of_table(recipe: Recipe, report: TableReport, *, several: bool) -> list[dict[str, Any]]:
    """The decisions about where the table is and which of its rows are data."""
    return list(_of_table(recipe, report, several=several))


def of_columns(recipe: Recipe, report: TableReport) -> list[dict[str, Any]]:
    """One decision for each column, those left out too."""
    by_name = {column.name: column for column in report.columns}
    told = [_of_column(one, by_name.get(one["name"])) for one in recipe["columns"]]
    told += [_derived(column) for column in report.columns if column.derived]
    return told


def value_of(decision: Any) -> Any:
    """The value of a decision, which a person may have written bare."""
    return decision["value"] if isinstance(decision, Mapping) else decision


def reason_of(decision: Any) -> str | None:
    """Why, when the reader said it."""
    return decision.get("reason") or None if isinstance(decision, Mapping) else None


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
            "fields": [select_field("value", _("Codificación de las letras"), ENCODINGS, value)],
        }
    if delimiter := source.get("delimiter"):
        value = str(value_of(delimiter))
        options = [
            {"value": _SENT_AS.get(code, code), "label": label}
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
                    "name": "value",
                    "label": _("Qué separa las celdas"),
                    "options": options,
                    "value": _SENT_AS.get(value, value),
                }
            ],
        }


def _of_table(recipe: Recipe, report: TableReport, *, several: bool) -> Iterator[dict[str, Any]]:
    if several or not recipe.get("include", True) or report.hidden:
        yield _include(recipe, report)
    yield _place(recipe, report)
    yield _kinds(recipe)
    hierarchy = recipe.get("hierarchy")
    if hierarchy is not None and value_of(hierarchy):
        yield {
            "sentence": _("Los grupos y niveles de las filas pasan a ser columnas."),
            "reason": reason_of(hierarchy),
            "decision": "hierarchy",
            "fields": [
                radio_field(
                    "value",
                    _("Los grupos"),
                    {"si": _("pasan a ser columnas"), "no": _("se quedan como están")},
                    "si",
                )
            ],
        }
    marks = {value_of(c["decimal"]) for c in recipe["columns"] if c.get("decimal") is not None}
    if len(marks) == 1:
        yield _decimal(recipe, next(iter(marks)))


def _include(recipe: Recipe, report: TableReport) -> dict[str, Any]:
    included = bool(recipe.get("include", True))
    sentence = _("Esta tabla se publica.") if included else _("Esta tabla queda fuera.")
    return {
        "sentence": format_html("<b>{}</b>", sentence),
        "reason": _("Está en una hoja oculta.") if report.hidden else None,
        "decision": "include",
        "fields": [
            radio_field(
                "value",
                _("Esta tabla"),
                {"si": _("se publica"), "no": _("queda fuera")},
                "si" if included else "no",
            )
        ],
    }


def _place(recipe: Recipe, report: TableReport) -> dict[str, Any]:
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
    totals, subtotals = list(recipe.get("totals", [])), list(recipe.get("subtotals", []))
    found: list[SafeString] = []
    if totals:
        words = ngettext("un total en la fila {}", "totales en las filas {}", len(totals))
        found.append(format_html(words, _short_rows(totals)))
    if subtotals:
        words = ngettext("un subtotal en la fila {}", "subtotales en las filas {}", len(subtotals))
        found.append(format_html(words, _short_rows(subtotals)))
    if found:
        what = format_html(_(" y ").join("{}" for _each in found), *found)
        words = ngettext(
            "Hay <b>{}</b>: se guarda, pero no se cuenta ni se suma.",
            "Hay <b>{}</b>: se guardan, pero no se cuentan ni se suman.",
            len(totals) + len(subtotals),
        )
        sentence = format_html(words, what)
    else:
        sentence = format_html(_("<b>{}</b> es un total: todas son datos."), _("Ninguna fila"))
    return {
        "sentence": sentence,
        "reason": None,
        "decision": "kinds",
        "fields": [
            text_field(
                "totals",
                _("Filas con totales"),
                rows_text(totals),
                hint=_("Números de fila del original: 352, o 3, 8, 20."),
                required=False,
            ),
            text_field(
                "subtotals", _("Filas con subtotales"), rows_text(subtotals), required=False
            ),
        ],
    }


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
                "value",
                _("Cómo se escriben los decimales"),
                {",": "1.234,5", ".": "1,234.5"},
                mark,
            )
        ],
    }


def _of_column(one: Mapping[str, Any], column: Column | None) -> dict[str, Any]:
    label = one.get("label") or one["name"]
    shown = {"decision": "column", "position": one["position"], "id": f"columna-{one['position']}"}
    if not one.get("include", True):
        return shown | {
            "sentence": format_html(_("«{}» <b>queda fuera</b>."), label),
            "reason": reason_of(one["type"]),
            "fields": [
                radio_field(
                    "include",
                    _("Esta columna"),
                    {"si": _("se publica"), "no": _("queda fuera")},
                    "no",
                )
            ],
        }
    reasons = [reason_of(one["type"]), reason_of(one["role"]) if value_of(one["role"]) else None]
    return shown | {
        "sentence": format_html(_("«{}» es <b>{}</b>."), label, _what(one, column)),
        "reason": _joined(reasons),
        "missing": _missing(column),
        "fields": list(_column_fields(one)),
    }


def _what(one: Mapping[str, Any], column: Column | None) -> str:
    if column is not None:
        return type_words(column)
    kind = called(TYPES, str(value_of(one["type"])))
    role = value_of(one["role"])
    words = called(ROLES, role) if role and role != "none" else ""
    unit = value_of(one["unit"])
    said = f"{words} ({kind})" if words else kind
    return _("%(what)s, en %(unit)s") % {"what": said, "unit": unit} if unit else said


def _missing(column: Column | None) -> str:
    if column is None or not column.missing_marks:
        return ""
    marks = [
        _("«%(mark)s» (%(count)s)") % {"mark": mark, "count": number_es(count)}
        for mark, count in list(column.missing_marks.items())[:4]
        if mark
    ]
    return _("Sin dato: %s.") % ", ".join(marks) if marks else ""


def _column_fields(one: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    kind = str(value_of(one["type"]))
    yield radio_field(
        "include", _("Esta columna"), {"si": _("se publica"), "no": _("queda fuera")}, "si"
    )
    yield select_field("type", _("Tipo"), TYPES, kind)
    yield select_field("role", _("Qué es"), {"": _("nada en especial"), **ROLES}, _role(one))
    yield text_field(
        "unit",
        _("Unidad"),
        str(value_of(one["unit"]) or ""),
        hint=_("%, GTQ, PEN, km, personas… o vacío."),
        required=False,
    )
    if one.get("decimal") is not None:
        marks = {",": "1.234,5", ".": "1,234.5"}
        yield select_field("decimal", _("Decimales"), marks, value_of(one["decimal"]))
    if one.get("date_order") is not None:
        yield select_field(
            "date_order", _("Orden de las fechas"), DATE_ORDERS, value_of(one["date_order"])
        )
    yield text_field(
        "missing_marks",
        _("Lo que significa sin dato"),
        "; ".join(mark for mark in value_of(one["missing_marks"]) if mark),
        hint=_("Además de la celda vacía, separado con punto y coma: s.d.; n/d; -"),
        required=False,
    )
    yield text_field(
        "name",
        _("Nombre para programas"),
        one["name"],
        hint=_("Minúsculas, números y guion bajo."),
    )


def _role(one: Mapping[str, Any]) -> str:
    role = value_of(one["role"])
    return "" if role in (None, "none") else str(role)


def _derived(column: Column) -> dict[str, Any]:
    return {
        "sentence": format_html(
            _("«{}» <b>se agregó</b>: sale de los grupos o la sangría del original."),
            column.label or column.name,
        ),
        "reason": None,
        "decision": "",
        "fields": [],
    }
