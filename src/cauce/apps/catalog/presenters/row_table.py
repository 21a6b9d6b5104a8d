"""The rows of a table as the page of a dataset shows them: sorted, filtered, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cauce.apps.catalog.contracts import TableView
from cauce.apps.catalog.presenters import cells
from cauce.apps.catalog.presenters.column_words import is_code, is_territory, unit_beside
from cauce.apps.catalog.presenters.filter_words import CONDITIONS, FilterForm, filter_words
from cauce.base.numerals import number_es
from cauce.engine.columns import KINDS, Column
from cauce.engine.explore import Explore
from cauce.engine.query import Result

WIDEST: Final = 16
"""Columns of a wide table that are shown when nobody chooses."""
ANCHOR: Final = "#tabla"
"""Where the table stands in its page."""


class Writer(Protocol):
    """Whatever writes the address that shows an exploration."""

    def of(self, explore: Explore) -> str:
        """The address that shows ``explore``."""


@dataclass(frozen=True)
class Address:
    """Writes the addresses of a page that shows an exploration of one of its tables."""

    path: str
    table: str
    """The table's name when the page has several, else empty."""

    def of(self, explore: Explore, anchor: str = ANCHOR) -> str:
        """The address that shows ``explore``."""
        params = self.fixed() | explore.to_params()
        query = urlencode(params, doseq=True, safe=",")
        return f"{self.path}{'?' if query else ''}{query}{anchor}"

    def fixed(self) -> dict[str, list[str]]:
        """The parameters that stay whatever is asked."""
        return {"tabla": [self.table]} if self.table else {}


def shown_columns(table: TableView, explore: Explore) -> tuple[Column, ...]:
    """The columns a page shows: those asked for, else all, else the first of a wide table."""
    if explore.columns:
        by_name = {column.name: column for column in table.columns}
        return tuple(by_name[name] for name in explore.columns)
    return table.columns if len(table.columns) <= WIDEST else table.columns[:WIDEST]


def asked_of_engine(table: TableView, explore: Explore) -> Explore:
    """The exploration with its columns named, so that a wide table does not read them all."""
    names = tuple(column.name for column in shown_columns(table, explore))
    return explore if len(names) == len(table.columns) else replace(explore, columns=names)


def header(columns: Sequence[Column], explore: Explore, address: Writer) -> list[dict[str, Any]]:
    """The columns as the table component takes them, each a link that sorts by it."""
    first_name = row_header(columns)
    return [
        {
            "label": column.label or column.name,
            "kind": cells.column_kind(column),
            "row_header": column is first_name,
            "unit": unit_beside(column),
            "sort": _sorted_how(column, explore),
            "sort_href": address.of(explore.ordered_by(column.name)),
        }
        for column in columns
    ]


def body(columns: Sequence[Column], result: Result) -> list[dict[str, Any]]:
    """The rows as the table component takes them."""
    names_places = {c.role for c in columns if is_territory(c) and not is_code(c)}
    texts: list[list[Any]] = []
    for index, column in enumerate(columns):
        values = [row[index] for row in result.rows]
        decimals = cells.decimals_for(column, values)
        shown: list[Any] = [cells.written(column, value, decimals) for value in values]
        if is_territory(column) and column.role not in names_places:
            shown = [with_place(column, text) for text in shown]
        texts.append(shown)
    return [
        {"kind": kind, "cells": list(row)}
        for kind, row in zip(result.kinds, zip(*texts, strict=True), strict=True)
    ]


def applied(table: TableView, explore: Explore, address: Writer) -> list[dict[str, str]]:
    """What narrows the rows now, each with the address that lifts it."""
    by_name = {column.name: column for column in table.columns}
    said = [
        {
            "text": filter_words(by_name[one.column], one),
            "remove_href": address.of(explore.without(one.column, one.op)),
        }
        for one in explore.filters
    ]
    if explore.search:
        lifted = replace(explore, search=None, offset=0)
        text = _("alguna columna contiene «%s»") % explore.search
        said.insert(0, {"text": text, "remove_href": address.of(lifted)})
    return said


def unfiltered(explore: Explore) -> Explore:
    """The exploration without filters nor search, in its order."""
    return replace(explore, filters=(), search=None, offset=0)


def filter_form(
    table: TableView, explore: Explore, address: Address, sent: FilterForm | None
) -> dict[str, Any]:
    """The parts of the filter's form."""
    form = sent or FilterForm()
    options = [{"value": "", "label": _("cualquier columna")}]
    options += [{"value": c.name, "label": c.label or c.name} for c in table.columns]
    return {
        "action": f"{address.path}{ANCHOR}",
        "columns": options,
        "operators": [{"value": name, "label": label} for name, label in CONDITIONS],
        "column": form.column,
        "operator": form.condition,
        "value": form.value,
        "hidden": address.fixed() | explore.at(0).to_params(),
        "filters": applied(table, explore, address),
        "clear_href": address.of(unfiltered(explore)),
    }


def paging(
    table: TableView, explore: Explore, total: int, shown: int, address: Writer
) -> dict[str, Any]:
    """The parts of the pagination: «1–25 de 33 filas (de 340)» and its links."""
    first, last = explore.offset + 1, explore.offset + shown
    everything = sum(table.kinds.get(kind, 0) for kind in explore.kinds) or table.rows
    rows = ngettext("%s fila", "%s filas", total) % _number(total)
    summary = _("%(range)s de %(rows)s") % {
        "range": f"{_number(first)}–{_number(last)}" if shown else "0",
        "rows": rows,
    }
    if total != everything:
        summary = _("%(summary)s (la tabla tiene %(all)s)") % {
            "summary": summary,
            "all": _number(everything),
        }
    before, after = explore.at(explore.offset - explore.limit), explore.at(last)
    return {
        "summary": summary,
        "previous_href": address.of(before) if explore.offset else None,
        "next_href": address.of(after) if last < total else None,
        "pages": page_links(explore, total, address),
    }


def other_kinds(table: TableView, explore: Explore, address: Writer) -> dict[str, str] | None:
    """The sentence about subtotals and totals that are left out or shown, and its link."""
    subtotals, totals = (table.kinds.get(kind, 0) for kind in ("subtotal", "total"))
    if not subtotals + totals:
        return None
    counts = []
    if subtotals:
        counts.append(ngettext("%s subtotal", "%s subtotales", subtotals) % _number(subtotals))
    if totals:
        counts.append(ngettext("%s total", "%s totales", totals) % _number(totals))
    what, count = _(" y ").join(counts), subtotals + totals
    if explore.kinds == ("data",):
        text = ngettext(
            "Del original se dejó aparte %s: no es una fila de datos.",
            "Del original se dejaron aparte %s: no son filas de datos.",
            count,
        )
        shown = replace(explore, kinds=KINDS, offset=0)
        return {"text": text % what, "label": _("Mostrar"), "href": address.of(shown)}
    text = ngettext("Se muestra también %s.", "Se muestran también %s.", count)
    hidden = replace(explore, kinds=("data",), offset=0)
    return {"text": text % what, "label": _("Ocultar"), "href": address.of(hidden)}


def column_choice(table: TableView, explore: Explore, address: Address) -> dict[str, Any] | None:
    """The form that chooses columns, for tables with more than fit at a glance."""
    if len(table.columns) <= 6:
        return None
    shown = {column.name for column in shown_columns(table, explore)}
    others = replace(explore.at(0), columns=None).to_params()
    return {
        "action": f"{address.path}{ANCHOR}",
        "hidden": address.fixed() | others,
        "choices": [
            {"value": c.name, "label": c.label or c.name, "chosen": c.name in shown}
            for c in table.columns
        ],
        "summary": _("Columnas: %(shown)s de %(all)s")
        % {"shown": _number(len(shown)), "all": _number(len(table.columns))},
    }


def with_place(column: Column, text: str | None) -> cells.Cell:
    """A code with the name of its place under it."""
    place = cells.place_of(column, text)
    return {"text": text, "note": place} if place and place != text else text


def row_header(columns: Sequence[Column]) -> Column | None:
    """The column whose values name the rows: a place, else the first text, else the first."""
    named = [c for c in columns if c.type == "text" and not is_code(c)]
    places = [c for c in named if is_territory(c)]
    finest = max(places, key=lambda c: c.distinct, default=None)
    return finest or next(iter(named), None) or next(iter(columns), None)


def _sorted_how(column: Column, explore: Explore) -> str | None:
    if not explore.order or explore.order[0].column != column.name:
        return None
    return "descending" if explore.order[0].descending else "ascending"


def page_links(
    explore: Explore, total: int, address: Writer
) -> list[Mapping[str, str | bool | None]]:
    """First, last and the pages around this one; nothing for a single page."""
    pages = -(-total // explore.limit)
    if pages < 2:
        return []
    here = explore.offset // explore.limit
    wanted = sorted({0, pages - 1, *range(max(0, here - 1), min(pages, here + 2))})
    links: list[Mapping[str, str | bool | None]] = []
    for before, page in zip([-1, *wanted], wanted, strict=False):
        if page - before > 1:
            links.append({"text": "…", "href": None, "current": False})
        href = address.of(explore.at(page * explore.limit))
        links.append({"text": _number(page + 1), "href": href, "current": page == here})
    return links


def _number(count: int) -> str:
    return number_es(count)
