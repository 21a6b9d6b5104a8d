"""``cauce doctor``: looks the installation over and says, of each fault, what mends it."""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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


def run(options: argparse.Namespace) -> int:
    """Prints every finding; gives 1 when there is a fault."""
    from cauce.cli.site import start_site, use_data_dir

    use_data_dir(options.data)
    start_site()
    from cauce.cli import checkup

    worst = 0
    for finding in checkup.everything(options.head):
        print(f"{_MARKS[finding.level]:>6}  {finding.sentence}")
        if finding.remedy:
            print(f"        {finding.remedy}")
        worst = max(worst, int(finding.level == "fault"))
    return worst
