"""Who stands highest and lowest in a table: a figure for tables with one row a place.

Places are ranked by a rate only (a percentage, a score): counts and money would rank their size.
The last rate is taken, which in tables by year is the latest.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cauce.apps.catalog.contracts import DatasetPage, TableView
from cauce.apps.catalog.presenters import cells
from cauce.apps.catalog.presenters.column_words import (
    is_code,
    is_quantity,
    is_territory,
    unit_beside,
)
from cauce.base.numerals import number_es
from cauce.engine.columns import Column
from cauce.engine.explore import Explore, Order
from cauce.engine.explore.filters import Filter
from cauce.engine.query import Result, run
from cauce.engine.store import Tables

SHOWN: Final = 5
"""Places at each end."""
FEWEST: Final = 12
MOST: Final = 5_000
"""Rows that a table may have to be ranked."""

PLURALS: Final = {
    "gt.department": gettext_lazy("departamentos"),
    "gt.municipality": gettext_lazy("municipios"),
    "pe.department": gettext_lazy("departamentos"),
    "pe.province": gettext_lazy("provincias"),
    "pe.district": gettext_lazy("distritos"),
}


@dataclass(frozen=True)
class Place:
    """A bar: a place, its value as text and as a share of the greatest."""

    name: str
    text: str
    share: float


@dataclass(frozen=True)
class Ranking:
    """What the figure says and draws."""

    title: str
    sentence: str
    highest: tuple[Place, ...]
    lowest: tuple[Place, ...]
    between: str
    source: str
    links: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class _Ranked:
    page: DatasetPage
    table: TableView
    place: Column
    holder: Column | None
    """The column that names what holds the place, to tell namesakes apart."""
    quantity: Column


def first_ranking(pages: Iterable[DatasetPage], tables: Tables) -> Ranking | None:
    """The ranking of the first of these datasets that can be ranked; ``None`` when none can."""
    for page in pages:
        for table in page.tables:
            if drawn := ranking(page, table, tables):
                return drawn
    return None


def ranking(page: DatasetPage, table: TableView, tables: Tables) -> Ranking | None:
    """The ranking of a table; ``None`` when its rows are not places or hold nothing to compare."""
    ranked = _ranked(page, table)
    return _drawn(ranked, tables) if ranked else None


def telling_quantity(table: TableView) -> Column | None:
    """The quantity that says most of a table: its last rate, else its first count or amount.

    Counts and amounts grow with the size of a place, and the first is usually the total.
    """
    numbers = [c for c in table.columns if is_quantity(c) and _tells(c, table)]
    return _last_rate(numbers) or next(iter(numbers), None)


def _last_rate(numbers: Sequence[Column]) -> Column | None:
    """The last percentage, else the last number with decimals that is no money: a score, a rate."""
    percents = [c for c in numbers if c.role == "percent" or c.unit == "%"]
    rates = [c for c in numbers if c.type == "number" and c.role != "money"]
    return next(reversed(percents or rates), None)


def _ranked(page: DatasetPage, table: TableView) -> _Ranked | None:
    if not FEWEST <= table.rows <= MOST:
        return None
    places = [c for c in table.columns if is_territory(c) and not is_code(c)]
    places = [c for c in places if c.distinct >= 0.9 * table.rows]
    quantity = _last_rate([c for c in table.columns if is_quantity(c) and _tells(c, table)])
    if not places or quantity is None:
        return None
    place = max(places, key=lambda c: c.distinct)
    holders = [c for c in table.columns if is_territory(c) and not is_code(c) and c is not place]
    holder = max(
        (c for c in holders if c.distinct < place.distinct), key=lambda c: c.distinct, default=None
    )
    return _Ranked(page, table, place, holder, quantity)


def _tells(column: Column, table: TableView) -> bool:
    """Whether a quantity is known of most places, differs between them, and can be drawn from 0."""
    known = table.rows - column.nulls
    least = column.min if isinstance(column.min, int | float) else -1
    return known >= 0.8 * table.rows and column.distinct >= min(10, known) and least >= 0


def _drawn(ranked: _Ranked, tables: Tables) -> Ranking | None:
    names = [ranked.place.name, ranked.quantity.name]
    if ranked.holder:
        names.append(ranked.holder.name)
    quantity = ranked.quantity.name
    down = Explore(
        table=ranked.table.sha256,
        columns=tuple(names),
        filters=(Filter(quantity, "not_missing"),),
        order=(Order(quantity, descending=True),),
        limit=SHOWN,
    )
    schema = ranked.table.columns
    highest = run(down, tables, schema)
    if highest.total < FEWEST:
        return None
    lowest = run(replace(down, order=(Order(quantity),)), tables, schema)
    # The two in the middle, which are one when the count is odd: the median is their mean.
    half, odd = divmod(highest.total, 2)
    middle = run(replace(down, offset=half - (not odd), limit=2 - odd), tables, schema)
    values = [row[1] for row in middle.rows]
    return _told(ranked, highest, lowest, sum(values) / len(values))


def _told(ranked: _Ranked, highest: Result, lowest: Result, median: float | int) -> Ranking:
    page, quantity = ranked.page, ranked.quantity
    decimals = cells.decimals_for(quantity, [row[1] for row in (*highest.rows, *lowest.rows)])
    greatest = float(highest.rows[0][1]) or 1.0

    def text(value: float | int) -> str:
        return cells.written(quantity, value, decimals) or ""

    def place(row: Sequence[object]) -> Place:
        name = str(row[0])
        if ranked.holder and row[2] is not None and row[2] != name:
            name = f"{name}, {row[2]}"
        value = row[1]
        assert isinstance(value, int | float)
        return Place(name, text(value), float(value) / greatest)

    first, last = place(highest.rows[0]), place(lowest.rows[0])
    unit = unit_beside(quantity)
    address = reverse("catalog:dataset", args=[page.slug])
    level = (ranked.place.role or "").removeprefix("territory:")
    what = str(PLURALS.get(level, _("lugares")))
    return Ranking(
        title=_("%(title)s: %(column)s")
        % {
            "title": page.title if len(page.tables) == 1 else ranked.table.title,
            "column": f"{quantity.label} ({unit})" if unit else quantity.label,
        },
        sentence=_(
            "De %(low)s en %(last)s a %(high)s en %(first)s. "
            "La mitad de los %(count)s %(places)s está por debajo de %(median)s."
        )
        % {
            "low": last.text,
            "last": last.name,
            "high": first.text,
            "first": first.name,
            "count": number_es(highest.total),
            "places": what,
            "median": text(median),
        },
        highest=tuple(place(row) for row in highest.rows),
        lowest=tuple(place(row) for row in reversed(lowest.rows)),
        between=_("%(count)s %(places)s entre estos y aquellos")
        % {"count": number_es(highest.total - 2 * SHOWN), "places": what},
        source=_("%(who)s, %(title)s · versión %(number)d")
        % {
            "who": page.organisation.short_name,
            "title": page.title,
            "number": page.version.number,
        },
        links=(
            {
                "label": _("Ver la tabla completa"),
                "href": f"{address}?tabla={ranked.table.name}&orden=-{quantity.name}#tabla",
            },
            {"label": _("Citar"), "href": f"{address}#citar"},
        ),
    )
