"""Addresses of datasets."""

from typing import Final

from cauce.apps.catalog.models import Dataset
from cauce.base.fold import slugify

LONGEST: Final = 80


def free_dataset_slug(title: str, wanted: str = "") -> str:
    """An address that no dataset has or had: the one wanted, or one made of the title."""
    base = wanted or slugify(title, LONGEST)
    taken = set(Dataset.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 2, base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
