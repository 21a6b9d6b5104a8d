"""Ten questions as addresses write them: the pages, the file and SQL by hand say the same."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import duckdb
import pyarrow as pa
import pytest

from cauce.engine.explore import Explore
from cauce.engine.query import Queries, answer, every_group, shared
from tests.engine.tables import SmallTable, column, write_table

SCHEMA = (
    column("codigo", "text", role="territory:gt.department"),
    column("anio", "integer", role="year"),
    column("sexo", "text"),
    column("urbano", "boolean"),
    column("casos", "integer"),
    column("poblacion", "integer"),
    column("gasto", "number", role="money", unit="GTQ"),
    column("tasa", "number"),
    column("fecha", "date"),
)
STATES = {
    "por=codigo&medida=sum.casos&orden=-sum_casos": """
        SELECT codigo, sum(casos) FROM t GROUP BY ALL
        ORDER BY 2 DESC NULLS LAST, 1 NULLS LAST""",
    "f.anio.eq=2018&f.casos.ge=10&por=sexo,urbano&medida=count&medida=mean.tasa": """
        SELECT sexo, urbano, count(*), sum(tasa) / count(tasa) FROM t
        WHERE anio = 2018 AND casos >= 10 GROUP BY ALL ORDER BY 1 NULLS LAST, 2 NULLS LAST""",
    "por=anio&medida=median.gasto&medida=min.fecha&medida=max.fecha": """
        SELECT anio, median(gasto::DOUBLE), min(fecha), max(fecha) FROM t GROUP BY ALL
        ORDER BY 1 NULLS LAST""",
    "por=codigo&medida=share.casos&orden=share_casos": """
        SELECT codigo, 100.0 * sum(casos) / (SELECT sum(casos) FROM t) FROM t GROUP BY ALL
        ORDER BY 2 NULLS LAST, 1 NULLS LAST""",
    "por=codigo,anio&medida=ratio.casos.poblacion&medida=per_person.gasto.poblacion": """
        SELECT codigo, anio, sum(casos)::DOUBLE / nullif(sum(poblacion), 0),
               sum(gasto)::DOUBLE / nullif(sum(poblacion), 0)
        FROM t GROUP BY ALL ORDER BY 1 NULLS LAST, 2 NULLS LAST""",
    "por=codigo&medida=sum.gasto&cruce=sexo": """
        SELECT codigo, sum(gasto) FILTER (sexo = 'Hombres'), sum(gasto) FILTER (sexo = 'Mujeres'),
               sum(gasto) FILTER (sexo IS NULL)
        FROM t GROUP BY ALL ORDER BY 1 NULLS LAST""",
    "por=codigo&medida=sum.casos&comparar=anio.2013.2018&orden=-sum_casos_change": """
        SELECT codigo, a, b, b - a, CASE WHEN a > 0 THEN 100.0 * (b - a) / a END FROM (
            SELECT codigo, sum(casos) FILTER (anio = 2013) AS a,
                   sum(casos) FILTER (anio = 2018) AS b
            FROM t WHERE anio IN (2013, 2018) GROUP BY ALL)
        ORDER BY 5 DESC NULLS LAST, 1 NULLS LAST""",
    "q=pet&por=codigo,sexo,urbano&medida=distinct.anio&orden=-distinct_anio,-codigo": """
        SELECT codigo, sexo, urbano, count(DISTINCT anio) FROM t WHERE codigo ILIKE '%pet%'
        GROUP BY ALL
        ORDER BY 4 DESC, 1 DESC NULLS LAST, 2 NULLS LAST, 3 NULLS LAST""",
    "medida=sum.gasto&medida=mean.gasto&medida=count&f.gasto.not_missing=1": """
        SELECT sum(gasto), sum(gasto)::DOUBLE / count(gasto), count(*) FROM t
        WHERE gasto IS NOT NULL""",
    "por=fecha&medida=max.tasa&cruce=urbano&comparar=anio.2013.2018&f.fecha.le=2020-01-05": """
        SELECT fecha, a, b, b - a, CASE WHEN a > 0 THEN (b - a) * 100.0 / a END,
               c, d, d - c, CASE WHEN c > 0 THEN (d - c) * 100.0 / c END FROM (
            SELECT fecha, max(tasa) FILTER (anio = 2013 AND NOT urbano) AS a,
                   max(tasa) FILTER (anio = 2018 AND NOT urbano) AS b,
                   max(tasa) FILTER (anio = 2013 AND urbano) AS c,
                   max(tasa) FILTER (anio = 2018 AND urbano) AS d
            FROM t WHERE anio IN (2013, 2018) AND fecha <= DATE '2020-01-05' GROUP BY ALL)
        ORDER BY 1""",
}


def body() -> Iterator[tuple[Any, ...]]:
    """Two thousand rows, the same every time; every column but two misses some cells."""
    state = 20181221
    for row in range(2000):
        state = (state * 48271) % 2147483647
        pick = state // 7
        yield (
            ["Alta Verapaz", "Guatemala", "Petén", "Quiché", "Zacapa", None][pick % 6],
            [2013, 2018, 2023][pick % 3] if pick % 41 else None,
            ["Mujeres", "Hombres"][pick // 6 % 2] if pick % 17 else None,
            bool(pick // 12 % 2),
            pick % 97 if pick % 13 else None,
            pick % 5003 if pick % 7 else 0,
            Decimal(pick % 1_000_003) / 100 if pick % 19 else None,
            pick % 1024 / 256,
            date(2020, 1, 1) + timedelta(days=row % 9),
        )


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> SmallTable:
    folder: Path = tmp_path_factory.mktemp("t")
    return write_table(folder, SCHEMA, [*body()], stored={"gasto": pa.decimal128(18, 2)})


@pytest.mark.parametrize("query", STATES)
def test_a_state_by_address_by_file_and_by_hand(table: SmallTable, query: str) -> None:
    explore = Explore.from_query(table.sha256, table.schema, parse_qs(query))
    with duckdb.connect() as connection:
        connection.read_parquet(str(table.loose.path)).create_view("t")
        wanted = connection.execute(STATES[query]).fetchall()
    assert wanted
    columns, every = every_group(explore, table.loose, table.schema, using=shared())
    written = [
        row for batch in every.batches() for row in zip(*batch.to_pydict().values(), strict=True)
    ]
    assert written == wanted
    pages = list(paged(table, explore))
    assert pages == wanted
    assert len(columns) == len(wanted[0])
    again = Explore.from_query(table.sha256, table.schema, parse_qs(explore.to_query()))
    assert again == explore


def paged(table: SmallTable, explore: Explore, size: int = 4) -> Iterator[tuple[Any, ...]]:
    """Every row, page by page, until the total that each page says."""
    using, place, total = Queries(), 0, 1
    while place < total:
        page = answer(
            Explore.from_query(
                table.sha256,
                table.schema,
                {**explore.to_params(), "desde": [str(place)], "filas": [str(size)]},
            ),
            table.loose,
            table.schema,
            using=using,
        )
        yield from page.rows
        total, place = page.total, place + size
