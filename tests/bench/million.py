"""A portal that publishes a million rows of twelve columns, and DuckDB and SQLite over the same."""

import json
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.http.served import Served

ADDRESS = "/datos/un-millon-de-filas/"
_PUBLISH = ("--title", "Un millón de filas", "--summary", "Para medir.", "--owner", "Pruebas")
_CSV = """
COPY (
  SELECT lpad(CAST(1 + i % 22 AS VARCHAR), 2, '0') AS departamento,
         'Municipio ' || (i % 340) AS municipio,
         ['Urbana', 'Rural', 'Mixta'][1 + i % 3] AS area,
         'Proyecto número ' || i AS descripcion,
         (i * 7919) % 100000 AS poblacion,
         2000 + i % 24 AS anio,
         CASE WHEN i % 50 > 0 THEN round(((i * 31) % 1000003) / 7.0, 3) END AS monto,
         round(((i * 31) % 1000003) / 100, 2) AS gasto,
         round(((i * 48271) % 2147483647) / 2147483647.0, 6) AS indice,
         DATE '2010-01-01' + CAST(i % 5000 AS INTEGER) AS fecha,
         ['Salud', 'Educación', 'Agua', 'Caminos', 'Riego'][1 + (i * 13) % 5] AS funcion,
         ['Alta', 'Media', 'Baja'][1 + (i * 7) % 3] AS prioridad
  FROM range($rows) AS r(i)
) TO '{target}' (HEADER)
"""
_TOLD = """
import django, json
django.setup()
from cauce.apps.catalog.models import Table
from cauce.apps.catalog.store import store
table = Table.objects.get()
print(json.dumps([table.name, str(store().path_of(table.sha256))]))
"""


@dataclass(frozen=True)
class Million:
    """Where the rows are."""

    csv: Path
    parquet: Path
    """As the store keeps them: what raw DuckDB reads."""
    table: str
    """The table's name in its address."""


def publish(portal: Served, folder: Path, rows: int) -> Million:
    """Publishes the rows in a portal that is not started yet."""
    csv = folder / "millon.csv"
    with closing(duckdb.connect()) as connection:
        connection.execute(_CSV.format(target=csv), {"rows": rows})
    command = [sys.executable, "-m", "cauce.cli", "publish", *_PUBLISH, "--organisation", "seplan"]
    command += ["--theme", "inversion-publica", "--data", str(portal.data), str(csv)]
    subprocess.run(command, check=True, env=portal.environ, stdout=subprocess.DEVNULL)
    told = subprocess.run(
        [sys.executable, "-c", _TOLD],
        check=True,
        env=portal.environ,
        capture_output=True,
        text=True,
    )
    name, parquet = json.loads(told.stdout)
    return Million(csv, Path(parquet), name)
