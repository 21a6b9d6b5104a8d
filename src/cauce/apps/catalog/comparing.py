"""How the rows of an upload differ from those of the dataset's latest version."""

from typing import Any

from cauce.apps.catalog.contracts import TableView
from cauce.apps.catalog.models import Upload, Version
from cauce.apps.catalog.store import store
from cauce.apps.catalog.tables import tables_of
from cauce.base.errors import CauceError
from cauce.engine.compare import compare_tables
from cauce.engine.reading.report import FileReport, TableReport


def compared(upload: Upload, report: FileReport) -> dict[str, Any]:
    """Table to ``engine.compare.Comparison`` as JSON, for tables that the latest version has too.

    Each is compared by the key that a person chose for it, else by the best one. What cannot be
    compared is left out.
    """
    latest = latest_of(upload)
    if latest is None:
        return {}
    before = {table.name: table for table in tables_of(latest)}
    found: dict[str, Any] = {}
    for table in report.tables:
        if not table.include or table.name not in before:
            continue
        key = _key(upload, table, before[table.name])
        try:
            comparison = compare_tables(
                before[table.name].sha256,
                table.parquet,
                store(),
                before[table.name].columns,
                table.columns,
                key=key,
            )
        except CauceError:  # destroyed meanwhile, or too large: what was read stands without it
            continue
        found[table.name] = comparison.to_json()
    return found


def latest_of(upload: Upload) -> Version | None:
    """The latest version of its dataset when the upload was loaded: what it is compared with."""
    return upload.dataset.latest if upload.dataset else None


def _key(upload: Upload, table: TableReport, before: TableView) -> tuple[str, ...] | None:
    """The key that a person chose, while both versions have its columns."""
    chosen = tuple(upload.keys.get(table.name, ()))
    known = {column.name for column in table.columns} & {column.name for column in before.columns}
    return chosen if chosen and known.issuperset(chosen) else None
