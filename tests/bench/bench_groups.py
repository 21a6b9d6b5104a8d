"""Groups over a million rows, beside the same SQL written by hand and run by DuckDB alone.

Ours also gives the exact number of groups and the measures of the whole, which the SQL by hand does
not; a pivot also finds its values, which by hand are known.
"""

import tempfile
from pathlib import Path
from typing import Any

import duckdb

from cauce.engine.explore import Comparison, Explore, Measure, Order
from cauce.engine.explore.filters import Filter
from cauce.engine.query import Queries, answer
from cauce.engine.query.bins import bins
from cauce.engine.store import LooseTable
from tests.bench.bench_table import SCHEMA, write
from tests.bench.measure import Row, cpu

ROWS = 1_000_000

_FIVE = (Filter("departamento", "eq", ("05",)),)
_DATA = "FROM t WHERE _kind = 'data'"
_YEARS = ", ".join(f"sum(poblacion) FILTER (anio = {year})" for year in range(2000, 2024))

_CASES: dict[str, tuple[dict[str, Any], str, str]] = {
    "filter and group": (
        {"filters": _FIVE, "groups": ("area",), "measures": ("sum.poblacion", "count")},
        f"SELECT area, sum(poblacion), count(*) {_DATA} AND departamento = '05' GROUP BY 1",
        "1 × + 2 ms",
    ),
    "group by department and year, every row": (
        {"groups": ("departamento", "anio"), "measures": ("sum.poblacion", "count")},
        f"SELECT departamento, anio, sum(poblacion), count(*) {_DATA} GROUP BY 1, 2",
        "35",
    ),
    "shares and means by municipality": (
        {"groups": ("municipio",), "measures": ("share.dinero", "mean.monto")},
        "SELECT municipio, 100 * sum(dinero)::DOUBLE / sum(sum(dinero)::DOUBLE) OVER (), avg(monto)"
        f" {_DATA} GROUP BY 1",
        "",
    ),
    "two years compared": (
        {
            "groups": ("departamento",),
            "measures": ("sum.poblacion",),
            "comparison": Comparison("anio", "2013", "2018"),
        },
        "SELECT departamento, sum(poblacion) FILTER (anio = 2013) AS a, "
        f"sum(poblacion) FILTER (anio = 2018) AS b, b - a, 100 * (b - a) / a {_DATA} "
        "AND anio IN (2013, 2018) GROUP BY 1",
        "",
    ),
    "pivot of 24 years": (
        {"groups": ("departamento",), "measures": ("sum.poblacion",), "pivot": "anio"},
        f"SELECT departamento, {_YEARS} {_DATA} GROUP BY 1",
        "",
    ),
    "median by year": (
        {"groups": ("anio",), "measures": ("median.poblacion",)},
        f"SELECT anio, median(poblacion) {_DATA} GROUP BY 1",
        "",
    ),
    "different values by year": (
        {"groups": ("anio",), "measures": ("distinct.municipio",)},
        f"SELECT anio, count(DISTINCT municipio) {_DATA} GROUP BY 1",
        "",
    ),
    "a million groups, the greatest first": (
        {
            "groups": ("descripcion",),
            "measures": ("sum.poblacion",),
            "order": (Order("sum_poblacion", descending=True),),
        },
        f"SELECT descripcion, sum(poblacion) {_DATA} GROUP BY 1 ORDER BY 2 DESC, 1",
        "",
    ),
}


def run(rows: int = ROWS) -> list[Row]:
    """CPU of each case, compiled but not cached, against the SQL by hand."""
    with tempfile.TemporaryDirectory(prefix="cauce-bench-") as folder:
        table = write(Path(folder), rows)
        with duckdb.connect() as connection:
            connection.execute("SET threads = 1")
            connection.read_parquet(str(table.path)).create_view("t")
            return [
                *(_compared(name, table, connection, *case) for name, case in _CASES.items()),
                *(_binned(table, name) for name in ("poblacion", "tasa", "fecha")),
                _again(table),
            ]


def _compared(
    name: str,
    table: LooseTable,
    connection: duckdb.DuckDBPyConnection,
    asked: dict[str, Any],
    sql: str,
    at_most: str,
) -> Row:
    explore = _explore(table, asked)
    forgetful = Queries(cached_bytes=0)
    ordered = sql if "ORDER BY" in sql else f"{sql} ORDER BY ALL"

    def ours() -> object:
        return answer(explore, table, SCHEMA, using=forgetful)

    def raw() -> object:
        return connection.execute(f"{ordered} LIMIT 25").fetchall()

    ours()
    raw()
    return Row(name, cpu(ours), cpu(raw), "ms CPU", at_most)


def _binned(table: LooseTable, column: str) -> Row:
    forgetful = Queries(cached_bytes=0)

    def ours() -> object:
        return bins(Explore(table.sha256), column, table, SCHEMA, using=forgetful)

    ours()
    return Row(f"bins of {column}", cpu(ours), 0, "ms CPU")


def _again(table: LooseTable) -> Row:
    queries = Queries()
    explore = _explore(table, _CASES["filter and group"][0])
    answer(explore, table, SCHEMA, using=queries)
    times = 500

    def many() -> None:
        for _ in range(times):
            answer(explore, table, SCHEMA, using=queries)

    return Row("the same groups again", cpu(many, 1) / times, 0, "ms CPU", "2")


def _explore(table: LooseTable, asked: dict[str, Any]) -> Explore:
    measures = tuple(map(Measure.of, asked["measures"]))
    return Explore(table.sha256, **{**asked, "measures": measures})
