"""Totals: the column that counts everything, and the columns that are its parts.

«Total de hogares» and beside it the households with piped water, with a well, with none: a part of
a total may be compared between places of any size, which the count itself may not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cauce.charts.choice.anatomy import Anatomy
from cauce.charts.choice.labels import roots, says, vocabulary, words_of
from cauce.engine.columns import Column
from cauce.engine.explore.measures import MOST_MEASURES

_TOTALS: Final = vocabulary("total poblacion universo matricula")
_SEXES: Final = vocabulary(
    "hombre mujer masculino femenino varon nino nina h m f exclusivo compartido"
)
"""Parts that are near half everywhere and tell little of a place."""
_CLOSE: Final = 0.01
MOST_PARTS: Final = MOST_MEASURES
"""As many as a question has measures; a drawing names those that it has no bar for."""
MOST_BARS: Final = 15

_DENOMINATORS: Final = (
    "vigente",
    "modificado",
    "pim",
    "presupuesto",
    "programado",
    "asignado",
    "comprometido",
    "meta",
)
_NUMERATORS: Final = (
    "devengado",
    "ejecutado",
    "ejecucion",
    "gasto",
    "desembolsado",
    "pagado",
    "avance",
)
"""What was planned and what was done of it, the most usual before the others."""


@dataclass(frozen=True)
class Part:
    """A part and the whole it belongs to."""

    column: Column
    whole: Column


def total_of(anatomy: Anatomy) -> Column | None:
    """The column that counts everything: the counts beside it are its parts."""
    counts = [each for each in anatomy.source.schema if each in anatomy.of("count")]
    for column in counts:
        others = [each for each in counts if each is not column]
        if (
            says(column, _TOTALS)
            and len(others) >= 1
            and all(_holds(column, other) for other in others)
        ):
            return column
    return None


def telling_part(anatomy: Anatomy) -> Part | None:
    """The part whose share of the total says most of a place."""
    whole = total_of(anatomy)
    if whole is None:
        return None
    parts = [each for each in anatomy.of("count") if each is not whole and each.sum]
    if not parts:
        return None
    title = roots(anatomy.source.title)
    return Part(max(parts, key=lambda each: _telling(each, whole, title)), whole)


def execution(anatomy: Anatomy) -> Part | None:
    """What was spent and what was planned."""
    money = {words_of(each.label)[0]: each for each in anatomy.of("money") if words_of(each.label)}
    done = next((money[word] for word in _NUMERATORS if word in money), None)
    planned = next((money[word] for word in _DENOMINATORS if word in money), None)
    if done is None or planned is None or done is planned or done.unit != planned.unit:
        return None
    return Part(done, planned)


def partitions(anatomy: Anatomy) -> tuple[tuple[Column, ...], ...]:
    """Columns side by side that add up to the total: everybody is in exactly one of them."""
    whole = total_of(anatomy)
    if whole is None or not whole.sum:
        return ()
    found: list[tuple[Column, ...]] = []
    together: list[Column] = []
    for column in anatomy.source.schema:
        if column is whole or column not in anatomy.of("count"):
            continue
        together.append(column)
        summed = sum(each.sum or 0 for each in together)
        if len(together) > 1 and abs(summed - whole.sum) <= _CLOSE * whole.sum:
            found.append(tuple(together))
            together = []
        elif summed > whole.sum * (1 + _CLOSE):
            together = []
    return tuple(found)


def telling_partition(anatomy: Anatomy) -> tuple[Column, ...]:
    """The partition with most parts; its greatest ones when a drawing cannot hold them all."""
    found = [group for group in partitions(anatomy) if len(group) > 2]
    title = roots(anatomy.source.title)
    if not found:
        return ()
    best = max(found, key=lambda group: (_speaks_of(group, title), len(group)))
    spans = any(each.label.rpartition("/")[2].strip()[:1].isdigit() for each in best)
    if spans and len(best) > MOST_BARS:
        return ()  # spans of ages: some of them would be a pyramid with holes
    if len(best) <= MOST_PARTS:
        return best
    greatest = sorted(best, key=lambda each: -(each.sum or 0))[:MOST_PARTS]
    return tuple(greatest)


def _holds(whole: Column, part: Column) -> bool:
    """Whether one column can count everything that another counts."""
    if not isinstance(whole.max, int | float) or not isinstance(part.max, int | float):
        return False
    return (part.sum or 0) <= (whole.sum or 0) and part.max <= whole.max


def _telling(part: Column, whole: Column, title: frozenset[str]) -> float:
    """Greatest for a part that is near half of everything, and of which the title speaks."""
    share = (part.sum or 0) / (whole.sum or 1)
    weight = share * (1 - share)
    if says(part, _SEXES):
        weight *= 0.2
    return weight * (1.25 if roots(part.label) & (title - roots(whole.label)) else 1.0)


def _speaks_of(group: Sequence[Column], title: frozenset[str]) -> int:
    return max(len(roots(each.label) & title) for each in group)
