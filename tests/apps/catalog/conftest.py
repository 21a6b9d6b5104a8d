"""What the catalogue's tests share: people, the four themes, and a way to publish."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from cauce.apps.catalog.models import Version
from tests.apps.catalog import samples
from tests.people import People, make_people

Publish = Callable[..., Version]


@pytest.fixture
def publish(people: People, tmp_path: Path) -> Publish:
    """Publishes a small table for ``planning``; see ``samples.publish``."""

    def published(columns: samples.Columns = samples.WATER, **changes: Any) -> Version:
        return samples.publish(
            changes.pop("organisation", people.planning), tmp_path, columns, **changes
        )

    return published


@contextmanager
def rows_of_a_module(blocker: Any) -> Iterator[People]:
    """People and whatever else is made inside, kept for all the tests of a module.

    Each test's own changes are undone within.
    """
    with blocker.unblock(), transaction.atomic():
        yield make_people()
        transaction.set_rollback(True)
