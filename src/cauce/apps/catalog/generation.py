"""The age of the public catalogue: what is kept in memory of it is good for one generation."""

from django.db.models import F

from cauce.apps.catalog.models import Generation


def number() -> int:
    """The number of the present state; it grows with each change of what is public."""
    found = Generation.objects.filter(pk=1).values_list("number", flat=True).first()
    return found or 0


def turn() -> None:
    """Notes a change, in the transaction that makes it."""
    if not Generation.objects.filter(pk=1).update(number=F("number") + 1):
        Generation.objects.create(pk=1, number=1)
