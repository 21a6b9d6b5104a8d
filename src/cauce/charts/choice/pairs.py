"""Pairs: quantities of one kind that belong side by side, such as before and after."""

from collections.abc import Iterator, Sequence
from typing import Final

from cauce.charts.choice.anatomy import Anatomy
from cauce.charts.choice.labels import words_of
from cauce.engine.columns import Column

MOST_TOGETHER: Final = 3
_APART: Final = 50
"""Times that one quantity may be the other; beyond, the lesser cannot be read beside it."""
_COUPLES: Final = (
    ("pre", "post"),
    ("antes", "despues"),
    ("inicial", "final"),
    ("meta", "resultado"),
    ("meta", "logro"),
    ("programado", "ejecutado"),
    ("comprometido", "desembolsado"),
    ("presupuesto", "gasto"),
    ("vigente", "devengado"),
    ("asignado", "devengado"),
    ("hombre", "mujer"),
    ("hombres", "mujeres"),
    ("no indigena", "indigena"),
    ("urbana", "rural"),
    ("urbano", "rural"),
    ("ninas", "ninos"),
)


def side_by_side_of(anatomy: Anatomy) -> tuple[Column, ...]:
    """The two or three quantities to be shown side by side; empty when none belong together."""
    for first, second in _COUPLES:
        for pair in _couples(anatomy.quantities, first, second):
            if _comparable(anatomy, pair):
                return pair
    schema = [each for each in anatomy.source.schema if each in anatomy.quantities]
    together = tuple(schema)
    if 2 <= len(together) <= MOST_TOGETHER and _comparable(anatomy, together):
        return together
    return ()


def _couples(columns: Sequence[Column], first: str, second: str) -> Iterator[tuple[Column, Column]]:
    """The columns whose headers differ only in those words."""
    by_rest: dict[tuple[str, ...], Column] = {}
    for column in columns:
        if (rest := _without(column, first)) is not None and not (
            first in second and _without(column, second) is not None
        ):
            by_rest.setdefault(rest, column)
    for column in columns:
        rest = _without(column, second)
        if rest is not None and rest in by_rest and by_rest[rest] is not column:
            yield by_rest[rest], column


def _without(column: Column, phrase: str) -> tuple[str, ...] | None:
    """The words of a header without those of a phrase; None when they are not all there."""
    said, wanted = list(words_of(column.label)), phrase.split()
    for at in range(len(said) - len(wanted) + 1):
        if said[at : at + len(wanted)] == wanted:
            return tuple(said[:at] + said[at + len(wanted) :])
    return None


def _comparable(anatomy: Anatomy, columns: Sequence[Column]) -> bool:
    """Whether they are of one unit, one nature and sizes that can be read on one axis."""
    if len({(each.unit, anatomy.natures[each.name]) for each in columns}) != 1:
        return False
    sizes = [abs(each.sum or 0) for each in columns]
    return min(sizes) * _APART >= max(sizes) > 0
