"""The database's own refusal to change or delete versions and their tables.

Two things are let through: forgetting who published or reviewed a version, when that person is
erased; and emptying a version whose purge two persons decided (see ``Purge``).
SQLite makes a table anew when a migration alters it, and its triggers go: such a migration calls
``install`` again at its end.
"""

from collections.abc import Iterator
from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES: Final = ("catalog_version", "catalog_table")
_REFUSAL: Final = "published versions are never changed or deleted"
_FORGOTTEN: Final = ("published_by_id", "reviewed_by_id")
_VERSION: Final = {"catalog_version": "OLD.id", "catalog_table": "OLD.version_id"}
"""The version that a row of each table belongs to."""


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
    kept = f"NOT {_purged(table)}"
    yield f"DROP TRIGGER IF EXISTS {table}_no_update"
    yield (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
        f" WHEN ({_changed(columns, 'IS NOT')}) AND {kept} BEGIN {abort}; END"
    )
    yield f"DROP TRIGGER IF EXISTS {table}_no_delete"
    yield (
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN {kept} BEGIN {abort}; END"
    )


def _postgresql(table: str, columns: list[str]) -> Iterator[str]:
    yield (
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN IF TG_OP <> 'TRUNCATE' THEN IF {_purged(table)} THEN"
        " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END IF; END IF;"
        f" RAISE EXCEPTION '{_REFUSAL}'; END $$"
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


def _purged(table: str) -> str:
    """SQL that is true when two persons decided to destroy the row's version."""
    return (
        "EXISTS (SELECT 1 FROM catalog_purge"  # noqa: S608 (names of our own)
        " WHERE catalog_purge.confirmed_at IS NOT NULL"
        f" AND catalog_purge.version_id = {_VERSION[table]})"
    )


def _changed(columns: list[str], differs: str) -> str:
    """SQL that is true when anything but the forgetting of a person changes."""
    tests = [f"NEW.{column} {differs} OLD.{column}" for column in columns]
    return " OR ".join(
        f"(NEW.{column} IS NOT NULL AND {test})" if column in _FORGOTTEN else test
        for column, test in zip(columns, tests, strict=True)
    )
