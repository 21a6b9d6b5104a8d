"""Planning: a checked question about groups becomes a shape, which is compiled once, and values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from cauce.engine.columns import Column
from cauce.engine.explore import Cell, Order, cells_of
from cauce.engine.explore.cells import most_pivoted
from cauce.engine.explore.values import value_of
from cauce.engine.query.asking import Asked
from cauce.engine.query.base import alone
from cauce.engine.query.binding import FEW, fit
from cauce.engine.query.grouping import GroupShape, Pivot
from cauce.engine.query.pivoting import Pivoted, pivot_sql
from cauce.engine.query.populations import People, people_of
from cauce.engine.query.running import Queries
from cauce.engine.query.shapes import Shape
from cauce.engine.query.withholding import hides_counts

_ALL: Final = Pivoted((), 0)


@dataclass(frozen=True)
class Plan:
    """What is compiled and what is bound to answer a question about groups."""

    shape: GroupShape
    rows: Mapping[str, Any]
    """What chooses the rows."""
    values: Mapping[str, Any]
    """That, and the values of the pivot."""
    pivoted: Pivoted = _ALL
    dropped: tuple[str, ...] = ()
    """Names in the order that the answer does not have: its pivot has fewer values."""
    people: People | None = None
    """The reference population, when a measure divides by it."""


def plan(asked: Asked, queries: Queries) -> Plan:
    """How the groups that are asked for are computed; reads the values of a pivot.

    A pivot that finds no value is left out.

    Raises:
        Refusal: in Spanish, when a measure needs a reference population and there is none.
    """
    explore = asked.explore
    people = None
    if any(one.of_people for one in explore.measured):
        people = people_of(asked, queries)
    compared = explore.comparison.column if explore.comparison else None
    needed = [name for one in explore.measured for name in one.columns]
    needed += [name for name in (*explore.groups, explore.pivot, compared) if name]
    rows = alone(replace(asked.shape, columns=(), order=()), *needed)
    values = {**asked.values, **_sides(asked)}
    pivoted = _pivoted(asked, rows, values, queries)
    shown = cells_of(
        explore.groups,
        explore.measured,
        len(pivoted.values) or None,
        compared is not None,
    )
    overall = cells_of(explore.groups, explore.measured)
    cells = {cell.name: cell for cell in (*overall, *shown)}
    order = tuple(by for by in explore.order if by.column in {*explore.groups, *cells})
    named = {by.column for by in order}
    columns = {column.name: column for column in asked.columns}
    shape = GroupShape(
        rows=rows,
        groups=explore.groups,
        cells=shown,
        sorted_by=_sorted_by(order, shown, cells),
        order=order,
        ties=tuple(name for name in explore.groups if name not in named),
        pivot=_pivot(explore.pivot, pivoted.values),
        compared=compared,
        marked=frozenset(
            name
            for measure in explore.measured
            for name in measure.columns
            if hides_counts(columns[name])
        ),
        months=frozenset(name for name in explore.groups if _names_months(columns[name])),
        many=frozenset(name for name in explore.groups if order and columns[name].distinct > FEW),
        territory=people.groups.territory if people else None,
    )
    bound = {f"p{n}": value for n, value in enumerate(pivoted.values) if value is not None}
    dropped = tuple(by.column for by in explore.order if by not in order)
    inhabitants = people.groups.values if people else {}
    return Plan(shape, values, {**values, **bound, **inhabitants}, pivoted, dropped, people)


def _sides(asked: Asked) -> dict[str, Any]:
    if (comparison := asked.explore.comparison) is None:
        return {}
    column, stored = asked.column(comparison.column), asked.stored[comparison.column]
    return {
        "before": fit(value_of(column, comparison.before), stored, "eq"),
        "after": fit(value_of(column, comparison.after), stored, "eq"),
    }


def _pivoted(asked: Asked, rows: Shape, values: Mapping[str, Any], queries: Queries) -> Pivoted:
    explore = asked.explore
    if explore.pivot is None:
        return _ALL
    compared = explore.comparison.column if explore.comparison else None
    most = most_pivoted(len(explore.measured), compared is not None)
    key = ("pivot", rows, explore.pivot, compared, most, tuple(values.items()))
    if (known := queries.kept.get(key)) is not None:
        return known  # type: ignore[no-any-return]
    months = _names_months(asked.column(explore.pivot))
    sql = pivot_sql(rows, compared, explore.pivot, months, asked.types)
    found = asked.rows(sql, {**values, "most": most})
    pivoted = Pivoted(tuple(row[0] for row in found), found[0][1] - len(found) if found else 0)
    queries.kept.put(key, pivoted, 1000 + 100 * len(found))
    return pivoted


def _pivot(column: str | None, values: tuple[Any, ...]) -> Pivot | None:
    """Where there is no value there are no rows, and nothing to pivot."""
    return Pivot(column, len(values), values[-1] is None) if column and values else None


def _sorted_by(
    order: tuple[Order, ...], shown: tuple[Cell, ...], cells: Mapping[str, Cell]
) -> tuple[Cell, ...]:
    """The cells that the order names and nobody sees."""
    seen = {cell.name for cell in shown}
    return tuple(cells[by.column] for by in order if by.column in cells and by.column not in seen)


def _names_months(column: Column) -> bool:
    return column.role == "month" and column.type == "text"
