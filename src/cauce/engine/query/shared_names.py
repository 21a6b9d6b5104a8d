"""Names that places share: a group of «San José» adds up two municipalities unless something else
by which it is grouped, what holds them or their code, tells them apart.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from cauce.base.numerals import number_es
from cauce.engine.columns import Column
from cauce.engine.explore import PREFIX, holder_of
from cauce.engine.explore.holders import wider_levels
from cauce.engine.explore.measures import MOST_GROUPS
from cauce.engine.explore.pairs import LEVEL_WORDS, coded, level_of
from cauce.engine.query.asking import Asked
from cauce.engine.query.base import alone
from cauce.engine.query.conditions import chosen
from cauce.engine.query.dialect import written
from cauce.engine.query.running import Queries
from cauce.engine.query.shapes import Shape, Types
from cauce.engine.sandbox import Row
from cauce.territory import Level, by_code, by_name

MOST: Final = 20_000
"""Different texts, with what tells them apart, beyond which a column is not read as places."""


@dataclass(frozen=True)
class Naming:
    """A column of names of places by which something is grouped."""

    column: Column
    level: Level
    beside: tuple[Column, ...]
    """What tells its places apart among the other groups."""
    holder: Column | None
    """The column of the table that would tell them apart and is no group."""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of the table that say which places these are."""
        columns = (self.column, *self.beside, *((self.holder,) if self.holder else ()))
        return tuple(column.name for column in columns)


def shared_names_notes(asked: Asked, queries: Queries) -> Iterator[str]:
    """For each group of names of places, how many of those names are of several places together."""
    for naming in _namings(asked):
        if shared := _shared(asked, naming, queries):
            yield _note(asked, naming, shared)


def _namings(asked: Asked) -> Iterator[Naming]:
    explore = asked.explore
    compared = explore.comparison.column if explore.comparison else None
    by = [name for name in (*explore.groups, explore.pivot, compared) if name]
    free = [column for column in asked.columns if column.name not in by]
    for name in filter(None, (*explore.groups, explore.pivot)):
        column = asked.column(name)
        level = level_of(column)
        if level is None or coded(column) or not (wider := wider_levels(level)):
            continue
        own = [
            other
            for other in map(asked.column, by)
            if other.name.startswith(PREFIX) == name.startswith(PREFIX)
        ]
        if any(level_of(other) == level and coded(other) for other in own):
            continue
        beside = {level_of(other): other for other in own if level_of(other) in wider}
        yield Naming(column, level, tuple(beside.values()), holder_of(column, free))


def _shared(asked: Asked, naming: Naming, queries: Queries) -> tuple[str, ...]:
    """The names of several places that the question puts together, in order.

    The whole table is read once; under conditions, only where there are such names in it.
    """
    rows = alone(replace(asked.shape, columns=(), order=()), *naming.names)
    table = replace(rows, tests=(), words=()) if rows.second is None else rows
    found = _found(asked, naming, table, queries)
    return _found(asked, naming, rows, queries) if found and rows != table else found


def _found(asked: Asked, naming: Naming, rows: Shape, queries: Queries) -> tuple[str, ...]:
    sql = _texts_sql(rows, naming.names, asked.types)
    values = asked.bound(sql)
    key = ("shared names", rows, naming.names, repr(naming), repr(values))
    found: tuple[str, ...] | None = queries.kept.get(key)
    if found is None:
        found = tuple(sorted(_several(asked.sandbox.rows(sql, values), naming)))
        queries.kept.put(key, found, 1000 + 100 * len(found))
    return found


@lru_cache(maxsize=256)
def _texts_sql(shape: Shape, names: tuple[str, ...], types: Types) -> str:
    """SQL of the different texts of some columns, and how many rows have each."""
    rows = chosen(shape, types)
    texts = {f"text{place}": rows[name].cast("string") for place, name in enumerate(names)}
    few = rows.aggregate(by=[text.name(name) for name, text in texts.items()], n=rows.count())
    return written(few.limit(MOST + 1))


def _several(rows: Sequence[Row], naming: Naming) -> Iterator[str]:
    """The names that, with what is beside them, stand for rows of several places."""
    if len(rows) > MOST:
        return
    places: dict[tuple[str | None, ...], set[str]] = defaultdict(set)
    counts: dict[tuple[str | None, ...], int] = defaultdict(int)
    ambiguous: dict[str, bool] = {}
    for *given, count in rows:
        texts = tuple(None if text is None else str(text) for text in given)
        if (name := texts[0]) is None:
            continue
        if name not in ambiguous:
            ambiguous[name] = len(by_name(naming.level, name)) > 1
        if not ambiguous[name]:
            continue
        group = texts[: 1 + len(naming.beside)]
        places[group].update(_meant(naming, texts))
        counts[group] += count
    yield from {
        str(group[0]) for group, meant in places.items() if len(meant) > 1 and counts[group] > 1
    }


def _meant(naming: Naming, texts: Sequence[str | None]) -> Iterator[str]:
    """The codes of the places that a row may mean; none when what would tell is missing."""
    if naming.holder and texts[-1] is None:
        return
    if naming.holder and level_of(naming.holder) == naming.level:
        place = by_code(naming.level, str(texts[-1]))
        yield from [place.code] if place else []
        return
    columns = [*naming.beside, *([naming.holder] if naming.holder else [])]
    held = {
        level_of(column): text
        for column, text in zip(columns, texts[1:], strict=True)
        if text is not None
    }
    within = tuple(held.values()) or None
    yield from (place.code for place in by_name(naming.level, str(texts[0]), within))


def _note(asked: Asked, naming: Naming, shared: tuple[str, ...]) -> str:
    """«6 nombres, como «San José», son de más de un municipio y aquí se suman juntos: …»"""
    one = len(shared) == 1
    names = f"{number_es(len(shared))} nombres, como «{shared[0]}»,"
    names = f"«{shared[0]}»" if one else names
    kind = LEVEL_WORDS[naming.level]
    several = f"de más de {'una' if kind.startswith('provincia') else 'un'} {kind}"
    if naming.holder is None:
        may, them = ("puede ser", "lo") if one else ("pueden ser", "los")
        return f"{names} {may} {several} y la tabla no tiene otra columna que {them} distinga."
    summed = "es {} y aquí se suma junto" if one else "son {} y aquí se suman juntos"
    full = len(asked.explore.groups) >= MOST_GROUPS
    instead = "cambie otro grupo por" if full else "agrupe también por"
    return f"{names} {summed.format(several)}: {instead} «{naming.holder.label}»."
