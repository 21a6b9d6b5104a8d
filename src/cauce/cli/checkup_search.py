"""The check of ``cauce doctor`` that what is public is found, and that nothing else is."""

from collections.abc import Iterator

from django.db import connection, transaction

from cauce.cli.doctor import Finding


def index() -> Iterator[Finding]:
    """The search index has every published dataset and no other."""
    unfound, surplus = disagreements()
    if unfound or surplus:
        yield Finding(
            "fault",
            f"El índice de búsqueda no cuadra: le faltan {len(unfound)} conjuntos de datos"
            f" publicados y le sobran {len(surplus)}.",
            "Ejecute «cauce doctor --reindex».",
        )
    else:
        yield Finding("ok", "El índice de búsqueda tiene lo publicado y nada más.")


def disagreements() -> tuple[set[int], set[int]]:
    """The keys of published datasets that the index lacks, and of those it should not have."""
    from cauce.apps.catalog.models import Dataset

    if connection.vendor != "sqlite":
        return set(), set()
    published = set(
        Dataset.objects.filter(state=Dataset.State.PUBLISHED).values_list("pk", flat=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid FROM catalog_search")
        indexed = {row[0] for row in cursor.fetchall()}
    return published - indexed, indexed - published


def reindex() -> None:
    """Puts into the index what it lacks, and takes out what it should not have."""
    from cauce.apps.catalog import search_index
    from cauce.apps.catalog.models import Dataset
    from cauce.apps.catalog.tables import tables_of

    unfound, surplus = disagreements()
    for dataset in Dataset.objects.filter(pk__in=unfound).select_related("organisation", "latest"):
        if dataset.latest is not None:
            with transaction.atomic():
                search_index.index(dataset, tables_of(dataset.latest))
    for dataset in Dataset.objects.filter(pk__in=surplus):
        with transaction.atomic():
            search_index.forget(dataset)
