"""The figures of the home page: one beside its title, and three findings.

What publishers pinned goes first, the last pinned before. Then the newest datasets, those of the
institution's country before others: beside the title a map where there is one; the findings of
different themes as far as they reach, each a trend or a rate where a dataset has one, and never two
of one dataset. Data that call themselves examples come after all others, and no finding adds up
years that have not the same places.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from cauce.apps.catalog import access, queries
from cauce.apps.catalog.contracts import DatasetCard, DatasetPage, TableView
from cauce.apps.catalog.explorer.sources import source_of
from cauce.apps.catalog.figures.drawings import Drawing, drawing_or_none, key_of, once
from cauce.apps.catalog.figures.first import chosen_states
from cauce.apps.catalog.figures.queries import pins_of, placed, slugs_with_pins
from cauce.apps.catalog.figures.shown import presented
from cauce.base.errors import CauceError
from cauce.base.fold import fold
from cauce.charts.choice import covers_evenly
from cauce.engine.explore import Explore

FINDINGS: Final = 3
WEIGHT: Final = 40_000
"""Bytes of drawings, compressed, that the page carries: a municipal map and three charts."""
TALL: Final = 420
"""Pixels from which a figure leaves its neighbours in an empty room: it comes last."""
_EXAMPLE: Final = "datos de ejemplo"
"""How data call themselves that are none, folded."""
_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
AMONG: Final = 12
"""Datasets in which telling figures are looked for."""


@dataclass(frozen=True)
class Candidate:
    """A figure that the home page may show."""

    page: DatasetPage
    table: TableView
    explore: Explore
    drawing: Drawing | None = None
    """Drawn already, as pinned ones are."""
    caption: str = ""

    @property
    def is_map(self) -> bool:
        """Whether it is looked at as a map."""
        return self.explore.view.kind == "map"

    @property
    def is_trend(self) -> bool:
        """Whether it goes along years, which stand in a column or in the names of several."""
        known = {column.name: column for column in self.table.columns}
        if any(known[name].role == "year" for name in self.explore.groups if name in known):
            return True
        measures = self.explore.measures
        return len(measures) > 1 and all(
            _YEAR.search(known[name].label) for each in measures for name in each.columns[:1]
        )

    @property
    def is_rate(self) -> bool:
        """Whether it says more than the size of a place."""
        known = {column.name: column for column in self.table.columns}
        measured = [known[name] for each in self.explore.measures for name in each.columns]
        return any(each.op in ("ratio", "per_person") for each in self.explore.measures) or any(
            column.role == "percent" or column.unit == "%" for column in measured
        )

    @property
    def is_example(self) -> bool:
        """Whether its data say that they are no real ones."""
        tags = (name for _slug, name in self.page.tags)
        said = (self.page.title, self.page.summary, *tags)
        return any(_EXAMPLE in fold(text) for text in said)

    @property
    def misleads(self) -> bool:
        """Whether it goes along years of which some have fewer places than others."""
        source = source_of(self.page, self.table)
        key = key_of(source, self.explore)
        try:
            return not once(
                ("even", *key), lambda: covers_evenly(source, self.explore), lambda _even: 100
            )
        except CauceError:
            return False

    def drawn(self) -> Drawing | None:
        """Its drawing, where it can be drawn."""
        source = source_of(self.page, self.table)
        return self.drawing or drawing_or_none(source, self.explore)


def telling(cards: Sequence[DatasetCard]) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """The figure beside the title, if any, and the findings, as their template takes them."""
    pinned = list(_pinned())
    chosen = {each.page.slug for each in pinned}
    automatic = [list(_automatic(page)) for page in _pages(cards) if page.slug not in chosen]
    hero = _first_drawn(sorted([*pinned, *_flat(automatic)], key=_opening))
    used = {hero[0].page.slug} if hero else set()
    findings: list[tuple[Candidate, Drawing]] = []
    tall: list[tuple[Candidate, Drawing]] = []
    themes: set[str] = set()
    waiting = [*pinned, *_preferred(automatic)]
    while waiting and len(findings) < FINDINGS:
        waiting = [each for each in waiting if each.page.slug not in used]
        if not waiting:
            break
        best = min(waiting, key=lambda each: _rank(each, themes))
        waiting.remove(best)
        if best.misleads or (drawn := best.drawn()) is None:
            continue
        used.add(best.page.slug)
        if drawn.narrow_height > TALL and best.drawing is None:
            tall.append((best, drawn))
            continue
        findings.append((best, drawn))
        themes.update(slug for slug, _name in best.page.themes)
    findings += tall[: FINDINGS - len(findings)]
    shown = list(_shown_within([*([hero] if hero else []), *findings]))
    return (shown[0], shown[1:]) if hero else (None, shown)


def _rank(candidate: Candidate, themes: set[str]) -> tuple[bool, ...]:
    """Real, pinned, of a theme that was not told of yet, a trend, a rate; then the newest."""
    told = bool({slug for slug, _name in candidate.page.themes} & themes)
    return (candidate.is_example, candidate.drawing is None, told, *_plain(candidate))


def _opening(candidate: Candidate) -> tuple[bool, bool]:
    """Maps of real data first."""
    return (candidate.is_example, not candidate.is_map)


def _plain(candidate: Candidate) -> tuple[bool, ...]:
    """What is least telling last; a map is beside the title already."""
    return (candidate.is_map, not candidate.is_trend, not candidate.is_rate)


def _pinned() -> Iterator[Candidate]:
    for slug in slugs_with_pins(FINDINGS + 1):
        page = _page(slug)
        for each in placed(page, pins_of(slug)) if page else ():
            if each.drawing and each.table and page:
                yield Candidate(
                    page, each.table, each.drawing.explore, each.drawing, each.pin.caption
                )


def _automatic(page: DatasetPage) -> Iterator[Candidate]:
    table = page.tables[0]
    for state in chosen_states(page, table):
        yield Candidate(page, table, state)


def _preferred(automatic: Iterable[Sequence[Candidate]]) -> Iterator[Candidate]:
    """Of each dataset the state that tells most."""
    for candidates in automatic:
        yield from sorted(candidates, key=_plain)[:1]


def _pages(cards: Sequence[DatasetCard]) -> Iterator[DatasetPage]:
    """The datasets about the institution's country first, then other places, the newest before."""
    country = f"{settings.CAUCE.country}."

    def distance(card: DatasetCard) -> tuple[bool, bool]:
        return not card.level.startswith(country), not card.level

    for card in sorted(cards[:AMONG], key=distance):
        if page := _page(card.slug):
            yield page


def _page(slug: str) -> DatasetPage | None:
    try:
        return queries.dataset_page(access.dataset_for_reading(AnonymousUser(), slug))
    except CauceError:  # withdrawn meanwhile
        return None


def _flat(automatic: Iterable[Sequence[Candidate]]) -> list[Candidate]:
    return [each for candidates in automatic for each in candidates]


def _first_drawn(candidates: Iterable[Candidate]) -> tuple[Candidate, Drawing] | None:
    for candidate in candidates:
        if drawn := candidate.drawn():
            return candidate, drawn
    return None


def _shown_within(told: Sequence[tuple[Candidate, Drawing]]) -> Iterator[dict[str, Any]]:
    """The figures, in place as long as the page is light; the others come when scrolled to."""
    weight = 0
    for candidate, drawing in told:
        weight += drawing.weight
        yield presented(
            drawing,
            candidate.page,
            candidate.table,
            caption=candidate.caption,
            inline=weight <= WEIGHT,
        )
