"""``cauce backup``: the whole site in one file, made while people go on working."""

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from cauce.base.errors import Refusal

if TYPE_CHECKING:
    from cauce.site.backup.sealing import Seal
    from cauce.site.backup.writing import Site, Written
    from cauce.site.configuration import Configuration

_MEBIBYTE = 1 << 20


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``cauce backup``."""
    parser.add_argument("file", metavar="ARCHIVO", nargs="?", type=Path, help="dónde se escribe")
    parser.add_argument("--data", metavar="CARPETA", help="carpeta de los datos")
    parser.add_argument(
        "--dir",
        metavar="CARPETA",
        type=Path,
        help="carpeta de los respaldos; el nombre lleva la fecha (el ajuste backup_dir)",
    )
    parser.add_argument(
        "--encrypt-to",
        metavar="CLAVE",
        action="append",
        default=[],
        help="cifra para esta clave pública de age (age1…); se puede repetir",
    )
    parser.add_argument(
        "--passphrase-file",
        metavar="ARCHIVO",
        type=Path,
        help="cierra con la frase de paso que este archivo tiene en su primera línea",
    )
    parser.add_argument(
        "--keep", metavar="NÚMERO", type=int, help="conserva los últimos y borra los anteriores"
    )


def run(options: argparse.Namespace) -> int:
    """Makes a backup and reads it again; gives 1 when something of the site was missing."""
    from cauce.cli.site import use_data_dir
    from cauce.site import occupancy
    from cauce.site.backup.shelf import keep_newest
    from cauce.site.backup.writing import demand_sqlite, write_backup
    from cauce.site.configuration import load_configuration

    use_data_dir(options.data)
    configuration = load_configuration()
    demand_sqlite(configuration)
    if options.keep is not None and (options.file is not None or options.keep < 1):
        raise Refusal(
            "--keep pide un número desde 1, y no se usa con un archivo dado por su nombre."
            " Use --dir CARPETA.",
            code="backup.keep",
        )
    seal = chosen_seal(configuration, options.encrypt_to, options.passphrase_file)
    target = options.file or new_name(configuration, options.dir, seal)
    occupancy.share(configuration.data_dir)
    written = write_backup(site_of(configuration), target.expanduser().absolute(), seal)
    whole = tell(written, seal)
    if options.keep is not None and whole:
        for each in keep_newest(written.path.parent, options.keep):
            print(f"Se borró el respaldo anterior {each.path.name}.")
    return 0 if whole else 1


def site_of(configuration: "Configuration") -> "Site":
    """What is backed up: the data directory, and the settings that are not in it."""
    from cauce.site.backup.writing import Site
    from cauce.site.configuration import all_settings, find_file

    elsewhere = {"CAUCE_DATA_DIR"}
    variables = {setting.variable for setting in all_settings()} - elsewhere
    return Site(
        configuration.data_dir,
        find_file(os.environ, Path.cwd()),
        tuple(sorted(name for name in variables if name in os.environ)),
    )


def chosen_seal(
    configuration: "Configuration", recipients: list[str], passphrase_file: Path | None
) -> "Seal":
    """How the backup is closed: as the options say, else as the settings do."""
    from cauce.site.backup.sealing import Seal, read_passphrase

    if passphrase_file is not None:
        if recipients:
            raise Refusal(
                "Elija entre --encrypt-to y --passphrase-file: un respaldo se cierra de una manera."
            )
        return Seal.of(passphrase=read_passphrase(passphrase_file))
    return Seal.of(recipients or configuration.backup_encrypt_to)


def new_name(configuration: "Configuration", folder: Path | None, seal: "Seal") -> Path:
    """The file of a new backup, named by its moment. Raises Refusal when no folder is known."""
    from datetime import UTC, datetime, timedelta

    from cauce.site.backup.shelf import name_for

    folder = folder or configuration.backup_path
    if folder is None:
        raise Refusal(
            "Falta decir dónde se guarda el respaldo.",
            code="backup.where",
            remedy="Escriba un archivo, --dir CARPETA, o el ajuste backup_dir en cauce.toml.",
        )
    moment = datetime.now(UTC)
    while (target := folder / name_for(moment, seal.suffix)).exists():
        moment += timedelta(seconds=1)  # two within a second
    return target


def tell(written: "Written", seal: "Seal") -> bool:
    """Prints what was written, and what was not; whether nothing of the site was missing."""
    manifest = written.manifest
    closed = "sin cifrar: guárdelo donde nadie más lo lea"
    if seal.passphrase:
        closed = "cerrado con la frase de paso"
    elif seal.recipients:
        closed = f"cifrado para {len(seal.recipients)} clave(s)"
    print(f"Respaldo: {written.path}")
    print(
        f"{len(manifest.files)} archivos, {written.size / _MEBIBYTE:.1f} MB, {closed}."
        " Se leyó entero y está bien."
    )
    print("No lleva los envíos y las lecturas a medias, ni los archivos estáticos, que se rehacen.")
    if manifest.environment:
        print(
            "Estos ajustes vienen de variables de entorno y no van en el respaldo; anótelos aparte:"
            f" {', '.join(manifest.environment)}."
        )
    for name in manifest.missing:
        print(f"FALTA en el almacén: {name}")
    for name in manifest.damaged:
        print(f"DAÑADO en el almacén: {name}")
    if manifest.missing or manifest.damaged:
        print("Conserve los respaldos anteriores y ejecute «cauce doctor».")
    return not (manifest.missing or manifest.damaged)
