"""Small sources for tests: a table in a file, its statistics counted, and its title."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cauce.charts.source import Source
from cauce.engine.columns import Column, ColumnType
from cauce.engine.store import LooseTable
from tests.engine.tables import write_table


class Head(NamedTuple):
    """A column before anything was counted."""

    label: str
    type: ColumnType
    role: str | None = None
    unit: str | None = None
    marks: tuple[str, ...] = ()


def source_of(
    folder: Path,
    title: str,
    heads: Sequence[Head],
    rows: Sequence[tuple[Any, ...]],
    *,
    country: str = "gt",
    kinds: Sequence[str] | None = None,
) -> Source:
    """The source of these rows; columns are named ``a``, ``b``… by their place."""
    data = [row for place, row in enumerate(rows) if not kinds or kinds[place] == "data"]
    schema = [
        _column(chr(97 + at), head, [row[at] for row in data]) for at, head in enumerate(heads)
    ]
    table = write_table(folder, schema, rows, kinds)
    return Source(table.sha256, title, tuple(schema), len(data), table.loose, country)


def unwritten(title: str, heads: Sequence[Head], rows: Sequence[tuple[Any, ...]]) -> Source:
    """A source whose table is nowhere: for what looks at columns and answers alone."""
    schema = [
        _column(chr(97 + at), head, [row[at] for row in rows]) for at, head in enumerate(heads)
    ]
    nowhere = LooseTable(Path("nowhere.parquet"), "0" * 64)
    return Source(nowhere.sha256, title, tuple(schema), len(rows), nowhere)


def _column(name: str, head: Head, values: Sequence[Any]) -> Column:
    known = [value for value in values if value is not None]
    numeric = head.type in ("integer", "number")
    return Column(
        name=name,
        label=head.label,
        type=head.type,
        role=head.role,
        unit=head.unit,
        nulls=len(values) - len(known),
        missing_marks=dict.fromkeys(head.marks, len(values) - len(known)),
        distinct=len(set(known)),
        min=min(known) if known and (numeric or head.type == "text") else None,
        max=max(known) if known and (numeric or head.type == "text") else None,
        sum=sum(known) if numeric and known else None,
        examples=tuple(str(value) for value in known[:3]),
    )
