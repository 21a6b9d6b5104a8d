"""The store of this installation."""

from functools import cache
from pathlib import Path

from django.conf import settings

from cauce.engine.store import Store


def store() -> Store:
    """Where this installation keeps tables and originals."""
    return _at(settings.CAUCE.store_dir)


@cache
def _at(folder: Path) -> Store:
    return Store(folder)
