"""A stored table written again under the rules of its columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import duckdb
import pyarrow as pa

from cauce.engine.columns import IDENTIFIER, KIND
from cauce.engine.protecting.counts import counts_of
from cauce.engine.protecting.generalising import expression
from cauce.engine.protecting.rates import rates_that_tell
from cauce.engine.protecting.rules import PROTECTED, Protection, check_fit
from cauce.engine.protecting.suppression import Hidden, suppress
from cauce.engine.sandbox import name_literal, text_literal

_MASKS: Final = "cells_to_hide"
_APART: Final = frozenset({"year", "month", "percent", IDENTIFIER})
"""Roles of whole numbers that are no counts."""


@dataclass(frozen=True)
class Plain:
    """A column before it is protected."""

    name: str
    label: str
    type: str
    role: str | None
    rule: Protection | None = None

    @property
    def counts(self) -> bool:
        """Whether its values may be added up with others."""
        return (
            self.type in ("integer", "number")
            and self.role not in _APART
            and (self.rule is None or self.rule.kind == "small")
        )

    @property
    def tells(self) -> bool:
        """Whether it says what a row is about."""
        return (self.type == "text" and self.role != IDENTIFIER) or self.role in ("year", "month")


@dataclass(frozen=True)
class Changed:
    """What became of a column whose values changed."""

    type: str
    marks: Mapping[str, int] = field(default_factory=dict)
    """Marks of the cells that became missing in rows of data, and how many have each."""


def protect_table(
    cursor: duckdb.DuckDBPyConnection, parquet: Path, columns: Sequence[Plain], options: str
) -> dict[str, Changed]:
    """Write the table in ``parquet`` again, protected, in its place.

    Rows stay as they are, in their order. Columns without a rule change too where a cell of theirs
    would give a small count away.

    Args:
        options: how DuckDB's COPY writes the file.

    Raises:
        Refusal: when a rule does not fit its column; the file is left as it was.
    """
    ruled = {column.name: column.rule for column in columns if column.rule is not None}
    for column in columns:
        if column.rule is not None:
            check_fit(column.rule, column.type, column.label)
    source = f"read_parquet({text_literal(str(parquet))})"
    hidden = _suppressed(cursor, source, columns)
    expressions = {
        column.name: expression(cursor, source, column.name, column.type, column.rule)
        for column in columns
        if column.rule is not None and column.rule.kind != "small"
    }
    changed = {
        column.name: Changed(column.rule.type_of(column.type))
        for column in columns
        if column.rule is not None
    }
    marks = _marks(cursor, source, expressions)
    masks: dict[str, pa.Array] = {}
    for place, name in enumerate(sorted({*hidden.small, *hidden.second})):
        small, second = hidden.small.get(name, ()), hidden.second.get(name, ())
        if small or second:
            masks[f"_hidden_{place}"] = _mask(len(hidden.kinds), (*small, *second))
            expressions[name] = f"CASE WHEN NOT _hidden_{place} THEN {name_literal(name)} END"
            changed.setdefault(name, Changed(next(c.type for c in columns if c.name == name)))
            marks[name] = {PROTECTED: hidden.in_data(second)}
            if (rule := ruled.get(name)) is not None:
                marks[name][rule.mark()] = hidden.in_data(small)
    _write(cursor, parquet, source, expressions, masks, options)
    return {
        name: Changed(one.type, {mark: n for mark, n in marks.get(name, {}).items() if n})
        for name, one in changed.items()
    }


def _suppressed(cursor: duckdb.DuckDBPyConnection, source: str, columns: Sequence[Plain]) -> Hidden:
    thresholds = {
        column.name: column.rule.size
        for column in columns
        if column.rule is not None and column.rule.kind == "small"
    }
    if not thresholds:
        return Hidden({}, {}, ())
    types = {
        column.name: column.type for column in columns if column.counts or column.name in thresholds
    }
    keys = [column.name for column in columns if column.tells and column.name not in types]
    counts = counts_of(cursor, source, types, keys)
    hidden = suppress(counts, thresholds)
    rates = [
        column.name
        for column in columns
        if column.type == "number" and column.rule is None and column.name not in counts.names
    ]
    told = rates_that_tell(cursor, source, rates, counts, hidden)
    return Hidden(hidden.small, {**hidden.second, **told}, hidden.kinds)


def _marks(
    cursor: duckdb.DuckDBPyConnection, source: str, expressions: Mapping[str, str]
) -> dict[str, dict[str, int]]:
    """How many cells of rows of data each expression leaves missing."""
    if not expressions:
        return {}
    asked = ", ".join(
        f"count(*) FILTER (WHERE {name_literal(name)} IS NOT NULL AND ({sql}) IS NULL)"
        for name, sql in expressions.items()
    )
    sql = f"SELECT {asked} FROM {source} WHERE {KIND} = 'data'"  # noqa: S608 (names are quoted)
    counts = cursor.execute(sql).fetchall()[0]
    return {name: {PROTECTED: count} for name, count in zip(expressions, counts, strict=True)}


def _mask(rows: int, hidden: Sequence[int]) -> pa.Array:
    flags = [False] * rows
    for row in hidden:
        flags[row] = True
    return pa.array(flags, pa.bool_())


def _write(
    cursor: duckdb.DuckDBPyConnection,
    parquet: Path,
    source: str,
    written: Mapping[str, str],
    masks: Mapping[str, pa.Array],
    options: str,
) -> None:
    if not written:
        return
    replaced = ", ".join(f"{sql} AS {name_literal(name)}" for name, sql in written.items())
    beside = ""
    if masks:
        cursor.register(_MASKS, pa.table(dict(masks)))
        beside = f" POSITIONAL JOIN {_MASKS}"
    left = f" EXCLUDE ({', '.join(masks)})" if masks else ""
    select = f"SELECT *{left} REPLACE ({replaced}) FROM {source}{beside}"  # noqa: S608 (quoted)
    fresh = parquet.with_name(f"{parquet.name}.protected")
    try:
        cursor.execute(f"COPY ({select}) TO {text_literal(str(fresh))} ({options})")
        fresh.replace(parquet)
    finally:
        fresh.unlink(missing_ok=True)
        if masks:
            cursor.unregister(_MASKS)
