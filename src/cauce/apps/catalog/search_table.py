"""The full-text table of the catalogue's index: SQLite's FTS5."""

from django.db.backends.base.base import BaseDatabaseWrapper


def install(connection: BaseDatabaseWrapper) -> None:
    """Makes the table. Words come folded and stemmed: the tokenizer only cuts at spaces."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS catalog_search"
                " USING fts5(title, summary, body, columns, contents, tokenize='ascii')"
            )


def remove(connection: BaseDatabaseWrapper) -> None:
    """Takes the table away: for undoing the migration."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS catalog_search")


def empty(connection: BaseDatabaseWrapper) -> None:
    """Forgets everything indexed: before indexing all again."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM catalog_search")
