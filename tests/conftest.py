"""What every test stands on: settings of its own, no network, real data, and named people.

The settings come from the environment set here, before Django reads them. Tests of several
processes (xdist) each have their own data directory and database.
"""

import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import django
import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent

_data = tempfile.TemporaryDirectory(prefix="cauce-tests-", ignore_cleanup_errors=True)
for _name in [each for each in os.environ if each.startswith("CAUCE_")]:
    if _name != "CAUCE_SHARED_DATA":
        del os.environ[_name]
_toml = Path(_data.name) / "cauce.toml"
_toml.touch()
os.environ |= {
    "CAUCE_CONFIG": str(_toml),  # a cauce.toml of the working folder must not count
    "CAUCE_DATA_DIR": _data.name,
    "CAUCE_ENVIRONMENT": "test",
    "CAUCE_SECRET_KEY": "a key for tests and nothing else, long enough for everybody",
    "CAUCE_FREE_DISK_MB": "1",
    "CAUCE_LOG_LEVEL": "ERROR",
    "DJANGO_SETTINGS_MODULE": "cauce.site.settings",
}
django.setup()
# Processes of xdist inherit the environment: with this name in it they would load the settings
# before this file gives them a data directory of their own.
del os.environ["DJANGO_SETTINGS_MODULE"]
hypothesis.settings.register_profile(  # a busy machine is slow, not wrong
    "cauce", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("cauce")


@pytest.fixture(scope="session", autouse=True)
def _no_data_left_behind() -> Iterator[None]:
    yield
    _data.cleanup()


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuses connections to anything but this machine: a test that calls out is wrong."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family != socket.AF_UNIX and host not in {"127.0.0.1", "::1", "localhost"}:
            raise RuntimeError(f"tests use no network, and this one called {host}")
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files, or a loud skip where there is none."""
    named = os.environ.get("CAUCE_SHARED_DATA")
    folder = Path(named) if named else ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip(f"NOT TESTED WITH REAL FILES: {folder} is missing (CAUCE_SHARED_DATA)")
    return folder


def _put_themes_back() -> None:
    """What a migration wrote belongs to an empty database too."""
    from cauce.apps.catalog.models import Theme

    migration = import_module("cauce.apps.catalog.migrations.0002_guarded_and_searched")
    Theme.objects.bulk_create(
        Theme(slug=slug, name=name, description=description, position=place * 10)
        for place, (slug, name, description) in enumerate(migration.THEMES, start=1)
    )


@pytest.fixture(scope="session", autouse=True)
def _log_can_be_emptied() -> Iterator[None]:
    """Transactional tests empty the database; only meanwhile are its refusals lifted."""
    from django.db import connection

    from cauce.apps.catalog import search_table
    from cauce.apps.catalog import triggers as of_versions
    from cauce.apps.core import triggers

    operations = type(connection.ops)
    empty: Callable[..., None] = operations.execute_sql_flush

    def emptied(self: Any, statements: Any) -> None:
        triggers.remove(self.connection)
        of_versions.remove(self.connection)
        try:
            empty(self, statements)
            search_table.empty(self.connection)
            _put_themes_back()
        finally:
            triggers.install(self.connection)
            of_versions.install(self.connection)

    patch = pytest.MonkeyPatch()
    patch.setattr(operations, "execute_sql_flush", emptied)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What the catalogue keeps in memory is of a database that each test makes anew."""
    from cauce.apps.catalog import catalogue, kept, queries, search, tables
    from cauce.apps.catalog.presenters import card_shape

    for each in (catalogue, queries, search, tables, kept, card_shape):
        each.forget()


@pytest.fixture(autouse=True)
def _spanish_again() -> Iterator[None]:
    """A visit in English must not leave its language to the next test."""
    from django.utils import translation

    translation.activate("es")
    yield
    translation.activate("es")


@pytest.fixture
def people(db: None) -> Any:
    """Named people with their roles (see ``people.py``)."""
    from tests.people import make_people

    return make_people()
