"""Populations: which column of places a rate divides by, and who lives in each of its places."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cauce.base.errors import Refusal
from cauce.base.numerals import number_es
from cauce.engine.columns import Column
from cauce.engine.explore import PREFIX, Explore
from cauce.engine.explore.pairs import LEVEL_WORDS, coded, level_of
from cauce.engine.query.asking import Asked
from cauce.engine.query.people import BITS, HELD, MOST_PLACES, texts_counted_sql, texts_sql
from cauce.engine.query.running import Queries
from cauce.engine.query.shapes import Territory
from cauce.territory import LEVELS, Division, by_code, by_name
from cauce.territory.population import ReferencePopulation, population


@dataclass(frozen=True)
class Places:
    """What the texts of a column of places mean."""

    known: Mapping[str, int]
    """What `PEOPLE` holds of each text that means one place."""
    all: bool
    """Whether every row of the table says a known place."""


@dataclass(frozen=True)
class People:
    """The reference population of a question about groups."""

    territory: Territory
    values: Mapping[str, Any]
    """What is bound: the texts of places and, for each, what ``people.PEOPLE`` holds."""
    notes: tuple[str, ...]
    whole: bool
    """Whether everything together may be divided too: not when years are grouped by."""


def people_of(asked: Asked, queries: Queries) -> People:
    """The population that ``per_person`` divides by when it names no column.

    Raises:
        Refusal: in Spanish, when the table has no column of places with a reference population, or
            several years that would be added up.
    """
    columns = [column for column in asked.columns if not column.name.startswith(PREFIX)]
    place, reference = _finest(columns)
    grouped_years = _years(asked.explore, columns)
    holder = None if coded(place) else _holder(place, columns)
    territory = Territory(place.name, holder.name if holder else None)
    known = _places(asked, queries, territory, reference).known
    return People(
        territory=territory,
        values={"people_texts": tuple(known), "people_packed": tuple(known.values())},
        notes=tuple(_notes(asked, queries, territory, reference)),
        whole=not grouped_years,
    )


def _finest(columns: Sequence[Column]) -> tuple[Column, ReferencePopulation]:
    """The column of the narrowest places that have a reference population, codes before names."""
    places = [column for column in columns if level_of(column)]
    order: list[str] = [*LEVELS]
    ranked = sorted(
        places,
        key=lambda one: (-order.index(level_of(one) or ""), not coded(one)),
    )
    for column in ranked:
        if found := population(level_of(column) or ""):
            return column, found
    instead = "Divida entre una columna que cuente personas: per_person.casos.habitantes."
    if places:
        level = level_of(places[0]) or ""
        raise Refusal(
            f"No hay población de referencia por {LEVEL_WORDS[level]}. {instead}",
            code="explore.population",
        )
    raise Refusal(
        "La tabla no tiene una columna de lugares cuya población se conozca, como el municipio. "
        f"{instead}",
        code="explore.population",
    )


def _holder(place: Column, columns: Sequence[Column]) -> Column | None:
    """The column of what holds the places, which tells apart those of one name."""
    level = level_of(place)
    if level is None:
        return None
    wider = [each for each in LEVELS[: LEVELS.index(level)] if each[:2] == level[:2]]
    held = (column for each in reversed(wider) for column in columns if level_of(column) == each)
    return next(held, None)


def _years(explore: Explore, columns: Sequence[Column]) -> bool:
    """Whether years are kept apart only by the groups, which everything together would add up.

    Raises:
        Refusal: when years would be added up in every group.
    """
    apart = {explore.pivot, explore.comparison and explore.comparison.column}
    single = {
        one.column
        for one in explore.filters
        if one.op in ("eq", "in", "between") and len(set(one.values)) == 1
    }
    grouped = False
    for column in columns:
        if column.role != "year" or column.distinct == 1 or column.name in apart | single:
            continue
        if column.name not in explore.groups:
            value = column.max if column.max is not None else "2018"
            raise Refusal(
                f"La tabla tiene varios años en «{column.label}» y la población es de uno solo: "
                f"filtre por un solo año, como {value}, o agrupe por él.",
                code="explore.population",
            )
        grouped = True
    return grouped


def _places(
    asked: Asked, queries: Queries, territory: Territory, reference: ReferencePopulation
) -> Places:
    """What the texts of the whole table mean."""
    key = ("people", asked.explore.table, territory)
    found: Places | None = queries.kept.get(key)
    if found is None:
        texts = asked.sandbox.rows(texts_sql(asked.explore.table, territory, asked.types), {})
        if len(texts) > MOST_PLACES:
            raise Refusal(
                f"«{asked.column(territory.column).label}» tiene más de {number_es(MOST_PLACES)} "
                "lugares distintos, más de los que hay: su población no se conoce. Divida entre "
                "una columna que cuente personas: per_person.casos.habitantes.",
                code="explore.population",
            )
        numbers = {code: place for place, code in enumerate(reference.inhabitants, start=1)}
        places = {text: _place(reference, text) for (text,) in texts}
        known = {
            text: (numbers[place.code] << BITS) + reference.inhabitants[place.code]
            for text, place in places.items()
            if place is not None
        }
        found = Places(known, len(known) == len(places))
        queries.kept.put(key, found, 1000 + 200 * len(known))
    return found


def _place(reference: ReferencePopulation, text: str) -> Division | None:
    """The only place that a text means, if there is one."""
    name, _, holder = text.partition(HELD)
    if division := by_code(reference.level, name):
        return division
    named = by_name(reference.level, name, holder or None)
    return named[0] if len(named) == 1 else None


def _notes(
    asked: Asked, queries: Queries, territory: Territory, reference: ReferencePopulation
) -> Iterator[str]:
    where = LEVEL_WORDS[reference.level]
    yield (
        f"Por persona: la suma entre los habitantes de cada {where} del grupo, contado una vez. "
        f"Población de {reference.year}: {reference.source}."
    )
    if not (unknown := _unknown(asked, queries, territory, reference)):
        return
    names = [text.partition(HELD)[0] for text, _ in unknown]
    texts = [f"«{name}»" if name else "sin dato" for name in names]
    rows = sum(count for _, count in unknown)
    said = "una fila no dice" if rows == 1 else f"{number_es(rows)} filas no dicen"
    shown = ", ".join(texts[:5]) + (", …" if len(texts) > 5 else "")
    yield (
        f"En «{asked.column(territory.column).label}», {said} un {where} conocido ({shown}): los "
        "grupos que las tienen quedan sin valor por persona. Fíltrelas para calcularlo."
    )


def _unknown(
    asked: Asked, queries: Queries, territory: Territory, reference: ReferencePopulation
) -> list[tuple[str, int]]:
    """The texts among the rows of the question that mean no place, and how many rows have each."""
    places = _places(asked, queries, territory, reference)
    if places.all:
        return []
    key = ("no people", asked.shape, territory, tuple(asked.values.items()))
    unknown: list[tuple[str, int]] | None = queries.kept.get(key)
    if unknown is None:
        found = asked.rows(texts_counted_sql(asked.shape, territory, asked.types))
        unknown = [(text, count) for text, count in found if text not in places.known]
        queries.kept.put(key, unknown, 1000 + 200 * len(unknown))
    return unknown
