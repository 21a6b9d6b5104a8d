"""Scaling: the numbers of an answer as people read them: parts in per cent, rates per thousand.

An answer gives 0.589 of the households and 0.0009 cases per inhabitant; a figure and its sentence
say 58.9 % and 0.9 per 1,000 inhabitants.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from cauce.base.numerals import number_es
from cauce.charts.source import Source
from cauce.engine.columns import Column
from cauce.engine.explore import Explore, Measure
from cauce.engine.query.answers import Answer

_MOST: Final = 1.5
"""Times the whole that a part may be: what was spent may exceed what was planned."""
_LEAST: Final = 0.001
_PER_CENT: Final = 100.0
_INHABITANTS: Final = (1, 1_000, 10_000, 100_000)
_DIFFERENCE: Final = "_diff"
_CHANGE: Final = "_change"


@dataclass(frozen=True)
class Scaling:
    """What numbers are multiplied by, and the unit they have then."""

    factor: float
    unit: str


def scaled(source: Source, explore: Explore, answer: Answer) -> Answer:
    """The answer with shares in per cent and rates per as many inhabitants as make them readable.

    An answer that is scaled already stays as it is.
    """
    known = known_columns(source)
    scalings = {
        at: scaling
        for at, column in enumerate(answer.columns)
        if at >= len(explore.groups)
        and (scaling := _of(column, explore, answer, at, known, source.country))
    }
    if not scalings:
        return answer
    columns = tuple(
        replace(column, unit=scalings[at].unit, role=_role(scalings[at]))
        if at in scalings
        else column
        for at, column in enumerate(answer.columns)
    )
    return replace(
        answer,
        columns=columns,
        rows=tuple(_row(row, scalings) for row in answer.rows),
        whole=_row(answer.whole, scalings) if answer.whole else answer.whole,
    )


def is_share(measure: Measure, known: Mapping[str, Column]) -> bool:
    """Whether a measure divides a part by its whole: two sums of one unit, neither tiny."""
    if measure.op != "ratio" or measure.column is None or measure.other is None:
        return False
    part, whole = known.get(measure.column), known.get(measure.other)
    if part is None or whole is None or part.unit != whole.unit or not whole.sum:
        return False
    return part.sum is not None and _LEAST <= part.sum / whole.sum <= _MOST


def known_columns(source: Source) -> dict[str, Column]:
    """The columns that a question about a source may name, also those of the joined table."""
    known = {column.name: column for column in source.schema}
    if source.joinable:
        known |= {column.name: column for column in source.joinable.prefixed()}
    return known


def _of(
    column: Column,
    explore: Explore,
    answer: Answer,
    at: int,
    known: Mapping[str, Column],
    country: str,
) -> Scaling | None:
    named = [each for each in explore.measures if column.name.startswith(each.name)]
    measure = max(named, key=lambda each: len(each.name), default=None)
    if measure is None or column.unit is not None or column.name.rstrip("_").endswith(_CHANGE):
        return None
    if is_share(measure, known):
        points = column.name.rstrip("_").endswith(_DIFFERENCE)
        return Scaling(_PER_CENT, "puntos porcentuales" if points else "%")
    if measure.op == "per_person" and column.role != "money":
        return _per_inhabitants(answer, at, country)
    return None


def _per_inhabitants(answer: Answer, at: int, country: str) -> Scaling:
    values = [abs(float(row[at])) for row in answer.rows if row[at] is not None]
    typical = sorted(values)[len(values) // 2] if values else 0.0
    fitting = [size for size in _INHABITANTS if typical * size >= 1]
    size = fitting[0] if fitting else _INHABITANTS[-1]
    said = "por habitante" if size == 1 else f"por {number_es(size, country=country)} habitantes"
    return Scaling(float(size), said)


def _row(row: tuple[Any, ...], scalings: Mapping[int, Scaling]) -> tuple[Any, ...]:
    return tuple(
        _times(value, scalings[at].factor) if at in scalings else value
        for at, value in enumerate(row)
    )


def _times(value: Any, factor: float) -> Any:
    if value is None or isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return value
    return float(value) * factor


def _role(scaling: Scaling) -> str | None:
    return "percent" if scaling.unit == "%" else None
