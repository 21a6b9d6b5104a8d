"""``cauce import ckan``: brings what a CKAN or DKAN portal had, with its addresses."""

import argparse
import logging
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cauce.base.errors import Refusal

if TYPE_CHECKING:
    from cauce.apps.catalog.ckan.fetching import Fetcher
    from cauce.apps.catalog.ckan.outcome import Outcome
    from cauce.apps.catalog.ckan.package import Group

EVERY = 10.0
"""Seconds between two lines of progress where they cannot be written over."""
SHOWN = 20
"""Lines of a kind that the terminal shows; the report has all."""


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``cauce import``."""
    kinds = parser.add_subparsers(dest="kind", title="portales", metavar="PORTAL", required=True)
    ckan = kinds.add_parser(
        "ckan",
        help="de un portal CKAN o DKAN",
        description="Trae las entidades, categorías, conjuntos y archivos de un portal CKAN o DKAN."
        " Se puede repetir: sigue donde quedó y trae lo que haya cambiado.",
    )
    ckan.add_argument(
        "source",
        metavar="VOLCADO|DIRECCIÓN",
        help="archivo de «ckanapi dump datasets» (.jsonl, .jsonl.gz) o dirección del portal",
    )
    ckan.add_argument("--data", metavar="CARPETA", help="carpeta de los datos")
    ckan.add_argument("--files", metavar="CARPETA", type=Path, help="archivos de los recursos")
    ckan.add_argument(
        "--orgs", metavar="VOLCADO", type=Path, help="archivo de «ckanapi dump organizations»"
    )
    ckan.add_argument(
        "--groups", metavar="VOLCADO", type=Path, help="archivo de «ckanapi dump groups»"
    )
    bring = ckan.add_mutually_exclusive_group()
    bring.add_argument(
        "--download", action="store_true", help="baja los archivos aunque se parta de un volcado"
    )
    bring.add_argument(
        "--no-download", action="store_true", help="no baja archivos aunque se parta de un portal"
    )
    ckan.add_argument(
        "--only",
        metavar="NOMBRE",
        action="append",
        default=[],
        help="solo este conjunto, por su nombre en el portal; se puede repetir",
    )
    ckan.add_argument(
        "--organisation",
        metavar="NOMBRE",
        action="append",
        default=[],
        help="solo los de esta entidad del portal; se puede repetir",
    )
    ckan.add_argument(
        "--licence",
        metavar="CÓDIGO",
        default="CC-BY-4.0",
        help="licencia de lo que no diga una conocida (CC-BY-4.0)",
    )
    ckan.add_argument("--dry-run", action="store_true", help="dice qué haría, sin hacerlo")
    ckan.add_argument(
        "--report", metavar="ARCHIVO", type=Path, help="escribe el detalle (.csv o .json)"
    )


def run(options: argparse.Namespace) -> int:
    """Brings what is asked for, tells what became of it; 1 when something could not be read."""
    from cauce.cli.site import pending_migrations, start_installed_site, use_data_dir

    use_data_dir(options.data)
    start_installed_site()
    if pending_migrations():
        raise Refusal(
            "La base de datos no está al día.",
            code="database.migrations",
            remedy="Póngala al día con «cauce upgrade».",
        )
    logging.getLogger("cauce.jobs").setLevel(logging.WARNING)  # the lines below tell it better
    _check(options)
    outcomes: list[Outcome] = []
    progress = _Progress()
    try:
        for outcome in _outcomes(options):
            outcomes.append(outcome)
            progress.tell(outcome, len(outcomes))
    finally:
        progress.end()
        if options.report:
            _write(outcomes, options.report)
    _tell(outcomes, options)
    return _code(outcomes)


def _check(options: argparse.Namespace) -> None:
    """Refuses before beginning what would be refused at the end."""
    from cauce.apps.catalog.licences import LICENCES, licence

    if licence(options.licence) is None:
        raise Refusal(
            f"La licencia «{options.licence}» no está entre las abiertas.",
            code="licence.unknown",
            remedy=f"Hay estas: {', '.join(each.code for each in LICENCES)}.",
        )
    if options.report and not options.report.absolute().parent.is_dir():
        raise Refusal(
            f"No existe la carpeta de «{options.report}».", code="file", remedy="Revise --report."
        )


def _outcomes(options: argparse.Namespace) -> "Iterator[Outcome]":
    from cauce.apps.catalog.ckan.bytes_of import Files
    from cauce.apps.catalog.ckan.fetching import Fetcher
    from cauce.apps.catalog.ckan.importing import Importer, Wishes
    from cauce.apps.catalog.ckan.institutions import Institutions
    from cauce.apps.catalog.ckan.local_files import LocalFiles
    from cauce.apps.catalog.ckan.portal import base_of
    from cauce.apps.core.permissions import System

    is_portal = options.source.startswith(("http://", "https://"))
    base = base_of(options.source) if is_portal else ""
    fetcher = Fetcher(base)
    downloads = (is_portal and not options.no_download) or options.download
    origin = base or Path(options.source).name
    records, organisations, groups = (
        _of_portal(base, fetcher) if is_portal else _of_dump(Path(options.source), options)
    )
    actor = System("cauce import ckan")
    importer = Importer(
        actor,
        origin,
        Institutions(actor, origin, organisations, groups),
        Files(
            LocalFiles(options.files) if options.files else None,
            fetcher if downloads else None,
            base,
        ),
        Wishes(
            frozenset(options.only),
            frozenset(options.organisation),
            options.licence,
            options.dry_run,
        ),
    )
    return importer.bring(records)


def _of_portal(base: str, fetcher: "Fetcher") -> "tuple[Any, list[Group], list[Group]]":
    from cauce.apps.catalog.ckan.package import group_of
    from cauce.apps.catalog.ckan.portal import Portal

    portal = Portal(base, fetcher)
    listed = (
        filter(None, map(group_of, portal.groups(kind))) for kind in ("organization", "group")
    )
    organisations, groups = map(list, listed)
    return portal.records(), organisations, groups


def _of_dump(path: Path, options: argparse.Namespace) -> "tuple[Any, list[Group], list[Group]]":
    from cauce.apps.catalog.ckan.dump import beside, records_in

    if not path.is_file():
        raise Refusal(
            f"No existe el archivo «{path}».",
            code="file",
            remedy="Revise el nombre; la dirección de un portal empieza con https://.",
        )
    return (
        records_in(path),
        _groups_in(options.orgs or beside(path, "organization")),
        _groups_in(options.groups or beside(path, "group")),
    )


def _groups_in(path: Path | None) -> "list[Group]":
    from cauce.apps.catalog.ckan.dump import Broken, records_in
    from cauce.apps.catalog.ckan.package import group_of

    records: Iterator[Any] = records_in(path) if path else iter(())
    found = (None if isinstance(each, Broken) else group_of(each) for each in records)
    return [group for group in found if group is not None]


# ------------------------------------------------------------------ telling


class _Progress:
    """One line that says where the import is; on a terminal it is written over."""

    def __init__(self) -> None:
        self._over = sys.stderr.isatty()
        self._told = time.monotonic()
        self._width = 0

    def tell(self, outcome: "Outcome", count: int) -> None:
        """Tells the newest."""
        now = time.monotonic()
        if not self._over and now - self._told < EVERY:
            return
        self._told = now
        line = f"{count}: {outcome.dataset}: {outcome.fate}"[:100]
        if self._over:
            print(f"\r{line.ljust(self._width)}", end="", file=sys.stderr, flush=True)
            self._width = len(line)
        else:
            print(line, file=sys.stderr, flush=True)

    def end(self) -> None:
        """Leaves the line."""
        if self._over and self._width:
            print(f"\r{' ' * self._width}\r", end="", file=sys.stderr, flush=True)


def _tell(outcomes: "list[Outcome]", options: argparse.Namespace) -> None:
    from cauce.apps.catalog.ckan.outcome import Fate, counts

    found = counts(outcomes)
    if not found:
        print("No había nada que traer.")
    for fate, count in found.items():
        print(f"{count:>7}  {fate}")
    for fate in (Fate.DRAFT, Fate.NOT_READ, Fate.NO_FILE, Fate.NOT_PUBLIC):
        lines = [each for each in outcomes if each.fate == fate]
        if lines:
            print(f"\n{str(fate).capitalize()}:")
        for each in lines[:SHOWN]:
            place = f"{each.dataset}: {each.resource}" if each.resource else each.dataset
            print(f"  {place}. {each.why} {each.address if fate == Fate.DRAFT else ''}".rstrip())
        if len(lines) > SHOWN:
            print(f"  y {len(lines) - SHOWN} más{'' if options.report else ': vea --report'}.")
    if options.report:
        print(f"\nDetalle: {options.report}")


def _write(outcomes: "list[Outcome]", path: Path) -> None:
    from cauce.apps.catalog.ckan.outcome import write_report

    write_report(outcomes, path)


def _code(outcomes: "list[Outcome]") -> int:
    from cauce.apps.catalog.ckan.outcome import Fate

    return int(any(each.fate == Fate.NOT_READ for each in outcomes))
