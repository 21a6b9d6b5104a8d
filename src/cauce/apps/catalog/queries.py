"""What pages read of the catalogue. Everything leaves as contracts."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cauce.apps.catalog import catalogue, generation
from cauce.apps.catalog.access import purged
from cauce.apps.catalog.catalogue import find
from cauce.apps.catalog.citation import cite, site_of
from cauce.apps.catalog.contracts import (
    DatasetPage,
    Home,
    Organisation,
    Original,
    PublicWaiver,
    TableFile,
    ThemeCount,
    VersionLine,
)
from cauce.apps.catalog.fingerprint import WORDS
from cauce.apps.catalog.models import Dataset, Theme, Version
from cauce.apps.catalog.purge_queries import purge_view, purges_waiting_for
from cauce.apps.catalog.store import store
from cauce.apps.catalog.tables import tables_of
from cauce.apps.catalog.upload_queries import (
    datasets_to_publish,
    organisations_to_publish_for,
    upload_view,
    uploads_of,
)
from cauce.base.errors import NotFound

__all__ = [
    "dataset_page",
    "datasets_to_publish",
    "find",
    "home",
    "organisations_to_publish_for",
    "purge_view",
    "purges_waiting_for",
    "store",
    "table_file",
    "themes",
    "upload_view",
    "uploads_of",
]

RECENT = 6
"""Publications that the home page shows."""


def home(recent: int = RECENT) -> Home:
    """What the home page tells: themes with counts, what was published last, and totals."""
    seen = catalogue.overview(recent)
    return Home(
        themes=_themes(seen.themes),
        recent=seen.newest,
        datasets=seen.datasets,
        tables=seen.tables,
        rows=seen.rows,
        organisations=seen.organisations,
    )


def themes() -> tuple[ThemeCount, ...]:
    """Every theme in its order, with how many public datasets it has."""
    return _themes(catalogue.overview(0).themes)


def _themes(counts: Mapping[str, int]) -> tuple[ThemeCount, ...]:
    return tuple(
        ThemeCount(theme.slug, theme.name, theme.description, counts.get(theme.slug, 0))
        for theme in Theme.objects.all()
    )


def dataset_page(
    dataset: Dataset, number: int | None = None, request: HttpRequest | None = None
) -> DatasetPage:
    """The page of a dataset as it is now, or of its version ``number`` as it was then.

    ``dataset`` comes from ``access.dataset_for_reading``. The page is kept in memory until the
    catalogue changes. The citation names the site as configured, else as ``request`` asked for it.

    Raises:
        NotFound: when there is no such version, or it was destroyed.
    """
    page = _page(dataset.pk, number, generation.number())
    if page.version.purged:
        raise purged(page.version.number, page.version.purged, page.version.hash)
    return replace(
        page,
        late=catalogue.is_late(page.next_due),
        citation=cite(
            organisation=page.organisation,
            title=page.title,
            number=page.version.number,
            published_at=page.version.published_at,
            slug=page.slug,
            version_hash=page.version.hash,
            site=site_of(request),
        ),
    )


def table_file(
    dataset: Dataset, table: str, number: int | None = None, request: HttpRequest | None = None
) -> TableFile:
    """A table to be downloaded, of the newest version or of version ``number``.

    Raises:
        NotFound: when there is no such version or table.
    """
    page = dataset_page(dataset, number, request)
    found = next((view for view in page.tables if view.name == table), None)
    if found is None:
        raise NotFound(
            _("La versión %(number)d no tiene una tabla «%(table)s».")
            % {"number": page.version.number, "table": table[:80]},
            code="table.unknown",
        )
    return TableFile(
        dataset=page.slug,
        title=page.title,
        number=page.version.number,
        published_at=page.version.published_at,
        version_hash=page.version.hash,
        table=found,
        citation=page.citation,
    )


def forget() -> None:
    """Drop what is kept in memory: for tests, whose databases come and go."""
    _page.cache_clear()


@lru_cache(maxsize=256)
def _page(dataset_id: int, number: int | None, _generation: int) -> DatasetPage:
    dataset = Dataset.objects.select_related("organisation", "latest").get(pk=dataset_id)
    lines = tuple(_lines(dataset))
    version = _version(dataset, number)
    told: Dataset | Version = dataset if number is None else version
    words: Mapping[str, str] = {name: getattr(told, name) for name in WORDS}
    if isinstance(told, Dataset):
        themes = tuple((theme.slug, theme.name) for theme in told.themes.all())
        tags = tuple((tag.slug, tag.name) for tag in told.tags.all())
    else:
        themes = tuple((slug, name) for slug, name in told.themes)
        tags = tuple((slug, name) for slug, name in told.tags)
    return DatasetPage(
        **words,
        slug=dataset.slug,
        organisation=Organisation.of(dataset.organisation),
        themes=themes,
        tags=tags,
        next_due=dataset.next_due,
        late=False,
        version=next(line for line in lines if line.number == version.number),
        newest=dataset.latest.number if dataset.latest else lines[0].number,
        versions=lines,
        tables=tables_of(version),
        drift=tuple(version.drift),
        level=dataset.level,
        withdrawn_reason=dataset.withdrawn_reason,
        waivers=tuple(PublicWaiver(**each) for each in version.waivers),
        comparison=version.comparison,
        original=Original(version.original_name, version.original_size, version.original_sha256)
        if version.original_public
        else None,
    )


def _lines(dataset: Dataset) -> Iterator[VersionLine]:
    """The versions of a dataset, the newest first."""
    for number, published_at, change_note, version_hash, reason, purged_at in (
        dataset.versions.order_by("-number")
        .values_list(
            "number", "published_at", "change_note", "hash", "purge__reason", "purge__confirmed_at"
        )
        .iterator()
    ):
        purged = reason if purged_at else ""
        yield VersionLine(number, published_at, change_note, version_hash, purged)


def _version(dataset: Dataset, number: int | None) -> Version:
    newest = dataset.latest
    if newest is not None and number in (None, newest.number):
        return newest
    version = dataset.versions.filter(number=number or 0).first()
    if version is None:
        raise NotFound(
            _("«%(title)s» no tiene una versión %(number)s.")
            % {"title": dataset.title, "number": number},
            code="version.unknown",
        )
    return version
