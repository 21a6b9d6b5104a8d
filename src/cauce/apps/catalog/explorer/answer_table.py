"""An answer as the table of the page: headers that sort, cells as people read them, the total."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cauce.apps.catalog.explorer.addresses import Addresses
from cauce.apps.catalog.explorer.asked import Asked
from cauce.apps.catalog.explorer.labels import marked_label
from cauce.apps.catalog.explorer.submitted import default_columns
from cauce.apps.catalog.presenters import cells, row_table
from cauce.apps.catalog.presenters.column_words import is_code, is_territory
from cauce.base.numerals import number_es
from cauce.engine.columns import Column
from cauce.engine.explore import Explore
from cauce.engine.query.answers import Answer

_ADDED: Final = frozenset({"sum", "count", "share"})
"""Measures whose value over everything is the total of the groups."""


def table_parts(asked: Asked, answer: Answer) -> dict[str, Any]:
    """What the table component takes, and what is said under it."""
    explore, addresses = asked.explore, asked.addresses
    rows = body(answer)
    if total := whole_row(answer):
        rows.append(total)
    return {
        "columns": header(answer, explore, addresses),
        "rows": rows,
        "empty": not answer.rows,
        "beyond": beyond(asked, answer),
        "count_text": count_text(asked, answer),
        "paging": _paging(asked, answer),
        "kinds": None
        if explore.aggregates
        else row_table.other_kinds(asked.table, explore, addresses),
    }


def header(answer: Answer, explore: Explore, addresses: Addresses) -> list[dict[str, Any]]:
    """The columns, each a link that sorts by it."""
    heads = row_table.header(answer.columns, explore, addresses)
    if explore.aggregates:
        names = {*explore.groups}
        for place, (head, column) in enumerate(zip(heads, answer.columns, strict=True)):
            head["row_header"] = place == 0 and column.name in names
            if column.name not in names:
                head["kind"] = cells.column_kind(column)
    for head, column in zip(heads, answer.columns, strict=True):
        head["label"] = _without_unit(marked_label(column), column)
    return heads


def _without_unit(label: str, column: Column) -> str:
    """«Casos» and not «Casos por persona» over a rate «por 1,000 habitantes»."""
    return label.replace(" por persona", "") if (column.unit or "").startswith("por ") else label


def body(answer: Answer) -> list[dict[str, Any]]:
    """The rows, as the table component takes them."""
    columns = answer.columns
    named = {c.role for c in columns if is_territory(c) and not is_code(c)}
    texts: list[list[Any]] = []
    for place, column in enumerate(columns):
        values = [row[place] for row in answer.rows]
        decimals = _decimals(answer, column, values)
        shown: list[Any] = [cells.written(column, value, decimals) for value in values]
        if is_territory(column) and column.role not in named:
            shown = [row_table.with_place(column, text) for text in shown]
        shown = [
            _withheld() if (row, place) in answer.withheld_at else text
            for row, text in enumerate(shown)
        ]
        texts.append(shown)
    return [{"kind": "data", "cells": list(row)} for row in zip(*texts, strict=True)]


def count_text(asked: Asked, answer: Answer) -> str:
    """How many there are in all: «22 grupos», «340 filas»."""
    total = answer.total
    if asked.explore.aggregates:
        return ngettext("%s grupo", "%s grupos", total) % number_es(total)
    return ngettext("%s fila", "%s filas", total) % number_es(total)


def whole_row(answer: Answer) -> dict[str, Any] | None:
    """The measures over everything, as the last row."""
    if answer.whole is None or not answer.explore.groups or answer.total < 2:
        return None
    shown: list[Any] = []
    for place, column in enumerate(answer.columns):
        value = answer.whole[place]
        if not _is_measure(answer, column):
            shown.append("")
            continue
        if (-1, place) in answer.withheld_at:
            shown.append(_withheld())
            continue
        decimals = _decimals(answer, column, [row[place] for row in answer.rows])
        shown.append(cells.written(column, value, decimals))
    ops = {measure.op for measure in answer.explore.measures}
    of_groups = ngettext("de %s grupo", "de %s grupos", answer.total) % number_es(answer.total)
    shown[0] = {"text": _("Total") if ops <= _ADDED else _("En conjunto"), "note": of_groups}
    return {"kind": "total", "cells": shown}


def beyond(asked: Asked, answer: Answer) -> dict[str, str] | None:
    """What is said of a page after the last one; ``None`` where there is something to show."""
    if answer.rows or not answer.total or not asked.explore.offset:
        return None
    return {
        "text": _("La respuesta tiene %(all)s y se pide a partir del lugar %(first)s.")
        % {"all": count_text(asked, answer), "first": number_es(asked.explore.offset + 1)},
        "href": asked.addresses.page(asked.explore.at(0)),
    }


def _paging(asked: Asked, answer: Answer) -> dict[str, Any]:
    explore, addresses = asked.explore, asked.addresses
    shown = len(answer.rows)
    if not explore.aggregates and not explore.join:
        return row_table.paging(asked.table, explore, answer.total, shown, addresses)
    first, last = explore.offset + 1, explore.offset + shown
    return {
        "summary": _("%(range)s de %(all)s")
        % {
            "range": f"{number_es(first)}–{number_es(last)}" if shown else "0",
            "all": count_text(asked, answer),
        },
        "previous_href": addresses.page(explore.at(explore.offset - explore.limit))
        if explore.offset
        else None,
        "next_href": addresses.page(explore.at(last)) if last < answer.total else None,
        "pages": row_table.page_links(explore, answer.total, addresses),
    }


def _decimals(answer: Answer, column: Column, values: Sequence[Any]) -> int | None:
    """Decimals of a column: those of its values, and no more than a reader can use in measures."""
    decimals = cells.decimals_for(column, values)
    if decimals is None or not answer.explore.aggregates:
        return decimals
    greatest = max((abs(value) for value in values if value is not None), default=0)
    if greatest >= 10 and column.role == "percent" and _is_measure(answer, column):
        return min(decimals, 1)
    return min(decimals, 2) if greatest >= 1 else decimals


def _is_measure(answer: Answer, column: Column) -> bool:
    return answer.explore.aggregates and column.name not in answer.explore.groups


def _withheld() -> Mapping[str, str | None]:
    return {"text": _("oculto"), "note": None}


def whole_question(asked: Asked) -> Explore:
    """The exploration as it is sent to the engine: a wide table does not read all its columns."""
    explore = asked.explore
    names = default_columns(asked.schema)
    if explore.aggregates or explore.columns or len(names) == len(asked.schema):
        return explore
    return replace(explore, columns=names)
