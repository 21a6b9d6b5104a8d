"""The public catalogue: every card, kept in memory while nothing is published, counted and ordered.

Facets are drill-down: the count beside a choice is how many datasets one would see after choosing
it, with everything else that is asked for kept; choices of the same facet widen. A set of datasets
is an integer with one bit for each, so that counting takes microseconds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from cauce.apps.catalog import generation, search
from cauce.apps.catalog.contracts import (
    DatasetCard,
    Facet,
    FacetChoice,
    Found,
    Organisation,
    Search,
)
from cauce.apps.catalog.frequencies import frequency_name
from cauce.apps.catalog.levels import level_name
from cauce.apps.catalog.licences import licence_name
from cauce.apps.catalog.models import Dataset
from cauce.base.fold import fold

PAGE: Final = 20
"""Datasets on a page."""


@dataclass(frozen=True)
class _Dimension:
    """A facet: its key in the address, its name, and the values a card has in it."""

    key: str
    label: str | Promise
    of: Callable[[DatasetCard], Sequence[str]]
    chosen: Callable[[Search], tuple[str, ...]]


_DIMENSIONS: Final = (
    _Dimension(
        "tema",
        gettext_lazy("Categoría"),
        lambda card: [slug for slug, _name in card.themes],
        lambda asked: asked.themes,
    ),
    _Dimension(
        "entidad",
        gettext_lazy("Entidad"),
        lambda card: (card.organisation.slug,),
        lambda asked: asked.organisations,
    ),
    _Dimension(
        "nivel",
        gettext_lazy("Nivel territorial"),
        lambda card: (card.level,) if card.level else (),
        lambda asked: asked.levels,
    ),
    _Dimension(
        "frecuencia",
        gettext_lazy("Actualización"),
        lambda card: (card.frequency,),
        lambda asked: asked.frequencies,
    ),
    _Dimension(
        "licencia",
        gettext_lazy("Licencia"),
        lambda card: (card.licence,),
        lambda asked: asked.licences,
    ),
)


@dataclass(frozen=True)
class _Kept:
    """Everything the catalogue's pages need, as of one generation. Places count from 0."""

    generation: int
    cards: tuple[DatasetCard, ...]
    """By title."""
    due: tuple[date | None, ...]
    place: Mapping[int, int]
    """Id of a dataset to its place."""
    recent: tuple[int, ...]
    """Places, the last published first."""
    values: Mapping[str, Mapping[str, int]]
    """Of each facet, value to the set of datasets that have it."""
    tags: Mapping[str, int]
    names: Mapping[str, str]
    """Names of themes and organisations, by slug, with the facet's key before."""
    tables: int
    rows: int

    @property
    def everything(self) -> int:
        """The set of all datasets."""
        return (1 << len(self.cards)) - 1


_kept: _Kept | None = None


def find(asked: Search) -> Found:
    """The page of the catalogue that ``asked`` describes, with exact counts."""
    kept = _catalogue()
    hits = search.find(asked.text) if asked.text.strip() else None
    by_relevance = None if hits is None else [kept.place[i] for i in hits.ids if i in kept.place]
    candidates = kept.everything if by_relevance is None else _set_of(by_relevance)
    for tag in asked.tags:
        candidates &= kept.tags.get(tag, 0)
    fitting = {d.key: _fitting(d, asked, kept) for d in _DIMENSIONS}
    found = candidates
    for fits in fitting.values():
        found &= fits
    order = _order(asked.order, by_relevance is not None)
    ordered = _ordered(found, order, by_relevance, kept)
    pages = max(1, -(-len(ordered) // PAGE))
    page = min(max(1, asked.page), pages)
    return Found(
        search=replace(asked, order=order, page=page),
        cards=_shown(kept, ordered[(page - 1) * PAGE : page * PAGE]),
        total=len(ordered),
        pages=pages,
        facets=tuple(_facet(d, candidates, fitting, asked, kept) for d in _DIMENSIONS),
        corrected=hits.corrected if hits else "",
        relaxed=hits.relaxed if hits else False,
    )


@dataclass(frozen=True)
class Overview:
    """The public catalogue at a glance."""

    newest: tuple[DatasetCard, ...]
    """The last published first."""
    themes: Mapping[str, int]
    """How many datasets each theme has, by slug; themes without any are absent."""
    datasets: int
    tables: int
    rows: int
    organisations: int


def overview(recent: int) -> Overview:
    """The ``recent`` last publications, how many datasets each theme has, and totals."""
    kept = _catalogue()
    return Overview(
        newest=_shown(kept, kept.recent[:recent]),
        themes={slug: found.bit_count() for slug, found in kept.values["tema"].items()},
        datasets=len(kept.cards),
        tables=kept.tables,
        rows=kept.rows,
        organisations=len(kept.values["entidad"]),
    )


# ------------------------------------------------------------------ kept in memory


def _catalogue() -> _Kept:
    global _kept
    now = generation.number()
    kept = _kept
    if kept is None or kept.generation != now:
        kept = _kept = _load(now)
    return kept


def forget() -> None:
    """Drop what is kept: for tests, whose databases come and go."""
    global _kept
    _kept = None


def _load(number: int) -> _Kept:
    rows = sorted(
        Dataset.objects.filter(state=Dataset.State.PUBLISHED)
        .select_related("organisation", "latest")
        .prefetch_related("themes", "tags", "latest__tables"),
        key=lambda row: (fold(row.title), row.slug),
    )
    cards = tuple(_card(row) for row in rows)
    values: dict[str, dict[str, int]] = {dimension.key: {} for dimension in _DIMENSIONS}
    tags: dict[str, int] = {}
    names: dict[str, str] = {}
    for place, card in enumerate(cards):
        for dimension in _DIMENSIONS:
            _add(values[dimension.key], dimension.of(card), place)
        _add(tags, card.tags, place)
        names |= {f"tema/{slug}": name for slug, name in card.themes}
        names[f"entidad/{card.organisation.slug}"] = card.organisation.name
    return _Kept(
        generation=number,
        cards=cards,
        due=tuple(row.next_due for row in rows),
        place={row.pk: place for place, row in enumerate(rows)},
        recent=tuple(sorted(range(len(cards)), key=lambda i: cards[i].published_at, reverse=True)),
        values=values,
        tags=tags,
        names=names,
        tables=sum(card.tables for card in cards),
        rows=sum(card.rows for card in cards),
    )


def _add(sets: dict[str, int], values: Iterable[str], place: int) -> None:
    for value in values:
        sets[value] = sets.get(value, 0) | 1 << place


def _card(dataset: Dataset) -> DatasetCard:
    version = dataset.latest
    assert version is not None, "a published dataset has a version: the database says so"
    tables = list(version.tables.all())
    return DatasetCard(
        slug=dataset.slug,
        title=dataset.title,
        summary=dataset.summary,
        organisation=Organisation.of(dataset.organisation),
        themes=tuple((theme.slug, theme.name) for theme in dataset.themes.all()),
        tags=tuple(tag.slug for tag in dataset.tags.all()),
        period=dataset.period,
        territory=dataset.territory,
        level=dataset.level,
        frequency=dataset.frequency,
        licence=dataset.licence,
        rows=sum(table.rows for table in tables),
        tables=len(tables),
        version=version.number,
        published_at=version.published_at,
        late=False,
    )


def _shown(kept: _Kept, places: Iterable[int]) -> tuple[DatasetCard, ...]:
    """The cards at these places, with their lateness as of today."""
    today = timezone.localdate()
    return tuple(
        replace(kept.cards[place], late=True)
        if (due := kept.due[place]) is not None and due < today
        else kept.cards[place]
        for place in places
    )


def is_late(due: date | None) -> bool:
    """Whether a promised day has passed."""
    return due is not None and due < timezone.localdate()


# ------------------------------------------------------------------ counting and ordering


def _set_of(places: Iterable[int]) -> int:
    found = 0
    for place in places:
        found |= 1 << place
    return found


def _fitting(dimension: _Dimension, asked: Search, kept: _Kept) -> int:
    """The datasets that have any of the values chosen in a facet; all when none is chosen."""
    chosen = dimension.chosen(asked)
    if not chosen:
        return kept.everything
    found = 0
    for value in chosen:
        found |= kept.values[dimension.key].get(value, 0)
    return found


def _facet(
    dimension: _Dimension,
    candidates: int,
    fitting: Mapping[str, int],
    asked: Search,
    kept: _Kept,
) -> Facet:
    visible = candidates
    for key, fits in fitting.items():
        if key != dimension.key:
            visible &= fits
    chosen = dimension.chosen(asked)
    known = kept.values[dimension.key]
    choices = [
        FacetChoice(
            value,
            _label(dimension.key, value, kept),
            (known.get(value, 0) & visible).bit_count(),
            value in chosen,
        )
        for value in dict.fromkeys((*known, *chosen))
    ]
    shown = [choice for choice in choices if choice.count or choice.chosen]
    shown.sort(key=lambda choice: (-choice.count, fold(choice.label)))
    return Facet(dimension.key, str(dimension.label), tuple(shown))


def _label(key: str, value: str, kept: _Kept) -> str:
    match key:
        case "nivel":
            return level_name(value) or value
        case "frecuencia":
            return frequency_name(value)
        case "licencia":
            return licence_name(value)
    return kept.names.get(f"{key}/{value}", value)


def _order(asked: str, has_text: bool) -> str:
    if asked in ("recent", "title") or (asked == "relevance" and has_text):
        return asked
    return "relevance" if has_text else "recent"


def _ordered(found: int, order: str, by_relevance: list[int] | None, kept: _Kept) -> list[int]:
    places: Sequence[int] = kept.recent
    if order == "title":
        places = range(len(kept.cards))
    elif order == "relevance" and by_relevance is not None:
        places = by_relevance
    return [place for place in places if found >> place & 1]
