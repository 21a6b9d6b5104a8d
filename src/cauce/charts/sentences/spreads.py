"""Spreads: how the values of one measure lie, and whether two of them go together."""

from collections.abc import Sequence
from typing import Final

from cauce.base.numerals import number_es
from cauce.charts.sentences.quantities import Quantity, finite, quantity_of
from cauce.charts.sentences.wording import capitalized, spoken, unit_of
from cauce.engine.columns import Column
from cauce.engine.profile import Histogram
from cauce.engine.query.answers import Answer

FEWEST: Final = 12
"""Pairs below which nothing is said of two measures together."""
STRONG: Final = 0.6
"""Rank correlation (Spearman) from which two measures tend to move together."""
_WEAK: Final = 0.2


def of_histogram(column: Column, histogram: Histogram, country: str) -> str:
    """«Más de la mitad (212 de 340) está entre 20 y 40.»"""
    counts, edges = histogram.counts, histogram.edges
    every = sum(counts)
    numbers = [finite(edge) for edge in edges]
    if every < 2 or any(number is None for number in numbers):
        return ""
    ends = [number for number in numbers if number is not None]
    begin, end = _half(counts)
    inside = sum(counts[begin:end])
    if end - begin == len(counts):
        return ""
    quantity = _round(ends, column, country)
    return (
        f"Más de la mitad de los valores ({number_es(inside)} de {number_es(every)}) está entre "
        f"{quantity.bare(ends[begin])} y {quantity.text(ends[end])}."
    )


def of_scatter(answer: Answer, columns: Sequence[Column], country: str) -> str:
    """Whether two measures tend to rise together; never that one causes the other."""
    if len(columns) < 2:
        return ""
    at = [[each.name for each in answer.columns].index(column.name) for column in columns[:2]]
    pairs = [
        (first, second)
        for row in answer.rows
        if (first := finite(row[at[0]])) is not None and (second := finite(row[at[1]])) is not None
    ]
    one, other = (spoken(column.label or column.name) for column in columns[:2])
    if len(pairs) < FEWEST or answer.total > len(answer.rows):
        return ""
    strength = spearman([pair[0] for pair in pairs], [pair[1] for pair in pairs])
    if strength is None:
        return ""
    said = number_es(len(pairs), country=country)
    if strength >= STRONG:
        return f"{capitalized(one)} y {other} tienden a subir juntas ({said} puntos)."
    if strength <= -STRONG:
        return f"Donde {one} es mayor, {other} tiende a ser menor ({said} puntos)."
    if abs(strength) < _WEAK:
        return f"No se ve una relación clara entre {one} y {other} ({said} puntos)."
    return f"{capitalized(one)} y {other} guardan una relación débil ({said} puntos)."


def spearman(first: Sequence[float], second: Sequence[float]) -> float | None:
    """The rank correlation of two series, ties at their mean rank; None when one is constant."""
    ranks = [_ranks(first), _ranks(second)]
    middle = (len(first) - 1) / 2
    left = [rank - middle for rank in ranks[0]]
    right = [rank - middle for rank in ranks[1]]
    size = (sum(a * a for a in left) * sum(b * b for b in right)) ** 0.5
    if not size:
        return None
    return float(sum(a * b for a, b in zip(left, right, strict=True)) / size)


def _ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=lambda at: values[at])
    ranks = [0.0] * len(values)
    begin = 0
    while begin < len(order):
        end = begin
        while end + 1 < len(order) and values[order[end + 1]] == values[order[begin]]:
            end += 1
        for at in order[begin : end + 1]:
            ranks[at] = (begin + end) / 2
        begin = end + 1
    return ranks


def _half(counts: Sequence[int]) -> tuple[int, int]:
    """The fewest bins side by side that hold more than half of the values."""
    every = sum(counts)
    for width in range(1, len(counts) + 1):
        best = max(range(len(counts) - width + 1), key=lambda at: sum(counts[at : at + width]))
        if 2 * sum(counts[best : best + width]) > every:
            return best, best + width
    return 0, len(counts)


def _round(edges: Sequence[float], column: Column, country: str) -> Quantity:
    quantity = quantity_of(edges, unit_of(column), country)
    whole = all(edge == int(edge) for edge in edges) and quantity.divisor == 1
    return Quantity(quantity.divisor, 0, quantity.unit, country) if whole else quantity


def two_numbers(columns: Sequence[Column]) -> list[Column]:
    """The first two columns of numbers of an answer of rows."""
    return [each for each in columns if each.type in ("integer", "number")][:2]
