"""Facets: the values that each column has among the rows of an exploration, and how often.

A facet counts under every condition but those on its own column, so that it shows what else could
be chosen. Columns without a condition of their own are counted together in one pass over the rows.
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from math import isfinite
from typing import Any

from cauce.base.errors import Refusal
from cauce.engine.columns import IDENTIFIER, Column
from cauce.engine.explore import Explore, Joinable
from cauce.engine.explore.values import written as value_written
from cauce.engine.query.asking import Asked
from cauce.engine.query.binding import FEW
from cauce.engine.query.conditions import chosen
from cauce.engine.query.dialect import written
from cauce.engine.query.running import Queries, shared
from cauce.engine.query.shapes import Shape, Types
from cauce.engine.sandbox import name_literal
from cauce.engine.store import Tables

MOST_FACETS = 24
MOST_VALUES = 500
MOST_LISTED = 60
"""A column of numbers or dates with more different values is described by its range instead."""
QUARTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a column and how many rows have it."""

    value: Any
    text: str
    """As a filter of an address writes it."""
    count: int


@dataclass(frozen=True)
class Facet:
    """What there is to choose in one column. Either ``values`` or ``least`` and so on are given."""

    column: Column
    values: tuple[FacetValue, ...]
    """The most frequent first; of those equally frequent, the lesser first."""
    missing: int
    """Rows without a value."""
    distinct: int
    """Different values in all, listed or not."""
    least: Any = None
    most: Any = None
    quartiles: tuple[Any, ...] = ()
    """Three values of the column; empty when it has none, or none that is finite."""

    @property
    def ranged(self) -> bool:
        """Whether it is described by its range instead of its values."""
        return bool(self.quartiles)


def facets(
    explore: Explore,
    tables: Tables,
    schema: Sequence[Column],
    names: Sequence[str],
    *,
    most: int = 30,
    joinable: Joinable | None = None,
    using: Queries | None = None,
) -> tuple[Facet, ...]:
    """One facet for each of those columns, in that order, with at most ``most`` values.

    Groups, measures, order and page of ``explore`` do not matter.

    Raises:
        Refusal: in Spanish, for an unknown column, a column that tells persons or cases apart, and
            past the limits of a sandbox.
    """
    queries = using or shared()
    rows = replace(
        Explore(explore.table, filters=explore.filters, search=explore.search),
        columns=tuple(names),
        kinds=explore.kinds,
        join=explore.join,
    ).checked(schema, joinable)
    known = {one.name: one for one in (*schema, *(joinable.prefixed() if joinable else ()))}
    _refuse(names, known)
    most = min(max(1, most), MOST_VALUES)
    found: dict[str, Facet] = {}
    for own, together in _alike(rows, names):
        narrowed = replace(
            rows,
            columns=together,
            filters=tuple(one for one in rows.filters if one.column != own),
        )
        key = ("facets", narrowed, most, tuple(repr(known[name]) for name in together))
        kept: tuple[Facet, ...] | None = queries.kept.get(key)
        if kept is None:
            asked = queries.asked(narrowed, tables, schema, joinable)
            kept = tuple(_counted(asked, [known[name] for name in together], most))
            queries.kept.put(key, kept, _weight(kept))
        found |= {facet.column.name: facet for facet in kept}
    return tuple(found[name] for name in names)


def _refuse(names: Sequence[str], known: Mapping[str, Column]) -> None:
    if len(names) > MOST_FACETS:
        raise Refusal(
            f"Se piden los valores de {len(names)} columnas. Pida a lo sumo {MOST_FACETS}.",
            code="facets.count",
        )
    for name in names:
        if known[name].role == IDENTIFIER:
            raise Refusal(
                f"«{known[name].label}» distingue personas o casos: sus valores no se listan.",
                code="facets.identifier",
            )


def _alike(rows: Explore, names: Sequence[str]) -> Iterator[tuple[str | None, tuple[str, ...]]]:
    """The columns that are counted under the same conditions, after the one these leave out."""
    filtered = {one.column for one in rows.filters}
    if free := tuple(name for name in names if name not in filtered):
        yield None, free
    yield from ((name, (name,)) for name in names if name in filtered)


def _counted(asked: Asked, columns: Sequence[Column], most: int) -> Iterator[Facet]:
    """The facets of columns that are counted under the conditions of one question."""
    for together in _passes(columns):
        yield from _with_values(asked, together, most)
    if ranged := [column for column in columns if _by_range(column)]:
        yield from _with_ranges(asked, ranged)


def _with_values(asked: Asked, columns: Sequence[Column], most: int) -> Iterator[Facet]:
    names = tuple(column.name for column in columns)
    lists: list[list[tuple[Any, int, int]]] = [[] for _ in names]
    for place, *row in asked.rows(_listing_sql(asked.shape, asked.types, names), {"most": most}):
        lists[place].append((row[place], row[-2], row[-1]))
    for column, rows in zip(columns, lists, strict=True):
        yield _listed(column, rows, most)


def _with_ranges(asked: Asked, columns: Sequence[Column]) -> Iterator[Facet]:
    names = tuple(column.name for column in columns)
    floating = tuple(asked.stored[name] in ("DOUBLE", "FLOAT") for name in names)
    figures = iter(asked.rows(_ranging_sql(asked.shape, asked.types, names, floating))[0])
    for column in columns:
        missing, distinct, least, most, quartiles = islice(figures, 5)
        yield Facet(column, (), missing, distinct, least, most, tuple(quartiles or ()))


def _by_range(column: Column) -> bool:
    return column.type not in ("text", "boolean") and column.distinct > MOST_LISTED


def _passes(columns: Sequence[Column]) -> Iterator[tuple[Column, ...]]:
    """Columns whose values are counted in one pass: few values together, many each on its own.

    A group of a common pass is as wide as all its columns, which a million of them would notice.
    """
    listed = [column for column in columns if not _by_range(column)]
    if few := tuple(column for column in listed if column.distinct <= FEW):
        yield few
    yield from ((column,) for column in listed if column.distinct > FEW)


def _listed(column: Column, rows: Sequence[tuple[Any, int, int]], most: int) -> Facet:
    """The facet of what `_listing_sql` gave of a column: its missing values first, if any."""
    missing = next((count for value, count, _ in rows if value is None), 0)
    distinct = (rows[0][2] if rows else 0) - bool(missing)
    values = [
        FacetValue(value, _text(value), count)
        for value, count, _ in rows
        if value is not None and not (isinstance(value, float) and not isfinite(value))
    ]
    return Facet(column, tuple(values[:most]), missing, distinct)


def _text(value: Any) -> str:
    return value_written(Decimal(repr(value)) if isinstance(value, float) else value)


@lru_cache(maxsize=256)
def _listing_sql(shape: Shape, types: Types, names: tuple[str, ...]) -> str:
    """SQL of place, value in the column of its place, count and how many values there are.

    At most ``$most`` values of each column, and one row more for its missing ones.
    """
    columns = [name_literal(name) for name in names]
    sets = ", ".join(f"({column})" for column in columns)
    grouped = ", ".join(columns)
    parts = " UNION ALL ".join(_part(place, columns) for place in range(len(columns)))
    return (
        f"WITH chosen AS ({_chosen_sql(shape, types, names)}), counted AS MATERIALIZED "
        f"(FROM chosen SELECT grouping({grouped}) AS _set, {grouped}, count(*) AS _count "
        f"GROUP BY GROUPING SETS ({sets})) {parts}"
    )


def _part(place: int, columns: Sequence[str]) -> str:
    """The most frequent values of one column, in a row as wide as all the columns."""
    wide = ", ".join("_value" if each == place else "NULL" for each in range(len(columns)))
    left_out = (2 ** len(columns) - 1) & ~(1 << (len(columns) - 1 - place))
    return (
        f"(FROM (FROM counted SELECT {columns[place]} AS _value, _count, "
        f"count(*) OVER () AS _distinct WHERE _set = {left_out:d}) "
        f"SELECT {place:d}, {wide}, _count, _distinct "
        "ORDER BY _value IS NULL DESC, _count DESC, _value LIMIT CAST($most AS BIGINT) + 1)"
    )


@lru_cache(maxsize=256)
def _ranging_sql(
    shape: Shape, types: Types, names: tuple[str, ...], floating: tuple[bool, ...]
) -> str:
    """SQL of one row: missing, different, least, greatest and quartiles of each column."""
    parts = []
    for name, float_ in zip(names, floating, strict=True):
        column = name_literal(name)
        finite = f" FILTER (WHERE isfinite({column}))" if float_ else ""
        parts.append(
            f"count(*) - count({column}), count(DISTINCT {column}), min({column}){finite}, "
            f"max({column}){finite}, quantile_disc({column}, {list(QUARTILES)}){finite}"
        )
    return f"FROM ({_chosen_sql(shape, types, names)}) SELECT {', '.join(parts)}"


def _chosen_sql(shape: Shape, types: Types, names: tuple[str, ...]) -> str:
    return written(chosen(replace(shape, columns=names), types).select(*names))


def _weight(found: Sequence[Facet]) -> int:
    return sum(
        1000 + sum(sys.getsizeof(value.text) + 200 for value in facet.values) for facet in found
    )
