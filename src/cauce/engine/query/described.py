"""Describing: the columns of an answer that were computed, as a reader needs them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from cauce.base.numerals import number_es
from cauce.engine.columns import Column, ColumnType
from cauce.engine.explore import Cell, Comparison, Measure, MeasureOp, adds_up
from cauce.engine.explore.values import value_of

POINTS: Final = "puntos porcentuales"
"""Unit of the difference of two percentages."""
_KEPT: Final = frozenset({"mean", "median", "min", "max"})
"""Operations that give a value such as those of the column."""
_TITLES: Final[Mapping[MeasureOp, str]] = {
    "sum": "Suma de {}",
    "mean": "Promedio de {}",
    "median": "Mediana de {}",
    "distinct": "Valores distintos de {}",
    "share": "Parte de {}",
    "min": "Mínimo de {}",
    "max": "Máximo de {}",
    "ratio": "{} por {}",
}


def measured_column(
    cell: Cell,
    known: Mapping[str, Column],
    *,
    value: str | None = None,
    comparison: Comparison | None = None,
    alone: bool = True,
) -> Column:
    """The column of an answer that a cell fills: label, type, unit and role.

    Args:
        value: what its value of the pivot is called.
        alone: whether the answer has no other measure; then the value alone is its label.
    """
    measure = cell.measure
    title = measure_label(measure, known)
    parts = [] if value is not None and alone else [title]
    parts += [value] if value is not None else []
    if comparison and cell.side:
        parts.append(_side_label(cell, known[comparison.column], comparison))
    type_, unit, role = _type(measure, known), _unit(measure, known), _role(measure, known)
    if cell.side == "diff":
        unit, role = (POINTS if unit == "%" else unit), (None if role != "money" else role)
    if cell.side == "change":
        type_, unit, role = "number", "%", "percent"
    return computed_column(cell.name, ", ".join(parts), type_, unit, role)


def computed_column(
    name: str, label: str, type_: ColumnType, unit: str | None, role: str | None
) -> Column:
    """A column whose values nobody counted."""
    return Column(name, label, type_, role, unit, 0, {}, 0, None, None, None, ())


def measure_label(measure: Measure, known: Mapping[str, Column]) -> str:
    """What a measure is called: «Suma de Casos», «Casos por Población», «Filas»."""
    labels = [known[name].label for name in measure.columns]
    if measure.op == "count":
        return "Filas"
    if measure.op == "per_person":
        divided = f" ({labels[1]})" if measure.other else ""
        return f"{labels[0]} por persona{divided}"
    if measure.op == "mean" and not adds_up(known[measure.columns[0]]):
        return f"Promedio simple de {labels[0]}"
    return _TITLES[measure.op].format(*labels)


def value_label(value: Any) -> str:
    """What a value of a pivot or of a comparison is called."""
    match value:
        case None:
            return "Sin dato"
        case bool():
            return "Sí" if value else "No"
        case datetime():
            return f"{value:%d/%m/%Y %H:%M}"
        case date():
            return f"{value:%d/%m/%Y}"
        case float() | Decimal():
            return number_es(value)
        case "":
            return "(vacío)"
        case str() | int():
            return str(value)
        case _:
            return str(value)


def _side_label(cell: Cell, column: Column, comparison: Comparison) -> str:
    match cell.side:
        case "before":
            return value_label(value_of(column, comparison.before))
        case "after":
            return value_label(value_of(column, comparison.after))
        case "diff":
            return "diferencia"
        case _:
            return "cambio"


def _type(measure: Measure, known: Mapping[str, Column]) -> ColumnType:
    match measure.op:
        case "count" | "distinct":
            return "integer"
        case "sum" | "min" | "max":
            return known[measure.columns[0]].type
        case _:
            return "number"


def _unit(measure: Measure, known: Mapping[str, Column]) -> str | None:
    if measure.op in ("count", "distinct"):
        return None
    if measure.op == "share":
        return "%"
    unit = known[measure.columns[0]].unit
    if measure.op != "ratio" or unit is None:
        return unit
    below = known[measure.columns[1]].unit
    return None if below == unit else f"{unit}/{below}" if below else unit


def _role(measure: Measure, known: Mapping[str, Column]) -> str | None:
    if measure.op == "share":
        return "percent"
    if measure.op in ("count", "distinct"):
        return None
    first = known[measure.columns[0]]
    if measure.op in ("ratio", "per_person"):
        below = known[measure.columns[1]].role if measure.other else None
        return "money" if first.role == "money" and below != "money" else None
    if first.role == "money":
        return "money"
    if first.role == "percent" and measure.op in _KEPT:
        return "percent"
    return "year" if first.role == "year" and measure.op in ("min", "max") else None
