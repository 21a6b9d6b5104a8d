"""The checks of ``cauce doctor``. Each gives findings; none changes anything."""

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from cauce.base.errors import CauceError
from cauce.cli import background
from cauce.cli.doctor import Finding
from cauce.cli.serve import LOOPBACK
from cauce.cli.site import pending_migrations


def everything(noted_head: str | None) -> Iterator[Finding]:
    """Every check, in the order in which faults depend on each other."""
    yield from versions()
    yield from configuration()
    yield from data_directory()
    yield from disk()
    database_works = True
    for finding in database():
        database_works &= finding.level != "fault"
        yield finding
    if database_works:
        yield from jobs()
        yield from background.recurring()
        yield from background.mail()
        yield from log(noted_head)
    yield from store()


def versions() -> Iterator[Finding]:
    """Which Python and SQLite these are, for whoever is asked for help."""
    written = ".".join(map(str, sys.version_info[:3]))
    if sqlite3.sqlite_version_info >= (3, 35):
        yield Finding("ok", f"Python {written}, SQLite {sqlite3.sqlite_version}.")
    else:
        yield Finding(
            "fault",
            f"SQLite {sqlite3.sqlite_version} es demasiado antiguo.",
            "Instale un Python que traiga SQLite 3.35 o posterior.",
        )


def configuration() -> Iterator[Finding]:
    """The key exists and is private; what a public site needs is set."""
    chosen = settings.CAUCE
    if chosen.secret_key:
        yield Finding("ok", "La clave secreta viene de la configuración.")
    elif not chosen.secret_path.is_file():
        yield Finding("fault", "No hay clave secreta.", "Créela con «cauce init».")
    elif os.name == "posix" and chosen.secret_path.stat().st_mode & 0o077:
        yield Finding(
            "fault",
            f"Otras cuentas pueden leer la clave secreta «{chosen.secret_path}».",
            f"Ejecute: chmod 600 '{chosen.secret_path}'",
        )
    else:
        yield Finding("ok", "La clave secreta es privada.")
    if chosen.bind not in LOOPBACK and not chosen.https:
        yield Finding(
            "warning",
            f"El sitio escucha en {chosen.bind} sin https: las contraseñas viajan a la vista.",
            "Ponga delante un servidor con https y escriba https = true en cauce.toml.",
        )
    if chosen.base_url.startswith("https://") and not chosen.https:
        yield Finding(
            "warning",
            "base_url dice https y el ajuste https es falso.",
            "Escriba https = true en cauce.toml.",
        )


def data_directory() -> Iterator[Finding]:
    """The data directory exists and can be written."""
    folder = settings.CAUCE.data_dir
    if not folder.is_dir():
        yield Finding(
            "fault", f"No existe la carpeta de datos «{folder}».", "Créela con «cauce init»."
        )
    elif not os.access(folder, os.W_OK | os.X_OK):
        yield Finding(
            "fault",
            f"Esta cuenta no puede escribir en la carpeta de datos «{folder}».",
            "Dé permiso de escritura a la cuenta con que corre Cauce.",
        )
    else:
        yield Finding("ok", f"Se puede escribir en la carpeta de datos «{folder}».")


def disk() -> Iterator[Finding]:
    """There is room on the disk."""
    folder = settings.CAUCE.data_dir
    free = shutil.disk_usage(folder if folder.is_dir() else folder.anchor).free // 2**20
    least = settings.CAUCE.free_disk_mb
    if free < least:
        yield Finding(
            "fault",
            f"Quedan {free} MB libres en disco; se piden al menos {least}.",
            "Libere espacio, o mueva la carpeta de datos a un disco mayor.",
        )
    else:
        yield Finding("ok", f"Quedan {free} MB libres en disco.")


def database() -> Iterator[Finding]:
    """The database answers and its structure is up to date."""
    path = settings.CAUCE.database_path
    if not settings.CAUCE.database_url and not path.is_file():
        yield Finding("fault", f"No existe la base «{path}».", "Créela con «cauce init».")
        return
    try:
        pending = pending_migrations()
    except DatabaseError as error:
        yield Finding(
            "fault",
            f"La base de datos no responde: {error}.",
            "Revise database_url, o cree la base con «cauce init».",
        )
        return
    if pending:
        yield Finding(
            "fault",
            f"La base de datos no está al día: faltan {len(pending)} cambios de estructura.",
            "Haga una copia de seguridad y aplíquelos con «cauce init».",
        )
    else:
        yield Finding("ok", "La base de datos responde y está al día.")


def jobs() -> Iterator[Finding]:
    """No job is stuck, none failed without anybody looking."""
    from cauce.apps.core.leases import State
    from cauce.apps.core.models import Job
    from cauce.apps.core.recurring import KEY

    now = timezone.now()
    waiting_since = now - timedelta(minutes=10)
    dead = Job.objects.filter(state=State.RUNNING, lease_until__lt=now).count()
    waiting = Job.objects.filter(state=State.QUEUED, run_after__lt=waiting_since)
    late = waiting.exclude(unique_key__startswith=KEY).count()
    failed = Job.objects.filter(state=State.FAILED).count()
    if dead or late:
        yield Finding(
            "fault",
            f"Hay {dead + late} trabajos detenidos: nadie los está haciendo.",
            "Inicie «cauce serve» o «cauce worker»; seguirán donde quedaron.",
        )
    else:
        yield Finding("ok", "No hay trabajos detenidos.")
    if failed:
        yield Finding(
            "warning",
            f"{failed} trabajos fallaron.",
            "Mire por qué en /admin/core/job/ con la cuenta que administra la plataforma.",
        )


def log(noted_head: str | None) -> Iterator[Finding]:
    """The audit log's chain is whole; prints its head, to be noted elsewhere."""
    from cauce.apps.core.chain import parse_head, verify_chain

    try:
        noted = parse_head(noted_head) if noted_head else None
    except CauceError as error:
        yield Finding("fault", str(error))
        return
    report = verify_chain(noted)
    for flaw in report.flaws:
        yield Finding(
            "fault",
            f"Bitácora, hecho {flaw.sequence}: {flaw.message}",
            "Guarde una copia del servidor sin tocar nada y avise a auditoría.",
        )
    if report.sound:
        yield Finding("ok", f"La bitácora está entera: {report.events} hechos.")
        yield Finding(
            "ok",
            f"Cabeza de la bitácora: {report.head}",
            "Anótela fuera de este servidor: con ella se sabrá después si fue reescrita.",
        )


def store() -> Iterator[Finding]:
    """Every stored file still has the content its name says."""
    from cauce.engine.store import Store

    problems = Store(settings.CAUCE.store_dir).verify()
    for problem in problems:
        yield Finding("fault", f"Almacén, {problem.path}: {problem.message}")
    if not problems:
        yield Finding("ok", "Los archivos guardados están íntegros.")
