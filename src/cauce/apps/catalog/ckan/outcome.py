"""What became of each thing of the former portal, counted and written down."""

import csv
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Final


class Fate(StrEnum):
    """What became of something. The value is what the report says."""

    PUBLISHED = "publicado"
    NEW_VERSION = "versión nueva"
    SAME = "ya estaba"
    DRAFT = "borrador"
    NOT_READ = "no se pudo leer"
    NO_FILE = "sin archivo"
    NOT_PUBLIC = "no era público"
    NO_TABLE = "no es una tabla"
    ANOTHER_FORMAT = "otro formato"
    WOULD_COME = "se traería"


@dataclass(frozen=True)
class Outcome:
    """A line of the report."""

    fate: Fate
    dataset: str
    """Its name there, or the place of the dump."""
    resource: str = ""
    title: str = ""
    why: str = ""
    address: str = ""
    """Where it is here; of what stayed there, where it was."""
    identifier: str = ""


ORDER: Final = tuple(Fate)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def counts(outcomes: Iterable[Outcome]) -> dict[Fate, int]:
    """How many of each, in the order of the report; those of which there are none left out."""
    found = Counter(outcome.fate for outcome in outcomes)
    return {fate: found[fate] for fate in ORDER if found[fate]}


def write_report(outcomes: Iterable[Outcome], path: Path) -> None:
    """Writes every line: as JSON when the name ends so, else as CSV for spreadsheets.

    The CSV is UTF-8 with a mark, and a text that a spreadsheet would calculate is quoted by an
    apostrophe.
    """
    rows = [asdict(outcome) for outcome in outcomes]
    if path.suffix.lower() == ".json":
        path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", "utf-8")
        return
    names = [field.name for field in fields(Outcome)]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADINGS[name] for name in names)
        writer.writerows([_harmless(str(row[name])) for name in names] for row in rows)


_HEADINGS: Final = {
    "fate": "Resultado",
    "dataset": "Conjunto en el portal anterior",
    "resource": "Recurso",
    "title": "Título",
    "why": "Explicación",
    "address": "Dirección",
    "identifier": "Identificador",
}


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
