"""What leaves the catalogue: frozen dataclasses without Django, made by ``queries``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from cauce.apps.core.contracts import JobStatus
from cauce.engine.columns import Column
from cauce.engine.reading.report import FileReport
from cauce.quality.finding import Finding


class HasName(Protocol):
    """A row of an organisation."""

    slug: Any
    name: Any
    short_name: Any


@dataclass(frozen=True)
class Organisation:
    """Who publishes."""

    slug: str
    name: str
    short_name: str
    """The short name or initials; the name when there is none."""

    @classmethod
    def of(cls, row: "HasName") -> "Organisation":
        """The organisation of a row."""
        return cls(row.slug, row.name, row.short_name or row.name)


@dataclass(frozen=True)
class DatasetCard:
    """A dataset in a list: what a person needs to decide whether to open it."""

    slug: str
    title: str
    summary: str
    organisation: Organisation
    themes: tuple[tuple[str, str], ...]
    """``(slug, name)``."""
    tags: tuple[str, ...]
    """Slugs."""
    period: str
    territory: str
    level: str
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
    """A facet of the catalogue; ``name`` is its key in the address: ``tema``, ``entidad``…"""

    name: str
    label: str
    choices: tuple[FacetChoice, ...]


@dataclass(frozen=True)
class Search:
    """What the address of the catalogue says. Every state of the catalogue is one of these."""

    text: str = ""
    themes: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
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
    """What was searched instead, when a word occurs nowhere and one like it does."""
    relaxed: bool = False
    """True when no dataset has all the words, and these have some."""


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
    purged: str = ""
    """Why two persons destroyed it; empty for one that stands."""


@dataclass(frozen=True)
class PublicWaiver:
    """A finding of the screening that the data officer let pass, as everybody may read it."""

    table: str
    column: str
    check: str
    message: str
    reason: str
    at: str
    """ISO date."""


@dataclass(frozen=True)
class Original:
    """The file of a version as it was sent, when it can be downloaded."""

    name: str
    size: int
    sha256: str


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
    """The number of the newest version; on an old version's page not ``version.number``."""
    versions: tuple[VersionLine, ...]
    tables: tuple[TableView, ...]
    drift: tuple[Mapping[str, Any], ...] = ()
    """How this version's file differed from the one before: ``kind``, ``severity``, ``message``…"""
    level: str = ""
    """See ``levels.level_name``."""
    withdrawn_reason: str = ""
    """Why it was withdrawn; only who may read drafts sees the page of a withdrawn dataset."""
    citation: str = ""
    """How to cite exactly this version."""
    waivers: tuple[PublicWaiver, ...] = ()
    comparison: Mapping[str, Any] = field(default_factory=dict)
    """How its rows differ from those of the version before: table to ``Comparison`` as JSON."""
    original: Original | None = None
    """The file as it was sent; ``None`` when it is not public."""


@dataclass(frozen=True)
class TableFile:
    """A table to be downloaded: which, of what, and where its rows are."""

    dataset: str
    """The dataset's slug."""
    title: str
    """The dataset's title, as it was in this version."""
    number: int
    published_at: datetime
    version_hash: str
    table: TableView
    citation: str


@dataclass(frozen=True)
class ThemeCount:
    """A theme of the home page and how many public datasets it has."""

    slug: str
    name: str
    description: str
    count: int


@dataclass(frozen=True)
class Home:
    """What the home page tells about the catalogue."""

    themes: tuple[ThemeCount, ...]
    """Every theme, in its order, also those without datasets."""
    recent: tuple[DatasetCard, ...]
    datasets: int
    tables: int
    rows: int
    organisations: int
    """How many have published something."""


# ------------------------------------------------------------------ publishing


@dataclass(frozen=True)
class TableWords:
    """What a person says about one table: its title and what each column means."""

    title: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    """Column name to description."""


@dataclass(frozen=True)
class Description:
    """What a person says about a dataset when publishing it."""

    title: str
    summary: str
    themes: tuple[str, ...]
    """Slugs; at least one."""
    owner: str
    description: str = ""
    contact: str = ""
    licence: str = "CC-BY-4.0"
    """SPDX identifier, one of ``licences.LICENCES``."""
    territory: str = ""
    period: str = ""
    """As ``cauce.base.periods`` reads it."""
    frequency: str = "IRREG"
    """A code or a Spanish word, as ``cauce.base.frequency`` reads it."""
    language: str = "es"
    sources: str = ""
    notes: str = ""
    tags: tuple[str, ...] = ()
    """As people write them."""
    tables: Mapping[str, TableWords] = field(default_factory=dict)
    """By name of table."""


@dataclass(frozen=True)
class UploadLine:
    """An upload in a list."""

    key: str
    name: str
    size: int
    organisation: Organisation
    state: str
    """``received``, ``reading``, ``read``, ``review``, ``scheduled``, ``refused``, ``published`` or
    ``discarded``."""
    state_label: str
    uploaded_at: datetime
    uploaded_by: str
    dataset: str
    """Slug of the dataset it belongs to; empty for a new one."""
    title: str
    """The title of that dataset, else what has been written so far."""
    version: int | None
    """What it was published as."""
    publish_at: datetime | None = None
    """When it becomes public, once scheduled."""
    returned: bool = False
    """Whether the last reviewer gave it back with notes."""
    waiver_asked: bool = False
    """Whether the data officer has a waiver to decide."""
    waits_for: frozenset[str] = frozenset()
    """What the reader does next with it: ``review``, ``correct``, ``waive`` or ``describe``."""


@dataclass(frozen=True)
class UploadView:
    """Everything the publishing pages tell about an upload."""

    line: UploadLine
    sha256: str
    refusal: str
    """Why it could not be read: a Spanish sentence."""
    job: JobStatus | None
    report: FileReport | None
    """What was understood; ``parquet`` of each included table is its SHA-256 in the store."""
    tables: tuple[TableView, ...]
    """The included tables, as they would be published."""
    recipe: Mapping[str, Any] | None
    """The recipe of the reading, to be edited and read again with."""
    drift: tuple[Mapping[str, Any], ...]
    """How it differs from the edition before."""
    description: Description
    """What a person has written; before that, what the file or the edition before suggest."""
    suggested: Mapping[str, str] = field(default_factory=dict)
    """Where each suggestion comes from, by field: see ``suggestions.origins``; none once a person
    has written."""
    findings: tuple[Finding, ...] = ()
    """What may expose somebody, the gravest first."""
    in_the_way: tuple[Finding, ...] = ()
    """Those of them that stop publication: neither mended nor waived."""
    waivers: tuple["WaiverView", ...] = ()
    comparison: Mapping[str, Any] = field(default_factory=dict)
    """How its rows differ from those of the latest version: table to ``Comparison`` as JSON."""
    change_note: str = ""
    original_public: bool = False
    original_obstacles: tuple[str, ...] = ()
    """Why the file itself may not be downloaded: sentences; none when it may."""
    publish_at: datetime | None = None
    reviews: tuple["ReviewLine", ...] = ()
    """Every round of review, the last first."""
    corrections: tuple["CorrectionLine", ...] = ()
    """What persons changed of the reading, the last first."""
    may: frozenset[str] = frozenset()
    """What the reader may do now: ``edit``, ``submit``, ``recall``, ``return``, ``publish``,
    ``waive``."""


@dataclass(frozen=True)
class WaiverView:
    """A waiver asked for, given or refused, of a finding that an upload has now."""

    finding: Finding
    request: str
    asked_by: str
    asked_at: datetime
    reason: str
    granted: bool | None
    """``None`` while the officer has not answered."""
    standing: bool
    """Given for the versions to come too."""
    inherited: bool
    """Given with an earlier version."""
    decided_at: datetime | None


@dataclass(frozen=True)
class CorrectionLine:
    """What a person changed of a reading at one time."""

    said: tuple[str, ...]
    """A sentence for each decision that changed."""
    made_by: str
    made_at: datetime


@dataclass(frozen=True)
class ReviewLine:
    """A round of review."""

    number: int
    """Which one, among all of the platform."""
    verdict: str
    """``open``, ``returned``, ``recalled``, ``published`` or ``scheduled``."""
    verdict_label: str
    asked_by: str
    asked_at: datetime
    message: str
    decided_by: str
    decided_at: datetime | None
    notes: str


@dataclass(frozen=True)
class PurgeView:
    """A version that somebody wants destroyed, or may ask to destroy."""

    slug: str
    title: str
    number: int
    hash: str
    published_at: datetime
    kept_elsewhere: tuple[str, ...]
    """What of it other versions or files also have, so that it would stay: sentences."""
    reason: str = ""
    requested_by: str = ""
    requested_at: datetime | None = None
    """``None`` while nobody has asked."""
    may_confirm: bool = False
    may_refuse: bool = False
