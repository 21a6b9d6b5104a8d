"""The full-text table of the catalogue's index: SQLite's FTS5."""

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from cauce.base.errors import Refusal


def install(database: BaseDatabaseWrapper) -> None:
    """Makes the table. Words come folded and stemmed: the tokenizer only cuts at spaces."""
    if database.vendor == "sqlite":
        with database.cursor() as cursor:
            cursor.execute(
                "CREATE VIRTUAL TABLE IF NOT EXISTS catalog_search"
                " USING fts5(title, summary, body, columns, contents, tokenize='ascii')"
            )


def remove(database: BaseDatabaseWrapper) -> None:
    """Takes the table away: for undoing the migration."""
    if database.vendor == "sqlite":
        with database.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS catalog_search")


def empty(database: BaseDatabaseWrapper) -> None:
    """Forgets everything indexed: before indexing all again."""
    if database.vendor == "sqlite":
        with database.cursor() as cursor:
            cursor.execute("DELETE FROM catalog_search")


def demand_sqlite() -> None:
    """Refuses on other databases, which have no FTS5.

    Raises:
        Refusal: on PostgreSQL; the sentence says what to do.
    """
    if connection.vendor != "sqlite":
        raise Refusal(
            _("El buscador del catálogo usa SQLite y esta instalación usa otra base de datos."),
            code="search.sqlite_only",
            remedy=_("Deje vacío el ajuste database_url para publicar y buscar."),
        )


def occurs(term: str) -> bool:
    """Whether any dataset has a stem."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM catalog_search WHERE catalog_search MATCH %s LIMIT 1", [quoted(term)]
        )
        return cursor.fetchone() is not None


def quoted(term: str) -> str:
    """One stem, or several that stand together, as FTS5 reads them; nothing stays nothing."""
    return '"' + term.replace('"', '""') + '"' if term else ""
