"""A full disk is told as such, in words, wherever in a request it is met."""

import errno
import sqlite3

import pytest
from django.db import OperationalError

from cauce.site.disk_trouble import DiskTrouble, disk_trouble


def caused_by(cause: BaseException) -> BaseException:
    """An error of Django's, as it wraps the database's own."""
    try:
        raise OperationalError from cause
    except OperationalError as error:
        return error


def full_database() -> sqlite3.Error:
    with sqlite3.connect(":memory:") as database:
        database.execute("PRAGMA max_page_count = 2")
        database.execute("CREATE TABLE t (a)")
        try:
            database.execute("INSERT INTO t VALUES (zeroblob(100000))")
        except sqlite3.Error as error:
            return error
        finally:
            database.rollback()
    raise AssertionError("it was not full")


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (OSError(errno.ENOSPC, "x"), DiskTrouble.FULL),
        (OSError(errno.EDQUOT, "x"), DiskTrouble.FULL),
        (OSError(errno.EROFS, "x"), DiskTrouble.READ_ONLY),
        (OSError(errno.ENOENT, "x"), None),
        (ValueError("x"), None),
        (None, None),
    ],
)
def test_the_system_says_what_the_disk_has(error, trouble):
    assert disk_trouble(error) is trouble


def test_the_database_says_it_too_below_djangos_error():
    assert disk_trouble(caused_by(full_database())) is DiskTrouble.FULL
    assert disk_trouble(caused_by(sqlite3.OperationalError("locked"))) is None


@pytest.mark.parametrize(
    ("code", "words"), [(errno.ENOSPC, "No queda espacio"), (errno.EROFS, "solo lectura")]
)
def test_the_page_says_so_and_what_to_do(code, words, client, db, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError(code, "x")

    monkeypatch.setattr("cauce.apps.core.queries.health", fail)
    client.raise_request_exception = False
    answer = client.get("/salud")
    assert answer.status_code == 507
    assert words in answer.content.decode()
    assert "Avise a informática" in answer.content.decode()
