"""Changes: what happened from the first moment to the last."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from cauce.base.numerals import number_es
from cauce.charts.sentences.quantities import Quantity, times
from cauce.charts.sentences.seen import Line, Seen
from cauce.charts.sentences.wording import joined

_FEW: Final = 3
"""Lines that are all told."""
Point = tuple[str, float]


def of_changes(seen: Seen) -> str:
    """«De 2012 a 2019 pasó de 14,981 a 15,395; el máximo fue en 2013, 17,762.»"""
    told = [(line, points) for line in seen.lines if len(points := _points(seen, line)) > 1]
    if not told:
        return ""
    if len(told) == 1:
        return _one(seen, told[0][0], told[0][1])
    if len(told) <= _FEW:
        return _few(seen, told)
    return _many(seen, told)


def _points(seen: Seen, line: Line) -> list[Point]:
    return [
        (name, value)
        for name, value in zip(seen.names, line.values, strict=True)
        if value is not None and name != "sin dato"
    ]


def _one(seen: Seen, line: Line, points: Sequence[Point]) -> str:
    quantity = seen.quantity
    (begin, first), (end, last) = points[0], points[-1]
    name = f", {line.name}" if len(seen.lines) > 1 else ""
    head = f"De {begin} a {end}{name} {_moved(first, last, quantity)}"
    peak = max(points, key=lambda point: point[1])
    trough = min(points, key=lambda point: point[1])
    if _steady(points):
        direction = "Subió" if last > first else "Bajó"
        return f"{head}. {direction} en cada paso." if len(points) > 2 else f"{head}."
    if not quantity.same(peak[1], first) and not quantity.same(peak[1], last):
        return f"{head}; el máximo fue en {peak[0]}, {quantity.short(peak[1])}."
    if not quantity.same(trough[1], first) and not quantity.same(trough[1], last):
        return f"{head}; el mínimo fue en {trough[0]}, {quantity.short(trough[1])}."
    return f"{head}."


def _few(seen: Seen, told: Sequence[tuple[Line, Sequence[Point]]]) -> str:
    quantity = seen.quantity
    begin, end = told[0][1][0][0], told[0][1][-1][0]
    if any((points[0][0], points[-1][0]) != (begin, end) for _, points in told):
        return ""
    parts = [
        f"{line.name}{', de' if at else ' pasó de'} {quantity.span(points[0][1], points[-1][1])}"
        for at, (line, points) in enumerate(told)
    ]
    return f"De {begin} a {end}, {'; '.join(parts)}."


def _many(seen: Seen, told: Sequence[tuple[Line, Sequence[Point]]]) -> str:
    quantity = seen.quantity
    begin, end = seen.names[0], seen.names[-1]
    whole = [
        (line, points) for line, points in told if (points[0][0], points[-1][0]) == (begin, end)
    ]
    if len(whole) < 2:
        return ""
    moves = [points[-1][1] - points[0][1] for _, points in whole]
    up, down = sum(move > 0 for move in moves), sum(move < 0 for move in moves)
    at = max(range(len(moves)), key=lambda place: abs(moves[place]))
    line, points = whole[at]
    return (
        f"De {begin} a {end}, de {number_es(len(whole))} {_counts(up, down)}. El mayor cambio es "
        f"el de {line.name}: de {quantity.span(points[0][1], points[-1][1])}."
    )


def _counts(up: int, down: int) -> str:
    said = [f"{number_es(n)} {verb}" for n, verb in ((up, "suben"), (down, "bajan")) if n]
    return joined(said) or "ninguna cambia"


def _moved(first: float, last: float, quantity: Quantity) -> str:
    """«pasó de 2 % a 4 %, el doble»; what is written alike did not change."""
    if quantity.same(first, last):
        return f"quedó igual, en {quantity.text(last)}"
    multiple = (times(last, first) or "").removesuffix(" que")
    by = f", {multiple}" if multiple.startswith("el ") else _by(first, last, quantity)
    return f"pasó de {quantity.span(first, last)}{by}"


def _by(first: float, last: float, quantity: Quantity) -> str:
    if quantity.unit == "%" or first <= 0:
        return ""
    change = (last - first) / first * 100
    if abs(change) >= 1000 or abs(change) < 0.05:
        return ""
    sign = "más" if change > 0 else "menos"
    return f" ({number_es(abs(change), 1, quantity.country)}\u00a0% {sign})"


def _steady(points: Sequence[Point]) -> bool:
    moves = [after[1] - before[1] for before, after in pairwise(points)]
    return all(move > 0 for move in moves) or all(move < 0 for move in moves)
