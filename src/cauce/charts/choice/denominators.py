"""Denominators: what a percentage or a rate of a place was divided by.

The percentage of a department is not the mean of those of its municipalities: it is the ratio of
two sums. Where the table holds both counts, they are found; where it does not, the percentage is
shown of the places that it is of and of no wider ones.
"""

from typing import Final

from cauce.charts.choice.anatomy import Anatomy
from cauce.charts.choice.labels import says, vocabulary
from cauce.charts.choice.totals import Part
from cauce.engine.columns import Column
from cauce.engine.explore import Explore
from cauce.engine.query import answer

_SCORES: Final = vocabulary(
    "indice index idh ipm puntaje puntuacion puntos calificacion nota score ranking"
)
_LOOKED_AT: Final = 200
"""Rows in which a rate is compared with the division of two counts."""
_MOST_COUNTS: Final = 12
_ROUNDED: Final = {1.0: 0.002, 100.0: 0.11}
"""How far a published rate may lie from the division, of one or of a hundred."""
_NEARLY_ALL: Final = 0.98


def is_score(column: Column) -> bool:
    """Whether a rate has no denominator: scores and indexes, of which a simple mean says something
    when it is called one."""
    if column.unit == "%" or column.role == "percent":
        return False
    return says(column, _SCORES)


def counts_behind(anatomy: Anatomy, rate: Column) -> Part | None:
    """The counts whose division the rate is, row by row; None where the table has not both."""
    counts = [each for each in anatomy.source.schema if each in anatomy.of("count")]
    if not 2 <= len(counts) <= _MOST_COUNTS:
        return None
    source = anatomy.source
    asked = Explore(
        table=source.table,
        columns=tuple(each.name for each in (rate, *counts)),
        limit=_LOOKED_AT,
    )
    rows = answer(asked, source.tables, source.schema, source.joinable).rows
    for at, part in enumerate(counts, start=1):
        for other, whole in enumerate(counts, start=1):
            if at == other or (part.sum or 0) > (whole.sum or 0):
                continue
            seen = [(row[0], row[at], row[other]) for row in rows]
            if _divide(seen):
                return Part(part, whole)
    return None


def _divide(rows: list[tuple[object, object, object]]) -> bool:
    """Whether the first number is the second by the third, in nearly every row that has them."""
    known = [
        (float(rate), part / whole)
        for rate, part, whole in rows
        if isinstance(rate, int | float)
        and isinstance(part, int | float)
        and isinstance(whole, int | float)
        and whole
    ]
    if len(known) < 2 or not any(share for _, share in known):
        return False
    return any(
        sum(abs(rate - factor * share) <= near for rate, share in known) >= _NEARLY_ALL * len(known)
        for factor, near in _ROUNDED.items()
    )
