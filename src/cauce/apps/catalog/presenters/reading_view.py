"""The page «Esto es lo que entendimos», as its template takes it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cauce.apps.catalog.contracts import TableView, UploadView
from cauce.apps.catalog.presenters import cells
from cauce.apps.catalog.presenters.column_words import UNITS, unit_beside
from cauce.apps.catalog.presenters.reading_columns import columns_form
from cauce.apps.catalog.presenters.reading_decisions import of_file, of_table, of_tables
from cauce.apps.catalog.presenters.reading_drift import drift
from cauce.apps.catalog.presenters.reading_findings import (
    exposing_columns,
    findings,
    hidden_columns,
)
from cauce.apps.catalog.presenters.reading_grid import MASK, grid
from cauce.apps.catalog.presenters.reading_problems import count_to_review, problems
from cauce.apps.catalog.presenters.row_table import body
from cauce.apps.catalog.recipe_changes import fingerprint
from cauce.apps.catalog.store import store
from cauce.base.errors import NotFound
from cauce.base.numerals import number_es
from cauce.engine.columns import KINDS
from cauce.engine.explore import Explore
from cauce.engine.query import run
from cauce.engine.reading.report import FileReport, TableReport

ROWS: Final = 15
"""Rows of the typed table that are shown."""
WIDEST: Final = 24
"""Columns of the typed table that are shown."""
LETTERED: Final = frozenset({"xlsx", "xlsm", "xls", "ods"})
"""Formats whose columns people know by letters."""
OTHER_UNITS: Final = ("%", "personas", "hogares", "viviendas", "km", "km2", "ha", "años")
"""Units that are suggested besides currencies."""


def understood(
    view: UploadView, recipe: Mapping[str, Any], wanted: str, page: int = 1
) -> dict[str, Any]:
    """The original, the problems, the decisions, the typed table and what was changed.

    ``recipe`` is the one of the reading with what a person left out (see ``recipe_changes``);
    ``page`` is that of the form of columns.

    Raises:
        NotFound: when the file has no table called ``wanted``.
    """
    report = view.report
    assert report is not None
    table = _chosen(report, wanted)
    one = next(each for each in recipe["tables"] if each["name"] == table.name)
    exposing, hidden = exposing_columns(view, one), hidden_columns(view, one)
    exposed = findings(view, recipe, one)
    found = exposed + problems(table, recipe, report.notes, hidden)
    typed = next((each for each in view.tables if each.name == table.name), None)
    return {
        "view": view,
        "editable": view.line.state == "read" and "edit" in view.may,
        "table": table,
        "tabs": _tabs(view, report, table),
        "grid": grid(
            table,
            one,
            lettered=report.format in LETTERED,
            masked=[c["position"] for c in one["columns"] if c["name"] in hidden],
        ),
        "of_file": of_file(recipe),
        "of_tables": of_tables(recipe, report.tables, pressing=not view.tables),
        "of_table": of_table(one),
        "columns": columns_form(one, table.columns, exposing, page),
        "units": [*UNITS, *OTHER_UNITS],
        "problems": [each for each in found if each["severity"] != "info"],
        "remarks": [each for each in found if each["severity"] == "info"],
        "status": _status(found, view),
        "stopped": bool(view.in_the_way),
        "typed": typed_table(typed, exposing) if typed else None,
        "drift": drift(view, table, one),
        "size_text": _size(table),
        "included": len(view.tables),
        "fingerprint": fingerprint(recipe),
    }


def typed_table(table: TableView, masked: Collection[str] = ()) -> dict[str, Any]:
    """The beginning of the typed table, totals and subtotals too; columns named in ``masked``
    without their values."""
    columns = table.columns[:WIDEST]
    explore = Explore(table.sha256, limit=ROWS, kinds=KINDS)
    if len(columns) < len(table.columns):
        explore = replace(explore, columns=tuple(column.name for column in columns))
    result = run(explore, store(), table.columns)
    hidden = [place for place, column in enumerate(columns) if column.name in masked]
    return {
        "columns": [
            {
                "label": column.label or column.name,
                "kind": cells.column_kind(column),
                "unit": unit_beside(column),
            }
            for column in columns
        ],
        "rows": [_masked(row, hidden) for row in body(columns, result)],
        "summary": _("Las primeras %(shown)s de %(total)s filas")
        % {"shown": number_es(len(result.rows)), "total": number_es(result.total)},
        "more_columns": len(table.columns) - len(columns),
    }


def _masked(row: Mapping[str, Any], hidden: Sequence[int]) -> dict[str, Any]:
    cells = [MASK if place in hidden else cell for place, cell in enumerate(row["cells"])]
    return {**row, "cells": cells}


def _status(found: Sequence[Mapping[str, Any]], view: UploadView) -> str:
    """The first line of the page: what matters now."""
    stops = sum(1 for problem in found if problem.get("stops"))
    review = count_to_review(found) - stops
    if not view.tables:
        return _("No queda nada que publicar: incluya al menos una tabla.")
    if stops:
        said = ngettext("%d cosa impide publicar", "%d cosas impiden publicar", stops) % stops
        if review:
            more = ngettext("%d más por revisar", "%d más por revisar", review) % review
            return _("%(stops)s, y %(more)s.") % {"stops": said, "more": more}
        return f"{said}."
    if review:
        words = ngettext(
            "%d cosa por revisar antes de publicar.",
            "%d cosas por revisar antes de publicar.",
            review,
        )
        return words % review
    return _("Nada por revisar.")


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
