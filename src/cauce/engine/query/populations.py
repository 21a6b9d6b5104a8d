"""Populations: whose inhabitants divide a rate, in each group and in everything together.

A group that is a place is divided by all who live there, whatever rows there are of it; any other,
by all who live where the question is about.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cauce.base.errors import Refusal
from cauce.base.numerals import number_es
from cauce.engine.columns import Column
from cauce.engine.explore import PREFIX, Explore
from cauce.engine.explore.pairs import LEVEL_WORDS, coded, level_of
from cauce.engine.query.asking import Asked
from cauce.engine.query.extent import Extent, extent_of, levels
from cauce.engine.query.people import BITS, HELD
from cauce.engine.query.running import Queries
from cauce.engine.query.shapes import Territory
from cauce.engine.query.told import Told, told, untold
from cauce.territory import LEVELS, divisions
from cauce.territory.population import ReferencePopulation, population


@dataclass(frozen=True)
class Divisor:
    """What a rate is divided by: the inhabitants of the places of a column."""

    territory: Territory
    packed: Mapping[str, int]
    """What ``people.PEOPLE`` holds of each text of the column."""

    @property
    def values(self) -> Mapping[str, Any]:
        """What is bound."""
        return {
            "people_texts": tuple(self.packed),
            "people_packed": tuple(self.packed.values()),
        }


@dataclass(frozen=True)
class People:
    """The reference population of a question about groups."""

    groups: Divisor
    """Of each group: of its place, whatever rows there are, or of all that is asked about."""
    together: Divisor
    """Of everything together."""
    notes: tuple[str, ...]
    whole: bool
    """Whether everything together may be divided too: not when years are grouped by."""


def people_of(asked: Asked, queries: Queries) -> People:
    """The population that ``per_person`` divides by when it names no column.

    Raises:
        Refusal: in Spanish, when the table has no column of places with a reference population, or
            several years that would be added up.
    """
    explore = asked.explore
    columns = [column for column in asked.columns if not column.name.startswith(PREFIX)]
    finest, reference = _finest(columns)
    whole = not _years(explore, columns)
    places = told(asked, finest, queries, at_least=True)
    extent = extent_of(asked, places, queries)
    beside = [explore.pivot, explore.comparison.column if explore.comparison else None]
    by_group = _grouped(asked, [*explore.groups, *beside], queries)
    by_value = _grouped(asked, beside, queries)
    return People(
        groups=_divisor(by_group, places, extent),
        together=_divisor(by_value, places, extent),
        notes=(
            _note(asked, by_group, by_value, extent, reference, whole),
            *_unknown_notes(asked, by_group, by_value or places, queries, whole),
        ),
        whole=whole,
    )


def _grouped(asked: Asked, names: Sequence[str | None], queries: Queries) -> Told | None:
    """The narrowest places with a reference population that the rows are kept apart by."""
    places = [
        column
        for name in names
        if name and (level := level_of(column := asked.column(name))) and population(level)
    ]
    return told(asked, _narrowest(places), queries) if places else None


def _divisor(apart: Told | None, places: Told, extent: Extent) -> Divisor:
    """The inhabitants of each place, or of the whole extent when places are not kept apart."""
    people = population(levels(places.level)[-1])
    assert people is not None

    def living(codes: Iterable[str]) -> int:
        return sum(people.inhabitants[code] for code in codes)

    if apart is None:
        packed = (1 << BITS) + living(extent.within)
        known = places.known if extent.within else ()
        return Divisor(places.territory, dict.fromkeys(known, packed))
    numbers = {each: number for number, each in enumerate(divisions(apart.level), start=1)}
    return Divisor(
        apart.territory,
        {
            text: (numbers[place] << BITS) + living(extent.part_of(place))
            for text, place in apart.known.items()
        },
    )


def _finest(columns: Sequence[Column]) -> tuple[Column, ReferencePopulation]:
    """The column of the narrowest places that have a reference population, codes before names."""
    places = [column for column in columns if level_of(column)]
    ranked = sorted(places, key=_breadth)
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


def _narrowest(places: Sequence[Column]) -> Column:
    return min(places, key=_breadth)


def _breadth(place: Column) -> tuple[int, bool]:
    """What orders columns of places: the narrowest first, codes before names."""
    order: list[str] = [*LEVELS]
    return -order.index(level_of(place) or ""), not coded(place)


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


def _note(
    asked: Asked,
    by_group: Told | None,
    by_value: Told | None,
    extent: Extent,
    reference: ReferencePopulation,
    whole: bool,
) -> str:
    """Exactly which population divides."""
    source = f"Población de {reference.year}: {reference.source}."
    if by_group is None:
        return f"Por persona: la suma entre los habitantes {extent.said}. {source}"
    said = f"de cada {LEVEL_WORDS[by_group.level]}"
    if extent.filtered and LEVELS.index(extent.filtered) > LEVELS.index(by_group.level):
        said += f" (solo sus {LEVEL_WORDS[extent.filtered]}s que nombran los filtros)"
    if asked.explore.groups and whole and by_value is None:
        said += f"; en conjunto, entre los {extent.said}"
    return f"Por persona: la suma entre los habitantes {said}. {source}"


def _unknown_notes(
    asked: Asked, by_group: Told | None, together: Told, queries: Queries, whole: bool
) -> Iterator[str]:
    """Which rows do not say a known place, and what is left without a rate for it."""
    overall = "el conjunto queda" if asked.explore.groups else "la respuesta queda"
    beyond = untold(asked, together, queries) if whole or by_group is None else []
    if by_group is None:
        if beyond:
            yield _unknown_note(asked, together, beyond, "los grupos que las tienen quedan")
        return
    if unknown := untold(asked, by_group, queries):
        left = "los grupos que las tienen" + (" y el conjunto quedan" if beyond else " quedan")
        yield _unknown_note(asked, by_group, unknown, left)
    elif beyond:
        yield _unknown_note(asked, together, beyond, overall)


def _unknown_note(asked: Asked, places: Told, unknown: Sequence[tuple[str, int]], left: str) -> str:
    where = LEVEL_WORDS[places.level]
    names = [text.partition(HELD)[0] for text, _ in unknown]
    texts = list(dict.fromkeys(f"«{name}»" if name else "sin dato" for name in names))
    rows = sum(count for _, count in unknown)
    said = "una fila no dice" if rows == 1 else f"{number_es(rows)} filas no dicen"
    shown = ", ".join(texts[:5]) + (", …" if len(texts) > 5 else "")
    return (
        f"En «{asked.column(places.territory.column).label}», {said} un {where} conocido "
        f"({shown}): {left} sin valor por persona. Fíltrelas para calcularlo."
    )
