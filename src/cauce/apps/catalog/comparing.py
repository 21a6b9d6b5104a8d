"""How the rows of an upload differ from those of the dataset's latest version."""

from typing import Any

from cauce.apps.catalog.models import Upload
from cauce.apps.catalog.store import store
from cauce.apps.catalog.tables import tables_of
from cauce.engine.compare import compare_tables
from cauce.engine.reading.report import FileReport


def compared(upload: Upload, report: FileReport) -> dict[str, Any]:
    """Table to ``engine.compare.Comparison`` as JSON, for tables that the latest version has too.

    Each is compared by the key that a person chose for it, else by the best one.
    """
    latest = upload.dataset.latest if upload.dataset else None
    if latest is None:
        return {}
    before = {table.name: table for table in tables_of(latest)}
    return {
        table.name: compare_tables(
            before[table.name].sha256,
            table.parquet,
            store(),
            before[table.name].columns,
            table.columns,
            key=_key(upload, table.name),
        ).to_json()
        for table in report.tables
        if table.include and table.name in before
    }


def _key(upload: Upload, table: str) -> tuple[str, ...] | None:
    chosen = upload.keys.get(table)
    return tuple(chosen) if chosen else None
