"""The tiny figure beside a dataset in the catalogue: how its most telling quantity is spread."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from cauce.apps.catalog import access, queries
from cauce.apps.catalog.contracts import DatasetPage, TableView
from cauce.apps.catalog.presenters.cells import stored
from cauce.apps.catalog.presenters.column_words import is_quantity
from cauce.base.errors import NotFound
from cauce.engine.columns import Column
from cauce.engine.profile import Profile

WIDTH: Final = 120
HEIGHT: Final = 30
"""Of the drawing, in its own units."""
FEWEST: Final = 5
"""Bins below which there is no shape to see."""
LONGEST: Final = 26
"""Letters of the caption."""


@dataclass(frozen=True)
class Shape:
    """A histogram as one path, what it is of, and the sentence that says it without seeing."""

    path: str
    caption: str
    sentence: str


@lru_cache(maxsize=4096)
def shape_of(slug: str, generation: int, language: str) -> Shape | None:
    """The shape of a public dataset; ``None`` for one without quantities.

    ``generation`` and ``language`` are what it is kept under.
    """
    try:
        return _shape(queries.dataset_page(access.dataset_for_reading(AnonymousUser(), slug)))
    except NotFound:  # withdrawn meanwhile
        return None


def _shape(page: DatasetPage) -> Shape | None:
    for table in page.tables:
        column = telling_quantity(table)
        if column is None or not table.profile:
            continue
        profiles = {each.name: each for each in Profile.from_json(table.profile).columns}
        found = profiles.get(column.name)
        if found and found.histogram and len(found.histogram.counts) >= FEWEST:
            label = column.label or column.name
            caption = label if len(label) <= LONGEST else f"{label[: LONGEST - 1].rstrip()}…"
            sentence = _("Cómo se reparte «%(label)s», de %(least)s a %(most)s") % {
                "label": label,
                "least": stored(column, column.min),
                "most": stored(column, column.max),
            }
            return Shape(_path(found.histogram.counts), caption, sentence)
    return None


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


def _tells(column: Column, table: TableView) -> bool:
    """Whether a quantity is known of most places, differs between them, and can be drawn from 0."""
    known = table.rows - column.nulls
    least = column.min if isinstance(column.min, int | float) else -1
    return known >= 0.8 * table.rows and column.distinct >= min(10, known) and least >= 0


def _path(counts: tuple[int, ...]) -> str:
    """The bars side by side as one path, the tallest as high as the drawing."""
    tallest, width = max(counts), WIDTH / len(counts)
    bars = []
    for place, count in enumerate(counts):
        height = max(1, round(HEIGHT * count / tallest)) if count else 0
        if height:
            bars.append(f"M{place * width:g} {HEIGHT}v-{height}h{width - 1:g}v{height}z")
    return "".join(bars)


def forget() -> None:
    """Drop what is kept: for tests, whose databases come and go."""
    shape_of.cache_clear()
