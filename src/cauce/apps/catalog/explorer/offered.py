"""What is worth asking of each column: the measures that suit it and those offered first."""

from collections.abc import Sequence
from typing import Final, cast

from cauce.apps.catalog.presenters.column_words import NUMERIC, is_code, is_territory
from cauce.base.fold import fold
from cauce.engine.columns import IDENTIFIER, Column
from cauce.engine.explore import Explore, Measure, MeasureOp, View, adds_up, operations_of
from cauce.engine.explore.joins import PREFIX
from cauce.engine.explore.measures import MEASURE_OPS
from cauce.engine.explore.operations import senseless

MOST_KINDS: Final = 60
"""Different values a column may have to be spread over the columns of the answer."""


def is_amount(column: Column) -> bool:
    """Whether its values are numbers that measure something."""
    named = column.role in ("year", "month", IDENTIFIER) or is_territory(column) or is_code(column)
    return column.type in NUMERIC and not named


def suits(op: str, column: Column) -> bool:
    """Whether a measure of that column is offered: what can be computed and says something."""
    if op == "distinct":
        return column.type != "number"
    measure = Measure(cast("MeasureOp", op), column.name)
    if op not in operations_of(column) or senseless(measure, {column.name: column}):
        return False
    return is_amount(column) or op in ("min", "max")


def measured_by(op: str, schema: Sequence[Column]) -> tuple[Column, ...]:
    """The columns that a measure is offered for."""
    return tuple(column for column in schema if suits(op, column))


def groupable(schema: Sequence[Column]) -> tuple[Column, ...]:
    """The columns worth grouping by: what names, dates or classes the rows."""
    return tuple(
        column
        for column in schema
        if column.role != IDENTIFIER
        and (not is_amount(column) or (column.type == "integer" and column.distinct <= 30))
    )


def spreadable(schema: Sequence[Column], groups: Sequence[str]) -> tuple[Column, ...]:
    """The columns whose values may each get a column of the answer."""
    return tuple(
        column
        for column in groupable(schema)
        if column.name not in groups and 1 < column.distinct <= MOST_KINDS
    )


def comparable(schema: Sequence[Column]) -> tuple[Column, ...]:
    """The columns two of whose values may be compared: years first."""
    found = [c for c in groupable(schema) if 1 < c.distinct <= MOST_KINDS]
    return tuple(sorted(found, key=lambda column: column.role != "year"))


def first_measure(schema: Sequence[Column]) -> Measure:
    """What a group shows when nobody says what: the sum of its money, else how many rows."""
    money = next((c for c in schema if c.role == "money" and adds_up(c)), None)
    return Measure("sum", money.name) if money else Measure("count")


def telling(column: Column, table: str, schema: Sequence[Column]) -> Explore | None:
    """What one column says of its table: its groups, or how its amounts are spread."""
    if is_amount(column):
        view = View(kind="chart", mark="histogram")
        return Explore(table, columns=(column.name,), view=view)
    if column in groupable(schema) and 1 < column.distinct <= MOST_KINDS:
        return Explore(table, groups=(column.name,), measures=(first_measure(schema),))
    return None


def next_measure(asked: Sequence[Measure], schema: Sequence[Column]) -> Measure | None:
    """The measure that «añadir» proposes: the same of another column, else another of it."""
    candidates = [Measure("count"), first_measure(schema)]
    for op in dict.fromkeys([*(each.op for each in asked), *_PROPOSED]):
        if op not in ("ratio", "count"):
            candidates += [Measure(op, column.name) for column in measured_by(op, schema)]
    return next((each for each in candidates if each not in asked), None)


_PROPOSED: Final[tuple[MeasureOp, ...]] = ("sum", "mean", "distinct")


def people_columns(schema: Sequence[Column]) -> tuple[Column, ...]:
    """The columns that seem to count people: what is divided among them is «por persona»."""
    words = ("poblaci", "habitant", "personas", "people", "population")
    return tuple(
        column
        for column in schema
        if adds_up(column) and any(word in column.label.casefold() for word in words)
    )


def has_places(schema: Sequence[Column]) -> bool:
    """Whether the table speaks of territories, whose reference population may be known."""
    return any(is_territory(column) for column in schema)


def fitting_measure(op: str, column: str, other: str, schema: Sequence[Column]) -> str:
    """A measure as the form's fields say it, with a column that suits where theirs does not.

    What is no measure at all stays as it was written, to be refused where addresses are.
    """
    if op == "count" or op not in MEASURE_OPS:
        return op
    offered = [each.name for each in measured_by(op, schema)]
    if not offered:
        return f"{op}.{column}" if column else op
    chosen = column if column in offered else _like(column, offered)
    if op == "ratio":
        part, whole = _part_and_whole(chosen, other, measured_by(op, schema))
        return f"ratio.{part}.{whole}"
    if op == "per_person":
        people = [each.name for each in people_columns(schema) if each.name != chosen]
        divided = (
            other if other in offered else ("" if has_places(schema) else next(iter(people), ""))
        )
        return f"per_person.{chosen}.{divided}" if divided else f"per_person.{chosen}"
    return f"{op}.{chosen}"


def _part_and_whole(part: str, whole: str, columns: Sequence[Column]) -> tuple[str, str]:
    """What is divided and what it is divided by: the total, where nobody says.

    The total itself is what the first of the others is divided by.
    """
    names = [column.name for column in columns]
    if whole in names and whole != part:
        return part, whole
    own = [
        column for column in columns if column.name.startswith(PREFIX) == part.startswith(PREFIX)
    ]
    unit = next((column.unit for column in own if column.name == part), None)
    total = _total([column for column in own if column.unit == unit])
    if part == total:
        part = next((name for name in (c.name for c in own) if name != total), part)
        return part, total
    return part, total or next((name for name in names if name != part), part)


def _total(columns: Sequence[Column]) -> str:
    """The column that the others are parts of: called a total, else of the greatest sum."""
    for column in columns:
        if "total" in fold(column.label or column.name).split():
            return column.name
    summed = [column for column in columns if column.sum is not None]
    return max(summed, key=lambda column: column.sum or 0).name if summed else ""


def _like(column: str, offered: Sequence[str]) -> str:
    """The first of the columns offered of the same table."""
    of_second = column.startswith(PREFIX)
    return next((name for name in offered if name.startswith(PREFIX) == of_second), offered[0])
