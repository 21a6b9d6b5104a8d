"""Scaling: the numbers of an answer as people read them: parts in per cent, rates per thousand.

An answer gives 0.589 of the households and 0.0009 cases per inhabitant; a figure and its sentence
say 58.9 % and 0.9 per 1,000 inhabitants.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from cauce.base.fold import fold
from cauce.base.numerals import number_es
from cauce.charts.source import Source
from cauce.engine.columns import Column
from cauce.engine.explore import Explore, Measure
from cauce.engine.query.answers import Answer

_MOST: Final = 1.5
"""Times the whole that a part may be: what was spent may exceed what was planned."""
_LEAST: Final = 0.001
_ROUNDING: Final = 1e-9
_TOTAL: Final = re.compile(r"\b(?:total(?:es)?|universo|matricula)\b|^poblacion(?: \d{4})?$")
"""Words of a folded header that counts everything."""
_SPENT: Final = re.compile(r"\b(?:devengad|ejecu|gast|desembols|pagad|avance)")
_PLANNED: Final = re.compile(
    r"\b(?:vigente|modificado|pim|presupuest|programad|asignad|comprometid|meta)"
)
"""Words of folded headers of what was done and of what was planned."""
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
        if at >= len(explore.groups) and (scaling := _of(column, answer, at, known, source.country))
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


def is_share(measure: Measure, known: Mapping[str, Column], answer: Answer | None = None) -> bool:
    """Whether a measure divides a part by its whole, and not one thing by another.

    The divisor must be known to count everything that the dividend counts, and no group of the
    answer nor all of them together may have more of the part than of the whole. What was spent may
    exceed what was planned.
    """
    if measure.op != "ratio" or measure.column is None or measure.other is None:
        return False
    part, whole = known.get(measure.column), known.get(measure.other)
    if part is None or whole is None or part.unit != whole.unit or not whole.sum:
        return False
    if part.sum is None or not _LEAST <= part.sum / whole.sum <= _MOST:
        return False
    if _SPENT.search(fold(part.label)) and _PLANNED.search(fold(whole.label)):
        return True
    return is_total(whole, part, known.values()) and (answer is None or _holds(measure, answer))


def is_total(whole: Column, part: Column, columns: Iterable[Column]) -> bool:
    """Whether a column counts everything that another counts, as far as columns tell.

    It says so of itself, or nothing of its kind in the table is greater; and nowhere in what is
    known of both is the part the greater.
    """
    if not _covers(whole, part):
        return False
    if _TOTAL.search(fold(whole.label)):
        return True
    kind = [each for each in columns if each.type == whole.type and each.unit == whole.unit]
    others = [each for each in kind if each.sum is not None and each.role == whole.role]
    return len(others) > 2 and all(_covers(whole, each) for each in others)


def _covers(whole: Column, part: Column) -> bool:
    if whole is part:
        return True
    if part.sum is None or whole.sum is None or part.sum > whole.sum:
        return False
    ends = ((part.min, whole.min), (part.max, whole.max))
    return all(
        isinstance(less, int | float) and isinstance(more, int | float) and less <= more
        for less, more in ends
    )


def _holds(measure: Measure, answer: Answer) -> bool:
    """Whether no number of a ratio in an answer, scaled or not, is more than all."""
    for at, named in _measured(answer):
        column = answer.columns[at]
        if named != measure or column.name.rstrip("_").endswith((_DIFFERENCE, _CHANGE)):
            continue
        most = (_PER_CENT if column.unit == "%" else 1.0) * (1 + _ROUNDING)
        rows = (*answer.rows, answer.whole) if answer.whole else answer.rows
        if any(_is_number(row[at]) and float(row[at]) > most for row in rows):
            return False
    return True


def _measured(answer: Answer) -> Iterator[tuple[int, Measure]]:
    """The columns of an answer that are of a measure."""
    measures = answer.explore.measures
    for at, column in enumerate(answer.columns):
        if at >= len(answer.explore.groups):
            named = [each for each in measures if column.name.startswith(each.name)]
            if named:
                yield at, max(named, key=lambda each: len(each.name))


def known_columns(source: Source) -> dict[str, Column]:
    """The columns that a question about a source may name, also those of the joined table."""
    known = {column.name: column for column in source.schema}
    if source.joinable:
        known |= {column.name: column for column in source.joinable.prefixed()}
    return known


def _of(
    column: Column,
    answer: Answer,
    at: int,
    known: Mapping[str, Column],
    country: str,
) -> Scaling | None:
    measure = dict(_measured(answer)).get(at)
    if measure is None or column.unit is not None or column.name.rstrip("_").endswith(_CHANGE):
        return None
    if is_share(measure, known, answer):
        points = column.name.rstrip("_").endswith(_DIFFERENCE)
        return Scaling(_PER_CENT, "puntos porcentuales" if points else "%")
    if measure.op == "per_person" and column.role != "money":
        return _per_inhabitants(answer, at, country)
    return None


def _per_inhabitants(answer: Answer, at: int, country: str) -> Scaling:
    values = [abs(float(row[at])) for row in answer.rows if _is_number(row[at])]
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
    return float(value) * factor if _is_number(value) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _role(scaling: Scaling) -> str | None:
    return "percent" if scaling.unit == "%" else None
