"""People: the inhabitants that divide a group of rows, in SQL.

What is bound says who live in the place of each row: all of them, whatever rows there are of it.
Every different place of a group counts once. A group with a row of no known place has no
population: who live in the others would make its rate too great.
"""

from functools import lru_cache
from typing import Final

import ibis
import ibis.expr.types as ir

from cauce.engine.query.base import stored
from cauce.engine.query.conditions import chosen
from cauce.engine.query.dialect import bound, listed, written
from cauce.engine.query.shapes import Shape, Territory, Types

PEOPLE: Final = "~people"
"""Column of `with_people`: the number of the place, and in its last 40 bits its inhabitants."""
BITS: Final = 40
MOST_PLACES: Final = 5_000
"""Different texts that a column of places may have."""
HELD: Final = "\x1f"
"""What stands between a place's name and that of what holds it."""


def with_people(rows: ir.Table, territory: Territory) -> ir.Table:
    """The rows and what `PEOPLE` says of their place; missing where it is not known."""
    reference = listed(
        text=bound("people_texts", "array<string>"), packed=bound("people_packed", "array<int64>")
    )
    beside = rows.left_join(reference, _text(rows, territory) == reference["text"])
    return beside.select(*(rows[name] for name in rows.columns), reference["packed"].name(PEOPLE))


def people_in(rows: ir.Table) -> ir.Value:
    """How many people live in the different places of a group of what `with_people` gave."""
    once = rows[PEOPLE].collect(distinct=True).sums()
    return ibis.ifelse(rows[PEOPLE].isnull().any(), ibis.null("int64"), once % (1 << BITS))


@lru_cache(maxsize=256)
def texts_sql(table: str, territory: Territory, types: Types) -> str:
    """SQL of the different texts of places in the whole table, and no more than one too many."""
    rows = stored(table, types)
    texts = rows.select(text=_text(rows, territory)).distinct()
    return written(texts.order_by("text").limit(MOST_PLACES + 1))


@lru_cache(maxsize=256)
def texts_counted_sql(shape: Shape, territory: Territory, types: Types) -> str:
    """SQL of the texts of places among the rows of a question, the most frequent first."""
    rows = chosen(shape, types)
    rows = rows.select(text=_text(rows, territory))
    counted = rows.aggregate(by="text", rows=rows.count())
    return written(counted.order_by([ibis.desc("rows"), ibis.asc("text")]))


def _text(rows: ir.Table, territory: Territory) -> ir.StringValue:
    """What a row says of its place; empty when it says nothing."""
    text = rows[territory.column].cast("string").coalesce("")
    if territory.holder is None:
        return text
    return text + HELD + rows[territory.holder].cast("string").coalesce("")
