"""Addresses of datasets."""

from typing import Final

from cauce.apps.catalog.models import Dataset
from cauce.base.fold import slugify

LONGEST: Final = 80


def free_dataset_slug(title: str) -> str:
    """An address made of the title that no dataset has or had."""
    base = slugify(title, LONGEST)
    taken = set(Dataset.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 2, base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug
