"""Extents: the part of a country that a question is about, whatever rows there are of it.

It is the whole country; of a table that has not every department, the departments that it has; and
when filters on columns of places name some, those.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from cauce.base.numerals import number_es
from cauce.engine.explore.filters import Filter
from cauce.engine.explore.pairs import LEVEL_WORDS, level_of
from cauce.engine.query.asking import Asked
from cauce.engine.query.base import alone
from cauce.engine.query.people import texts_counted_sql
from cauce.engine.query.running import Queries
from cauce.engine.query.told import Told
from cauce.territory import LEVELS, Division, Level, by_code, by_name, divisions

_NAMING: Final = ("eq", "in")
_RANGES: Final = ("contains", "ge", "le", "between")


@dataclass(frozen=True)
class Extent:
    """Some of the narrowest divisions of a country."""

    within: frozenset[str]
    """Their codes."""
    said: str
    """What follows «los habitantes» in Spanish: «de todo el país»."""
    filtered: Level | None = None
    """The narrowest level whose places filters name, if any do."""

    def part_of(self, place: Division) -> frozenset[str]:
        """The narrowest divisions of a place, only those that filters name when some do."""
        inside = leaves(place)
        return (inside & self.within or inside) if self.filtered else inside


@cache
def leaves(place: Division) -> frozenset[str]:
    """The codes of the narrowest divisions that a place is made of; its own, when it is one."""
    narrowest = levels(place.level)[-1]
    return frozenset(each.code for each in divisions(narrowest) if place in (each, *each.ancestors))


def extent_of(asked: Asked, told: Told, queries: Queries) -> Extent:
    """The extent of a question whose table says its places as ``told``."""
    chosen = list(_chosen(asked, told, queries))
    if not chosen:
        return _of_table(told)
    within = frozenset.intersection(*(codes for _, codes in chosen))
    narrowest = max((level for level, _ in chosen), key=LEVELS.index)
    named = [each for each in divisions(narrowest) if leaves(each) & within]
    return Extent(within, _said(narrowest, named, "que nombran los filtros", ""), narrowest)


def _of_table(told: Told) -> Extent:
    """The departments of the table: those of its places."""
    widest = levels(told.level)[0]
    found = {above for place in told.known.values() for above in (place, *place.ancestors)}
    here = [each for each in divisions(widest) if each in found]
    within = frozenset[str]().union(*map(leaves, here))
    return Extent(within, _said(widest, here, "de la tabla", ", el único de la tabla"))


def _said(level: Level, places: Sequence[Division], which: str, only: str) -> str:
    if len(places) == len(divisions(level)):
        return "de todo el país"
    word = LEVEL_WORDS[level]
    if len(places) == 1:
        return f"del {word} de {places[0].name}{only}"
    return f"de los {number_es(len(places))} {word}s {which}"


def _chosen(asked: Asked, told: Told, queries: Queries) -> Iterator[tuple[Level, frozenset[str]]]:
    """The level and the narrowest divisions of the places that each filter names."""
    ranges: list[Level] = []
    for one in asked.explore.filters:
        level = level_of(asked.column(one.column))
        if level is None or level[:2] != told.level[:2]:
            continue
        if one.op in _NAMING:
            yield level, _all(_named(one, level, told))
        elif one.op in _RANGES:
            ranges.append(level)
    if ranges:
        narrowest = max(ranges, key=LEVELS.index)
        held = _in_ranges(asked, told, queries)
        yield narrowest, _all(_at(narrowest, place) for place in held)


def _named(one: Filter, level: Level, told: Told) -> Iterator[Division]:
    """The places that a filter names; of several of one name, those of the table."""
    here = {above for place in told.known.values() for above in (place, *place.ancestors)}
    for text in one.values:
        coded = by_code(level, text)
        places = (coded,) if coded else by_name(level, text)
        yield from [each for each in places if each in here] or places


def _in_ranges(asked: Asked, told: Told, queries: Queries) -> list[Division]:
    """The places of the table that hold the conditions on places that do not name them."""
    ranged = {
        one.column
        for one in asked.explore.filters
        if one.op in _RANGES and level_of(asked.column(one.column))
    }
    tests = tuple(
        test for test in asked.shape.tests if test.column in ranged and test.op in _RANGES
    )
    shape = alone(replace(asked.shape, columns=(), order=(), words=(), tests=tests))
    key = ("places in ranges", shape, told.territory, tuple(asked.values.items()))
    found: list[Division] | None = queries.kept.get(key)
    if found is None:
        counted = asked.rows(texts_counted_sql(shape, told.territory, asked.types))
        found = [told.known[text] for text, _ in counted if text in told.known]
        queries.kept.put(key, found, 1000 + 200 * len(found))
    return found


def _at(level: Level, place: Division) -> Division:
    """The place of a wider level that holds a place; itself when none does."""
    return next((above for above in place.ancestors if above.level == level), place)


def _all(places: Iterable[Division]) -> frozenset[str]:
    return frozenset[str]().union(*map(leaves, places))


def levels(level: str) -> list[Level]:
    """The levels of the same country, the widest first."""
    return [each for each in LEVELS if each[:2] == level[:2]]
