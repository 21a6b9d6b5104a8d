"""Queries over a million rows, beside the same SQL written by hand and run by DuckDB alone."""

import tempfile
import time
from pathlib import Path
from typing import Any

import duckdb

from cauce.engine.explore import Explore, Order
from cauce.engine.explore.filters import Filter
from cauce.engine.profile import profile_table
from cauce.engine.query import Queries
from cauce.engine.query.facets import facets
from cauce.engine.store import LooseTable
from tests.bench.bench_table import SCHEMA, write
from tests.bench.measure import Row, cpu

ROWS = 1_000_000

_CASES: dict[str, tuple[dict[str, Any], str, str]] = {
    "page of the whole table": ({}, "true", "_row"),
    "equal, then a page": (
        {"filters": (Filter("departamento", "eq", ("05",)),)},
        "departamento = '05'",
        "_row",
    ),
    "at least, sorted by a number": (
        {
            "filters": (Filter("tasa", "ge", ("0.5",)),),
            "order": (Order("poblacion", descending=True),),
        },
        "tasa >= 0.5",
        "poblacion DESC NULLS LAST, _row",
    ),
    "contains, few different values": (
        {"filters": (Filter("municipio", "contains", ("nandu 7",)),)},
        "contains(strip_accents(lower(municipio)), 'nandu 7')",
        "_row",
    ),
    "contains, a million different values": (
        {"filters": (Filter("descripcion", "contains", ("numero 77",)),)},
        "contains(strip_accents(lower(descripcion)), 'numero 77')",
        "_row",
    ),
}

_FACETS: tuple[tuple[str, tuple[Filter, ...], str], ...] = (
    ("six facets", (), "true"),
    ("six facets, filtered", (Filter("poblacion", "ge", ("50000",)),), "poblacion >= 50000"),
)
_FACET_COLUMNS = ("departamento", "municipio", "area", "anio", "urbano", "fecha")


def run(rows: int = ROWS) -> list[Row]:
    """CPU of each case, compiled but not cached, against a page and a count by hand."""
    with tempfile.TemporaryDirectory(prefix="cauce-bench-") as folder:
        table = write(Path(folder), rows)
        with duckdb.connect() as connection:
            connection.execute("SET threads = 1")
            connection.read_parquet(str(table.path)).create_view("t")
            return [
                *(_compared(name, table, connection, *case) for name, case in _CASES.items()),
                _cached(table),
                *(_six_facets(table, connection, *case) for case in _FACETS),
                Row(
                    "profile of every column",
                    cpu(lambda: profile_table(table.path, SCHEMA), 1),
                    cpu(lambda: connection.execute("SUMMARIZE t").fetchall(), 1),
                    "ms CPU",
                ),
            ]


def _compared(
    name: str,
    table: LooseTable,
    connection: duckdb.DuckDBPyConnection,
    asked: dict[str, Any],
    condition: str,
    order: str,
) -> Row:
    where = f"FROM t WHERE _kind = 'data' AND {condition}"
    page = f"SELECT * {where} ORDER BY {order} LIMIT 25"
    total = f"SELECT count(*) {where}"
    forgetful = Queries(cached_bytes=0)

    def ours() -> object:
        return forgetful.page(Explore(table.sha256, **asked), table, SCHEMA)

    def raw() -> object:
        return connection.execute(page).fetchall(), connection.execute(total).fetchall()

    ours()
    raw()
    return Row(name, cpu(ours), cpu(raw), "ms CPU")


def _cached(table: LooseTable) -> Row:
    queries = Queries()
    explore = Explore(table.sha256, filters=(Filter("departamento", "eq", ("05",)),))
    queries.page(explore, table, SCHEMA)
    times = 1000
    start = time.process_time()
    for _ in range(times):
        queries.page(explore, table, SCHEMA)
    return Row("the same page again", (time.process_time() - start) / times * 1000, 0, "ms CPU")


def _six_facets(
    table: LooseTable,
    connection: duckdb.DuckDBPyConnection,
    name: str,
    filters: tuple[Filter, ...],
    condition: str,
) -> Row:
    """Six columns' values with their counts, beside one statement a column by hand."""
    explore = Explore(table.sha256, filters=filters)
    forgetful = Queries(cached_bytes=0)
    where = f"FROM t WHERE _kind = 'data' AND {condition}"

    def ours() -> object:
        return facets(explore, table, SCHEMA, _FACET_COLUMNS, using=forgetful)

    def raw() -> object:
        return [
            connection.execute(
                f"SELECT {column}, count(*) AS n {where} GROUP BY 1 ORDER BY n DESC LIMIT 30"
            ).fetchall()
            for column in _FACET_COLUMNS
        ]

    ours()
    raw()
    return Row(name, cpu(ours), cpu(raw), "ms CPU", "250")
