"""Operations: which measures suit a column, and which would say nothing of it."""

import re
from collections.abc import Mapping
from typing import Final

from cauce.base.errors import Refusal
from cauce.base.fold import fold
from cauce.engine.columns import IDENTIFIER, Column, ColumnType
from cauce.engine.explore.measures import Measure, MeasureOp

NUMBERS: Final[frozenset[ColumnType]] = frozenset({"integer", "number"})
MOMENTS: Final[frozenset[ColumnType]] = frozenset({"date", "time", "datetime"})

_OF_NUMBERS: Final[tuple[MeasureOp, ...]] = (
    "sum",
    "mean",
    "median",
    "share",
    "min",
    "max",
    "distinct",
    "per_person",
    "ratio",
)
_OF_MOMENTS: Final[tuple[MeasureOp, ...]] = ("min", "max", "distinct")
_OF_ALL: Final[tuple[MeasureOp, ...]] = ("distinct",)
_ADDING: Final[frozenset[MeasureOp]] = frozenset({"sum", "share", "per_person", "ratio"})
"""Operations that add up the values of their columns."""
_APART: Final = frozenset({"year", "month", "percent"})
_RELATIVE: Final = re.compile(
    r"\b(?:tasas?|indices?|idh|promedios?|porcentajes?|pct|proporcion|razon|per capita|incidencia"
    r"|prevalencia|letalidad|densidad|coeficiente|gini|latitud|longitud|codigo)\b"
    r"|\b(?:por|x) (?:cada )?(?:cien mil|diez mil|mil|10{2,5}|10{0,2} 0{3})\b|^edad$"
)
"""Of folded labels: what is measured per something, or is no quantity at all."""
_NAMED: Final[Mapping[MeasureOp, str]] = {
    "sum": "La suma",
    "mean": "El promedio",
    "median": "La mediana",
    "share": "La parte del total",
    "min": "El mínimo",
    "max": "El máximo",
    "per_person": "El valor por persona",
    "ratio": "La razón de dos sumas",
}


def operations_of(column: Column) -> tuple[MeasureOp, ...]:
    """The operations that a column may be measured with, apart from counting rows."""
    if column.role == IDENTIFIER:
        return _OF_ALL
    if column.type in NUMBERS:
        return _OF_NUMBERS
    return _OF_MOMENTS if column.type in MOMENTS else _OF_ALL


def adds_up(column: Column) -> bool:
    """Whether the sum of its values is a quantity: not of percentages, rates, years or codes."""
    return (
        column.type in NUMBERS
        and column.role not in _APART
        and column.role != IDENTIFIER
        and not (column.role or "").startswith("territory:")
        and column.unit != "%"
        and not _RELATIVE.search(fold(f"{column.label} {column.unit or ''}"))
    )


def senseless(measure: Measure, known: Mapping[str, Column]) -> str | None:
    """Why a measure that may be computed says nothing, in a sentence; ``None`` when it does."""
    if measure.op not in _ADDING:
        return None
    for name in measure.columns:
        if not adds_up(known[name]):
            return (
                f"Sumar valores de «{known[name].label}» no dice nada: son porcentajes, tasas, "
                "índices o códigos. Pida el promedio o la mediana."
            )
    return None


def check_measure(measure: Measure, known: Mapping[str, Column]) -> None:
    """Refuse a measure that its columns, which are known, cannot have.

    Raises:
        Refusal: in Spanish, saying what to ask instead.
    """
    Measure.of(measure.text)
    for name in measure.columns:
        column = known[name]
        if measure.op in operations_of(column):
            continue
        if column.role == IDENTIFIER:
            why = (
                f"«{column.label}» distingue a personas o casos: de ella solo se cuentan filas o "
                "valores distintos."
            )
        elif column.type in MOMENTS:
            why = (
                f"{_NAMED[measure.op]} necesita números y «{column.label}» lleva fechas u horas. "
                "Pida el mínimo o el máximo, o agrupe por ella."
            )
        else:
            needs = "números o fechas" if measure.op in ("min", "max") else "números"
            why = (
                f"{_NAMED[measure.op]} necesita {needs} y «{column.label}» no los lleva. Cuente "
                "filas o valores distintos, o agrupe por ella."
            )
        raise Refusal(why, code="explore.measure")
    if measure.other is not None and measure.other == measure.column:
        raise Refusal(
            f"«{known[measure.other].label}» no se divide entre sí misma. Elija otra columna.",
            code="explore.measure",
        )
