"""``cauce serve``: the site and the worker of background jobs, as one process tree."""

import argparse
import os
import socket
import sys
from pathlib import Path

from cauce.base.errors import Refusal

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``cauce serve``."""
    parser.add_argument("--data", metavar="CARPETA", help="carpeta de los datos")
    parser.add_argument("--host", metavar="DIRECCIÓN", help="dirección en que escucha (127.0.0.1)")
    parser.add_argument("--port", metavar="PUERTO", type=int, help="puerto en que escucha (8000)")
    parser.add_argument(
        "--no-worker",
        action="store_true",
        help="solo el sitio: los trabajos los hace «cauce worker» en otra parte",
    )


def run(options: argparse.Namespace) -> int:
    """Checks the database, gathers the static files and serves until Ctrl-C."""
    from cauce.cli.site import pending_migrations, start_installed_site, use_data_dir

    use_data_dir(options.data)
    start_installed_site()
    from django.conf import settings

    host = options.host or settings.CAUCE.bind
    port = settings.CAUCE.port if options.port is None else options.port
    if settings.CAUCE.demo and host not in LOOPBACK:
        raise Refusal(
            f"Una demostración no se sirve en {host}: sus contraseñas son públicas.",
            code="demo.host",
            remedy="Sírvala en 127.0.0.1, o cree una instalación con «cauce init».",
        )
    pending = pending_migrations()
    if pending:
        raise Refusal(
            f"La base de datos no está al día: faltan {len(pending)} cambios de estructura.",
            code="database.migrations",
            remedy="Aplíquelos con «cauce upgrade», que antes hace un respaldo.",
        )
    check_port(host, port)
    collect_static()
    return serve(host, port, worker=not options.no_worker)


def serve(host: str, port: int, *, worker: bool = True) -> int:
    """Serves with granian, and does the jobs, until told to stop; gives the exit code."""
    from django.conf import settings
    from django.db import connections

    from cauce.cli.processes import Child, run_together

    connections.close_all()
    environ = dict(os.environ) | {"DJANGO_SETTINGS_MODULE": "cauce.site.settings"}
    source = str(Path(__file__).parents[2])
    environ["PYTHONPATH"] = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH")]))
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1"]
    web += ["--blocking-threads", str(settings.CAUCE.threads), "--no-ws"]
    web += ["--workers-kill-timeout", "10", "--log-level", "error"]
    web += ["--host", host, "--port", str(port), "cauce.site.wsgi:application"]
    children = [Child("El servidor web", web, environ)]
    if worker:
        words = [sys.executable, "-m", "cauce.cli", "worker"]
        children.append(Child("El proceso de trabajos", words, environ, revived=True))
    shown = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 (compared, not bound)
    print(f"Cauce está en http://{shown}:{port} (Ctrl-C para detenerlo)", flush=True)
    return run_together(children, lambda text: print(text, file=sys.stderr, flush=True))


def check_port(host: str, port: int) -> None:
    """Refuses a port that somebody else has, before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise Refusal(
                f"No se puede escuchar en {host}:{port}: {error}.",
                code="port.taken",
                remedy="Detenga el programa que lo usa, o elija otro con --port.",
            ) from error


def collect_static() -> None:
    """Gathers, hashes and compresses the static files, when any changed since last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    found = sorted(
        f"{path} {storage.size(path)} {storage.get_modified_time(path):%s%f}"
        for finder in get_finders()
        for path, storage in finder.list([])
    )
    stamp = settings.STATIC_ROOT / ".gathered"
    listing = "\n".join([settings.STORAGES["staticfiles"]["BACKEND"], *found])
    if not stamp.is_file() or stamp.read_text(encoding="utf-8") != listing:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(listing, encoding="utf-8")
