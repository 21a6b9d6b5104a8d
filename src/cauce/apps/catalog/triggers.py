"""The database's own refusal to change or delete versions and their tables.

One change is let through: forgetting who published a version, when that person is erased.
SQLite makes a table anew when a migration alters it, and its triggers go: such a migration calls
``install`` again at its end.
"""

from collections.abc import Iterator
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES: Final = ("catalog_version", "catalog_table")
_REFUSAL: Final = "published versions are never changed or deleted"
_FORGOTTEN: Final = "published_by_id"


def install(connection: BaseDatabaseWrapper) -> None:
    """Makes the database refuse to change, delete or truncate versions and tables."""
    statements = _postgresql if connection.vendor == "postgresql" else _sqlite
    with connection.cursor() as cursor:
        for table in TABLES:
            described = connection.introspection.get_table_description(cursor, table)
            for statement in statements(table, [column.name for column in described]):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Takes the refusal away: for undoing the migration and for emptying a test database."""
    with connection.cursor() as cursor:
        for table in TABLES:
            suffix = f" ON {table}" if connection.vendor == "postgresql" else ""
            for verb in ("update", "delete", "truncate"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{suffix}")


def _sqlite(table: str, columns: list[str]) -> Iterator[str]:
    abort = f"SELECT RAISE(ABORT, '{_REFUSAL}')"
    yield f"DROP TRIGGER IF EXISTS {table}_no_update"
    yield (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
        f" WHEN {_changed(columns, 'IS NOT')} BEGIN {abort}; END"
    )
    yield (
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table}"
        f" BEGIN {abort}; END"
    )


def _postgresql(table: str, columns: list[str]) -> Iterator[str]:
    yield (
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    yield (
        f"CREATE OR REPLACE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW"
        f" WHEN ({_changed(columns, 'IS DISTINCT FROM')}) EXECUTE FUNCTION {table}_refuse()"
    )
    yield (
        f"CREATE OR REPLACE TRIGGER {table}_no_delete BEFORE DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
    )
    yield (
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )


def _changed(columns: list[str], differs: str) -> str:
    """SQL that is true when anything but the forgetting of a person changes."""
    tests = [f"NEW.{column} {differs} OLD.{column}" for column in columns if column != _FORGOTTEN]
    if _FORGOTTEN in columns:
        tests.append(
            f"(NEW.{_FORGOTTEN} IS NOT NULL AND NEW.{_FORGOTTEN} {differs} OLD.{_FORGOTTEN})"
        )
    return " OR ".join(tests)
