"""The pages of a file on its way to publication, as their templates take them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cauce.apps.catalog.contracts import TableView, UploadLine, UploadView
from cauce.apps.catalog.presenters import cells
from cauce.apps.catalog.presenters.column_words import unit_beside
from cauce.apps.catalog.presenters.reading_decisions import of_columns, of_file, of_table
from cauce.apps.catalog.presenters.reading_grid import grid
from cauce.apps.catalog.presenters.reading_problems import count_to_review, problems
from cauce.apps.catalog.presenters.row_table import body
from cauce.apps.catalog.store import store
from cauce.base.calendar import date_es
from cauce.base.errors import NotFound
from cauce.base.numerals import bytes_es, number_es
from cauce.engine.columns import KINDS
from cauce.engine.explore import Explore
from cauce.engine.query import run
from cauce.engine.reading.report import FileReport, TableReport

ROWS: Final = 15
"""Rows of the typed table that are shown."""
WIDEST: Final = 24
"""Columns of the typed table that are shown."""
TONES: Final = {
    "received": "neutral",
    "reading": "info",
    "read": "warning",
    "refused": "error",
    "published": "good",
}
_NEXT: Final = {
    "received": gettext_lazy("Esperar la lectura"),
    "reading": gettext_lazy("Ver cómo va la lectura"),
    "read": gettext_lazy("Revisar y publicar"),
    "refused": gettext_lazy("Ver por qué no se pudo leer"),
}
"""What a person does next, by state."""
LETTERED: Final = frozenset({"xlsx", "xlsm", "xls", "ods"})
"""Formats whose columns people know by letters."""


def line(upload: UploadLine) -> dict[str, Any]:
    """An upload in the list: its file, where it stands, and where one goes on."""
    where = upload.state_label
    if upload.version is not None:
        where = _("Publicado como versión %d") % upload.version
    published = upload.state == "published" and upload.dataset
    return {
        "href": reverse("catalog:dataset", args=[upload.dataset])
        if published
        else reverse("catalog:understood", args=[upload.key]),
        "title": upload.title or upload.name,
        "file": upload.name,
        "state": where,
        "tone": TONES.get(upload.state, "neutral"),
        "facts": [
            upload.name if upload.title else "",
            upload.organisation.short_name,
            bytes_es(upload.size),
            _("subido el %s") % date_es(timezone.localdate(upload.uploaded_at), short=True),
            upload.uploaded_by,
        ],
        "next": _NEXT.get(upload.state, ""),
    }


def understood(view: UploadView, recipe: Mapping[str, Any], wanted: str) -> dict[str, Any]:
    """«Esto es lo que entendimos»: the original, the decisions, the typed table, the problems.

    ``recipe`` is the one of the reading with what a person left out (see ``recipe_changes``).

    Raises:
        NotFound: when the file has no table called ``wanted``.
    """
    report = view.report
    assert report is not None
    table = _chosen(report, wanted)
    one = next(each for each in recipe["tables"] if each["name"] == table.name)
    positions = {column["name"]: column["position"] for column in one["columns"]}
    found = problems(table, report.notes, positions)
    typed = next((each for each in view.tables if each.name == table.name), None)
    return {
        "view": view,
        "table": table,
        "tabs": _tabs(view, report, table),
        "grid": grid(table, lettered=report.format in LETTERED),
        "of_file": of_file(recipe),
        "of_table": of_table(one, table, several=len(report.tables) > 1),
        "of_columns": of_columns(one, table),
        "problems": found,
        "to_review": count_to_review(found),
        "typed": typed_table(typed) if typed else None,
        "drift": view.drift,
        "size_text": _size(table),
        "included": len(view.tables),
    }


def typed_table(table: TableView) -> dict[str, Any]:
    """The beginning of the typed table, totals and subtotals too."""
    columns = table.columns[:WIDEST]
    explore = Explore(table.sha256, limit=ROWS, kinds=KINDS)
    if len(columns) < len(table.columns):
        explore = replace(explore, columns=tuple(column.name for column in columns))
    result = run(explore, store(), table.columns)
    return {
        "columns": [
            {
                "label": column.label or column.name,
                "kind": cells.column_kind(column),
                "unit": unit_beside(column),
            }
            for column in columns
        ],
        "rows": body(columns, result),
        "summary": _("Las primeras %(shown)s de %(total)s filas")
        % {"shown": number_es(len(result.rows)), "total": number_es(result.total)},
        "more_columns": len(table.columns) - len(columns),
    }


def _chosen(report: FileReport, wanted: str) -> TableReport:
    if not wanted:
        return next((table for table in report.tables if table.include), report.tables[0])
    for table in report.tables:
        if table.name == wanted:
            return table
    raise NotFound(_("El archivo no tiene una tabla «%s».") % wanted[:80])


def _tabs(view: UploadView, report: FileReport, table: TableReport) -> list[dict[str, Any]]:
    if len(report.tables) < 2:
        return []
    path = reverse("catalog:understood", args=[view.line.key])
    return [
        {
            "label": each.sheet or each.name,
            "href": f"{path}?tabla={each.name}",
            "current": each is table,
            "count_text": number_es(each.rows) if each.include else _("queda fuera"),
        }
        for each in report.tables
    ]


def _size(table: TableReport) -> str:
    data = table.kinds.get("data", table.rows)
    rows = ngettext("%s fila de datos", "%s filas de datos", data) % number_es(data)
    if others := table.rows - data:
        rows = _("%(rows)s y %(others)s de totales") % {"rows": rows, "others": number_es(others)}
    count = len(table.columns)
    return f"{rows} · " + ngettext("%s columna", "%s columnas", count) % number_es(count)
