"""The tables of a draft: their first rows, and a page with all of them, as its template takes it.

What still stands in the way of publication because it tells who somebody is, nobody needs to see
to decide: those columns are not drawn.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from cauce.apps.catalog.contracts import TableView, UploadView
from cauce.apps.catalog.presenters import cells, row_table
from cauce.apps.catalog.presenters.column_words import unit_beside
from cauce.apps.catalog.presenters.filter_words import FilterForm
from cauce.apps.catalog.presenters.row_table import Address
from cauce.apps.catalog.store import store
from cauce.base.errors import NotFound, Refusal
from cauce.base.numerals import number_es
from cauce.engine.columns import KINDS
from cauce.engine.explore import Explore
from cauce.engine.query import run
from cauce.quality.finding import identifies

FIRST: Final = 8
"""Rows of a table that the review shows."""
WIDEST: Final = 12
"""Columns of a table that the review shows."""


def safe_table(view: UploadView, table: TableView) -> tuple[TableView, list[str]]:
    """The table without the columns that would expose somebody, and what those are called."""
    hidden = {each.column for each in view.in_the_way if each.table == table.name}
    hidden &= {each.column for each in view.findings if identifies(each)}
    if not hidden:
        return table, []
    shown = tuple(column for column in table.columns if column.name not in hidden)
    names = [column.label or column.name for column in table.columns if column.name in hidden]
    return replace(table, columns=shown), names


def first_rows(view: UploadView, table: TableView) -> dict[str, Any]:
    """The beginning of a table as it would be published, totals and subtotals too."""
    safe, hidden = safe_table(view, table)
    columns = safe.columns[:WIDEST]
    result = None
    if columns:
        names = tuple(column.name for column in columns)
        explore = Explore(table.sha256, limit=FIRST, kinds=KINDS, columns=names)
        result = run(explore, store(), safe.columns)
    return {
        "columns": [
            {
                "label": column.label or column.name,
                "kind": cells.column_kind(column),
                "unit": unit_beside(column),
            }
            for column in columns
        ],
        "rows": row_table.body(columns, result) if result else [],
        "more_columns": len(safe.columns) - len(columns),
        "hidden": ", ".join(f"«{name}»" for name in hidden),
        "href": f"{reverse('catalog:draft_table', args=[view.line.key])}?tabla={table.name}",
    }


def filtered_address(view: UploadView, params: Mapping[str, Sequence[str]]) -> str | None:
    """Where the filter's form leads, as a canonical address; ``None`` when there is none to go."""
    form = FilterForm.of(params)
    if form is None:
        return None
    table, _hidden = safe_table(view, _chosen(view, params))
    try:
        explore = Explore.from_query(table.sha256, table.columns, _explored(params))
        return _address(view, table).of(form.applied_to(explore, table.columns))
    except Refusal:
        return None


def context(view: UploadView, params: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Everything the page takes; ``error`` says what of the address cannot be answered.

    Raises:
        NotFound: when the file has no such table, or nothing of it can be shown.
    """
    table, hidden = safe_table(view, _chosen(view, params))
    if not table.columns:
        raise NotFound(_("De esta tabla todavía no se puede mostrar ninguna columna."))
    address = _address(view, table)
    error = ""
    try:
        explore = Explore.from_query(table.sha256, table.columns, _explored(params))
    except Refusal as refusal:
        explore, error = Explore(table.sha256), str(refusal)
    form = FilterForm.of(params)
    if form is not None and not error:
        try:
            form.applied_to(explore, table.columns)
        except Refusal as refusal:
            error = str(refusal)
    columns = row_table.shown_columns(table, explore)
    asked = replace(explore, columns=tuple(column.name for column in columns))
    result = run(asked, store(), table.columns)
    return {
        "view": view,
        "table": table,
        "error": error,
        "hidden": ", ".join(f"«{name}»" for name in hidden),
        "tabs": _tabs(view, table),
        "columns": row_table.header(columns, explore, address),
        "rows": row_table.body(columns, result),
        "empty": not result.rows,
        "filter": row_table.filter_form(table, explore, address, form),
        "choice": row_table.column_choice(table, explore, address),
        "kinds": row_table.other_kinds(table, explore, address),
        "paging": row_table.paging(table, explore, result.total, len(result.rows), address),
    }


def _explored(params: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    known = ("columnas", "q", "orden", "desde", "filas", "clase")
    return {name: texts for name, texts in params.items() if name in known or name.startswith("f.")}


def _chosen(view: UploadView, params: Mapping[str, Sequence[str]]) -> TableView:
    name = next(iter(params.get("tabla", ())), "")
    if not name:
        return view.tables[0]
    for table in view.tables:
        if table.name == name:
            return table
    raise NotFound(_("El archivo no tiene una tabla «%s».") % name[:80])


def _address(view: UploadView, table: TableView) -> Address:
    path = reverse("catalog:draft_table", args=[view.line.key])
    return Address(path, table.name if len(view.tables) > 1 else "")


def _tabs(view: UploadView, table: TableView) -> list[dict[str, Any]]:
    if len(view.tables) < 2:
        return []
    path = reverse("catalog:draft_table", args=[view.line.key])
    return [
        {
            "label": each.title,
            "href": f"{path}?tabla={each.name}",
            "current": each.name == table.name,
            "count_text": number_es(each.rows),
        }
        for each in view.tables
    ]
