"""How many people live in each place: the reference that rates per inhabitant divide by.

Guatemala: the census of 2018. Peru has none here: the only list at hand adds up to 34,393,444
people for 2020, 1.8 million more than its statistics office counts; a rate needs a better one.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from cauce.territory.divisions import LEVELS, Level


@dataclass(frozen=True)
class ReferencePopulation:
    """The inhabitants of every division of a level, in one year, from one source."""

    level: Level
    inhabitants: Mapping[str, int]
    """By official code, every division of the level."""
    year: int
    source: str
    """As it is cited, in Spanish and without a full stop."""
    sha256: str
    """Of the file that the inhabitants are read from: it says whether the numbers changed."""

    @property
    def total(self) -> int:
        """The inhabitants of the whole country."""
        return sum(self.inhabitants.values())


@cache
def population(level: str) -> ReferencePopulation | None:
    """The reference population of a level; None where the project has none it can cite.

    Raises:
        ValueError: for an unknown level.
    """
    known = next((each for each in LEVELS if each == level), None)
    if known is None:
        raise ValueError(f"No hay nivel territorial «{level}».")
    if known[:2] not in _SOURCES:
        return None
    year, source = _SOURCES[known[:2]]
    data = _file(known).read_bytes()
    inhabitants = MappingProxyType(dict(_read(known, data.decode("utf-8"))))
    return ReferencePopulation(known, inhabitants, year, source, sha256(data).hexdigest())


_SOURCES: Mapping[str, tuple[int, str]] = MappingProxyType(
    {"gt": (2018, "INE Guatemala, XII Censo Nacional de Población y VII de Vivienda, 2018")}
)


def _file(level: Level) -> Traversable:
    return files("cauce.territory").joinpath("data", f"{level[:2]}.population.csv")


def _read(level: Level, text: str) -> list[tuple[str, int]]:
    rows = csv.DictReader(text.splitlines())
    return [(row["code"], int(row["inhabitants"])) for row in rows if row["level"] == level]
