"""Making a backup: the database at one moment, then every file its rows name, then the ledger.

The order is what makes it consistent while people go on working: files are stored before the rows
that name them and are never changed, so that whatever the copied rows name is there. A purge
meanwhile is the exception, and the ledger, copied last, tells it.
"""

import hashlib
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from cauce import __version__
from cauce.base.errors import Refusal
from cauce.base.purges import LEDGER_NAME, copy_ledger, read_ledger
from cauce.engine.store_disk import explained
from cauce.site.backup.database import (
    copy_database,
    database_flaws,
    files_named_in,
    migrations_in,
)
from cauce.site.backup.manifest import (
    DATABASE,
    DIGEST,
    HEAD,
    MANIFEST,
    STORE,
    Head,
    Manifest,
    Packed,
    belongs,
    digest_line,
)
from cauce.site.backup.packing import CHUNK, Member, ending, packed
from cauce.site.backup.sealing import Seal, opened, write_sealed
from cauce.site.backup.unpacking import unpack
from cauce.site.configuration import (
    FILE_NAME,
    MAPS_DIR_NAME,
    SECRET_FILE_NAME,
    Configuration,
)

_WORK: Final = ".respaldo-"
_ABANDONED: Final = timedelta(days=1)
"""Age at which what a backup left half done belongs to no living process."""


@dataclass(frozen=True)
class Site:
    """What a backup is made of."""

    data_dir: Path
    configuration_file: Path | None
    environment: tuple[str, ...]
    """Names of the ``CAUCE_*`` variables that are settings here."""

    @property
    def ledger(self) -> Path:
        """Its purges."""
        return self.data_dir / LEDGER_NAME


@dataclass(frozen=True)
class Written:
    """A backup that was written and read again."""

    path: Path
    size: int
    manifest: Manifest


def demand_sqlite(configuration: Configuration) -> None:
    """Refuses a site whose database is PostgreSQL: its own tools copy it."""
    if configuration.database_url:
        raise Refusal(
            "La base de datos es PostgreSQL, y «cauce backup», «restore» y «upgrade» son para"
            " SQLite.",
            code="backup.postgresql",
            remedy="Respalde la base con pg_dump, repóngala con pg_restore, y copie aparte la"
            " carpeta de datos.",
        )


def write_backup(site: Site, target: Path, seal: Seal) -> Written:
    """Writes a backup of a site at ``target``, which has its name only when it was read again.

    Raises:
        CauceError: in Spanish; no file is left, and none that was there is changed.
    """
    if target.exists():
        raise Refusal(f"Ya existe «{target}». Elija otro nombre.", code="backup.exists")
    with explained(target.parent):
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(site.data_dir, target.parent)
    with _workdir(site.data_dir) as work:
        planned = _plan(site, work)
        _demand_room(planned.head, target.parent)
        with explained(target), _arriving(target) as path:
            with path.open("wb") as file:
                write_sealed(_chunks(planned, site), file, seal)
                file.flush()
                os.fsync(file.fileno())
            with opened(path, seal.keys) as stream:
                manifest = unpack(stream, None)
            size = path.stat().st_size
            path.replace(target)
            _synchronise(target.parent)
    if site.ledger.exists():
        copy_ledger(site.ledger, target.parent)
    return Written(target, size, manifest)


@dataclass(frozen=True)
class _Plan:
    head: Head
    files: tuple[tuple[Path, Member], ...]
    missing: tuple[str, ...]


def _plan(site: Site, work: Path) -> _Plan:
    """The copied database and the list of what its rows name."""
    created_at = datetime.now(UTC)
    copy = work / DATABASE
    copy_database(site.data_dir / DATABASE, copy)
    flaws = database_flaws(copy, thorough=False)
    if flaws:
        raise Refusal(
            f"La base de datos está dañada y no se hizo el respaldo: {flaws[0]}.",
            code="backup.database",
            remedy="Conserve los respaldos anteriores, ejecute «cauce doctor» y restaure el último"
            " bueno.",
        )
    live = (site.data_dir / DATABASE).stat()
    copy.chmod(stat.S_IMODE(live.st_mode))
    files = [(copy, _member(copy, DATABASE))]
    for path, name in (
        (site.configuration_file, FILE_NAME),
        (site.data_dir / SECRET_FILE_NAME, SECRET_FILE_NAME),
    ):
        if path is not None and path.is_file():
            files.append((path, _member(path, name)))
    for path in sorted((site.data_dir / MAPS_DIR_NAME).glob("*.json")):
        if belongs(name := f"{MAPS_DIR_NAME}/{path.name}"):
            files.append((path, _member(path, name)))
    missing = []
    for name in _named_in(copy):
        path = site.data_dir / name
        if path.is_file():
            files.append((path, _member(path, name)))
        else:
            missing.append(name)
    head = Head(
        version=__version__,
        created_at=created_at,
        migrations=migrations_in(copy),
        files=len(files),
        size=sum(member.size for _path, member in files),
    )
    return _Plan(head, tuple(files), tuple(missing))


def _named_in(database: Path) -> Iterator[str]:
    named = files_named_in(database)
    for sha256 in sorted(named.tables):
        yield f"{STORE}/tables/{sha256[:2]}/{sha256}.parquet"
    for sha256 in sorted(named.originals):
        yield f"{STORE}/originals/{sha256[:2]}/{sha256}"


def _chunks(plan: _Plan, site: Site) -> Iterator[bytes]:
    """The whole tar."""
    yield from _small(HEAD, plan.head.to_bytes(), plan.head.created_at)
    done: list[Packed] = []
    missing = list(plan.missing)
    for path, member in plan.files:
        try:
            file = path.open("rb")
        except FileNotFoundError:  # purged since it was listed: the ledger tells
            missing.append(member.name)
            continue
        with file:
            yield from _hashed(member, iter(partial(file.read, CHUNK), b""), done)
    if site.ledger.is_file():
        purges = site.ledger.read_bytes()
        member = replace(_member(site.ledger, LEDGER_NAME), size=len(purges))
        yield from _hashed(member, [purges], done)
    destroyed = {
        sha256 for entry in read_ledger(site.ledger) for sha256 in (*entry.tables, *entry.originals)
    }
    manifest = Manifest(
        head=plan.head,
        files=tuple(done),
        missing=tuple(name for name in missing if _sha256_in(name) not in destroyed),
        damaged=tuple(
            each.name
            for each in done
            if each.name.startswith(STORE) and _sha256_in(each.name) != each.sha256
        ),
        environment=site.environment,
    ).to_bytes()
    yield from _small(MANIFEST, manifest, plan.head.created_at)
    yield from _small(DIGEST, digest_line(manifest), plan.head.created_at)
    yield ending()


def _hashed(member: Member, chunks: Iterable[bytes], done: list[Packed]) -> Iterator[bytes]:
    """A file of the tar; what it turned out to be is added to ``done``."""
    digest = hashlib.sha256()

    def passing() -> Iterator[bytes]:
        for chunk in chunks:
            digest.update(chunk)
            yield chunk

    yield from packed(member, passing())
    done.append(Packed(member.name, member.size, member.mode, digest.hexdigest()))


def _small(name: str, text: bytes, moment: datetime) -> Iterator[bytes]:
    return packed(Member(name, len(text), 0o600, int(moment.timestamp())), [text])


def _member(path: Path, name: str) -> Member:
    with explained(path):
        told = path.stat()
    return Member(name, told.st_size, stat.S_IMODE(told.st_mode) & 0o777, int(told.st_mtime))


def _sha256_in(name: str) -> str:
    return name.rpartition("/")[2].removesuffix(".parquet")


def _demand_room(head: Head, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < head.size:
        raise Refusal(
            f"El respaldo ocupará {head.size >> 20} MB y en el disco de «{folder}» quedan"
            f" {free >> 20}.",
            code="backup.no_room",
            remedy="Libere espacio, o haga el respaldo en otro disco.",
        )


@contextmanager
def _workdir(data_dir: Path) -> Iterator[Path]:
    """A folder for the copied database, where the database itself stands: it is not encrypted."""
    with explained(data_dir):
        work = Path(tempfile.mkdtemp(prefix=_WORK, dir=data_dir))
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextmanager
def _arriving(target: Path) -> Iterator[Path]:
    """A file beside the target, for its owner alone, which is gone unless it got its name."""
    descriptor, name = tempfile.mkstemp(prefix=_WORK, dir=target.parent)
    os.close(descriptor)
    path = Path(name)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _sweep(*folders: Path) -> None:
    """Removes what backups left that were killed."""
    limit = time.time() - _ABANDONED.total_seconds()
    for folder in folders:
        for path in folder.glob(f"{_WORK}*"):
            if path.lstat().st_mtime > limit:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _synchronise(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
