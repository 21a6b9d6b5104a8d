"""The second table of a question: what it is joined by, how its keys met, and which could be."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cauce.apps.catalog import queries
from cauce.apps.catalog.access import dataset_for_reading
from cauce.apps.catalog.contracts import Search, TableView
from cauce.apps.catalog.explorer.asked import Asked
from cauce.apps.catalog.explorer.joining import named
from cauce.apps.catalog.explorer.key_words import counted_keys
from cauce.apps.catalog.explorer.labels import Options, column_options
from cauce.apps.catalog.explorer.sources import title_of
from cauce.apps.catalog.explorer.words import column_words, spoken
from cauce.apps.core.access import Reader
from cauce.base.errors import NotFound
from cauce.base.numerals import number_es
from cauce.engine.columns import Column
from cauce.engine.explore import Explore, Join
from cauce.engine.explore.joins import PREFIX
from cauce.engine.explore.pairs import MOST_PAIRS, Key, keys_of, level_of, proposed_pairs
from cauce.engine.query.answers import Matching
from cauce.territory import LEVELS

MOST_OFFERED: Final = 20
"""Tables that are offered at a time."""


def join_parts(asked: Asked, matching: Matching | None, reader: Reader) -> dict[str, Any]:
    """The join as the page shows it: the present one, the way to another, the tables offered."""
    address = asked.addresses.page(asked.explore)
    sign = "&" if "?" in address else "?"
    wanted = "unir" in asked.params
    return {
        "joined": _joined(asked, matching) if asked.joinable and asked.explore.join else None,
        "offer_href": f"{address}{sign}unir=1#unir",
        "offered": _offered(asked, reader) if wanted else None,
    }


def unjoined(explore: Explore) -> Explore:
    """The question without its second table, nor anything that was asked of it."""

    def own(name: str | None) -> bool:
        return not (name or "").startswith(PREFIX)

    return replace(
        explore,
        join=None,
        columns=tuple(filter(own, explore.columns)) if explore.columns else None,
        filters=tuple(one for one in explore.filters if own(one.column)),
        groups=tuple(filter(own, explore.groups)),
        measures=tuple(one for one in explore.measures if all(map(own, one.columns))),
        pivot=explore.pivot if own(explore.pivot) else None,
        comparison=explore.comparison
        if explore.comparison and own(explore.comparison.column)
        else None,
        order=(),
        offset=0,
    )


def _joined(asked: Asked, matching: Matching | None) -> dict[str, Any]:
    join, joinable = asked.explore.join, asked.joinable
    assert join is not None
    assert joinable is not None
    left, right = _options(asked.table.columns), _options(joinable.schema)
    keys = keys_of(join.pairs, asked.table.columns, joinable.schema)
    pairs: list[tuple[str, str]] = [*join.pairs, ("", "")][:MOST_PAIRS]
    return {
        "title": joinable.title or joinable.source,
        "pairs": [
            {"place": place, "left": left, "right": right, "a": a, "b": b}
            for place, (a, b) in enumerate(pairs, start=1)
        ],
        "met": list(_met(matching, keys)) if matching else [],
        "remove_href": asked.addresses.page(unjoined(asked.explore)),
    }


def _options(columns: Sequence[Column]) -> Options:
    return [{"value": "", "label": "—"}, *column_options(columns)]


def _met(matching: Matching, keys: Sequence[Key]) -> Iterator[str]:
    """How the keys met, one sentence each."""
    yield ngettext(
        "%s se encontró en la otra tabla.", "%s se encontraron en la otra tabla.", matching.matched
    ) % counted_keys(matching.matched, keys)
    if matching.missing:
        said = ngettext(
            "%s no está en ella y queda sin sus datos",
            "%s no están en ella y quedan sin sus datos",
            matching.missing,
        ) % number_es(matching.missing)
        yield _with_examples(said, matching.missing_examples)
    if matching.doubled:
        said = ngettext(
            "%s está varias veces en ella y no se une, para no contar dos veces",
            "%s están varias veces en ella y no se unen, para no contar dos veces",
            matching.doubled,
        ) % number_es(matching.doubled)
        yield _with_examples(said, matching.doubled_examples)


def _with_examples(said: str, examples: Sequence[str]) -> str:
    shown = ", ".join(examples[:5])
    return (
        _("%(said)s: por ejemplo %(examples)s.") % {"said": said, "examples": shown}
        if (shown)
        else f"{said}."
    )


def _offered(asked: Asked, reader: Reader) -> dict[str, Any]:
    """Published tables that share a territory or a year with this one, found by words."""
    text = " ".join(" ".join(asked.params.get("buscar", ())).split())[:200]
    found = queries.find(Search(text=text, order="relevance" if text else "title"))
    tables = list(_joinables(asked, reader, [card.slug for card in found.cards]))
    hidden = asked.explore.to_params() | {"unir": ["1"]}
    return {
        "action": f"{asked.addresses.path}#unir",
        "search": text,
        "hidden": hidden,
        "tables": tables[:MOST_OFFERED],
        "close_href": asked.addresses.page(asked.explore),
    }


def _joinables(asked: Asked, reader: Reader, slugs: Sequence[str]) -> Iterator[dict[str, str]]:
    for slug in slugs:
        try:
            page = queries.dataset_page(dataset_for_reading(reader, slug))
        except NotFound:
            continue
        for table in page.tables:
            if table.sha256 == asked.table.sha256:
                continue
            pairs = proposed_pairs(asked.table.columns, table.columns)
            if not pairs or surely_repeat(pairs, table.columns):
                continue
            join = Join(named(page, table.name), table.sha256, pairs)
            state = replace(unjoined(asked.explore), join=join)
            yield {
                "title": title_of(page, table),
                "by": _("por %s") % _(" y ").join(_labels(asked.table, pairs)),
                "href": asked.addresses.page(state),
            }


def surely_repeat(pairs: Sequence[tuple[str, str]], columns: Sequence[Column]) -> bool:
    """Whether each place of the pairs surely stands in several rows of the second table, which no
    filter on anything but places mends: it tells apart narrower places that are not paired."""
    paired = {right for _left, right in pairs}
    places = [(column, level) for column in columns if (level := level_of(column))]
    depths = {column.name: LEVELS.index(level) for column, level in places}
    joined = [column for column, _level in places if column.name in paired]
    if not joined:
        return False
    finest = max(joined, key=lambda column: depths[column.name])
    return any(
        depths[column.name] > depths[finest.name]
        and level[:2] == (level_of(finest) or "")[:2]
        and column.distinct > finest.distinct
        for column, level in places
    )


def _labels(table: TableView, pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    known = spoken(table.columns)
    return (column_words(known[left]) for left, _right in pairs)
