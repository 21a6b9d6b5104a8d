"""Figures as their macro takes them: texts, pictures and addresses."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from cauce.apps.catalog.contracts import DatasetPage, TableView
from cauce.apps.catalog.explorer.addresses import Addresses
from cauce.apps.catalog.figures.drawings import Drawing
from cauce.apps.catalog.presenters import cells
from cauce.apps.catalog.presenters.column_words import NUMERIC, is_code, is_territory, unit_beside
from cauce.base.numerals import number_es
from cauce.charts.figure import Twin
from cauce.engine.columns import Column

MOST_ROWS: Final = 60
"""Rows of the twin that a page carries; the explorer has them all."""
ENDS: Final = 6
"""Places at each end of the list that takes the place of a map on a phone."""
WEIGHT: Final = 80_000
"""Bytes of drawings, compressed, that one page carries; further ones come when scrolled to."""


def presented(
    drawing: Drawing,
    page: DatasetPage,
    table: TableView,
    *,
    of_version: bool = False,
    caption: str = "",
    inline: bool = True,
) -> dict[str, Any]:
    """A figure for ``catalog/_figure.html``: what stands around it and its pictures.

    ``caption``: what its publisher says of it, in place of the computed sentence. Not ``inline``,
    it is a picture that browsers fetch when it is scrolled to.
    """
    fixed = Addresses(page.slug, table.name, page.version.number)
    shown = fixed if of_version else fixed.of_version(None)
    state = drawing.explore
    return {
        "id": drawing.identity,
        "title": drawing.title,
        "sentence": caption or drawing.sentence,
        "kind": drawing.kind,
        "wide": Markup(drawing.wide) if inline else "",  # noqa: S704 (charts.rendering escapes)
        "narrow": Markup(drawing.narrow) if inline else "",  # noqa: S704
        "ranked": None if drawing.narrow else ranked(drawing.twin),
        "picture_href": "" if inline else fixed.figure(state, "svg"),
        "notes": list(drawing.notes),
        "source": source_line(page, table),
        "explore_href": shown.page(state),
        "table_href": shown.page(replace(state, view=replace(state.view, kind="table"))),
        "cite_href": fixed.page(state, "#citar"),
        "svg_href": fixed.figure(state, "svg"),
        "png_href": fixed.figure(state, "png"),
        "twin": twin(drawing),
    }


def presented_within(
    drawings: Sequence[tuple[Drawing, TableView, str]], page: DatasetPage, *, of_version: bool
) -> list[dict[str, Any]]:
    """Several figures of a page, with their captions; in place as long as they are light."""
    shown: list[dict[str, Any]] = []
    weight = 0
    for drawing, table, caption in drawings:
        weight += drawing.weight
        inline = not shown or weight <= WEIGHT
        shown.append(
            presented(drawing, page, table, of_version=of_version, caption=caption, inline=inline)
        )
    return shown


def source_line(page: DatasetPage, table: TableView) -> str:
    """«Segeplan, Ranking de la Gestión Municipal 2018 · versión 1»."""
    title = page.title
    if len(page.tables) > 1 and table.title != page.title:
        title = f"{title}, {table.title}"
    return _("%(who)s, %(title)s · versión %(number)d") % {
        "who": page.organisation.short_name,
        "title": title,
        "number": page.version.number,
    }


def twin(drawing: Drawing) -> dict[str, Any]:
    """What is drawn as a table: its first rows, and how many there are."""
    found, total = drawing.twin, len(drawing.twin.rows)
    rows = _texts(found, found.rows[:MOST_ROWS])
    named = _named(found.columns)
    more = ""
    if total > MOST_ROWS:
        more = _("Se muestran %(shown)s de %(all)s filas.") % {
            "shown": number_es(MOST_ROWS),
            "all": number_es(total),
        }
    return {
        "columns": [
            {
                "label": column.label or column.name,
                "kind": cells.column_kind(column),
                "row_header": column is named,
                "unit": unit_beside(column),
            }
            for column in found.columns
        ],
        "rows": rows,
        "more_text": more,
    }


def ranked(twin: Twin) -> dict[str, Any] | None:
    """The twin as a list of places with bars, its ends alone when it is long.

    ``None`` when it has no number to rank by.
    """
    measure = _measured(twin.columns)
    named = _named(twin.columns)
    if measure is None or named is None:
        return None
    at, name_at = twin.columns.index(measure), twin.columns.index(named)
    known = [row for row in twin.rows if isinstance(row[at], int | float)]
    if not known:
        return None
    greatest = max((abs(row[at]) for row in known), default=0) or 1.0
    decimals = cells.decimals_for(measure, [row[at] for row in known])
    places = [
        {
            "name": str(row[name_at]),
            "text": cells.written(measure, row[at], decimals) or "",
            "share": max(0.0, float(row[at])) / float(greatest),
        }
        for row in known
    ]
    if len(places) <= 2 * ENDS + 2:
        return {"first": places, "last": [], "between": ""}
    left = len(places) - 2 * ENDS
    return {
        "first": places[:ENDS],
        "last": places[-ENDS:],
        "between": ngettext("%s lugar entre estos", "%s lugares entre estos", left)
        % number_es(left),
    }


def _texts(found: Twin, rows: Sequence[tuple[Any, ...]]) -> list[list[str | None]]:
    columns = []
    for at, column in enumerate(found.columns):
        values = [row[at] for row in rows]
        decimals = cells.decimals_for(column, values)
        columns.append([cells.written(column, value, decimals) for value in values])
    return [list(row) for row in zip(*columns, strict=True)]


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
