"""The explorer over HTTP on a million rows, beside DuckDB in process and Datasette over HTTP.

CPU of the serving process a request, of addresses nobody asked for before. Datasette goes into an
environment of its own, made for this and thrown away; where it cannot be had, its rows are absent.
"""

import itertools
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import duckdb

from tests.bench.datasette import Datasette, datasette
from tests.bench.load import loaded
from tests.bench.measure import Row
from tests.bench.million import ADDRESS, Million, publish
from tests.http.served import Served, served

ROWS = 1_000_000
TIMES = 30
FACETS = ("departamento", "municipio", "area", "anio", "funcion", "prioridad")


def run(rows: int = ROWS, times: int = TIMES) -> list[Row]:
    """Filter and group, a page of rows with its exact total, facets, charts, and twenty readers."""
    with tempfile.TemporaryDirectory(prefix="cauce-bench-") as name:
        folder = Path(name)
        data = folder / "portal"
        data.mkdir()
        with served(data) as portal:
            million = publish(portal, folder, rows)
            portal.start()
            found = list(_ours(portal, million, times))
            found += loaded(portal, f"{ADDRESS}{million.table}/")
        with datasette(million.csv, folder / "datasette") as other:
            found += _beside(other, found, times) if other else []
    return found


def _ours(portal: Served, million: Million, times: int) -> Iterator[Row]:
    explorer = f"{ADDRESS}{million.table}/explorar"
    with closing(duckdb.connect()) as raw:
        raw.execute("SET threads = 1")
        raw.read_parquet(str(million.parquet)).create_view("t")
        grouped, paged = _raw_grouped(raw), _raw_page(raw)
        yield Row(
            "filter and group: JSON",
            _cpu(portal, (f"{explorer}.json?{q}" for q in _groups()), times),
            _raw_cpu(grouped, times),
            "ms CPU",
            "1.5 × + 5",
        )
        yield Row(
            "filter and group: page",
            _cpu(portal, (f"{explorer}/?{q}" for q in _groups()), times),
            _raw_cpu(grouped, times),
            "ms CPU",
            "1.5 × + 5",
        )
        yield Row(
            "20 rows and exact total: page",
            _cpu(portal, (f"{explorer}/?{q}" for q in _pages()), times),
            _raw_cpu(paged, times),
            "ms CPU",
            "1.5 × + 5",
        )
        yield Row(
            "a chart: page",
            _cpu(portal, (f"{explorer}/?{q}&ver=grafico" for q in _groups()), times),
            0,
            "ms CPU",
        )
        again = f"{explorer}/?{next(_groups())}"
        yield Row(
            "the same page again",
            _cpu(portal, itertools.repeat(again), times * 4),
            0,
            "ms CPU",
            "2 ms",
        )


def _groups(start: int = 0) -> Iterator[str]:
    """Questions that nobody asked before."""
    for number in itertools.count(start):
        yield urlencode(
            [
                ("f.poblacion.ge", str(number * 37 + 1)),
                ("f.funcion.eq", "Salud"),
                ("por", "departamento"),
                ("medida", "sum.gasto"),
                ("medida", "count"),
            ]
        )


def _pages() -> Iterator[str]:
    for number in itertools.count():
        yield urlencode(
            [("f.poblacion.ge", str(number * 41 + 1)), ("f.area.eq", "Rural"), ("filas", "20")]
        )


def _raw_grouped(raw: duckdb.DuckDBPyConnection) -> Callable[[int], object]:
    sql = (
        "SELECT departamento, sum(gasto), count(*) FROM t WHERE _kind = 'data' AND poblacion >= ? "
        "AND funcion = 'Salud' GROUP BY 1 ORDER BY 1"
    )
    return lambda number: raw.execute(sql, [number * 37 + 1]).fetchall()


def _raw_page(raw: duckdb.DuckDBPyConnection) -> Callable[[int], object]:
    where = "FROM t WHERE _kind = 'data' AND poblacion >= ? AND area = 'Rural'"

    def ask(number: int) -> object:
        page = raw.execute(f"SELECT * {where} ORDER BY _row LIMIT 20", [number * 41 + 1]).fetchall()
        return page, raw.execute(f"SELECT count(*) {where}", [number * 41 + 1]).fetchall()

    return ask


def _raw_cpu(ask: Callable[[int], object], times: int) -> float:
    spent = []
    for number in range(times):
        start = time.process_time()
        ask(number)
        spent.append(time.process_time() - start)
    return statistics.median(spent) * 1000


def _cpu(portal: Served, addresses: Iterator[str], times: int) -> float:
    """CPU milliseconds of the server a request, after three that warm up.

    Raises:
        RuntimeError: when an address does not answer 200.
    """
    for address in itertools.islice(addresses, 3):
        _asked(portal, address)
    before = portal.cpu()
    for address in itertools.islice(addresses, times):
        _asked(portal, address)
    return (portal.cpu() - before) / times * 1000


def _asked(portal: Served, address: str) -> None:
    status, _headers, body = portal.ask("GET", address, {"Cookie": ""})
    if status != 200:
        raise RuntimeError(f"{address} answered {status}: {body[:200]!r}")


def _beside(other: Datasette, ours: list[Row], times: int) -> list[Row]:
    """The same questions asked of Datasette: its CPU beside ours."""
    by_name = {row.name: row.ours for row in ours}

    def spent(address: Callable[[int], str]) -> float:
        other.ask(address(0))
        before = other.cpu()
        for number in range(1, times // 3 + 1):
            other.ask(address(number))
        return (other.cpu() - before) / (times // 3) * 1000

    grouped = spent(
        lambda number: other.sql(
            "SELECT departamento, sum(gasto), count(*) FROM millon WHERE poblacion >= "
            f"{number * 37 + 1} AND funcion = 'Salud' GROUP BY 1 ORDER BY 1"
        )
    )
    rows = spent(
        lambda number: (
            f"/{other.name}/millon.json?poblacion__gte={number * 41 + 1}&area=Rural&_size=20"
        )
    )
    return [
        Row(
            "filter and group: ours / Datasette",
            by_name["filter and group: JSON"],
            grouped,
            "ms CPU",
            "0.5 ×",
        ),
        Row(
            "rows and exact total: ours / Datasette",
            by_name["20 rows and exact total: page"],
            rows,
            "ms CPU",
            "0.125 ×",
        ),
    ]
