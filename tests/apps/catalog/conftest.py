"""What the catalogue's tests share: people, the four themes, and a way to publish."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.apps.catalog import samples
from tests.people import People

from cauce.apps.catalog.models import Version

Publish = Callable[..., Version]


@pytest.fixture
def publish(people: People, tmp_path: Path) -> Publish:
    """Publishes a small table for ``planning``; see ``samples.publish``."""

    def published(columns: samples.Columns = samples.WATER, **changes: Any) -> Version:
        return samples.publish(
            changes.pop("organisation", people.planning), tmp_path, columns, **changes
        )

    return published
