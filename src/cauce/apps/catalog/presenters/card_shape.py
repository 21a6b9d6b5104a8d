"""The tiny figure beside a dataset in the catalogue: how its most telling quantity is spread."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from cauce.apps.catalog import access, queries
from cauce.apps.catalog.contracts import DatasetPage
from cauce.apps.catalog.presenters.cells import stored
from cauce.apps.catalog.presenters.ranking import telling_quantity
from cauce.base.errors import NotFound
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
