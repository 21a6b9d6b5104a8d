"""A second table joined to a million rows, and rates per inhabitant, beside SQL by hand."""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

from cauce.engine.columns import Column
from cauce.engine.explore import Explore, Join, Joinable, Measure
from cauce.engine.explore.filters import Filter
from cauce.engine.query import Queries
from cauce.engine.query.answering import answer
from cauce.engine.store import LooseTable
from tests.bench.bench_table import SCHEMA, write
from tests.bench.measure import Row, cpu

ROWS = 1_000_000
_ROLES = {"departamento": "territory:gt.department", "anio": "year"}
_FIRST = tuple(replace(column, role=_ROLES.get(column.name)) for column in SCHEMA)
_SECOND = (
    Column("depto", "Depto", "integer", _ROLES["departamento"], None, 0, {}, 22, 1, 22, None, ()),
    Column("gente", "Gente", "integer", None, None, 0, {}, 22, 10, 220, None, ()),
)
_YEAR = (Filter("anio", "eq", ("2010",)),)
_JOINED = "t LEFT JOIN u ON CAST(t.departamento AS INTEGER) = u.depto"
_WHERE = "WHERE t._kind = 'data' AND anio = 2010"

_CASES: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "joined: ratio of two sums by group": (
        {
            "groups": ("departamento",),
            "measures": (Measure.of("ratio.poblacion.otra~gente"),),
            "filters": _YEAR,
        },
        (
            "SELECT departamento, sum(poblacion) / sum(gente) "
            f"FROM {_JOINED} {_WHERE} GROUP BY 1 ORDER BY 1",
        ),
    ),
    "joined: page and count": (
        {"filters": _YEAR},
        (
            f"SELECT t.*, u.* FROM {_JOINED} {_WHERE} ORDER BY t._row LIMIT 25",
            f"SELECT count(*) FROM t {_WHERE}",
        ),
    ),
    "per inhabitant by group": (
        {
            "groups": ("departamento",),
            "measures": (Measure.of("per_person.poblacion"),),
            "filters": _YEAR,
        },
        (f"SELECT departamento, sum(poblacion) FROM t {_WHERE} GROUP BY 1 ORDER BY 1",),
    ),
}


@dataclass(frozen=True)
class _Two:
    first: LooseTable
    second: LooseTable

    def path_of(self, sha256: str) -> Path:
        return {one.sha256: one.path for one in (self.first, self.second)}[sha256]


def run(rows: int = ROWS) -> list[Row]:
    """CPU of each case, compiled but not cached; ours also says how the keys met."""
    with tempfile.TemporaryDirectory(prefix="cauce-bench-") as folder:
        path = Path(folder) / "second.parquet"
        with duckdb.connect() as connection:
            connection.execute("SET threads = 1")
            connection.sql(
                "SELECT i + 2 AS _row, 'data' AS _kind, i + 1 AS depto, (i + 1) * 10 AS gente "
                "FROM range(22) AS r(i)"
            ).write_parquet(str(path))
            tables = _Two(write(Path(folder), rows), LooseTable.at(path))
            connection.read_parquet(str(tables.first.path)).create_view("t")
            connection.read_parquet(str(path)).create_view("u")
            return [_compared(name, tables, connection, *case) for name, case in _CASES.items()]


def _compared(
    name: str,
    tables: _Two,
    connection: duckdb.DuckDBPyConnection,
    asked: dict[str, Any],
    statements: tuple[str, ...],
) -> Row:
    second = tables.second.sha256
    join = Join("u", second, (("departamento", "depto"),)) if "joined" in name else None
    joinable = Joinable("u", second, _SECOND) if join else None
    explore = Explore(tables.first.sha256, join=join, **asked)
    forgetful = Queries(cached_bytes=0)

    def ours() -> object:
        return answer(explore, tables, _FIRST, joinable, using=forgetful)

    def raw() -> object:
        return [connection.execute(statement).fetchall() for statement in statements]

    ours()
    raw()
    return Row(name, cpu(ours), cpu(raw), "ms CPU")
