"""Published tables as charts and queries take them."""

from django.conf import settings

from cauce.apps.catalog.contracts import DatasetPage, TableView
from cauce.apps.catalog.store import store
from cauce.charts.source import Source
from cauce.engine.explore import Joinable


def source_of(page: DatasetPage, table: TableView, joinable: Joinable | None = None) -> Source:
    """A table of a dataset as charts take it, beside the one that is joined to it."""
    return Source(
        table=table.sha256,
        title=title_of(page, table),
        schema=table.columns,
        rows=table.rows,
        tables=store(),
        country=settings.CAUCE.country,
        maps=settings.CAUCE.maps_dir,
        joinable=joinable,
    )


def title_of(page: DatasetPage, table: TableView) -> str:
    """What a table is called alone: the dataset's title when it has no other table."""
    return page.title if len(page.tables) == 1 else table.title
