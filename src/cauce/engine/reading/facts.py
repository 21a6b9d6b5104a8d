"""What is known of the written columns: nulls, distinct values, extremes, sums, examples. Over
rows of data."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

import duckdb

from cauce.engine.columns import KIND
from cauce.engine.reading.held import WIDE
from cauce.engine.reading.workbench import literal, quoted

TOGETHER: Final = 40
"""Columns asked for in one statement."""
EXAMPLES: Final = 5
AT_HAND: Final = 300_000
"""Cells that are fetched and counted here rather than by DuckDB."""
LOOKED_AT: Final = 400
"""Rows in which examples are looked for before the whole column is."""
LONGEST: Final = 80
"""Characters of an example."""
DIGITS: Final = 15
"""Significant digits of a sum: what a DOUBLE holds for sure, so 0.1 + 0.2 is 0.3."""

Value = int | float | str | bool | None


@dataclass(frozen=True)
class Facts:
    """Facts of one column over the rows of data; ``filled`` counts rows of any kind."""

    filled: int
    nulls: int
    distinct: int
    least: Value
    most: Value
    sum: int | float | None
    examples: tuple[str, ...] = ()


def facts_of(
    cursor: duckdb.DuckDBPyConnection,
    parquet: Path,
    columns: Mapping[str, str],
    kinds: Mapping[str, int],
) -> dict[str, Facts]:
    """The facts of each column of a written table.

    Args:
        columns: the type of each column by its name. kinds: how many rows of each kind the table
        has; large tables are asked a column at a time.
    """
    rows = sum(kinds.values())
    names = list(columns)
    if rows * len(names) <= AT_HAND:
        return _measure_at_hand(cursor, parquet, columns)
    source = f"read_parquet({literal(str(parquet))})"
    others = {} if kinds["data"] == rows else _not_of_data(cursor, source, names)
    together = TOGETHER if rows <= 100_000 else 1
    found: dict[str, Facts] = {}
    for start in range(0, len(names), together):
        part = {name: columns[name] for name in names[start : start + together]}
        found |= _measure(cursor, source, part, others)
    return found


def _not_of_data(
    cursor: duckdb.DuckDBPyConnection, source: str, names: Sequence[str]
) -> dict[str, int]:
    """How many cells of each column have a value in rows of other kinds, which are few."""
    found: dict[str, int] = {}
    for start in range(0, len(names), TOGETHER):
        part = names[start : start + TOGETHER]
        counts = ", ".join(f"count({quoted(name)})" for name in part)
        asked = f"SELECT {counts} FROM {source} WHERE {KIND} <> 'data'"
        (row,) = cursor.execute(asked).fetchall()
        found |= dict(zip(part, row, strict=True))
    return found


def _measure(
    cursor: duckdb.DuckDBPyConnection,
    source: str,
    columns: Mapping[str, str],
    others: Mapping[str, int],
) -> dict[str, Facts]:
    asked = ["count(*)"]
    for name, kind in columns.items():
        column = quoted(name)
        total = _TOTALS.get(kind, "NULL").format(column)
        asked += [
            f"count({column})",
            f"count(DISTINCT {column})",
            _extreme(f"min({column})", kind),
            _extreme(f"max({column})", kind),
            total,
        ]
    where = f" WHERE {KIND} = 'data'" if others else ""
    (row,) = cursor.execute(f"SELECT {', '.join(asked)} FROM {source}{where}").fetchall()
    rows = row[0]
    facts: dict[str, Facts] = {}
    for place, name in enumerate(columns):
        present, distinct, least, most, total = row[1 + 5 * place : 6 + 5 * place]
        facts[name] = Facts(
            present + others.get(name, 0),
            rows - present,
            distinct,
            _plain(least),
            _plain(most),
            _total(total),
        )
    return facts


def _extreme(extreme: str, kind: str) -> str:
    return f"replace(CAST({extreme} AS VARCHAR), ' ', 'T')" if kind in _AS_TEXT else extreme


def tallied_facts(
    cursor: duckdb.DuckDBPyConnection, tally: str, value: str, kind: str, rows: int
) -> Facts:
    """The same of a column whose different texts are counted (``Staged.tally``).

    Args:
        value: the SQL expression of what is written for a text. rows: how many are of data.
    """
    data = "FILTER (WHERE of_data > 0)"
    total = _TALLIED_TOTALS.get(kind, "NULL")
    asked = (
        "coalesce(sum(cells) FILTER (WHERE v IS NOT NULL), 0)",
        "coalesce(sum(of_data) FILTER (WHERE v IS NOT NULL), 0)",
        f"count(DISTINCT v) {data}",
        _extreme(f"min(v) {data}", kind),
        _extreme(f"max(v) {data}", kind),
        f"{total} {data}" if total != "NULL" else total,
    )
    texts = f"SELECT {value} AS v, cells, of_data FROM {tally}"
    (row,) = cursor.execute(f"SELECT {', '.join(asked)} FROM ({texts})").fetchall()
    filled, present, distinct, least, most, total = row
    return Facts(
        int(filled),
        rows - int(present),
        distinct,
        _plain(least),
        _plain(most),
        _total(total),
    )


_TOTALS: Final = {"integer": "sum({0})", "number": "fsum({0})"}
_TALLIED_TOTALS: Final = {
    "integer": "sum(CAST(v AS HUGEINT) * of_data)",
    "number": "fsum(v * of_data)",
}


def _measure_at_hand(
    cursor: duckdb.DuckDBPyConnection, parquet: Path, columns: Mapping[str, str]
) -> dict[str, Facts]:
    """The same for a small table, whose values are fetched and counted here."""
    if not columns:
        return {}
    written = ", ".join(quoted(name) for name in columns)
    rows = cursor.execute(
        f"SELECT {KIND}, {written} FROM read_parquet({literal(str(parquet))})"
    ).fetchall()
    facts: dict[str, Facts] = {}
    for place, (name, kind) in enumerate(columns.items(), start=1):
        filled = sum(row[place] is not None for row in rows)
        data = [row[place] for row in rows if row[0] == "data"]
        values = [value for value in data if value is not None]
        total: int | float | None = None
        if values and kind == "integer":
            total = sum(values)
        elif values and kind == "number":
            total = _summed(values)
        facts[name] = Facts(
            filled,
            len(data) - len(values),
            len(set(values)),
            _plain(min(values, default=None)),
            _plain(max(values, default=None)),
            total,
        )
    return facts


_AS_TEXT: Final = frozenset({"date", "time", "datetime"})


def examples_of(
    cursor: duckdb.DuckDBPyConnection, parquet: Path, names: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """A few different values of each column, as text, in the order of the source."""
    found: dict[str, tuple[str, ...]] = {}
    for start in range(0, len(names), WIDE):
        found |= _examples(cursor, parquet, names[start : start + WIDE])
    return found


def _examples(
    cursor: duckdb.DuckDBPyConnection, parquet: Path, names: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    source = f"read_parquet({literal(str(parquet))})"
    columns = ", ".join(f"CAST({quoted(name)} AS VARCHAR)" for name in names)
    rows = cursor.execute(
        f"SELECT {columns} FROM (SELECT * FROM {source} WHERE {KIND} = 'data' LIMIT {LOOKED_AT})"
    ).fetchall()
    found: dict[str, tuple[str, ...]] = {}
    for place, name in enumerate(names):
        values = _different(row[place] for row in rows)
        if not values and len(rows) == LOOKED_AT:
            column = quoted(name)
            values = _different(
                value
                for (value,) in cursor.execute(
                    f"SELECT CAST({column} AS VARCHAR) FROM {source} "
                    f"WHERE {KIND} = 'data' AND {column} IS NOT NULL LIMIT {LOOKED_AT}"
                ).fetchall()
            )
        found[name] = values
    return found


def _different(values: Any) -> tuple[str, ...]:
    seen: dict[str, None] = {}
    for value in values:
        if value is not None:
            seen.setdefault(value if len(value) <= LONGEST else value[: LONGEST - 1] + "…")
            if len(seen) == EXAMPLES:
                break
    return tuple(seen)


def _plain(value: Any) -> Value:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, str) and len(value) > 200:
        return value[:199] + "…"
    plain: Value = value
    return plain


def _summed(values: Sequence[float]) -> float | None:
    """The sum; ``None`` when it is larger than any number of this kind."""
    try:
        return _total(math.fsum(values))
    except OverflowError:
        return None


def _total(value: Any) -> int | float | None:
    if value is None:
        return None
    if isinstance(value, int):
        return value
    return float(f"{float(value):.{DIGITS}g}")
