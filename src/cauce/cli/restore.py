"""``cauce restore``: a site comes back from its backup, whole or not at all."""

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cauce.base.errors import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cauce.base.purges import PurgeEntry
    from cauce.site.backup.manifest import Manifest
    from cauce.site.backup.sealing import Keys


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``cauce restore``."""
    parser.add_argument("file", metavar="ARCHIVO", type=Path, help="el respaldo")
    parser.add_argument(
        "--data", metavar="CARPETA", type=Path, required=True, help="dónde queda; vacía o nueva"
    )
    parser.add_argument(
        "--identity", metavar="ARCHIVO", type=Path, help="clave privada de age que lo abre"
    )
    parser.add_argument(
        "--passphrase-file",
        metavar="ARCHIVO",
        type=Path,
        help="archivo con la frase de paso en su primera línea",
    )
    parser.add_argument(
        "--purges", metavar="ARCHIVO", type=Path, help="otro registro de purgas (purgas.jsonl)"
    )
    parser.add_argument(
        "--force",
        action="store_true",
        help="si la carpeta no está vacía, la aparta con otro nombre",
    )


def run(options: argparse.Namespace) -> int:
    """Unpacks, compares, brings up to date, purges again, and only then puts it in place."""
    from cauce.site import occupancy
    from cauce.site.backup import returning
    from cauce.site.backup.manifest import demand_not_newer
    from cauce.site.backup.sealing import opened
    from cauce.site.backup.unpacking import unpack

    backup, target = (path.expanduser().absolute() for path in (options.file, options.data))
    if os.environ.get("CAUCE_DATABASE_URL"):
        raise Refusal(
            "CAUCE_DATABASE_URL nombra una base PostgreSQL y el respaldo es de SQLite.",
            code="backup.postgresql",
            remedy="Quite la variable y repita la orden.",
        )
    if not backup.is_file():
        raise Refusal(f"No existe el respaldo «{backup}».", code="backup.missing")
    returning.demand_place(target, force=options.force)
    keys = _keys(options)
    if target.is_dir() and not returning.is_free(target):
        occupancy.take(target)
    with returning.staging(target) as stage:
        with opened(backup, keys) as stream:
            manifest = unpack(stream, stage, demand_not_newer)
        purges = returning.purges_for(backup, stage, target, options.purges)
        settle(stage, purges)
        aside = returning.put_in_place(stage, target)
    _tell(manifest, target, aside)
    return _examine(target)


def settle(stage: Path, purges: "Sequence[PurgeEntry]") -> None:
    """Brings the database of an unpacked site up to date and destroys again what was destroyed."""
    from cauce.cli.site import pending_migrations, start_site, unknown_migrations, use_data_dir

    use_data_dir(str(stage))
    start_site()
    from django.core.management import call_command
    from django.db import connection, connections

    from cauce.base.purges import LEDGER_NAME, write_ledger
    from cauce.site.backup.manifest import newer

    if unknown := unknown_migrations():
        raise newer(f"con {unknown[0]}")
    pending = pending_migrations()
    if pending:
        print(f"Es de un Cauce anterior: se aplican {len(pending)} cambios de estructura.")
        call_command("migrate", interactive=False, verbosity=0)
    if purges:
        write_ledger(stage / LEDGER_NAME, purges)
        print(f"Purgas del registro: {len(purges)}; aplicadas de nuevo: {purge_again(purges)}.")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()


def purge_again(purges: "Sequence[PurgeEntry]") -> int:
    """Empties the purged versions that came back; how many they were."""
    from django.db import connection

    from cauce.apps.catalog.purging import apply_purges
    from cauce.apps.catalog.store import store
    from cauce.apps.catalog.sweeping import files_named

    applied = apply_purges(purges)
    named = files_named()
    for entry in purges:
        for sha256 in {*entry.tables, *entry.originals} - named.tables - named.originals:
            store().destroy(sha256)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # what rows no longer say must not stay in free pages
    return applied


def _keys(options: argparse.Namespace) -> "Keys":
    from cauce.site.backup.sealing import Keys, read_identities, read_passphrase

    return Keys(
        read_identities(options.identity) if options.identity else (),
        read_passphrase(options.passphrase_file) if options.passphrase_file else "",
    )


def _tell(manifest: "Manifest", target: Path, aside: Path | None) -> None:
    from cauce.site.configuration import load_configuration

    moment = manifest.head.created_at.astimezone().strftime("%Y-%m-%d %H:%M")
    print(f"Restaurado en {target}: {len(manifest.files)} archivos, como estaban el {moment}.")
    if aside:
        print(f"Lo que había quedó en {aside}. Bórrelo cuando no haga falta.")
    if manifest.missing:
        print(f"Al hacer el respaldo ya faltaban {len(manifest.missing)} archivos en el almacén.")
    told = load_configuration({}, target).data_dir
    if told != target:
        print(
            f"Su cauce.toml dice que los datos están en {told}: corríjalo, o use --data {target}."
        )
    if manifest.environment:
        print(f"Faltan los ajustes que eran variables: {', '.join(manifest.environment)}.")


def _examine(target: Path) -> int:
    """The checks of ``cauce doctor`` on the restored site, as whoever serves it will see it."""
    source = str(Path(__file__).parents[2])
    environ = {key: value for key, value in os.environ.items() if key != "CAUCE_DATA_DIR"}
    environ["PYTHONPATH"] = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH")]))
    words = [sys.executable, "-m", "cauce.cli", "doctor", "--quick", "--data", str(target)]
    sys.stdout.flush()
    return subprocess.run(words, env=environ, check=False).returncode
