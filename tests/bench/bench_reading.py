"""Reading: a large office export beside DuckDB on its clean twin, and what a small file costs."""

import subprocess
import sys
import tempfile
from pathlib import Path

import xlsxwriter

from tests.bench import twins
from tests.bench.measure import Row
from tests.bench.spent import Spent, spent

ROWS = 1_000_000
SMALL_ROWS = 340

_DUCKDB = """
import sys, duckdb
source, target, told = sys.argv[1:]
duckdb.execute(
    f"COPY (SELECT * FROM read_csv('{source}'{told})) TO '{target}'"
    " (FORMAT parquet, COMPRESSION zstd)"
)
"""
_CALAMINE = """
import sys, python_calamine
python_calamine.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()
"""


def run(rows: int = ROWS) -> list[Row]:
    """CPU and peak memory of the whole process that reads, ours and DuckDB's."""
    with tempfile.TemporaryDirectory(prefix="cauce-bench-") as name:
        folder = Path(name)
        return [*_large(folder, rows), *_small(folder)]


def _large(folder: Path, rows: int) -> list[Row]:
    files = twins.write(folder, rows)
    told = ", columns = " + repr(dict(twins.COLUMNS))
    ours = _ours(files.messy, folder, 2)
    guessed = _duckdb(files.clean, folder, "")
    typed = _duckdb(files.clean, folder, told)
    size = files.messy.stat().st_size / 1e6
    name = f"{rows:,} × 12, {size:.0f} MB, cp1252"
    return [
        Row(f"{name} / DuckDB, clean twin", ours.cpu, guessed.cpu, "ms CPU", "3 ×"),
        Row(f"{name} / the same, types told", ours.cpu, typed.cpu, "ms CPU"),
        Row("peak memory / DuckDB's", ours.memory / 1e6, guessed.memory / 1e6, "MB", "1000 MB"),
    ]


def _small(folder: Path) -> list[Row]:
    book = folder / "municipios.xlsx"
    _write_book(book)
    ours = _ours(book, folder, 3)
    calamine = spent("-c", _CALAMINE, str(book), times=3)
    python = spent("-c", "pass", times=3)
    imports = spent("-c", "import cauce.engine.reading.reader", times=3)
    name = f"{SMALL_ROWS} × 15, XLSX"
    return [
        Row(f"{name} / calamine alone", ours.cpu, calamine.cpu, "ms CPU"),
        Row(f"{name} / Python's start", ours.cpu, python.cpu, "ms CPU"),
        Row("of which imports / Python's start", imports.cpu, python.cpu, "ms CPU"),
        Row("peak memory / calamine's", ours.memory / 1e6, calamine.memory / 1e6, "MB"),
    ]


def _duckdb(source: Path, folder: Path, told: str) -> Spent:
    return spent("-c", _DUCKDB, str(source), str(folder / "raw.parquet"), told, times=2)


def _ours(path: Path, folder: Path, times: int) -> Spent:
    return min((_read(path, folder) for _ in range(times)), key=lambda each: each.cpu)


def _read(path: Path, folder: Path) -> Spent:
    command = [sys.executable, "-m", "tests.bench.reading_once", str(path), str(folder)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    cpu, memory = said.split()
    return Spent(float(cpu), int(memory))


def _write_book(path: Path) -> None:
    """A sheet as statistics offices publish them: a title, codes, names, figures, a total."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Municipios")
        sheet.write(0, 0, "Características de los hogares por municipio")
        figures = [f"Indicador {number}" for number in range(1, 13)]
        sheet.write_row(2, 0, ["Código", "Departamento", "Municipio", *figures])
        for place in range(SMALL_ROWS):
            code = f"{place // 17 + 1:02}{place % 17 + 1:02}"
            counts = [(place * 7919 * step) % 98_765 for step in range(1, 7)]
            shares = [(place * 31 * step) % 1000 / 10 for step in range(1, 7)]
            names = [f"Departamento {place // 17 + 1}", f"San José Ñ {place}"]
            sheet.write_row(place + 3, 0, [code, *names, *counts, *shares])
        sheet.write_row(SMALL_ROWS + 4, 0, ["Fuente: censo de ejemplo"])
