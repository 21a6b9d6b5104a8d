"""Changes: what happened from the first moment to the last."""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from cauce.base.numerals import number_es
from cauce.charts.figure import FigureKind
from cauce.charts.sentences.axes import NO_DATUM
from cauce.charts.sentences.quantities import Quantity, times
from cauce.charts.sentences.seen import Line, Seen
from cauce.charts.sentences.ties import MOST_NAMED, tied
from cauce.charts.sentences.wording import joined

_FEW: Final = 3
"""Lines that are all told."""
MOST_LINES: Final = 6
"""Lines that a drawing names all; of more, the highest and the lowest at last."""
_MOST_PANELS: Final = 12
"""Series that small drawings side by side show all."""
Point = tuple[str, float]


def of_changes(seen: Seen, kind: FigureKind = "line") -> str:
    """«De 2012 a 2019 pasó de 14,981 a 15,395; el máximo fue en 2013, 17,762.»

    Nothing of some moments of many: what is left out may be higher, or lie between.
    """
    if seen.selection:
        return ""
    told = [(line, points) for line in seen.lines if len(points := _points(seen, line)) > 1]
    if not told:
        return ""
    if len(told) == 1:
        return _one(seen, told[0][0], told[0][1])
    if len(told) <= _FEW:
        return _few(seen, told)
    return _many(seen, told, kind)


def _points(seen: Seen, line: Line) -> list[Point]:
    return [
        (name, value)
        for name, value in zip(seen.names, line.values, strict=True)
        if value is not None and name != NO_DATUM
    ]


def _one(seen: Seen, line: Line, points: Sequence[Point]) -> str:
    quantity = seen.quantity
    (begin, first), (end, last) = points[0], points[-1]
    name = f", {line.name}" if len(seen.lines) > 1 else ""
    head = f"De {begin} a {end}{name} {_moved(first, last, quantity)}"
    if _steady(points):
        direction = "Subió" if last > first else "Bajó"
        return f"{head}. {direction} en cada paso." if len(points) > 2 else f"{head}."
    for said, extreme in (("máximo", max), ("mínimo", min)):
        value = extreme(value for _, value in points)
        moments = [moment for moment, each in points if tied(each, value)]
        if len(moments) <= MOST_NAMED and not (
            quantity.same(value, first) or quantity.same(value, last)
        ):
            return f"{head}; el {said} fue en {joined(moments)}, {quantity.short(value)}."
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


def _many(seen: Seen, told: Sequence[tuple[Line, Sequence[Point]]], kind: FigureKind) -> str:
    """How many rose and fell; and who moved most or, where only both ends are named, who they are.

    A drawing of many panels may leave out whoever would be named.
    """
    quantity = seen.quantity
    begin, end = told[0][1][0][0], told[0][1][-1][0]
    for _, points in told:
        begin, end = (_sooner(seen, begin, points[0][0]), _later(seen, end, points[-1][0]))
    whole = [
        (line, points) for line, points in told if (points[0][0], points[-1][0]) == (begin, end)
    ]
    if len(whole) < 2:
        return ""
    moves = [points[-1][1] - points[0][1] for _, points in whole]
    which = "" if len(whole) == len(seen.lines) else " con dato de ambos"
    head = f"De {begin} a {end} {counted(moves, which)}."
    if kind == "line" and len(seen.lines) > MOST_LINES:
        return f"{head}{_ends(quantity, whole, end)}" if not which else head
    if len(seen.lines) > _MOST_PANELS and kind != "dots":
        return head
    most = max(moves, key=abs)
    alike = [at for at, move in enumerate(moves) if math.isclose(abs(move), abs(most))]
    if len(alike) > 1:
        return head
    line, points = whole[alike[0]]
    span = quantity.span(points[0][1], points[-1][1])
    return f"{head} El mayor cambio es el de {line.name}: de {span}."


def _sooner(seen: Seen, first: str, second: str) -> str:
    return min(first, second, key=seen.names.index)


def _later(seen: Seen, first: str, second: str) -> str:
    return max(first, second, key=seen.names.index)


def counted(moves: Sequence[float], which: str) -> str:
    """«bajan los 17», «suben 5 y bajan 12 de 17», «ninguno de los 17 cambia»."""
    every = f"{number_es(len(moves))}{which}"
    counts = (
        ("suben", sum(move > 0 for move in moves)),
        ("bajan", sum(move < 0 for move in moves)),
    )
    for verb, count in counts:
        if count == len(moves):
            return f"{verb} los {every}"
    said = [f"{verb} {number_es(count)}" for verb, count in counts if count]
    return f"{joined(said)} de {every}" if said else f"ninguno de los {every} cambia"


def _ends(quantity: Quantity, whole: Sequence[tuple[Line, Sequence[Point]]], end: str) -> str:
    """Who is highest and lowest at last: the lines that a drawing of many names."""
    named = [each for each in whole if each[0].name != NO_DATUM]
    ordered = sorted(named, key=lambda each: -each[1][-1][1])
    if any(
        tied(ordered[at][1][-1][1], ordered[beside][1][-1][1]) for at, beside in ((0, 1), (-1, -2))
    ):
        return ""
    (top, above), (bottom, below) = ordered[0], ordered[-1]
    return (
        f" En {end} el más alto es {top.name}, {quantity.text(above[-1][1])}, y el más bajo, "
        f"{bottom.name}, {quantity.short(below[-1][1])}."
    )


def _moved(first: float, last: float, quantity: Quantity) -> str:
    """«pasó de 2 % a 4 %, el doble»; what is written alike did not change."""
    if quantity.same(first, last):
        return f"quedó {'' if tied(first, last) else 'casi '}igual, en {quantity.text(last)}"
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
