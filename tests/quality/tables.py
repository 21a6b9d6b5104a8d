"""Tables and numbers of nobody, made by rule, for the tests of the screening."""

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from stdnum.gt import nit
from stdnum.pe import ruc

from cauce.engine.columns import Column, ColumnType
from cauce.quality.finding import Finding
from cauce.quality.identifiers.cui import check_figure
from cauce.quality.screening import screen_table
from cauce.territory.divisions import codes
from tests.engine.tables import column, write_table

MUNICIPALITIES = tuple(codes("gt.municipality"))
GIVEN = ("María José", "Juan Carlos", "Ana Lucía", "Pedro", "Rigoberta", "Mynor Estuardo", "Ixchel")
SURNAMES = ("Pérez López", "Tzoc Chub", "Ajanel", "Quispe Mamani", "de León Cifuentes", "Cux Xicay")


def cui(chance: random.Random) -> str:
    """A CUI of nobody: serial number, its check figure, and a municipality."""
    while True:
        serial = f"{chance.randrange(10**7, 10**8)}"
        if figure := check_figure(serial):
            return serial + figure + chance.choice(MUNICIPALITIES)


def nit_of(chance: random.Random) -> str:
    """A NIT of nobody, with its hyphen."""
    body = str(chance.randrange(10**6, 10**8))
    return f"{body}-{nit.calc_check_digit(body)}"


def ruc_of(chance: random.Random, prefix: str) -> str:
    """A RUC of nobody."""
    body = prefix + f"{chance.randrange(10**8):08d}"
    return body + ruc.calc_check_digit(body)


def persons(chance: random.Random, count: int) -> list[str]:
    """Names that could be anybody's."""
    return [f"{chance.choice(GIVEN)} {chance.choice(SURNAMES)}" for _ in range(count)]


def screened(
    folder: Path,
    columns: dict[str, Sequence[Any]],
    *,
    types: dict[str, ColumnType] | None = None,
    roles: dict[str, str] | None = None,
    country: Any = "gt",
    texts: Sequence[str] = (),
    table: str = "tabla",
    kinds: Sequence[str] | None = None,
) -> tuple[Finding, ...]:
    """What is found in a table of these columns, by label; texts unless ``types`` says so."""
    schema: list[Column] = [
        column(
            f"c{place}",
            (types or {}).get(label, "text"),
            label=label,
            role=(roles or {}).get(label),
            distinct=len(set(values)),
        )
        for place, (label, values) in enumerate(columns.items())
    ]
    rows = list(zip(*columns.values(), strict=True))
    small = write_table(folder, schema, rows, kinds)
    return screen_table(
        small.sha256, small.loose, small.schema, table=table, country=country, texts=texts
    )


def kinds_of(findings: Sequence[Finding]) -> list[tuple[str | None, str]]:
    """What was found and how grave it is."""
    return [(finding.kind, finding.severity) for finding in findings]
