"""``cauce doctor``: looks the installation over and says, of each fault, what mends it.

Exit codes: 0 when there is no fault (warnings are no fault), 1 when there is one, 2 when the
command was written wrongly.
"""

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """What a check found: ``ok``, ``warning`` or ``fault``, in a sentence, and its remedy."""

    level: Literal["ok", "warning", "fault"]
    sentence: str
    remedy: str = ""


Check = Callable[[], Iterator[Finding]]

_MARKS = {"ok": "bien", "warning": "aviso", "fault": "FALLA"}


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of ``cauce doctor``."""
    parser.add_argument("--data", metavar="CARPETA", help="carpeta de los datos")
    parser.add_argument(
        "--head",
        metavar="NÚMERO:HUELLA",
        help="cabeza de la bitácora que se anotó en otra parte, para comprobarla",
    )
    parser.add_argument(
        "--quick", action="store_true", help="sin leer de nuevo todos los archivos guardados"
    )
    parser.add_argument(
        "--reindex", action="store_true", help="antes, rehace lo que falte en el índice de búsqueda"
    )
    parser.add_argument(
        "--sweep",
        action="store_true",
        help="antes, borra del almacén lo que hace más de un día que nadie nombra",
    )
    parser.add_argument("--json", action="store_true", help="responde en JSON, para programas")


def run(options: argparse.Namespace) -> int:
    """Prints every finding; gives 1 when there is a fault."""
    from cauce.cli.site import start_site, use_data_dir

    use_data_dir(options.data)
    start_site()
    from cauce.cli import checkup

    if options.reindex:
        from cauce.cli.checkup_search import reindex

        reindex()
    if options.sweep:
        from datetime import timedelta

        from cauce.apps.catalog.sweeping import sweep_unnamed

        sweep_unnamed(timedelta(days=1))
    worst = 0
    told = []
    for check, finding in checkup.everything(options.head, quick=options.quick):
        worst = max(worst, int(finding.level == "fault"))
        told.append({"check": check} | asdict(finding))
        if not options.json:
            print(f"{_MARKS[finding.level]:>6}  {finding.sentence}")
            if finding.remedy:
                print(f"        {finding.remedy}")
    if options.json:
        print(json.dumps({"sound": not worst, "findings": told}, ensure_ascii=False, indent=1))
    return worst
