"""A small data directory with a database like Cauce's, made without Django."""

import io
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cauce.engine.store import Store
from cauce.site.backup.sealing import Seal
from cauce.site.backup.writing import Site, Written, write_backup

SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app TEXT, name TEXT);
INSERT INTO django_migrations (app, name) VALUES ('core', '0001_initial');
CREATE TABLE catalog_version (id INTEGER PRIMARY KEY, original_sha256 TEXT);
CREATE TABLE catalog_table (version_id INTEGER REFERENCES catalog_version, sha256 TEXT);
CREATE TABLE catalog_upload (sha256 TEXT, report TEXT, version_id INTEGER);
"""


def parquet(body: bytes) -> bytes:
    """Bytes that the store takes for a table."""
    return b"PAR1" + body + b"\x00\x00\x00\x00PAR1"


class House:
    """A data directory, and what a person does in it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        self.folder = folder
        self.database = folder / "cauce.sqlite3"
        self.store = Store(folder / "almacen")
        (folder / "cauce.toml").write_text('data_dir = "."\n', "utf-8")
        key = folder / "clave.secreta"
        key.write_text("secreta\n", "ascii")
        key.chmod(0o600)
        with closing(sqlite3.connect(self.database)) as database:
            database.executescript(SCHEMA)

    @property
    def site(self) -> Site:
        """As a backup takes it."""
        return Site(self.folder, self.folder / "cauce.toml", ())

    def publish(self, body: bytes) -> tuple[str, str]:
        """A version: its original's hash and its table's. Files first, then rows, as Cauce does."""
        original = self.store.put_original(io.BytesIO(body)).sha256
        table = self.store.put_table(lambda file: file.write(parquet(body)))
        report = json.dumps({"tables": [{"parquet": table}]})
        with closing(sqlite3.connect(self.database, timeout=30)) as database, database:
            made = database.execute("INSERT INTO catalog_version VALUES (NULL, ?)", [original])
            database.execute("INSERT INTO catalog_table VALUES (?, ?)", [made.lastrowid, table])
            database.execute(
                "INSERT INTO catalog_upload VALUES (?, ?, ?)", [original, report, made.lastrowid]
            )
        return original, table


@pytest.fixture
def house(tmp_path: Path) -> House:
    """A data directory with three versions."""
    made = House(tmp_path / "datos")
    for number in range(3):
        made.publish(bytes([number]) * 3000)
    return made


@pytest.fixture
def backed_up(house: House, tmp_path: Path) -> Callable[..., Written]:
    """Backs the house up under a name, closed as asked."""

    def write(name: str = "r.tar", seal: Seal | None = None) -> Written:
        return write_backup(house.site, tmp_path / "respaldos" / name, seal or Seal.of())

    return write
