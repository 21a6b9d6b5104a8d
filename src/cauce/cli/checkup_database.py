"""The checks of ``cauce doctor`` on the database: its structure, its pages, jobs and the log."""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from cauce.base.errors import CauceError
from cauce.cli.doctor import Finding
from cauce.cli.site import pending_migrations, unknown_migrations
from cauce.cli.upgrade import BEFORE
from cauce.site.backup.database import database_flaws

_CLOCK_MAY_DIFFER = timedelta(minutes=5)


def answers() -> Iterator[Finding]:
    """The database answers and its structure is that of this Cauce."""
    path = settings.CAUCE.database_path
    if not settings.CAUCE.database_url and not path.is_file():
        yield Finding("fault", f"No existe la base «{path}».", "Créela con «cauce init».")
        return
    try:
        pending, unknown = pending_migrations(), unknown_migrations()
    except DatabaseError as error:
        yield Finding(
            "fault",
            f"La base de datos no responde: {error}.",
            "Revise database_url; si el archivo está dañado, restaure el último respaldo con"
            " «cauce restore».",
        )
        return
    if unknown:
        yield Finding(
            "fault",
            f"La base de datos es de un Cauce más nuevo que este (tiene {unknown[0]}).",
            "Instale esa versión de Cauce, o una posterior.",
        )
    elif pending:
        yield Finding(
            "fault",
            f"La base de datos no está al día: faltan {len(pending)} cambios de estructura.",
            "Detenga el servidor y ejecute «cauce upgrade», que antes hace un respaldo.",
        )
    else:
        yield Finding("ok", "La base de datos responde y está al día.")


def not_half_upgraded() -> Iterator[Finding]:
    """No upgrade was killed half way: it would have left its copy of the database."""
    if (settings.CAUCE.data_dir / BEFORE).exists():
        yield Finding(
            "fault",
            "Una actualización se interrumpió, o se está haciendo.",
            "Si no hay ninguna en curso, ejecute «cauce upgrade»: deshace lo que quedó a medias.",
        )


def whole(*, thorough: bool) -> Iterator[Finding]:
    """SQLite finds nothing wrong with its pages, indexes and keys."""
    if settings.CAUCE.database_url:
        return
    flaws = database_flaws(settings.CAUCE.database_path, thorough=thorough)
    for flaw in flaws:
        yield Finding(
            "fault",
            f"La base de datos está dañada: {flaw}.",
            "Detenga el servidor, guarde una copia de la carpeta de datos y restaure el último"
            " respaldo con «cauce restore».",
        )
    if not flaws:
        yield Finding("ok", "La base de datos está íntegra.")


def not_in_the_future() -> Iterator[Finding]:
    """Nothing that happened is later than now: a clock that went back spoils leases and dates."""
    from cauce.apps.core.models import AuditEvent

    newest = AuditEvent.objects.order_by("-at").values_list("at", flat=True).first()
    now = timezone.now()
    if newest is not None and newest > now + _CLOCK_MAY_DIFFER:
        yield Finding(
            "fault",
            f"El reloj dice {now:%Y-%m-%d %H:%M} UTC y ya hay un hecho de las"
            f" {newest:%Y-%m-%d %H:%M}.",
            "Ponga la hora y manténgala con NTP; los trabajos esperarán hasta que cuadre.",
        )
    else:
        yield Finding("ok", "El reloj va después del último hecho.")


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
