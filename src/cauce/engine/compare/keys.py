"""Keys: the smallest set of columns that tells every row apart in both versions."""

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from cauce.engine.columns import IDENTIFIER, KIND, Column
from cauce.engine.sandbox import Sandbox, name_literal

MOST_COLUMNS: Final = 4
"""Columns of a key."""
CANDIDATES: Final = 10
TRIED: Final = 24
"""Sets whose different values are counted exactly, at most."""
_ROLES: Final = ("territory:", "year", "month", IDENTIFIER)


def find_key(
    sandbox: Sandbox, views: tuple[str, str], before: Sequence[Column], after: Sequence[Column]
) -> tuple[str, ...]:
    """Names of the columns of the key; empty when no set of them is one.

    Places, years, months and identifiers are tried first, then texts and dates, then whole numbers
    in the first columns: a measure may happen to differ in every row, and is no key.

    Args:
        views: the tables before and after, as the sandbox names them.
    """
    rows = tuple(_count(sandbox, view) for view in views)
    if 0 in rows:
        return ()
    known = [(one, other) for one in before for other in after if _same(one, other)]
    told = [pair for pair in known if _tells(pair[1])]
    texts = [pair for pair in known if pair not in told and pair[1].type in _TELLING]
    numbered = [
        pair
        for pair in known[:3]
        if pair[1].type == "integer" and pair[1].role is None and pair not in told
    ]
    tried: set[tuple[str, ...]] = set()
    for candidates in (told, [*told, *texts], [*told, *texts, *numbered]):
        for key in _sets(candidates[:CANDIDATES], rows):
            if key in tried or len(tried) == TRIED:
                continue
            tried.add(key)
            if all(
                distinct(sandbox, view, key) == count
                for view, count in zip(views, rows, strict=True)
            ):
                return key
    return ()


_TELLING: Final = frozenset({"text", "date", "datetime", "time"})


def distinct(sandbox: Sandbox, view: str, key: Sequence[str]) -> int:
    """How many different values a set of columns has over the rows of data."""
    names = ", ".join(map(name_literal, key))
    return int(_ask(sandbox, view, f"count(DISTINCT hash({names}))"))


def _count(sandbox: Sandbox, view: str) -> int:
    return int(_ask(sandbox, view, "count(*)"))


def _ask(sandbox: Sandbox, view: str, what: str) -> int:
    sql = f"SELECT {what} FROM {name_literal(view)} WHERE {KIND} = 'data'"  # noqa: S608 (quoted)
    return int(sandbox.rows(sql, {})[0][0])


def _same(one: Column, other: Column) -> bool:
    return one.name == other.name and one.type == other.type and other.type != "number"


def _tells(column: Column) -> bool:
    return (column.role or "").startswith(_ROLES[0]) or column.role in _ROLES[1:]


def _sets(
    candidates: Sequence[tuple[Column, Column]], rows: tuple[int, ...]
) -> Iterator[tuple[str, ...]]:
    """Sets that may tell so many rows apart, the smallest first."""
    for size in range(1, min(MOST_COLUMNS, len(candidates)) + 1):
        for chosen in combinations(candidates, size):
            if all(
                math.prod(pair[side].distinct + (pair[side].nulls > 0) for pair in chosen) >= count
                for side, count in enumerate(rows)
            ):
                yield tuple(pair[1].name for pair in chosen)
