"""What leaves the catalogue: frozen dataclasses without Django, made by ``queries``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cauce.engine.columns import Column


@dataclass(frozen=True)
class Organisation:
    """Who publishes."""

    slug: str
    name: str
    short_name: str


@dataclass(frozen=True)
class DatasetCard:
    """A dataset in a list: what a person needs to decide whether to open it."""

    slug: str
    title: str
    summary: str
    organisation: Organisation
    themes: tuple[str, ...]
    period: str
    territory: str
    frequency: str
    licence: str
    rows: int
    tables: int
    version: int
    published_at: datetime
    late: bool
    """True when its promised update is past due."""


@dataclass(frozen=True)
class FacetChoice:
    """One value of a facet and how many datasets have it among those found."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A facet of the catalogue: theme, organisation, frequency, territory, licence, format of what is asked."""

    name: str
    label: str
    choices: tuple[FacetChoice, ...]


@dataclass(frozen=True)
class Search:
    """What the address of the catalogue says. Every state of the catalogue is one of these."""

    text: str = ""
    themes: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    territories: tuple[str, ...] = ()
    frequencies: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    order: str = ""
    """``relevance`` (with a text), ``recent``, ``title``; empty: the best for what is asked."""
    page: int = 1


@dataclass(frozen=True)
class Found:
    """A page of the catalogue."""

    search: Search
    cards: tuple[DatasetCard, ...]
    total: int
    pages: int
    facets: tuple[Facet, ...]
    corrected: str = ""
    """What was searched instead, when a word of the text occurs nowhere and one like it does."""
    matched: Mapping[str, str] | None = None
    """By slug, a short piece of text in which the words were found, when it is not the title."""


@dataclass(frozen=True)
class TableView:
    """A table of a version as pages need it."""

    name: str
    title: str
    sha256: str
    rows: int
    size: int
    kinds: Mapping[str, int]
    columns: tuple[Column, ...]
    profile: Mapping[str, Any]
    notes: tuple[Mapping[str, Any], ...]
    footnotes: tuple[str, ...]
    misfits: tuple[Mapping[str, Any], ...]
    misfit_count: int


@dataclass(frozen=True)
class VersionLine:
    """A version in the list of versions."""

    number: int
    published_at: datetime
    change_note: str
    hash: str


@dataclass(frozen=True)
class DatasetPage:
    """Everything the page of a dataset, or of one of its versions, tells."""

    slug: str
    title: str
    summary: str
    description: str
    organisation: Organisation
    owner: str
    contact: str
    themes: tuple[tuple[str, str], ...]
    """``(slug, name)``."""
    tags: tuple[tuple[str, str], ...]
    licence: str
    territory: str
    period: str
    frequency: str
    next_due: date | None
    late: bool
    language: str
    sources: str
    notes: str
    version: VersionLine
    newest: int
    """The number of the newest version: another than ``version.number`` on an old version's page."""
    versions: tuple[VersionLine, ...]
    tables: tuple[TableView, ...]
