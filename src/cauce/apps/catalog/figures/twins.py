"""Twins: what a figure draws, as a table beside it and as a list in its place."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog.presenters import cells
from cauce.apps.catalog.presenters.column_words import NUMERIC, is_code, is_territory, unit_beside
from cauce.base.numerals import number_es
from cauce.charts.figure import Twin
from cauce.engine.columns import Column

MOST_ROWS: Final = 60
"""Rows that a page carries; the explorer has them all."""
ENDS: Final = 6
"""Places at each end of a list."""
_PLURALS: Final = {
    "department": gettext_lazy("departamentos"),
    "municipality": gettext_lazy("municipios"),
    "province": gettext_lazy("provincias"),
    "district": gettext_lazy("distritos"),
}


def twin_table(twin: Twin) -> dict[str, Any]:
    """The first rows as the table component takes them, and how many there are."""
    named, more = _named(twin.columns), ""
    if len(twin.rows) > MOST_ROWS:
        more = _("Se muestran %(shown)s de %(all)s filas.") % {
            "shown": number_es(MOST_ROWS),
            "all": number_es(len(twin.rows)),
        }
    return {
        "columns": [
            {
                "label": column.label or column.name,
                "kind": cells.column_kind(column),
                "row_header": column is named,
                "unit": unit_beside(column),
            }
            for column in twin.columns
        ],
        "rows": _texts(twin.columns, twin.rows[:MOST_ROWS]),
        "more_text": more,
    }


def ranked_list(twin: Twin) -> dict[str, Any] | None:
    """The rows as places with bars, in their order; of a long list its ends alone.

    ``None`` when they have no number to be compared by.
    """
    measure, named = _measured(twin.columns), _named(twin.columns)
    if measure is None or named is None:
        return None
    at, name_at = twin.columns.index(measure), twin.columns.index(named)
    known = [row for row in twin.rows if isinstance(row[at], int | float)]
    if not known:
        return None
    greatest = max(abs(row[at]) for row in known) or 1.0
    decimals = _decimals(measure, [row[at] for row in known])
    places = [
        {
            "name": str(row[name_at]),
            "text": _with_unit(measure, cells.written(measure, row[at], decimals) or ""),
            "share": max(0.0, float(row[at])) / float(greatest),
        }
        for row in known
    ]
    if len(places) <= 2 * ENDS + 2:
        return {"first": places, "last": [], "between": ""}
    between = _("%(count)s %(places)s entre estos y aquellos") % {
        "count": number_es(len(places) - 2 * ENDS),
        "places": _PLURALS.get((named.role or "").rpartition(".")[2], _("lugares")),
    }
    return {"first": places[:ENDS], "last": places[-ENDS:], "between": between}


def _texts(columns: Sequence[Column], rows: Sequence[tuple[Any, ...]]) -> list[list[str | None]]:
    written = []
    for at, column in enumerate(columns):
        values = [row[at] for row in rows]
        decimals = _decimals(column, values)
        written.append([cells.written(column, value, decimals) for value in values])
    return [list(row) for row in zip(*written, strict=True)]


def _decimals(column: Column, values: Sequence[Any]) -> int | None:
    """As many decimals as say something: what is computed has more than anybody measured.

    The group of rows without a value is named by a word, in a column of numbers too.
    """
    numbers: list[Any] = [one for one in values if isinstance(one, int | float | Decimal)]
    needed = cells.decimals_for(column, numbers)
    if needed is None:
        return None
    greatest = max(map(abs, numbers), default=0)
    return min(needed, 1 if greatest >= 10 else 2 if greatest >= 1 else 4)


def _with_unit(column: Column, text: str) -> str:
    return f"{text}\u00a0%" if column.unit == "%" else text


def _named(columns: Sequence[Column]) -> Column | None:
    """The column whose values name the rows: a place by its name, else the first text."""
    texts = [column for column in columns if column.type == "text" and not is_code(column)]
    places = [column for column in texts if is_territory(column)]
    return next(iter(places or texts), next(iter(columns), None))


def _measured(columns: Sequence[Column]) -> Column | None:
    """The first column of quantities."""
    numbers = [
        column
        for column in columns
        if column.type in NUMERIC and not is_code(column) and column.role not in ("year", "month")
    ]
    return next(iter(numbers), None)
