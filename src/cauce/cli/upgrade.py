"""``cauce upgrade``: the database of an older Cauce becomes one of this, or stays as it was."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cauce.base.errors import CauceError, Conflict, Refusal

if TYPE_CHECKING:
    from cauce.site.configuration import Configuration

BEFORE: Final = "cauce.sqlite3.antes"
"""The copy of the database while it is being upgraded; one found later is put back first."""
_OWN_SHELF: Final = "respaldos"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``cauce upgrade``."""
    parser.add_argument("--data", metavar="CARPETA", help="carpeta de los datos")
    parser.add_argument(
        "--dir",
        metavar="CARPETA",
        type=Path,
        help="carpeta de los respaldos (el ajuste backup_dir, o «respaldos» en la de los datos)",
    )
    parser.add_argument(
        "--no-backup", action="store_true", help="sin respaldo: se acaba de hacer uno"
    )


def run(options: argparse.Namespace) -> int:
    """Backs up, migrates and checks; on any failure the database says again what it said."""
    from cauce.cli.site import pending_migrations, start_site, unknown_migrations, use_data_dir
    from cauce.site import occupancy
    from cauce.site.backup.writing import demand_sqlite
    from cauce.site.configuration import load_configuration

    use_data_dir(options.data)
    configuration = load_configuration()
    demand_sqlite(configuration)
    if not configuration.database_path.is_file():
        raise Refusal(
            f"No hay una instalación de Cauce en «{configuration.data_dir}».",
            code="installation.missing",
            remedy="Créela con «cauce init», o diga dónde está con --data CARPETA.",
        )
    occupancy.take(configuration.data_dir)
    try:
        put_interrupted_back(configuration)
        start_site()
        if unknown := unknown_migrations():
            raise Conflict(
                f"La base de datos es de un Cauce más nuevo que este (tiene {unknown[0]}).",
                code="database.newer",
                remedy="Instale esa versión de Cauce, o una posterior.",
            )
        pending = pending_migrations()
        if not pending:
            print("La base de datos ya está al día. No hay nada que hacer.")
            return 0
        if not options.no_backup:
            _back_up(configuration, options.dir)
        print(f"Cambios de estructura por aplicar: {', '.join(pending)}.")
        with put_back_on_failure(configuration):
            migrate()
            demand_sound(configuration)
        print(f"La base de datos está al día: {len(pending)} cambios aplicados y comprobados.")
    finally:
        occupancy.release(configuration.data_dir)
    return 0


def migrate() -> None:
    """Applies every migration that is missing."""
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", interactive=False, verbosity=0)
    connections.close_all()


def demand_sound(configuration: "Configuration") -> None:
    """Refuses a database that is not whole, or an audit log whose chain broke."""
    from django.db import connections

    from cauce.apps.core.chain import verify_chain
    from cauce.cli.site import pending_migrations
    from cauce.site.backup.database import database_flaws

    flaws = database_flaws(configuration.database_path)
    flaws += [flaw.message for flaw in verify_chain(None).flaws]
    flaws += [f"sigue faltando {name}" for name in pending_migrations()]
    connections.close_all()
    if flaws:
        raise CauceError(f"La base de datos no quedó bien: {flaws[0]}.", code="upgrade.unsound")


@contextmanager
def put_back_on_failure(configuration: "Configuration") -> Iterator[None]:
    """Keeps a copy of the database meanwhile; if the block fails, it is put back, and told.

    Raises:
        CauceError: that says why the block failed and that nothing changed.
    """
    from django.db import connections

    from cauce.site.backup.database import copy_database

    before = configuration.data_dir / BEFORE
    arriving = before.with_suffix(".copiando")
    arriving.unlink(missing_ok=True)
    copy_database(configuration.database_path, arriving)
    arriving.replace(before)
    try:
        yield
    except Exception as error:
        connections.close_all()
        _put_back(configuration, before)
        raise CauceError(
            f"La actualización falló y la base de datos quedó como estaba: {error}",
            code="upgrade.failed",
            remedy="Siga con la versión anterior de Cauce y avise a quien da soporte.",
        ) from error
    before.unlink()


def put_interrupted_back(configuration: "Configuration") -> None:
    """Undoes an upgrade that was killed half way, which left its copy of the database."""
    before = configuration.data_dir / BEFORE
    before.with_suffix(".copiando").unlink(missing_ok=True)
    if before.is_file():
        _put_back(configuration, before)
        print("Una actualización anterior se interrumpió: la base volvió a como estaba antes.")


def _put_back(configuration: "Configuration", before: Path) -> None:
    from cauce.site.backup.database import put_database_back

    put_database_back(before, configuration.database_path)
    before.unlink()


def _back_up(configuration: "Configuration", folder: Path | None) -> None:
    from cauce.cli.backup import chosen_seal, new_name, site_of, tell
    from cauce.site.backup.writing import write_backup

    seal = chosen_seal(configuration, [], None)
    shelf = folder or configuration.backup_path or configuration.data_dir / _OWN_SHELF
    target = new_name(configuration, shelf.expanduser().absolute(), seal)
    tell(write_backup(site_of(configuration), target, seal), seal)
