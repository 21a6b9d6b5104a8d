"""Withholding: values that are kept back, told apart from those that nobody gave."""

from dataclasses import replace

from cauce.charts.drawing.words import HIDDEN
from cauce.engine.query.answers import Answer


def told_hidden(answer: Answer) -> Answer:
    """The answer with `HIDDEN` in the cells that are withheld, instead of nothing."""
    hidden = {at for at in answer.withheld_at if 0 <= at[0] < len(answer.rows)}
    if not hidden:
        return answer
    rows = tuple(
        tuple(HIDDEN if (place, at) in hidden else value for at, value in enumerate(row))
        for place, row in enumerate(answer.rows)
    )
    return replace(answer, rows=rows)
