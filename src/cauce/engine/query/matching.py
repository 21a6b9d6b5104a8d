"""Matching: how the keys of two joined tables met, and what to do about those that did not.

It is counted over the different keys of the rows of the first table that hold the conditions on its
own columns; a search, which looks into both tables, does not matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from operator import or_
from typing import Any, Final

import ibis
import ibis.expr.types as ir

from cauce.engine.columns import KIND
from cauce.engine.explore.joins import PREFIX
from cauce.engine.query.answers import Matching
from cauce.engine.query.asking import Asked
from cauce.engine.query.base import stored
from cauce.engine.query.dialect import written
from cauce.engine.query.joining import (
    ROWS,
    alike_names,
    counted,
    distinct_keys,
    stored_names,
)
from cauce.engine.query.predicates import holds
from cauce.engine.query.running import Queries
from cauce.engine.query.shapes import Second, Shape, Types
from cauce.territory import LEVELS, by_code

EXAMPLES: Final = 5
NOTHING: Final = 3
"""Instead of how often the second table has a key: there is no key."""


@dataclass(frozen=True)
class Met:
    """How keys met, and how many rows of the second table a doubled key has."""

    matching: Matching
    fewest: int = 0
    most: int = 0


def met(asked: Asked, queries: Queries) -> Met | None:
    """How the keys of a joined question met; ``None`` when nothing is joined."""
    second = asked.shape.second
    if second is None:
        return None
    shape = _own(asked.shape)
    values = {name: value for name, value in asked.values.items() if name[0] != "w"}
    key = ("matching", shape, tuple(values.items()))
    found: Met | None = queries.kept.get(key)
    if found is None:
        found = _met(asked, shape, second)
        queries.kept.put(key, found, 2000)
    return found


def _own(shape: Shape) -> Shape:
    """The question without what does not matter to how keys meet."""
    tests = tuple(
        test
        for test in shape.tests
        if not (test.column.startswith(PREFIX) and test.op == "missing")
    )
    return replace(shape, columns=(), order=(), words=(), tests=tests)


def _met(asked: Asked, shape: Shape, second: Second) -> Met:
    rows = asked.rows(_matching_sql(shape, asked.types))
    counts: dict[int, tuple[int, int, int]] = {}
    examples: dict[int, list[str]] = {}
    for times, keys, fewest, most, *texts in rows:
        if times == NOTHING:
            continue
        counts[times] = (keys, fewest, most)
        examples.setdefault(times, []).append(_example(texts, second))
    matching = Matching(
        matched=counts.get(1, (0,))[0],
        missing=counts.get(0, (0,))[0],
        doubled=counts.get(2, (0,))[0],
        missing_examples=tuple(examples.get(0, ())),
        doubled_examples=tuple(examples.get(2, ())),
    )
    return Met(matching, *counts.get(2, (0, 0, 0))[1:])


@lru_cache(maxsize=256)
def _matching_sql(shape: Shape, types: Types) -> str:
    """SQL of a few keys of each kind.

    How often the second table has them (0, 1, or 2 for more often), how many keys are of that
    kind, fewest and most rows of one of them, and the key as it is stored.
    """
    if (second := shape.second) is None:
        raise ValueError("nothing is joined")
    first = stored(shape.table, types)
    own = [test for test in shape.tests if not test.column.startswith(PREFIX)]
    first = first.filter(
        first[KIND].isin(list(shape.kinds)), *(holds(first[test.column], test) for test in own)
    )
    names, texts = alike_names(second), stored_names(second)
    keys = distinct_keys(first, second)
    mine = keys.aggregate(by=names, **{name: keys[name].min() for name in texts})
    theirs = counted(stored(second.table, second.types), second, shape.tests)
    both = _side_by_side(mine, theirs, names, texts)
    absent = reduce(or_, (both[name].isnull() for name in names))
    # Not a filter: DuckDB would apply it to every row, writing each key alike a million times.
    kinds = both.mutate(times=ibis.ifelse(absent, NOTHING, ibis.least(both[ROWS], 2)))
    within = ibis.window(group_by="times")
    told = kinds.mutate(
        keys=kinds.count().over(within),
        fewest=kinds[ROWS].min().over(within),
        most=kinds[ROWS].max().over(within),
        place=ibis.row_number().over(ibis.window(group_by="times", order_by=texts)),
    )
    return written(
        told.filter(told.place < EXAMPLES)
        .order_by(["times", "place"])
        .select("times", "keys", "fewest", "most", *texts)
    )


def _side_by_side(
    mine: ir.Table, theirs: ir.Table, names: Sequence[str], texts: Sequence[str]
) -> ir.Table:
    """Every key of the first table and how many rows of the second have it."""
    both = mine.left_join(theirs, [mine[name] == theirs[name] for name in names])
    kept = [mine[name] for name in (*names, *texts)]
    return both.select(*kept, theirs[ROWS].coalesce(0).name(ROWS))


def _example(key: Sequence[Any], second: Second) -> str:
    """A key as a reader knows it: «Cobán (1601)», «Cobán (1601) · 2018»."""
    return " · ".join(_known(value, one.like) for value, one in zip(key, second.keys, strict=True))


def _known(value: Any, like: str) -> str:
    text = str(value).strip()
    if like in LEVELS and (place := by_code(like, text)):
        return f"{place.name} ({place.code})"
    return text
