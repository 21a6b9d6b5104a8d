"""Asking: the whole answer that a drawing needs, and not only a page of it."""

from collections.abc import Callable
from dataclasses import replace

from cauce.base.numerals import number_es
from cauce.charts.source import Source
from cauce.engine import query
from cauce.engine.explore import MOST_ROWS, PAGE, Explore
from cauce.engine.query.answers import Answer

MOST_DRAWN = 5000
"""Rows or groups of an answer that a drawing looks at."""
Asks = Callable[[Explore], Answer]


def asker(source: Source) -> Asks:
    """What answers questions about a table."""
    return lambda explore: query.answer(explore, source.tables, source.schema, source.joinable)


def whole_answer(explore: Explore, answer: Answer | None, asks: Asks) -> Answer:
    """All the rows or groups, up to `MOST_DRAWN`; ``answer`` when it already holds them.

    A page that somebody asked for on purpose, sorted and of a size of its own, is given as it is:
    «the 15 greatest».

    Raises:
        Refusal: in Spanish, for what cannot be asked.
    """
    if answer is not None and len(answer.rows) == answer.total:
        return answer
    if is_selection(explore):
        page = answer or asks(explore)
        return page if len(page.rows) == page.total else _said_partial(page)
    first = asks(replace(explore, offset=0, limit=MOST_ROWS))
    rows, withheld_at = first.rows, set(first.withheld_at)
    while len(rows) < min(first.total, MOST_DRAWN):
        following = asks(replace(explore, offset=len(rows), limit=MOST_ROWS))
        if not following.rows:
            break
        withheld_at |= {(len(rows) + row, at) for row, at in following.withheld_at if row >= 0}
        rows += following.rows
    withheld = sum(row >= 0 for row, _at in withheld_at) or first.withheld
    whole = replace(first, rows=rows, withheld=withheld, withheld_at=frozenset(withheld_at))
    if len(rows) == first.total:
        return whole
    note = f"El dibujo es parcial: toma {number_es(len(rows))} de {number_es(first.total)}. Filtre."
    return replace(whole, notes=(*first.notes, note))


def is_selection(explore: Explore) -> bool:
    """Whether a state asks for the first so many of an order, and not for everything."""
    return bool(explore.order) and explore.limit not in (PAGE, MOST_ROWS)


def _said_partial(page: Answer) -> Answer:
    note = f"Se dibujan {len(page.rows)} de {number_es(page.total)}: los primeros en ese orden."
    return replace(page, notes=(*page.notes, note))
