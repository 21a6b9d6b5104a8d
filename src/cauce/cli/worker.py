"""``cauce worker``: does the jobs of the background, until told to stop."""

import argparse
import signal
import threading


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``cauce worker``."""
    parser.add_argument("--data", metavar="CARPETA", help="carpeta de los datos")
    parser.add_argument(
        "--hasta-terminar",
        dest="until_idle",
        action="store_true",
        help="termina cuando no queda trabajo pendiente",
    )


def run(options: argparse.Namespace) -> int:
    """Does jobs until SIGINT or SIGTERM; the job under way goes back to the queue."""
    from cauce.cli.site import start_installed_site, use_data_dir

    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    use_data_dir(options.data)
    start_installed_site()
    from cauce.apps.core.worker import run_worker

    run_worker(stop, until_idle=options.until_idle, recurring=True)
    return 0
