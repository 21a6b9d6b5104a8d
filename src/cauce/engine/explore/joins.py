"""Joins: a second published table beside the first, by territory or by year.

``con=agua-2018/hogares`` names the table (its newest version) and ``con=agua-2018@3/hogares`` one
version of it; ``union=codigo:codigo_municipio,anio:anio`` the columns that must be equal, the first
table's before the colon; without it they are those of equal roles (see ``pairs``). In everything
else of the address the second table's columns are written ``otra~poblacion``.

A filter on a column of the second table holds twice: it chooses the rows of that table that are
joined at all, so that ``f.otra~anio.eq=2018`` leaves one row a place, and then the joined rows that
are given. ``f.otra~poblacion.missing`` alone is asked only of the joined rows, so that it gives
those that nothing was joined to.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from cauce.base.errors import Refusal
from cauce.engine.columns import Column
from cauce.engine.explore.pairs import MOST_PAIRS, keys_of, proposed_pairs

PREFIX: Final = "otra~"
"""What stands before the name of a column of the second table."""


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


def checked_join(
    join: Join, first: str, schema: Sequence[Column], joinable: Joinable | None
) -> Join:
    """The same join with pairs that can be compared; proposed when the address gives none.

    ``first`` is the SHA-256 of the first table and ``schema`` its columns.

    Raises:
        Refusal: in Spanish, when the second table is not there, and when there is no pair or one
            that cannot be compared.
    """
    if joinable is None:
        raise Refusal(
            f"La otra tabla «{join.source[:80]}» no está publicada. Elija otra o quítela.",
            code="explore.join",
        )
    if not join.pairs and join.table == first:
        raise Refusal(
            "La otra tabla es esta misma. Diga con «union» qué columnas deben ser "
            "iguales y elija con un filtro otras filas, por ejemplo f.otra~anio.eq=2013.",
            code="explore.join",
        )
    if not (pairs := join.pairs or proposed_pairs(schema, joinable.schema)):
        raise Refusal(
            "Las dos tablas no tienen en común ni un nivel territorial ni el año. Escriba en "
            "«union» las columnas que deben ser iguales: "
            "union=columna_de_esta_tabla:columna_de_la_otra.",
            code="explore.join",
        )
    keys_of(pairs, schema, joinable.schema)
    return replace(join, pairs=pairs)


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
