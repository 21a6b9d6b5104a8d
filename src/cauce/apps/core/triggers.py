"""The database's own refusal to change or delete audit events, on SQLite and PostgreSQL."""

from django.db.backends.base.base import BaseDatabaseWrapper

_TABLE = "core_auditevent"
_REFUSAL = "audit events are never changed or deleted"

_SQLITE = tuple(
    f"CREATE TRIGGER IF NOT EXISTS {_TABLE}_no_{verb.lower()} BEFORE {verb} ON {_TABLE}"
    f" BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for verb in ("UPDATE", "DELETE")
)

_POSTGRESQL = (
    f"CREATE OR REPLACE FUNCTION {_TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
    f"CREATE OR REPLACE TRIGGER {_TABLE}_no_update BEFORE UPDATE OR DELETE ON {_TABLE}"
    f" FOR EACH ROW EXECUTE FUNCTION {_TABLE}_refuse()",
    f"CREATE OR REPLACE TRIGGER {_TABLE}_no_delete BEFORE TRUNCATE ON {_TABLE}"
    f" FOR EACH STATEMENT EXECUTE FUNCTION {_TABLE}_refuse()",
)


def install(connection: BaseDatabaseWrapper) -> None:
    """Makes the database refuse to change, delete or truncate audit events."""
    with connection.cursor() as cursor:
        for statement in _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Takes the refusal away: for undoing the migration and for emptying a test database."""
    suffix = f" ON {_TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for verb in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {_TABLE}_no_{verb}{suffix}")
