"""Generalising: the SQL that writes a column with less detail, or without what a mask hides."""

from collections.abc import Callable, Mapping
from typing import Final

import duckdb

from cauce.engine.columns import KIND
from cauce.engine.masks import MASKS
from cauce.engine.protecting.rules import HIDDEN, Protection
from cauce.engine.sandbox import name_literal, text_literal

LAST_CLOSED: Final = 0.99
"""Share of the values of the rows of data that the closed bands reach; the few beyond share one
open band, as the oldest persons of a place are told apart by their age."""
_FARTHEST: Final = 1_000_000_000_000_000
"""Numbers farther than this from zero have no band."""
_LEFTOVER: Final = r"(?:\[dato protegido\]|[\s,;:/|.()yeo-])*"
"""What a cell says once it was all hidden: nothing."""


def expression(
    cursor: duckdb.DuckDBPyConnection, source: str, name: str, type_: str, rule: Protection
) -> str:
    """The SQL expression of a column under a rule (any but ``small``).

    Args:
        source: the relation that holds the column. type_: the column's type before the rule.
    """
    return _EXPRESSIONS[rule.kind](cursor, source, name_literal(name), type_, rule)


def _year(_: object, __: str, column: str, ___: str, ____: Protection) -> str:
    return f"CAST(year({column}) AS BIGINT)"


def _month(_: object, __: str, column: str, ___: str, ____: Protection) -> str:
    return f"strftime({column}, '%Y-%m')"


def _part(_: object, __: str, column: str, ___: str, rule: Protection) -> str:
    """A code that is no longer than the part would stay whole: it becomes missing."""
    text = f"trim(CAST({column} AS VARCHAR))"
    taken = "left" if rule.kind == "prefix" else "right"
    return f"CASE WHEN length({text}) > {rule.size} THEN {taken}({text}, {rule.size}) END"


def _masked(_: object, __: str, column: str, ___: str, rule: Protection) -> str:
    text = column
    for name in rule.masks:
        text = f"regexp_replace({text}, {text_literal(MASKS[name])}, {text_literal(HIDDEN)}, 'g')"
    nothing = f"regexp_full_match({text}, {text_literal(_LEFTOVER)})"
    return f"CASE WHEN {text} <> {column} AND {nothing} THEN NULL ELSE {text} END"


def _band(
    cursor: duckdb.DuckDBPyConnection, source: str, column: str, type_: str, rule: Protection
) -> str:
    """Bands from multiples of the size. Totals are no values of the column and become missing."""
    whole = type_ == "integer"
    lower = _lower(column, rule.size, whole=whole)
    asked = f"quantile_disc({lower}, {LAST_CLOSED}), max({lower})"
    sql = f"SELECT {asked} FROM {source} WHERE {KIND} = 'data'"  # noqa: S608 (names are quoted)
    last, most = cursor.execute(sql).fetchall()[0]
    closed = (
        f"CASE WHEN low < 0 THEN low || ' a ' || low + {rule.size - 1} "
        f"ELSE low || '–' || low + {rule.size - 1} END"
        if whole
        else f"low || ' a menos de ' || low + {rule.size}"
    )
    if most is not None and most > last:
        closed = f"CASE WHEN low >= {last} THEN '{last} y más' ELSE {closed} END"
    return f"CASE WHEN {KIND} = 'data' THEN {closed.replace('low', f'({lower})')} END"


def _lower(column: str, size: int, *, whole: bool) -> str:
    near = f"CASE WHEN abs({column}) < {_FARTHEST} THEN {column} END"
    if whole:
        return f"({near}) - ((({near}) % {size}) + {size}) % {size}"
    return f"CAST(floor(({near}) / {size}) * {size} AS BIGINT)"


_EXPRESSIONS: Final[Mapping[str, Callable[..., str]]] = {
    "year": _year,
    "month": _month,
    "prefix": _part,
    "suffix": _part,
    "mask": _masked,
    "band": _band,
}
