"""The same million rows twice: as an office exports them, and clean, as a machine would like them.

The messy one is cp1252 with ``;``, decimal commas and thousands points, days first, codes with
zeros, «Sí» and «No», percent signs, «s.d.» where nothing is known, a title, and a TOTAL row. The
clean one is UTF-8 with commas, points, ISO dates, true and false, and nothing where nothing is
known. Both come from one formula: the same bytes every time.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tests.bench.spent import spent

COLUMNS = {
    "codigo": "VARCHAR",
    "departamento": "VARCHAR",
    "municipio": "VARCHAR",
    "proyecto": "VARCHAR",
    "unidad_ejecutora": "VARCHAR",
    "fecha": "DATE",
    "anio": "INTEGER",
    "beneficiarios": "BIGINT",
    "monto_aprobado": "DOUBLE",
    "monto_ejecutado": "DOUBLE",
    "avance": "DOUBLE",
    "concluido": "BOOLEAN",
}
"""What a person who knows the clean file would tell DuckDB."""

_LABELS = (
    "Código",
    "Departamento",
    "Municipio",
    "Proyecto",
    "Unidad ejecutora",
    "Fecha",
    "Año",
    "Beneficiarios",
    "Monto aprobado",
    "Monto ejecutado",
    "Avance",
    "Concluido",
)

_ROWS = """
SELECT i,
       lpad(CAST(101 + (i * 37) % 2217 AS VARCHAR), 4, '0') AS codigo,
       (['Alta Verapaz', 'Petén', 'Quiché', 'Sololá', 'Suchitepéquez', 'Totonicapán',
         'Sacatepéquez', 'Huehuetenango', 'Chimaltenango', 'El Progreso'])[1 + i % 10]
           AS departamento,
       (['San Miguel Ixtahuacán', 'Cobán', 'Santa María Chiquimula', 'Tecpán', 'Ñandubay',
         'San José Poaquil', 'Concepción Tutuapa', 'Patzún', 'Chisec', 'San Andrés Xecul',
         'Olopa'])[1 + i % 11] || ' ' || (i % 31) AS municipio,
       (['Construcción', 'Mejoramiento', 'Ampliación', 'Reposición'])[1 + i % 4]
           || ' del sistema de agua, etapa ' || (i % 9 + 1) || ', n.º ' || i AS proyecto,
       'Unidad ' || (['Técnica', 'Administrativa', 'Jurídica'])[1 + i % 3] || ' ' || (i % 87)
           AS unidad_ejecutora,
       DATE '2010-01-01' + CAST((i * 7) % 5000 AS INTEGER) AS fecha,
       2010 + (i * 7) % 14 AS anio,
       CASE WHEN i % 41 > 0 THEN (i * 7919) % 98765 END AS beneficiarios,
       ((i * 48271) % 987654321) / 100 AS monto_aprobado,
       CASE WHEN i % 53 > 0 THEN ((i * 16807) % 187654321) / 100 END AS monto_ejecutado,
       ((i * 31) % 1001) / 10 AS avance,
       i % 3 = 0 AS concluido
FROM range($rows) AS r(i)
"""


@dataclass(frozen=True)
class Twins:
    """Where the two files stand."""

    messy: Path
    clean: Path


def write(folder: Path, rows: int) -> Twins:
    """Both files, of so many rows, in a folder.

    A process of its own makes them: the system counts the memory of who starts a process as the
    process's own peak, so who measures must stay small.
    """
    spent("-m", "tests.bench.twins", str(folder), str(rows))
    return _twins(folder)


def _twins(folder: Path) -> Twins:
    return Twins(folder / "oficina.csv", folder / "limpio.csv")


def _make(folder: Path, rows: int) -> None:
    twins = _twins(folder)
    with duckdb.connect() as connection:
        connection.execute("SET threads = 1")
        connection.sql(_ROWS, params={"rows": rows}).create("made")
        connection.execute(f"COPY ({_clean()}) TO '{twins.clean}' (HEADER, DELIMITER ',')")
        exported = folder / "oficina.utf8"
        connection.execute(
            f"COPY ({_messy()}) TO '{exported}' (HEADER false, DELIMITER ';', QUOTE '\"')"
        )
        total = connection.execute(f"SELECT {_total()} FROM made").fetchone()
    assert total is not None
    with (
        exported.open(encoding="utf-8") as source,
        twins.messy.open("w", encoding="cp1252", newline="\r\n") as target,
    ):
        target.write("Proyectos de inversión por municipio" + ";" * 11 + "\n" + ";" * 11 + "\n")
        target.write(";".join(_LABELS) + "\n")
        while piece := source.read(2**20):
            target.write(piece)
        target.write(";".join(total) + "\n")
    exported.unlink()


def _clean() -> str:
    kept = ", ".join(
        f"CAST({name} AS DECIMAL(18, 2)) AS {name}" if kind == "DOUBLE" else name
        for name, kind in COLUMNS.items()
    )
    return f"SELECT {kept} FROM made ORDER BY i"


def _messy() -> str:
    return f"""
        SELECT codigo, departamento, municipio, proyecto, unidad_ejecutora,
               strftime(fecha, '%d/%m/%Y'), anio,
               coalesce({_whole("beneficiarios")}, 's.d.'),
               {_money("monto_aprobado")},
               coalesce({_money("monto_ejecutado")}, 's.d.'),
               replace(format('{{:.1f}}', avance), '.', ',') || ' %',
               CASE WHEN concluido THEN 'Sí' ELSE 'No' END
        FROM made ORDER BY i"""


def _total() -> str:
    return (
        "'TOTAL', '', '', '', '', '', '', "
        f"{_whole('sum(beneficiarios)')}, {_money('sum(monto_aprobado)')}, "
        f"{_money('sum(monto_ejecutado)')}, '', ''"
    )


def _whole(number: str) -> str:
    return f"format('{{:t.}}', CAST({number} AS BIGINT))"


def _money(number: str) -> str:
    """``1234567.8`` as «1.234.567,80»."""
    cents = f"CAST(round({number} * 100) AS BIGINT)"
    return f"format('{{:t.}}', {cents} // 100) || ',' || format('{{:02d}}', {cents} % 100)"


if __name__ == "__main__":
    _make(Path(sys.argv[1]), int(sys.argv[2]))
