"""Joins: a second published table beside the first, by territory or by year.

``con=agua-2018/hogares`` names the table (its newest version) and ``con=agua-2018@3/hogares`` one
version of it; ``union=codigo:codigo_municipio,anio:anio`` the columns that must be equal, the first
table's before the colon. In everything else of the address the second table's columns are written
``otra~poblacion``.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from cauce.base.errors import Refusal
from cauce.engine.columns import Column

PREFIX: Final = "otra~"
"""What stands before the name of a column of the second table."""
MOST_PAIRS: Final = 3


@dataclass(frozen=True, slots=True)
class Join:
    """A second table, as the state of an exploration keeps it."""

    source: str
    """As the address names it: ``agua-2018@3/hogares``."""
    table: str
    """SHA-256 of the second table."""
    pairs: tuple[tuple[str, str], ...]
    """Columns that must be equal: of the first table, of the second."""

    @property
    def pairs_text(self) -> str:
        """The pairs as the parameter ``union`` writes them."""
        return ",".join(f"{left}:{right}" for left, right in self.pairs)


@dataclass(frozen=True)
class Joinable:
    """A second table that an address names, found in the catalogue for whoever asks."""

    source: str
    table: str
    """SHA-256."""
    schema: tuple[Column, ...]
    title: str = ""

    def prefixed(self) -> tuple[Column, ...]:
        """Its columns under the names that the joined table gives them."""
        return tuple(replace(column, name=f"{PREFIX}{column.name}") for column in self.schema)


def pairs_of(texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """The pairs that the parameter ``union`` writes; none when it is absent.

    Raises:
        Refusal: in Spanish, when one is not ``columna:columna``.
    """
    pairs: list[tuple[str, str]] = []
    for part in (part for text in texts for part in text.split(",") if part):
        left, colon, right = part.partition(":")
        if not (left and colon and right):
            raise Refusal(
                f"«union» lleva pares de columnas, como codigo:codigo, y dice «{part[:80]}».",
                code="explore.join",
            )
        pairs.append((left, right.removeprefix(PREFIX)))
    if len(pairs) > MOST_PAIRS:
        raise Refusal(f"«union» lleva a lo sumo {MOST_PAIRS} pares.", code="explore.join")
    return tuple(dict.fromkeys(pairs))
