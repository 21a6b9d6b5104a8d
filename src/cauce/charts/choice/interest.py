"""Interest: how much a column of numbers is likely to tell whoever first sees a table."""

import math
from typing import Final

from cauce.charts.choice.labels import dated, roots, says, vocabulary, words_of
from cauce.charts.choice.natures import Nature, is_bounded
from cauce.engine.columns import Column
from cauce.engine.query.withholding import hides_counts

_TELLING: Final = vocabulary(
    "pobreza idh ipm indice incidencia tasa desnutricion mortalidad alfabetismo analfabetismo "
    "cobertura puntaje desigualdad desempleo devengado ejecutado esperanza"
)
_WHOLE: Final = vocabulary("total poblacion casos cantidad monto")
_DULL: Final = vocabulary("densidad altitud altitude altura superficie otro otra")
_UNNAMED: Final = vocabulary("porcentaje x y")
"""Words that name a unit or an axis and no quantity."""
_MANY: Final = 12
_SPREAD: Final = 20
"""Times the mean from which the greatest value flattens all others."""


def interest(column: Column, title: str, rows: int, nature: Nature) -> float:
    """How telling a column is: the greater the better."""
    score = 3.0 * len(roots(column.label) & roots(title))
    score += {"rate": 3.0, "level": 0.5, "count": 1.0, "money": 1.5, "extent": -1.0}[nature]
    score += 1.0 if nature == "rate" and is_bounded(column) else 0.0
    score += 2.0 if says(column, _TELLING) else 0.0
    score += 1.0 if says(column, _WHOLE) else 0.0
    score -= 0.0 if set(words_of(column.label)) - _UNNAMED else 3.0
    score += 0.2 * math.log10(abs(column.sum)) if column.sum and nature != "rate" else 0.0
    score -= 3.0 if says(column, _DULL) else 0.0
    score -= 4.0 if _flattened(column, rows) and nature in ("rate", "level") else 0.0
    score -= 2.0 if nature == "count" and _nearly_all_in_one(column, rows) else 0.0
    score -= 6.0 * column.nulls / rows
    score -= 5.0 if hides_counts(column) else 0.0
    if (said := dated(column)) is not None:
        score += (said.year - 2000) / 100
    return score


def _nearly_all_in_one(column: Column, rows: int) -> bool:
    """Whether one of many rows has most of everything."""
    if not isinstance(column.max, int | float) or not column.sum or rows < _MANY:
        return False
    return bool(2 * column.max > column.sum)


def _flattened(column: Column, rows: int) -> bool:
    """Whether one great value would leave all others flat."""
    values = rows - column.nulls
    if not isinstance(column.max, int | float) or not column.sum or values <= 0:
        return False
    return bool(column.max > _SPREAD * abs(column.sum) / values)
