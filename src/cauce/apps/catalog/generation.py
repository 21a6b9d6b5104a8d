"""The age of the public catalogue: what is kept in memory of it is good for one generation."""

from django.db import connection
from django.db.models import F

from cauce.apps.catalog.models import Generation


def number() -> int:
    """The number of the present state; it grows with each change of what is public."""
    # Every page asks this, some several times: plain SQL costs a tenth of a queryset.
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM catalog_generation WHERE id = 1")
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def turn() -> None:
    """Notes a change, in the transaction that makes it."""
    if not Generation.objects.filter(pk=1).update(number=F("number") + 1):
        Generation.objects.create(pk=1, number=1)
