"""People: the reference population of the places that each group of rows is about.

Every different place of a group counts once, however many rows speak of it. A group with a row of
no known place has no population: dividing by that of the others would make its rate too great.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from cauce.base.errors import Refusal
from cauce.base.numerals import number_es
from cauce.engine.columns import Column
from cauce.engine.explore import PREFIX, Explore
from cauce.engine.explore.pairs import LEVEL_WORDS, coded, level_of
from cauce.engine.query.asking import Asked
from cauce.engine.query.base import stored
from cauce.engine.query.conditions import chosen
from cauce.engine.query.dialect import bound, written
from cauce.engine.query.running import Queries
from cauce.engine.query.shapes import Shape, Territory, Types
from cauce.territory import LEVELS, Division, by_code, by_name
from cauce.territory.population import ReferencePopulation, population

PEOPLE: Final = "~people"
"""Column of `with_people`: the number of the place, and in its last 40 bits its inhabitants."""
_BITS: Final = 40
_HELD: Final = "\x1f"
"""What stands between a place's name and that of what holds it."""


@dataclass(frozen=True)
class People:
    """The reference population of a question about groups."""

    territory: Territory
    values: Mapping[str, Any]
    """What is bound: the texts of places and, for each, what `PEOPLE` holds."""
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
    known = _known(asked, queries, territory, reference)
    return People(
        territory=territory,
        values={"people_texts": tuple(known), "people_packed": tuple(known.values())},
        notes=tuple(_notes(asked, queries, territory, place, reference, known)),
        whole=not grouped_years,
    )


def with_people(rows: ir.Table, territory: Territory) -> ir.Table:
    """The rows and what `PEOPLE` says of their place; missing where it is not known."""
    one = ibis.literal(1).name("one").as_table()
    reference = one.select(
        text=bound("people_texts", "array<string>").unnest(),
        packed=bound("people_packed", "array<int64>").unnest(),
    )
    beside = rows.left_join(reference, _text(rows, territory) == reference["text"])
    return beside.select(*(rows[name] for name in rows.columns), reference["packed"].name(PEOPLE))


def people_in(rows: ir.Table) -> ir.Value:
    """How many people live in the different places of a group of what `with_people` gave."""
    once = rows[PEOPLE].collect(distinct=True).sums()
    return ibis.ifelse(rows[PEOPLE].isnull().any(), ibis.null("int64"), once % (1 << _BITS))


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
                f"elija un año (f.{column.name}.eq={value}) o agrupe por él.",
                code="explore.population",
            )
        grouped = True
    return grouped


def _known(
    asked: Asked, queries: Queries, territory: Territory, reference: ReferencePopulation
) -> dict[str, int]:
    """What `PEOPLE` holds of each text of the table that means one place."""
    key = ("people", asked.explore.table, territory)
    found: dict[str, int] | None = queries.kept.get(key)
    if found is None:
        texts = asked.sandbox.rows(_texts_sql(asked.explore.table, territory, asked.types), {})
        places = {text: _place(reference, text) for (text,) in texts}
        numbers = {code: place for place, code in enumerate(reference.inhabitants, start=1)}
        found = {
            text: (numbers[place.code] << _BITS) + reference.inhabitants[place.code]
            for text, place in places.items()
            if place is not None
        }
        queries.kept.put(key, found, 1000 + 200 * len(found))
    return found


def _place(reference: ReferencePopulation, text: str) -> Division | None:
    """The only place that a text means, if there is one."""
    name, _, holder = text.partition(_HELD)
    if division := by_code(reference.level, name):
        return division
    named = by_name(reference.level, name, holder or None)
    return named[0] if len(named) == 1 else None


@lru_cache(maxsize=256)
def _texts_sql(table: str, territory: Territory, types: Types) -> str:
    """SQL of the different texts of places in the whole table."""
    rows = stored(table, types)
    return written(rows.select(text=_text(rows, territory)).distinct().order_by("text"))


def _text(rows: ir.Table, territory: Territory) -> ir.StringValue:
    """What a row says of its place; empty when it says nothing."""
    text = rows[territory.column].cast("string").coalesce("")
    if territory.holder is None:
        return text
    return text + _HELD + rows[territory.holder].cast("string").coalesce("")


def _notes(
    asked: Asked,
    queries: Queries,
    territory: Territory,
    place: Column,
    reference: ReferencePopulation,
    known: Mapping[str, int],
) -> Iterator[str]:
    where = LEVEL_WORDS[reference.level]
    yield (
        f"Por persona: la suma entre los habitantes de cada {where} del grupo, contado una vez. "
        f"Población de {reference.year}: {reference.source}."
    )
    key = ("no people", asked.shape, territory, tuple(asked.values.items()))
    unknown: list[tuple[str, int]] | None = queries.kept.get(key)
    if unknown is None:
        found = asked.rows(_texts_counted_sql(asked.shape, territory, asked.types))
        unknown = [(text, count) for text, count in found if text not in known]
        queries.kept.put(key, unknown, 1000 + 200 * len(unknown))
    if unknown:
        names = [text.partition(_HELD)[0] for text, _ in unknown]
        texts = [f"«{name}»" if name else "sin dato" for name in names]
        rows = sum(count for _, count in unknown)
        shown = ", ".join(texts[:5]) + (", …" if len(texts) > 5 else "")
        yield (
            f"En «{place.label}», {number_es(rows)} filas no dicen un {where} conocido ({shown}): "
            "los grupos que las tienen quedan sin valor por persona. Fíltrelas para calcularlo."
        )


@lru_cache(maxsize=256)
def _texts_counted_sql(shape: Shape, territory: Territory, types: Types) -> str:
    """SQL of the texts of places among the rows of a question, the most frequent first."""
    rows = chosen(shape, types)
    rows = rows.select(text=_text(rows, territory))
    counted = rows.aggregate(by="text", rows=rows.count())
    return written(counted.order_by([ibis.desc("rows"), ibis.asc("text")]))
