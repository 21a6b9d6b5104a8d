"""The table that the engine is measured on: 12 columns of every type, as the store keeps them."""

from pathlib import Path

import duckdb

from cauce.engine.columns import Column, ColumnType
from cauce.engine.store import LooseTable

_TYPES: dict[str, tuple[ColumnType, int]] = {
    "departamento": ("text", 22),
    "municipio": ("text", 340),
    "area": ("text", 7),
    "descripcion": ("text", 10**6),
    "poblacion": ("integer", 10**5),
    "anio": ("integer", 24),
    "monto": ("number", 10**6),
    "dinero": ("number", 10**6),
    "tasa": ("number", 10**6),
    "fecha": ("date", 5000),
    "urbano": ("boolean", 2),
    "visto": ("datetime", 10**6),
}

SCHEMA = tuple(
    Column(name, name.title(), type_, None, None, 0, {}, distinct, None, None, None, ())
    for name, (type_, distinct) in _TYPES.items()
)

_ROWS = """
SELECT i + 2 AS _row,
       CASE WHEN i % 1000 = 999 THEN 'subtotal' ELSE 'data' END AS _kind,
       lpad(CAST(1 + i % 22 AS VARCHAR), 2, '0') AS departamento,
       'Municipio Ñandú ' || (i % 340) AS municipio,
       'Área ' || (i % 7) AS area,
       'Descripción del proyecto número ' || i AS descripcion,
       (i * 7919) % 100000 AS poblacion,
       2000 + i % 24 AS anio,
       CASE WHEN i % 50 > 0 THEN ((i * 31) % 1000003) / 7.0 END AS monto,
       CAST(((i * 31) % 1000003) / 100 AS DECIMAL(18, 2)) AS dinero,
       ((i * 48271) % 2147483647) / 2147483647.0 AS tasa,
       DATE '2010-01-01' + CAST(i % 5000 AS INTEGER) AS fecha,
       i % 2 = 0 AS urbano,
       TIMESTAMP '2020-01-01' + to_seconds(i) AS visto
FROM range($rows) AS r(i)
"""


def write(folder: Path, rows: int) -> LooseTable:
    """The table, of so many rows, in a folder."""
    path = folder / f"{rows}.parquet"
    with duckdb.connect() as connection:
        relation = connection.sql(_ROWS, params={"rows": rows})
        relation.write_parquet(str(path), compression="zstd")
    return LooseTable.at(path)
