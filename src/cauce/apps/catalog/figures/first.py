"""The figures a dataset is shown by: those its publisher pinned, else the first that tell most."""

import logging
from collections.abc import Iterator
from typing import Final

from cauce.apps.catalog import kept
from cauce.apps.catalog.contracts import DatasetPage, TableView
from cauce.apps.catalog.explorer.sources import source_of
from cauce.apps.catalog.figures.drawings import Drawing, drawing_or_none, key_of, once
from cauce.apps.catalog.figures.queries import pins_of, placed
from cauce.base.errors import Busy
from cauce.charts.choice import first_states
from cauce.engine.explore import Explore

SHOWN: Final = 2
"""Figures of a page that nobody pinned any on."""

logger = logging.getLogger(__name__)

Figures = list[tuple[Drawing, TableView, str]]
"""Drawings with their tables and the captions of their publisher."""


def drawn_first(page: DatasetPage, table: TableView, *, of_table: bool = False) -> Figures:
    """The pinned figures that stand, in their order; where there are none, those chosen."""
    pins = [pin for pin in pins_of(page.slug) if not of_table or pin.table == table.name]
    pinned = [
        (each.drawing, each.table, each.pin.caption)
        for each in placed(page, pins)
        if each.drawing and each.table
    ]
    return pinned or [(drawing, table, "") for drawing in _drawn(page, table)]


def chosen_states(page: DatasetPage, table: TableView) -> tuple[Explore, ...]:
    """The states that a table is first shown by, best first, kept in memory.

    None where they cannot be chosen: a page outlives that.
    """
    source = source_of(page, table)
    key = key_of(source, Explore(table.sha256))
    try:
        return once(("chosen", *key), lambda: first_states(source).states, lambda _made: 3_000)
    except Busy:
        kept.of_this_moment()
        return ()
    except Exception:
        logger.exception("Could not choose how to show %s", table.sha256)
        return ()


def _drawn(page: DatasetPage, table: TableView) -> Iterator[Drawing]:
    """The first of the chosen states that can be drawn."""
    source, count = source_of(page, table), 0
    for state in chosen_states(page, table):
        drawing = drawing_or_none(source, state)
        if drawing is not None:
            yield drawing
            count += 1
        if count == SHOWN:
            return
