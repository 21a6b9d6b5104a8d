"""The dictionary of a table: what each column holds, at a glance."""

import re
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cauce.apps.catalog.contracts import TableView
from cauce.apps.catalog.explorer.addresses import Addresses
from cauce.apps.catalog.explorer.offered import telling
from cauce.apps.catalog.presenters.cells import decimals_for, stored
from cauce.apps.catalog.presenters.column_words import NUMERIC, is_quantity, type_words
from cauce.apps.catalog.presenters.row_table import Address
from cauce.base.numerals import number_es
from cauce.engine.columns import IDENTIFIER, Column
from cauce.engine.explore import Explore
from cauce.engine.explore.filters import Filter
from cauce.engine.profile import ColumnProfile, Profile
from cauce.engine.protecting.rules import PROTECTED
from cauce.engine.query.withholding import hides_counts

MOST: Final = 30
"""Columns that are drawn; of wider tables the others are named."""
TOP: Final = 5
"""Frequent values that are shown."""
LONGEST: Final = 60
"""Letters of a frequent value or an example."""
_GUARDED: Final = re.compile(rf"{PROTECTED}|<\d+")
"""Marks of what is missing because a protection hid it: the original says something else."""


def profiles(
    table: TableView, address: Address, explorer: Addresses | None = None
) -> dict[str, Any]:
    """The columns drawn, and those of a wide table that are only named.

    With ``explorer`` each leads to what it says of the table.
    """
    known = Profile.from_json(table.profile) if table.profile else Profile(table.rows, ())
    by_name = {each.name: each for each in known.columns}
    drawn = [
        _column(table, column, by_name.get(column.name), address) for column in table.columns[:MOST]
    ]
    if explorer:
        for column, shown in zip(table.columns, drawn, strict=False):
            state = telling(column, table.sha256, table.columns)
            shown["explore_href"] = explorer.page(state) if state else ""
    named = [
        {"label": c.label or c.name, "name": c.name, "type_text": type_words(c)}
        for c in table.columns[MOST:]
    ]
    return {"drawn": drawn, "named": named}


def _column(
    table: TableView, column: Column, profile: ColumnProfile | None, address: Address
) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "label": column.label or column.name,
        "name": column.name,
        "type_text": type_words(column),
        "missing_share": column.nulls / table.rows if table.rows else 0,
        "missing_text": _missing(table, column),
        "facts": list(_facts(table, column, profile)),
        "description": _description(column),
    }
    if profile and profile.histogram and len(profile.histogram.counts) > 1:
        shown |= _bins(column, profile)
    elif profile and _repeats(profile, table.rows):
        shown["top"] = _top(table, column, profile, address)
    return shown


def _description(column: Column) -> str:
    if column.description:
        return column.description
    if column.derived:
        return _("Sale de los grupos o la sangría del original, que no la trae como columna.")
    return ""


def _missing(table: TableView, column: Column) -> str:
    if not column.nulls:
        return _("completa")
    said = _("sin dato en %(count)s de %(rows)s") % {
        "count": number_es(column.nulls),
        "rows": ngettext("%s fila", "%s filas", table.rows) % number_es(table.rows),
    }
    named = [mark for mark in column.missing_marks if mark]
    marks = [f"«{mark}»" for mark in named if not _GUARDED.fullmatch(mark)]
    if len(marks) < len(named):
        said = _("%(said)s; hay cantidades ocultas para proteger a personas") % {"said": said}
    if not marks:
        return said
    return _("%(said)s; en el original: %(marks)s") % {"said": said, "marks": ", ".join(marks[:4])}


def _facts(
    table: TableView, column: Column, profile: ColumnProfile | None
) -> Iterator[dict[str, str | None]]:
    if column.role == IDENTIFIER:
        yield {"label": _("distintos"), "text": number_es(column.distinct)}
        return
    if column.type in NUMERIC or column.type in ("date", "time", "datetime"):
        decimals = decimals_for(column, [column.min, column.max])
        yield {"label": _("mínimo"), "text": stored(column, column.min, decimals)}
        whole = not hides_counts(column)
        if whole and profile and len(profile.quartiles) == 3 and is_quantity(column):
            median = stored(column, profile.quartiles[1], decimals)
            yield {"label": _("mediana"), "text": median}
        yield {"label": _("máximo"), "text": stored(column, column.max, decimals)}
        if whole and column.sum is not None and _adds_up(column):
            yield {"label": _("suma"), "text": stored(column, column.sum)}
        if not whole:
            yield {"label": _("suma"), "text": _("no se da: hay valores ocultos")}
        return
    yield {"label": _("distintos"), "text": number_es(column.distinct)}
    if not (profile and _repeats(profile, table.rows)) and column.examples:
        examples = ", ".join(_short(text) for text in column.examples[:3])
        yield {"label": _("por ejemplo"), "text": examples}


def _adds_up(column: Column) -> bool:
    """Whether the sum of a column says something: amounts of money and counts of things."""
    return column.role == "money" or (column.role is None and column.type == "integer")


def _repeats(profile: ColumnProfile, rows: int) -> bool:
    """Whether the most frequent values are worth a list: not where nearly each row has its own."""
    return bool(profile.top) and profile.top[0][1] > 1 and profile.distinct <= rows / 2


def _bins(column: Column, profile: ColumnProfile) -> dict[str, Any]:
    histogram = profile.histogram
    assert histogram is not None
    decimals = decimals_for(column, [profile.min, profile.max])
    edges = [_edge(column, edge) for edge in histogram.edges]
    return {
        "bins": [
            {
                "count": count,
                "text": _("%(first)s a %(last)s: %(rows)s")
                % {
                    "first": edges[place],
                    "last": edges[place + 1],
                    "rows": ngettext("%s fila", "%s filas", count) % number_es(count),
                },
            }
            for place, count in enumerate(histogram.counts)
        ],
        "first_text": stored(column, profile.min, decimals),
        "last_text": stored(column, profile.max, decimals),
    }


def _edge(column: Column, edge: int | float | str) -> str:
    if isinstance(edge, float):
        wide = abs(edge) >= 100
        return number_es(edge, 0 if wide else 2)
    return stored(column, edge) or str(edge)


def _top(
    table: TableView, column: Column, profile: ColumnProfile, address: Address
) -> list[dict[str, Any]]:
    return [
        {
            "text": _short(stored(column, value) or str(value)),
            "count_text": number_es(count),
            "share": count / table.rows if table.rows else 0,
            "href": address.of(_only(table, column, value)),
        }
        for value, count in profile.top[:TOP]
    ]


def _only(table: TableView, column: Column, value: Any) -> Explore:
    text = {True: "true", False: "false"}.get(value, str(value))
    return Explore(table.sha256, filters=(Filter(column.name, "eq", (text,)),))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rstrip()}…"
