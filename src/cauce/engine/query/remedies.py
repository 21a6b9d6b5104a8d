"""Remedies: what to ask so that each key is once in the table that is joined."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import ibis

from cauce.engine.columns import IDENTIFIER, Column
from cauce.engine.explore import Joinable
from cauce.engine.explore.pairs import LEVEL_WORDS, MOST_PAIRS, level_of
from cauce.engine.explore.values import written as value_written
from cauce.engine.query.asking import Asked
from cauce.engine.query.base import stored
from cauce.engine.query.dialect import written
from cauce.engine.query.joining import ROWS, alike_names, counted
from cauce.engine.query.running import Queries
from cauce.engine.query.shapes import Second, Shape
from cauce.territory import LEVELS

_FEW: Final = 60
"""Values of a column that somebody may choose from."""
_WORDS: Final = {"year": "un año", "month": "un mes"}


def remedy(
    asked: Asked, second: Second, schema: Sequence[Column], joinable: Joinable, queries: Queries
) -> str:
    """The end of a sentence: «elija un año en «Año» de la otra tabla, como 2018.»"""
    used = {key.right for key in second.keys}
    free = [column for column in joinable.schema if column.name not in used]
    for column in free:
        level = level_of(column)
        if level and any(_finer(level, key.like) for key in second.keys):
            return f"es por {LEVEL_WORDS[level]}. Ábrala y una a ella esta."
    chosen = _telling_apart(asked, second, free, queries)
    if not chosen:
        return "elija con filtros sobre ella una sola de esas filas."
    choices = " y ".join(_choice(column) for column in chosen)
    paired = next((one for one in chosen if one.role in _WORDS), None)
    own = next((one for one in schema if paired and one.role == paired.role), None)
    if paired and own and len(second.keys) < MOST_PAIRS:
        pairs = ",".join(f"{key.left}:{key.right}" for key in second.keys)
        rest = [_choice(column) for column in chosen if column is not paired]
        also = f", y elija {' y '.join(rest)}" if rest else ""
        return (
            f"una también por «{own.label}» (union={pairs},{own.name}:{paired.name}){also}; o "
            f"elija {choices}."
        )
    return f"elija {choices}."


def _finer(level: str, than: str) -> bool:
    order: list[str] = [*LEVELS]
    same_country = than in order and level[:2] == than[:2]
    return same_country and order.index(level) > order.index(than)


def _telling_apart(
    asked: Asked, second: Second, free: Sequence[Column], queries: Queries
) -> list[Column]:
    """The columns, each of few values, one of which leaves each key once; the year before others.

    Empty when those there are do not.
    """
    values = {name: value for name, value in asked.values.items() if name[0] == "f"}
    key = ("apart", second, asked.shape.tests, tuple(values.items()))
    kept: tuple[str, ...] | None = queries.kept.get(key)
    if kept is None:
        kept = tuple(column.name for column in _searched(asked, second, free))
        queries.kept.put(key, kept, 1000)
    return [column for column in free if column.name in kept]


def _searched(asked: Asked, second: Second, free: Sequence[Column]) -> Iterator[Column]:
    found: list[Column] = []
    most = _most(asked, second, found)
    for column in candidates(free):
        fewer = _most(asked, second, [*found, column])
        if fewer < most:
            found.append(column)
            most = fewer
        if most <= 1:
            yield from found
            return


def candidates(free: Sequence[Column]) -> list[Column]:
    """The columns that may tell rows of one key apart: the year, the month, those of few values."""
    order = {"year": 0, "month": 1}
    few = [
        column
        for column in free
        if column.role in order
        or (
            column.type in ("text", "boolean", "integer")
            and column.role != IDENTIFIER
            and level_of(column) is None
            and 1 < column.distinct <= _FEW
        )
    ]
    ranked = sorted(
        few,
        key=lambda one: (order.get(one.role or "", 2), one.type == "integer", one.distinct),
    )
    return ranked[:4]


def _most(asked: Asked, second: Second, columns: Sequence[Column]) -> int:
    """The most rows of the second table that have the same key and the same in those columns."""
    names = tuple(column.name for column in columns)
    [[most]] = asked.rows(_most_sql(asked.shape, second, names))
    return int(most or 0)


@lru_cache(maxsize=256)
def _most_sql(shape: Shape, second: Second, names: tuple[str, ...]) -> str:
    rows = counted(stored(second.table, second.types), second, shape.tests, beside=names)
    keyed = ibis.and_(*(rows[name].notnull() for name in alike_names(second)))
    return written(rows.aggregate(most=ibis.ifelse(keyed, rows[ROWS], 0).max()))


def _choice(column: Column) -> str:
    """«un año en «Año» de la otra tabla, como 2018»."""
    what = _WORDS.get(column.role or "", "un valor")
    return f"{what} en «{column.label}» de la otra tabla, como {example_of(column)}"


def example_of(column: Column) -> str:
    """A value of a column, as it is written."""
    value = column.max if column.max is not None else next(iter(column.examples), "…")
    return value_written(value) if isinstance(value, bool | int) else str(value)
