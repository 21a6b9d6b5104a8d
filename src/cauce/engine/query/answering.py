"""Answering: rows or groups, whatever an exploration asks, in the one shape that pages draw."""

import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cauce.engine.columns import Column
from cauce.engine.explore import Explore, Joinable, Measure
from cauce.engine.explore.views import PLAIN
from cauce.engine.query.answers import Answer
from cauce.engine.query.asking import Asked, bindable
from cauce.engine.query.counted_again import added_again
from cauce.engine.query.described import measured_column, value_label
from cauce.engine.query.grouped_sql import (
    flagged,
    groups_count_sql,
    groups_page_sql,
    groups_sql,
    whole_sql,
)
from cauce.engine.query.joined_notes import joined_notes
from cauce.engine.query.matching import met
from cauce.engine.query.notes import notes_of
from cauce.engine.query.planning import Plan, plan
from cauce.engine.query.running import Queries, Rows, shared
from cauce.engine.query.shared_names import shared_names_notes
from cauce.engine.sandbox import Row
from cauce.engine.store import Tables


@dataclass(frozen=True)
class Grouped:
    """What the engine gave of a page of groups."""

    rows: tuple[Row, ...]
    total: int
    whole: Row
    """The cells alone."""
    withheld: frozenset[tuple[int, int]]
    """Row and column of the answer; row -1 is the whole."""


def answer(
    explore: Explore,
    tables: Tables,
    schema: Sequence[Column],
    joinable: Joinable | None = None,
    *,
    using: Queries | None = None,
) -> Answer:
    """The page that ``explore`` asks for, in a total order, and the exact number of all.

    Rows come as `run` gives them. Groups come with their measures, from the least group to the
    greatest (text as Spanish sorts it, months by their place in the year) unless another order is
    asked; a group of missing values comes last, and ties are broken by the groups.

    Sums are exact; means, medians, shares and quotients are floats, ``None`` where they would
    divide by zero or by nothing. A share is of the total of all the groups of its column of the
    answer: with a pivot or a comparison, of that value. A change from nothing, from zero or from
    less is ``None``.

    ``tables`` is a `Store` (or a `LooseTable`) and ``schema`` the columns of ``explore.table``.

    Raises:
        Refusal: in Spanish, for what `Explore.checked` refuses, for sums that would count a row of
            the second table several times in a group, and past the limits of a sandbox.
        CauceError: when the table is not in the store or its file cannot be read.
    """
    queries = using or shared()
    if explore.aggregates:
        given = _of_groups(explore, tables, schema, joinable, queries)
    else:
        given = _of_rows(explore, tables, schema, joinable, queries)
    if explore.join is None or joinable is None:
        return given
    asked = queries.asked(explore, tables, schema, joinable)
    meeting = met(asked, queries)
    if meeting is None:
        return given
    joined = tuple(joined_notes(asked, meeting, schema, joinable, queries))
    return replace(given, matching=meeting.matching, notes=joined + given.notes)


def _of_groups(
    explore: Explore,
    tables: Tables,
    schema: Sequence[Column],
    joinable: Joinable | None,
    queries: Queries,
) -> Answer:
    asked = queries.asked(explore, tables, schema, joinable)
    again = added_again(asked, queries)
    planned = plan(asked, queries)
    values = {**planned.values, "limit": explore.limit, "offset": explore.offset}
    sql = groups_page_sql(planned.shape, asked.types)
    key = (planned.shape, tuple(values.items()))
    grouped: Grouped | None = queries.kept.get(key)
    if grouped is None:
        grouped = _grouped(asked, planned, sql, values, queries)
        queries.kept.put(key, grouped, 1000 + sum(map(_weight, grouped.rows)))
    known = {column.name: column for column in asked.columns}
    return Answer(
        explore=explore,
        columns=columns_of(asked, planned),
        rows=grouped.rows,
        total=grouped.total,
        sql=sql,
        values=bindable(values),
        whole=(None,) * len(explore.groups) + _whole(planned, grouped.whole, again),
        withheld=sum(row >= 0 for row, _ in grouped.withheld),
        withheld_at=grouped.withheld,
        notes=(
            *shared_names_notes(asked, queries),
            *notes_of(asked.explore, known, planned, grouped.whole, grouped.withheld),
        ),
    )


def every_group(
    explore: Explore,
    tables: Tables,
    schema: Sequence[Column],
    joinable: Joinable | None = None,
    *,
    using: Queries | None = None,
) -> tuple[tuple[Column, ...], Rows]:
    """All the groups of an exploration, to be written to a file, and their columns.

    Its limit and offset do not matter.
    """
    queries = using or shared()
    asked = queries.asked(explore, tables, schema, joinable)
    added_again(asked, queries)
    planned = plan(asked, queries)
    columns = columns_of(asked, planned)
    sql = groups_sql(planned.shape, asked.types)
    names = tuple(column.name for column in columns)
    values = asked.bound(sql, planned.values)
    return columns, Rows(asked.sandbox, sql, values, names, asked.sandbox.described(sql, values))


def columns_of(asked: Asked, planned: Plan) -> tuple[Column, ...]:
    """The columns of an answer: the groups as the table has them, then what was computed."""
    known = {column.name: column for column in asked.columns}
    labels = [value_label(value) for value in planned.pivoted.values]
    alone = len(asked.explore.measured) == 1
    return (
        *(known[name] for name in planned.shape.groups),
        *(
            measured_column(
                cell,
                known,
                value=None if cell.value is None else labels[cell.value],
                comparison=asked.explore.comparison,
                alone=alone,
            )
            for cell in planned.shape.cells
        ),
    )


def _of_rows(
    explore: Explore,
    tables: Tables,
    schema: Sequence[Column],
    joinable: Joinable | None,
    queries: Queries,
) -> Answer:
    result = queries.page(replace(explore, view=PLAIN), tables, schema, joinable)
    known = {column.name: column for column in schema}
    if joinable:
        known |= {column.name: column for column in joinable.prefixed()}
    return Answer(
        explore=explore,
        columns=tuple(known[name] for name in result.columns),
        rows=result.rows,
        total=result.total,
        sql=result.sql,
        values=result.values,
    )


def _grouped(
    asked: Asked, planned: Plan, sql: str, values: Mapping[str, Any], queries: Queries
) -> Grouped:
    shape = planned.shape
    rows = asked.rows(sql, values)
    flags = flagged(shape)
    width = len(shape.groups) + len(shape.cells)
    end = width + len(flags)
    whole = rows[0][end + 1 :] if rows else ()
    if not shape.groups and rows:
        whole = rows[0][:end]
    elif not whole:
        whole = _whole_apart(asked, planned, queries)
    of_whole = whole[len(shape.cells) :]
    return Grouped(
        rows=tuple(tuple(map(_finite, row[:width])) for row in rows),
        total=_total(asked, planned, rows, end),
        whole=tuple(map(_finite, whole[: len(shape.cells)])),
        withheld=frozenset(
            (number, len(shape.groups) + place)
            for number, told in (*enumerate(row[width:end] for row in rows), (-1, of_whole))
            for place, hidden in zip(flags, told, strict=True)
            if hidden
        ),
    )


def _whole_apart(asked: Asked, planned: Plan, queries: Queries) -> Row:
    """The cells of the whole and whether each is withheld, the same for every page and order."""
    shape, values = planned.shape.whole(), planned.values
    if planned.people:
        together = planned.people.together
        shape = replace(shape, territory=together.territory)
        values = {**values, **together.values}
    key = ("whole", shape, tuple(values.items()))
    known: Row | None = queries.kept.get(key)
    if known is None:
        known = asked.rows(whole_sql(shape, asked.types), values)[0]
        queries.kept.put(key, known, 1000 + _weight(known))
    return known


def _total(asked: Asked, planned: Plan, rows: Sequence[Row], place: int) -> int:
    if rows:
        total: int = rows[0][place]
        return total
    if not planned.shape.groups:
        return 1
    counted = asked.rows(groups_count_sql(planned.shape, asked.types), planned.rows)
    return int(counted[0][0])


def _whole(planned: Plan, whole: Row, again: frozenset[Measure]) -> Row:
    """The cells of the whole, without rates of several years together nor what counts again."""
    mixed = planned.people is not None and not planned.people.whole
    return tuple(
        None if measure in again or (mixed and measure.of_people) else value
        for measure, value in zip(
            (cell.measure for cell in planned.shape.cells), whole, strict=True
        )
    )


def _finite(value: Any) -> Any:
    """Floats that are no number, or beyond all of them, say nothing to a reader."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _weight(row: Row) -> int:
    return sys.getsizeof(row) + sum(map(sys.getsizeof, row))
