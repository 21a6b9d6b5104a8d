"""Draw the thirty tables on which the automatic choice of a first figure is tried.

The frame is every table file of the shared data folder that an office could publish; test suites of
standards, vocabularies, lists of schools without a number and corpora for search are left out. How
many each folder gives is written below. Files come in the order that a fixed seed gives; one that
Cauce does not read, or whose tables have fewer than five rows or no column of numbers, gives its
place to the next. Of a file with several tables the seed takes one. Anyone who runs this draws the
same thirty.

    python -m tests.charts.thirty.draw ../shared/data
"""

import random
import sys
import tempfile
from pathlib import Path

from cauce.base.errors import CauceError
from cauce.engine.columns import Column
from cauce.engine.reading.child import read_in_child
from cauce.engine.reading.report import TableReport

SEED = 20261121
SHARES = {
    "gt_guatecompras": 1,
    "gt_ine_tablas": 5,
    "gt_municipal": 5,
    "messy_csv": 3,
    "messy_xlsx": 2,
    "pa_inec_cuadros": 4,
    "pe_conflictos": 1,
    "pe_geo": 1,
    "pe_lambayeque": 5,
    "pe_ubigeo": 2,
    "worked_examples": 1,
}
"""Tables of each folder: thirty."""
TABLES = {".csv", ".tsv", ".xlsx", ".xls", ".ods", ".geojson"}
LEFT_OUT_FOLDERS = {"clean", "parameters", "ground_truth"}
"""Companions of test files: cleaned twins, parameters, annotations."""
FEWEST_ROWS = 5


def has_figures(table: TableReport) -> bool:
    """Whether there is something to draw: five rows of data and a column of numbers."""
    return (
        table.include
        and table.kinds.get("data", 0) >= FEWEST_ROWS
        and any(_counts_something(column) for column in table.columns)
    )


def _counts_something(column: Column) -> bool:
    coded = column.role in ("identifier", "year", "month") or "territory" in (column.role or "")
    return column.type in ("integer", "number") and not coded


def draw(data: Path) -> list[tuple[str, str]]:
    """Path and name of the thirty tables, sorted."""
    dice = random.Random(SEED)
    chosen: list[tuple[str, str]] = []
    for folder, share in SHARES.items():
        files = sorted(str(path.relative_to(data)) for path in _files(data / folder))
        dice.shuffle(files)
        found: list[tuple[str, str]] = []
        while files and len(found) < share:
            names = _tables_with_figures(data / (path := files.pop(0)))
            if names:
                found.append((path, dice.choice(names)))
        chosen += found
    return sorted(chosen)


def _files(folder: Path) -> list[Path]:
    return [
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in TABLES and not LEFT_OUT_FOLDERS & set(path.parts)
    ]


def _tables_with_figures(path: Path) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        try:
            report = read_in_child(path, workdir=Path(folder))
        except CauceError:
            return []
    return [table.name for table in report.tables if has_figures(table)]


if __name__ == "__main__":
    for drawn in draw(Path(sys.argv[1])):
        print(*drawn, sep="\t")
