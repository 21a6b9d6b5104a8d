"""Asking: the whole answer that a drawing needs, and not only a page of it."""

from collections.abc import Callable
from dataclasses import replace

from cauce.charts.source import Source
from cauce.engine import query
from cauce.engine.explore import MOST_ROWS, Explore
from cauce.engine.query.answers import Answer

MOST_DRAWN = 5000
"""Rows or groups of an answer that a drawing looks at."""
Asks = Callable[[Explore], Answer]


def asker(source: Source) -> Asks:
    """What answers questions about a table."""
    return lambda explore: query.answer(explore, source.tables, source.schema, source.joinable)


def whole_answer(explore: Explore, answer: Answer | None, asks: Asks) -> Answer:
    """All the rows or groups, up to `MOST_DRAWN`; ``answer`` when it already holds them.

    Raises:
        Refusal: in Spanish, for what cannot be asked.
    """
    if answer is not None and len(answer.rows) == answer.total:
        return answer
    first = asks(replace(explore, offset=0, limit=MOST_ROWS))
    rows = first.rows
    while len(rows) < min(first.total, MOST_DRAWN):
        following = asks(replace(explore, offset=len(rows), limit=MOST_ROWS)).rows
        if not following:
            break
        rows += following
    return replace(first, rows=rows)
