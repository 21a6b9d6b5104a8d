"""Hold a reading against what a person wrote down, and name every difference.

python -m tests.engine.expectations.judge ../shared/data [--even|--odd] [words of a path]
"""

import json
import math
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cauce.base.errors import CauceError
from cauce.engine.columns import Column
from cauce.engine.reading.child import read_in_child
from cauce.engine.reading.report import FileReport, TableReport

HERE = Path(__file__).parent
Expected = Mapping[str, Any]


def expectations() -> list[Expected]:
    """All that was written down, by path."""
    found = [json.loads(path.read_text("utf-8")) for path in sorted(HERE.glob("files/*.json"))]
    return sorted(found, key=lambda expected: str(expected["path"]))


def read(data: Path, expected: Expected) -> FileReport:
    """The reading of the file an expectation is about."""
    with tempfile.TemporaryDirectory() as folder:
        return read_in_child(data / expected["path"], workdir=Path(folder))


def judge(expected: Expected, report: FileReport) -> list[str]:
    """Every difference, in words; empty when the reading is fully right."""
    wanted, found = expected["tables"], report.tables
    said = []
    if len(wanted) != len(found):
        said.append(f"{len(found)} tables, not {len(wanted)}: {[t.name for t in found]}")
    for number, (want, table) in enumerate(zip(wanted, found, strict=False), start=1):
        said += [f"table {number}: {difference}" for difference in _table(want, table)]
    return said


def _table(want: Expected, table: TableReport) -> Iterator[str]:
    if not _fits(_sheet(want), table.sheet or None):
        yield f"sheet {table.sheet!r}, not {want['sheet']!r}"
    if not _fits(want["encoding"], table.encoding):
        yield f"encoding {table.encoding}, not {want['encoding']}"
    if not _fits(want["delimiter"], table.delimiter):
        yield f"delimiter {table.delimiter!r}, not {want['delimiter']!r}"
    if want.get("quote") and not _fits(want["quote"], table.quote):
        yield f"quote {table.quote!r}, not {want['quote']!r}"
    for key in ("header_rows", "first_row", "last_row", "rows"):
        value = getattr(table, key)
        value = list(value) if isinstance(value, tuple) else value
        if value != want[key]:
            yield f"{key} {value}, not {want[key]}"
    kinds = {kind: table.kinds.get(kind, 0) for kind in ("data", "subtotal", "total")}
    if kinds != {**dict.fromkeys(kinds, 0), **want["kinds"]}:
        yield f"kinds {kinds}, not {want['kinds']}"
    yield from _columns(want, [column for column in table.columns if not column.derived])
    levels = sum(column.derived == "hierarchy" for column in table.columns)
    if want.get("hierarchy", 0) and not levels:
        yield f"no hierarchy, though there are {want['hierarchy']} levels"
    if levels and not want.get("hierarchy"):
        yield f"a hierarchy of {levels} levels that is not there"


def _sheet(want: Expected) -> Any:
    return want["sheet"] or None


def _columns(want: Expected, columns: Sequence[Column]) -> Iterator[str]:
    expected = want["columns"]
    if len(expected) != len(columns):
        yield f"{len(columns)} columns, not {len(expected)}"
    for place, (wanted, column) in enumerate(zip(expected, columns, strict=False), start=1):
        label = column.label or None
        if label != wanted["label"]:
            yield f"column {place} is called {label!r}, not {wanted['label']!r}"
        if not _fits(wanted["type"], column.type):
            yield f"column {place} ({wanted['label']}) is {column.type}, not {wanted['type']}"
        if not _fits(wanted["role"], column.role):
            yield f"column {place} ({wanted['label']}) has role {column.role}, not {wanted['role']}"
    yield from _checksums(want, columns)


def _checksums(want: Expected, columns: Sequence[Column]) -> Iterator[str]:
    data = want["kinds"].get("data", want["rows"])
    for key, value in want.get("checksum", {}).items():
        counted = key.startswith("rows:")
        name = key.removeprefix("rows:")
        column = _named(name, columns)
        if column is None:
            yield f"no column «{name}» to sum"
        elif counted and data - column.nulls != value:
            yield f"{data - column.nulls} values in «{name}», not {value}"
        elif not counted and not _equal(column.sum, value):
            yield f"«{name}» adds up to {column.sum}, not {value}"


def _named(name: str, columns: Sequence[Column]) -> Column | None:
    if name.startswith("#") and name[1:].isdigit() and int(name[1:]) <= len(columns):
        return columns[int(name[1:]) - 1]
    return next((column for column in columns if column.label == name), None)


def _equal(got: float | None, wanted: float) -> bool:
    return got is not None and math.isclose(got, wanted, rel_tol=1e-9, abs_tol=1e-6)


def _fits(wanted: Any, got: Any) -> bool:
    return got in wanted if isinstance(wanted, list) else got == wanted


def main(words: Sequence[str]) -> None:
    """Print each file's differences and how many are fully right."""
    data = Path(words[0])
    chosen = list(enumerate(expectations(), start=1))
    if "--odd" in words:
        chosen = [(n, e) for n, e in chosen if n % 2]
    if "--even" in words:
        chosen = [(n, e) for n, e in chosen if n % 2 == 0]
    about = [word for word in words[1:] if not word.startswith("--")]
    right = 0
    chosen = [(n, e) for n, e in chosen if all(word in e["path"] for word in about)]
    for number, expected in chosen:
        try:
            differences = judge(expected, read(data, expected))
        except CauceError as refusal:
            differences = [f"refused: {refusal}"]
        right += not differences
        print(f"{number:3} {'ok ' if not differences else 'NO '} {expected['path']}")
        for difference in differences[:12]:
            print(f"        {difference}")
        if len(differences) > 12:
            print(f"        … and {len(differences) - 12} more")
    print(f"{right} of {len(chosen)} fully right")


if __name__ == "__main__":
    main(sys.argv[1:])
