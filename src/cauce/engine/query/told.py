"""Told: what the texts of a column of places mean, in the whole table that has the column."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cauce.base.errors import Refusal
from cauce.base.numerals import number_es
from cauce.engine.columns import Column
from cauce.engine.explore import PREFIX
from cauce.engine.explore.pairs import coded, level_of
from cauce.engine.query.asking import Asked
from cauce.engine.query.people import HELD, MOST_PLACES, texts_counted_sql, texts_sql
from cauce.engine.query.running import Queries
from cauce.engine.query.shapes import Territory, Types
from cauce.territory import LEVELS, Division, Level, by_code, by_name


@dataclass(frozen=True)
class Told:
    """A column of places and what its texts, as `people` writes them, mean."""

    territory: Territory
    level: Level
    known: Mapping[str, Division]
    """The only place that each text means."""
    all: bool
    """Whether every row of its table says a known place."""


def told(asked: Asked, place: Column, queries: Queries, *, at_least: bool = False) -> Told:
    """What the texts of a column of places mean.

    With ``at_least``, a row that does not say its place still says where it is when it says what
    holds it: «sin dato» in Jalapa means Jalapa.

    Raises:
        Refusal: in Spanish, when the column has more texts than there are places.
    """
    level = level_of(place)
    assert level is not None
    holder = None if coded(place) and not at_least else _holder(place, level, asked.columns)
    territory = Territory(place.name, holder.name if holder else None)
    key = ("people", _table(asked, place.name)[0], territory, at_least)
    found: Told | None = queries.kept.get(key)
    if found is None:
        wider = level_of(holder) if holder and at_least else None
        texts = _texts(asked, place, territory)
        means = {text: _place(level, wider, text) for text in texts}
        known = {text: division for text, division in means.items() if division}
        found = Told(territory, level, known, len(known) == len(texts))
        queries.kept.put(key, found, 1000 + 200 * len(known))
    return found


def untold(asked: Asked, places: Told, queries: Queries) -> list[tuple[str, int]]:
    """The texts among the rows of the question that mean no place, and how many rows have each."""
    if places.all and not places.territory.column.startswith(PREFIX):
        return []
    key = ("no people", asked.shape, places.territory, tuple(asked.values.items()))
    counted: list[tuple[str, int]] | None = queries.kept.get(key)
    if counted is None:
        counted = asked.rows(texts_counted_sql(asked.shape, places.territory, asked.types))
        queries.kept.put(key, counted, 1000 + 200 * len(counted))
    return [(text, count) for text, count in counted if text not in places.known]


def _holder(place: Column, level: Level, columns: Sequence[Column]) -> Column | None:
    """The column, of the same table, of what holds the places, which tells those of one name."""
    second = place.name.startswith(PREFIX)
    beside = [column for column in columns if column.name.startswith(PREFIX) == second]
    wider = [each for each in LEVELS[: LEVELS.index(level)] if each[:2] == level[:2]]
    held = (column for each in reversed(wider) for column in beside if level_of(column) == each)
    return next(held, None)


def _table(asked: Asked, name: str) -> tuple[str, Types]:
    """The table that has a column, and its types."""
    second = asked.shape.second
    if second is not None and name.startswith(PREFIX):
        return second.table, second.types
    return asked.explore.table, asked.types


def _texts(asked: Asked, place: Column, territory: Territory) -> list[str]:
    table, types = _table(asked, place.name)
    bare = Territory(
        territory.column.removeprefix(PREFIX),
        territory.holder.removeprefix(PREFIX) if territory.holder else None,
    )
    texts = [text for (text,) in asked.sandbox.rows(texts_sql(table, bare, types), {})]
    if len(texts) > MOST_PLACES:
        raise Refusal(
            f"«{place.label}» tiene más de {number_es(MOST_PLACES)} lugares distintos, más de los "
            "que hay: su población no se conoce. Divida entre una columna que cuente personas: "
            "per_person.casos.habitantes.",
            code="explore.population",
        )
    return texts


def _place(level: Level, wider: Level | None, text: str) -> Division | None:
    """The only place that a text means; failing that, the one of a wider level that holds it."""
    name, _, holder = text.partition(HELD)
    if division := by_code(level, name):
        return division
    named = by_name(level, name, holder or None)
    if len(named) == 1:
        return named[0]
    return _place(wider, None, holder) if wider and holder else None
