"""The checks of ``cauce doctor`` on what is kept aside: backups and the ledger of purges."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from cauce.base.errors import CauceError
from cauce.base.purges import LEDGER_NAME, merged_purges, read_ledger
from cauce.cli.doctor import Finding
from cauce.engine.store import Store
from cauce.site.backup.shelf import shelved


def backups() -> Iterator[Finding]:
    """There is a recent backup, where the settings say that backups are."""
    chosen = settings.CAUCE
    folder = chosen.backup_path
    if chosen.database_url:
        yield Finding(
            "warning",
            "Con PostgreSQL, Cauce no hace los respaldos.",
            "Respalde la base con pg_dump y copie la carpeta de datos.",
        )
        return
    if folder is None:
        yield Finding(
            "warning",
            "No se ha dicho dónde se guardan los respaldos.",
            "Escriba backup_dir en cauce.toml y programe «cauce backup --keep 14» cada noche.",
        )
        return
    found = shelved(folder)
    age = timezone.now() - found[0].made_at if found else None
    if age is None:
        yield Finding("fault", f"No hay ningún respaldo en «{folder}».", "Ejecute «cauce backup».")
    elif age > timedelta(days=chosen.backup_days):
        yield Finding(
            "fault",
            f"El último respaldo de «{folder}» es de hace {age.days} días.",
            "Ejecute «cauce backup» y revise por qué no se hizo el que estaba programado.",
        )
    else:
        hours = round(age / timedelta(hours=1))
        yield Finding("ok", f"El último respaldo es de hace {hours} horas ({len(found)} en total).")
    if found and folder.stat().st_dev == chosen.data_dir.stat().st_dev:
        yield Finding(
            "warning",
            "Los respaldos están en el mismo disco que los datos.",
            "Llévelos también a otra máquina: un disco que falla se lleva los dos.",
        )


def purged_files() -> frozenset[str]:
    """SHA-256 of every file that the ledger says was destroyed; none when it cannot be read."""
    with suppress(CauceError):
        entries = read_ledger(settings.CAUCE.purges_path)
        return frozenset(sha256 for each in entries for sha256 in (*each.tables, *each.originals))
    return frozenset()


def purges(*, works: bool) -> Iterator[Finding]:
    """What was purged is gone from here, from the ledger's copy nothing is missing, and which
    backups still hold it."""
    chosen = settings.CAUCE
    folder = chosen.backup_path
    try:
        entries = read_ledger(chosen.purges_path)
        beside = read_ledger(folder / LEDGER_NAME) if folder else entries
    except CauceError as error:
        yield Finding("fault", error.message, error.remedy or "")
        return
    if set(entries) - set(beside):
        yield Finding(
            "fault",
            f"La copia del registro de purgas en «{folder}» está atrasada.",
            "Revise ese disco y ejecute «cauce backup», que la pone al día.",
        )
    if {each.key for each in beside} - {each.key for each in entries}:
        yield Finding(
            "fault",
            "Junto a los respaldos hay purgas que este sitio no conoce: volvió de un respaldo"
            " sin aplicarlas.",
            "Restaure de nuevo con «cauce restore», que las aplica.",
        )
    if works and entries:
        from cauce.apps.catalog.sweeping import files_named

        store, named = Store(chosen.store_dir), files_named()
        kept = {*store.names("tables"), *store.names("originals")}
        left = (kept & purged_files()) - named.tables - named.originals
        if left:
            yield Finding(
                "fault",
                f"{len(left)} archivos de versiones purgadas siguen en el almacén.",
                "La purga quedó a medias. Inicie «cauce serve» o «cauce worker», que la terminan.",
            )
        else:
            many = len(entries) > 1
            said = f"Las {len(entries)} purgas del registro están hechas"
            yield Finding("ok", f"{said if many else 'La purga del registro está hecha'}.")
    newest = max((each.at for each in merged_purges([entries, beside])), default=None)
    if folder is not None and newest is not None:
        for each in shelved(folder):
            if each.made_at < newest:
                yield Finding(
                    "warning",
                    f"El respaldo {each.path.name} es anterior a una purga y todavía tiene lo que"
                    " se purgó.",
                    "Haga uno nuevo y borre ese, también donde se haya copiado.",
                )
