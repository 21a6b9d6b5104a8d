"""Joining: a second table beside the first, with every row of the first exactly once.

Rows of the second table that share a key are joined to nothing, because a row of the first would
then count twice. The conditions on columns of the second table are applied to it first: they may
leave one row a key. Only whether a value is missing is asked of joined rows alone.

Keys are written alike once for each different value of either table, not once a row: folding a
million names costs half a second, their 340 different ones nothing. For the same reason no filter
asks whether such a key is there: DuckDB would ask it of every row.
"""

from collections.abc import Sequence
from typing import Final, Literal

import ibis.expr.types as ir

from cauce.engine.columns import KIND, ROW
from cauce.engine.explore.joins import PREFIX
from cauce.engine.query.dialect import bound, listed
from cauce.engine.query.keys import alike
from cauce.engine.query.predicates import holds
from cauce.engine.query.shapes import Second, Test

Side = Literal["left", "right"]

ROWS: Final = "~rows"
"""Column of `counted`."""


def joined(first: ir.Table, other: ir.Table, second: Second, tests: Sequence[Test]) -> ir.Table:
    """The first table and, under their prefix, the columns of the other one."""
    names = [name for name, _ in second.types if name not in (ROW, KIND)]
    values = [f"{PREFIX}{name}" for name in names]
    once = counted(other, second, tests, values=names)
    once = once.filter(once[ROWS] == 1)
    keys, raw = alike_names(second), stored_names(second)
    if _plain(second):
        renamed = [once[key].name(name) for key, name in zip(keys, raw, strict=True)]
        beside = once.select(*renamed, *values)
    else:
        once = once.inner_join(distinct_keys(first, second), keys)
        beside = once.select(*raw, *values)
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
    return _written_alike(raw, second, "left", stored_names(second))


def counted(
    other: ir.Table,
    second: Second,
    tests: Sequence[Test],
    *,
    beside: Sequence[str] = (),
    values: Sequence[str] = (),
) -> ir.Table:
    """One row for each key of the rows of data of the second table that may be joined.

    How many rows have it (`ROWS`), apart for each value of the columns ``beside``, and of the
    columns ``values``, under their prefix, one value: the only one where there is one row. A key
    that is not there is one of them, and equal to no other.
    """
    rows = other.filter(other[KIND] == "data", *_own(other, tests))
    plain = _plain(second)
    keys = alike_names(second) if plain else [f"~s{n}" for n in range(len(second.keys))]
    raw = [rows[key.right].name(name) for key, name in zip(second.keys, keys, strict=True)]
    taken = {f"{PREFIX}{name}": rows[name].arbitrary() for name in values}
    few = rows.aggregate(by=[*raw, *beside], **{ROWS: rows.count()}, **taken)
    if plain:
        return few
    few = _written_alike(few, second, "right", keys)
    return few.aggregate(
        by=[*alike_names(second), *beside],
        **{ROWS: few[ROWS].sum().cast("int64")},
        **{name: few[name].arbitrary() for name in taken},
    )


def _plain(second: Second) -> bool:
    """Whether keys are compared as they are stored."""
    return all(key.like == "same" for key in second.keys)


def _written_alike(table: ir.Table, second: Second, side: Side, names: Sequence[str]) -> ir.Table:
    """The table with its keys as they are compared."""
    for place, (key, name) in enumerate(zip(second.keys, names, strict=True)):
        value = alike(table[name], key.like)
        label = f"{side}{place}"
        if label in second.named:
            texts = bound(f"{label}_texts", "array<string>")
            codes = listed(text=texts, code=bound(f"{label}_codes", "array<string>"))
            table = table.left_join(codes, table[name].cast("string") == codes["text"]).select(
                *(table[each] for each in table.columns), codes["code"].name(f"~c{place}")
            )
            value = table[f"~c{place}"].coalesce(alike(table[name], key.like))
        table = table.mutate(value.name(f"~k{place}"))
    return table


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
