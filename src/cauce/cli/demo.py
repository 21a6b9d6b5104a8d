"""``cauce demo``: a portal with demonstration data, from nothing to running."""

import argparse
import os
import shutil
import sys
import time
from pathlib import Path

from cauce.base.errors import Refusal

MARK = "demostracion"
"""A file of the data directory that says that everything in it is demonstration."""
UNFINISHED = "en preparación\n"
READY = "lista\n"


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``cauce demo``."""
    parser.add_argument(
        "--data", metavar="CARPETA", default="datos", help="carpeta de los datos (datos)"
    )
    parser.add_argument(
        "--port", metavar="PUERTO", type=int, default=8000, help="puerto en que escucha (8000)"
    )
    parser.add_argument("--no-serve", action="store_true", help="prepara y no sirve")


def run(options: argparse.Namespace) -> int:
    """Prepares the demonstration, unless it is there, and serves it on the loopback address."""
    folder = Path(options.data).expanduser().resolve()
    state = _state(folder)
    if not options.no_serve:
        from cauce.cli.serve import check_port

        check_port("127.0.0.1", options.port)
    if state == UNFINISHED:
        _empty(folder)
    _configure(folder, options.port)
    if state != READY:
        _prepare(folder)
    else:
        from cauce.cli.site import start_site

        start_site()
    _tell(folder, options)
    if options.no_serve:
        return 0
    from cauce.cli.serve import collect_static, serve

    collect_static()
    return serve("127.0.0.1", options.port)


def _state(folder: Path) -> str:
    """What stands in the folder: nothing, a demonstration begun, or one that is ready.

    Raises:
        Refusal: when something else stands there; a demonstration is never mixed with real data.
    """
    if not folder.exists() or not any(folder.iterdir()):
        return ""
    mark = folder / MARK
    if not mark.is_file():
        raise Refusal(
            f"La carpeta «{folder}» ya tiene algo que no es una demostración.",
            code="demo.folder",
            remedy="Elija otra carpeta con --data (make demo DATA=otra).",
        )
    return mark.read_text("utf-8")


def _empty(folder: Path) -> None:
    """Clears a demonstration whose preparation was cut, all but its mark."""
    for path in folder.iterdir():
        if path.name == MARK:
            continue
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _configure(folder: Path, port: int) -> None:
    """The demonstration's own settings, whatever the environment or a nearby ``cauce.toml`` say."""
    from cauce.cli.init import make_data_dir, make_secret_key

    for name in [name for name in os.environ if name.startswith("CAUCE_")]:
        del os.environ[name]
    make_data_dir(folder)
    mark = folder / MARK
    if not mark.exists():
        mark.write_text(UNFINISHED, "utf-8")
    settings = folder / "cauce.toml"
    settings.write_text(
        "# Demostración de Cauce. Las cuentas son públicas y solo entran desde esta máquina.\n"
        'data_dir = "."\n'
        "demo = true\n"
        "second_factor_required = false\n"
        'bind = "127.0.0.1"\n'
        f"port = {port}\n"
        f'base_url = "http://127.0.0.1:{port}"\n'
        'log_level = "WARNING"\n'
        'institution_name = "Secretaría de Planificación (demostración)"\n'
        'institution_short_name = "Demostración"\n',
        "utf-8",
    )
    make_secret_key(folder / "clave.secreta")
    os.environ["CAUCE_CONFIG"] = str(settings)


def _prepare(folder: Path) -> None:
    """Database, organisations, people and datasets, through the same actions as everybody's."""
    from cauce.cli.init import prepare_database
    from cauce.cli.site import start_site

    started = time.monotonic()
    start_site()
    print("Se prepara la base de datos…", flush=True)
    prepare_database()
    from cauce.apps.catalog import demo as catalogue
    from cauce.apps.core import demo as core

    organisations = core.make_organisations(catalogue.described()["organisation"])
    core.make_people(list(organisations.values()))
    count = catalogue.publish_everything(organisations, _progress)
    _progress("")
    (folder / MARK).write_text(READY, "utf-8")
    print(
        f"{count} conjuntos de datos publicados en {time.monotonic() - started:.0f} segundos.",
        flush=True,
    )


def _progress(line: str) -> None:
    if sys.stdout.isatty():
        print(f"\r\033[K{line}", end="", flush=True)
    elif line:
        print(line, flush=True)


def _tell(folder: Path, options: argparse.Namespace) -> None:
    from cauce.apps.core.demo import PASSWORD, people

    print()
    print(f"Cuentas de la demostración (contraseña de todas: {PASSWORD})")
    width = max(len(person.role) for person in people())
    for person in people():
        print(f"  {person.role:<{width}}  {person.email}")
    print("Funcionan solo desde esta máquina.")
    if options.no_serve:
        print(f"\nSirva la demostración con: cauce demo --data {folder} --port {options.port}")
    print(flush=True)
