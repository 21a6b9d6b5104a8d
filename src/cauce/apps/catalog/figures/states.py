"""States as figures take them: read from an address, ready to be drawn."""

from dataclasses import replace
from urllib.parse import parse_qs

from django.contrib.auth.models import AnonymousUser

from cauce.apps.catalog.contracts import DatasetPage, TableView
from cauce.apps.catalog.explorer.joining import joinable_of
from cauce.apps.catalog.explorer.sources import source_of
from cauce.apps.core.access import Reader
from cauce.charts.source import Source
from cauce.engine.explore import Explore

_EVERYBODY = AnonymousUser()


def drawable(explore: Explore) -> Explore:
    """The state as a chart where it is looked at as a table."""
    if explore.view.kind == "table":
        return replace(explore, view=replace(explore.view, kind="chart"))
    return explore


def read_state(
    page: DatasetPage, table: TableView, query: str, reader: Reader = _EVERYBODY
) -> tuple[Source, Explore]:
    """The table and the state that a query string asks of it, to be drawn.

    Raises:
        Refusal: in Spanish, for what the table does not have, or a second table that ``reader``
            may not read.
    """
    params = parse_qs(query)
    named = next(iter(params.get("con", ())), "")
    joinable = joinable_of(reader, named) if named else None
    explore = Explore.from_query(table.sha256, table.columns, params, joinable)
    return source_of(page, table, joinable), drawable(explore)
