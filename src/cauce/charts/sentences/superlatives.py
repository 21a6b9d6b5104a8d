"""Superlatives: what the highest and the lowest of a measure are called.

The greatest mean is no greatest value: some value of the table lies above it.
"""

from dataclasses import dataclass
from typing import Final

from cauce.charts.sentences.seen import Seen


@dataclass(frozen=True)
class Superlative:
    """The words for both ends of a measure."""

    highest: str
    """«el valor más alto», «la suma más alta»."""
    lowest: str
    other_end: str
    """How the lowest is led in after the highest: «el más bajo»."""

    @property
    def feminine(self) -> bool:
        """Whether its noun is: «la suma»."""
        return self.highest.startswith("la ")


def _masculine(noun: str) -> Superlative:
    return Superlative(f"el {noun} más alto", f"el {noun} más bajo", "el más bajo")


def _feminine(noun: str) -> Superlative:
    return Superlative(f"la {noun} más alta", f"la {noun} más baja", "la más baja")


_VALUE: Final = _masculine("valor")
_COUNT: Final = Superlative("el mayor número de filas", "el menor número de filas", "el menor")
_DISTINCT: Final = Superlative(
    "el mayor número de valores distintos", "el menor número de valores distintos", "el menor"
)
_OF_SEVERAL: Final = {
    "mean": _masculine("promedio"),
    "median": _feminine("mediana"),
    "min": _masculine("mínimo"),
    "max": _masculine("máximo"),
    "sum": _feminine("suma"),
}
"""Where each number is of several rows, and so no value of the table."""


def superlative(seen: Seen) -> Superlative:
    """The words for the ends of what was seen."""
    op = seen.measure.op if seen.measure else ""
    if op == "per_person" and seen.unit.startswith("por"):
        return _feminine("tasa")
    if op == "count":
        return _COUNT
    if op == "distinct":
        return _DISTINCT
    return _VALUE if seen.single else _OF_SEVERAL.get(op, _VALUE)
