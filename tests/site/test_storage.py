"""Where rows and static files are kept, by the configuration."""

import pytest
from django.db import connection

from cauce.site.configuration import Configuration, ConfigurationError
from cauce.site.storage import database, static_storages


def test_sqlite_waits_instead_of_failing(db):
    found = database(Configuration())
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    with connection.cursor() as cursor:
        for name, value in (
            ("journal_mode", "wal"),
            ("synchronous", 1),
            ("foreign_keys", 1),
            ("busy_timeout", 20000),
        ):
            assert cursor.execute(f"PRAGMA {name}").fetchone()[0] == value


def test_postgresql_comes_from_its_address():
    found = database(
        Configuration(database_url="postgres://ana:a%40b@bd:5433/cauce?sslmode=require")
    )
    assert found["ENGINE"].endswith("postgresql")
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("cauce", "ana", "a@b")
    assert (found["HOST"], found["PORT"]) == ("bd", "5433")
    assert found["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize("url", ["mysql://a/b", "postgres://servidor", "cauce"])
def test_another_address_is_refused(url):
    with pytest.raises(ConfigurationError, match="database_url"):
        database(Configuration(database_url=url))


def test_static_files_are_hashed_only_in_production():
    production = static_storages(Configuration())["staticfiles"]["BACKEND"]
    assert "Manifest" in production
    test = static_storages(Configuration(environment="test"))["staticfiles"]["BACKEND"]
    assert "Manifest" not in test
