"""Joining: a second table beside the first, with every row of the first exactly once.

Rows of the second table that share a key are joined to nothing, because a row of the first would
then count twice. The conditions on columns of the second table are applied to it first: they may
leave one row a key. Only whether a value is missing is asked of joined rows alone.

Keys are written alike once for each different value of the first table, not once a row: folding a
million names costs half a second, their 340 different ones nothing.
"""

from collections.abc import Sequence
from typing import Final

import ibis.expr.types as ir

from cauce.engine.columns import KIND, ROW
from cauce.engine.explore.joins import PREFIX
from cauce.engine.query.keys import alike
from cauce.engine.query.predicates import holds
from cauce.engine.query.shapes import Second, Test

ROWS: Final = "~rows"
"""Column of `counted`."""


def joined(first: ir.Table, other: ir.Table, second: Second, tests: Sequence[Test]) -> ir.Table:
    """The first table and, under their prefix, the columns of the other one."""
    names = [name for name, _ in second.types if name not in (ROW, KIND)]
    rows = keyed(other, second, tests)
    values = {f"{PREFIX}{name}": rows[name].arbitrary() for name in names}
    once = counted(rows, second, **values)
    once = once.filter(once[ROWS] == 1)
    keys, raw = alike_names(second), stored_names(second)
    if any(key.like != "same" for key in second.keys):
        once = once.inner_join(distinct_keys(first, second), keys)
        beside = once.select(*raw, *values)
    else:
        renamed = [once[key].name(name) for key, name in zip(keys, raw, strict=True)]
        beside = once.select(*renamed, *values)
    conditions = [
        first[key.left] == beside[name] for key, name in zip(second.keys, raw, strict=True)
    ]
    return first.left_join(beside, conditions).select(
        *(first[name] for name in first.columns), *(beside[name] for name in values)
    )


def distinct_keys(first: ir.Table, second: Second) -> ir.Table:
    """Each different key of the first table, as it is stored (``~r0``…) and compared (``~k0``…)."""
    names = zip(second.keys, stored_names(second), strict=True)
    raw = first.select(*(first[key.left].name(name) for key, name in names)).distinct()
    pairs = zip(second.keys, stored_names(second), alike_names(second), strict=True)
    return raw.mutate(*(alike(raw[name], key.like).name(as_) for key, name, as_ in pairs))


def keyed(other: ir.Table, second: Second, tests: Sequence[Test]) -> ir.Table:
    """The rows of data of the second table that may be joined, with their keys as compared."""
    rows = other.filter(other[KIND] == "data", *_own(other, tests))
    pairs = zip(second.keys, alike_names(second), strict=True)
    rows = rows.mutate(*(alike(rows[key.right], key.like).name(name) for key, name in pairs))
    return rows.filter(*(rows[name].notnull() for name in alike_names(second)))


def counted(rows: ir.Table, second: Second, **values: ir.Value) -> ir.Table:
    """One row for each key of what `keyed` gave: how many rows have it, and the values asked."""
    return rows.aggregate(by=alike_names(second), **{ROWS: rows.count()}, **values)


def alike_names(second: Second) -> list[str]:
    """The names of the keys as they are compared."""
    return [f"~k{place}" for place in range(len(second.keys))]


def stored_names(second: Second) -> list[str]:
    """The names of the keys of the first table as they are stored."""
    return [f"~r{place}" for place in range(len(second.keys))]


def _own(other: ir.Table, tests: Sequence[Test]) -> list[ir.BooleanValue]:
    """The conditions that choose rows of the second table."""
    return [
        holds(other[test.column.removeprefix(PREFIX)], test)
        for test in tests
        if test.column.startswith(PREFIX) and test.op != "missing"
    ]
