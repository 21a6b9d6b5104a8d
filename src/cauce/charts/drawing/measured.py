"""Measured: which columns of an answer hold numbers to draw, and of what each of them speaks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cauce.charts.drawing.dimensions import is_territory
from cauce.charts.drawing.times import is_month
from cauce.charts.drawing.words import humane, unit_of
from cauce.charts.source import Source
from cauce.engine.columns import IDENTIFIER, Column
from cauce.engine.explore import Explore, Measure, MeasureOp
from cauce.engine.explore.cells import SIDES, Side, cells_of
from cauce.engine.query.answers import Answer

_NUMBERS = ("integer", "number")
_OP_WORDS: dict[MeasureOp, str] = {
    "sum": "Suma",
    "mean": "Promedio simple",
    "median": "Mediana",
    "count": "Filas",
    "distinct": "Distintos",
    "share": "Parte del total",
    "min": "Mínimo",
    "max": "Máximo",
    "per_person": "Por persona",
    "ratio": "Razón",
}


@dataclass(frozen=True)
class Measured:
    """A column of an answer that holds numbers."""

    at: int
    column: Column
    label: str
    """What it measures, for people; when several are drawn, what tells it from the others."""
    unit: str
    measure: Measure | None = None
    """``None`` when rows are asked for."""
    value: int | None = None
    """Which value of the pivot it is of."""
    side: Side | None = None
    """Which side of the comparison it is of."""

    @property
    def op(self) -> MeasureOp | None:
        """The operation, or ``None`` for the values of rows."""
        return self.measure.op if self.measure else None


def measured(source: Source, explore: Explore, answer: Answer) -> tuple[Measured, ...]:
    """The columns of numbers of an answer, in its order, without differences and changes."""
    if explore.aggregates:
        return tuple(_of_groups(source, explore, answer))
    return tuple(
        Measured(at, column, humane(column.label), unit_of(column))
        for at, column in enumerate(answer.columns)
        if is_measurable(column)
    )


def change_of(source: Source, explore: Explore, answer: Answer) -> Measured | None:
    """The change in per cent of the first measure between the two sides of a comparison."""
    if explore.comparison is None or explore.pivot:
        return None
    first = len(explore.groups)
    cells = cells_of(explore.groups, explore.measured, None, True)
    for at, (column, cell) in enumerate(zip(answer.columns[first:], cells, strict=False), first):
        if cell.side == "change" and cell.measure == explore.measured[0]:
            label = f"Cambio de {explore.comparison.before} a {explore.comparison.after}"
            made = replace(column, label=label, unit="%", role="percent")
            return Measured(at, made, label, "%", cell.measure, side="change")
    return None


def is_measurable(column: Column) -> bool:
    """Whether a column of rows holds quantities, and no names, codes or times."""
    return (
        column.type in _NUMBERS
        and column.role not in ("year", IDENTIFIER, "latitude", "longitude")
        and not is_month(column)
        and not is_territory(column)
    )


def _of_groups(source: Source, explore: Explore, answer: Answer) -> Iterator[Measured]:
    first = len(explore.groups)
    measures = explore.measures or (Measure("count"),)
    compared = explore.comparison is not None
    pivoted = None
    if explore.pivot:
        each_value = len(measures) * (len(SIDES) if compared else 1)
        pivoted = (len(answer.columns) - first) // each_value
    cells = cells_of(explore.groups, measures, pivoted, compared)
    same = len({measure.op for measure in measures}) == 1
    for at, (column, cell) in enumerate(zip(answer.columns[first:], cells, strict=False), first):
        if column.type in _NUMBERS and cell.side in (None, "before", "after"):
            label = _spoken(source, cell.measure, column, alone=same)
            yield Measured(at, column, label, unit_of(column), cell.measure, cell.value, cell.side)


def _spoken(source: Source, measure: Measure, column: Column, *, alone: bool) -> str:
    """The name of the column measured; with its operation before it when these differ."""
    known = {each.name: each for each in source.schema}
    if source.joinable:
        known |= {each.name: each for each in source.joinable.prefixed()}
    spoken = known.get(measure.column or "")
    if spoken is None:
        return _OP_WORDS[measure.op]
    if measure.op in ("ratio", "per_person"):
        return humane(column.label)
    name = humane(spoken.label)
    return name if alone else f"{_OP_WORDS[measure.op]}: {name}"
