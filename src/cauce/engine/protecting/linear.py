"""Which unknowns a system of sums determines: exact, sparse elimination.

Unknowns are determined when every solution of the homogeneous system is zero there. One random
solution is made, modulo a large prime: where it is zero, all are (but for one chance in 10^18,
which only hides a number too many).
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping

PRIME = (1 << 61) - 1
Row = dict[int, int]
"""The coefficients of one equation, by unknown."""


def determined(equations: Iterable[Mapping[int, int]], *, most: int) -> set[int] | None:
    """The unknowns that have one value only, whatever the known terms of the equations are.

    Args:
        equations: the coefficient of each unknown in each equation.
        most: steps of work; ``None`` comes back when they do not suffice.
    """
    rows = {number: dict(equation) for number, equation in enumerate(equations) if equation}
    unknowns = {unknown for row in rows.values() for unknown in row}
    solved = _eliminated(rows, most)
    if solved is None:
        return None
    chance = random.Random(len(unknowns))  # noqa: S311 (no secret)
    pivots = {unknown for unknown, _ in solved}
    values = {unknown: chance.randrange(1, PRIME) for unknown in unknowns - pivots}
    for unknown, row in reversed(solved):
        total = sum(coefficient * values[other] for other, coefficient in row.items())
        values[unknown] = -total % PRIME
    return {unknown for unknown, value in values.items() if value == 0}


def _eliminated(rows: dict[int, Row], most: int) -> list[tuple[int, Row]] | None:
    """Each pivot with its equation solved for it, in the order they were eliminated."""
    holders: dict[int, set[int]] = defaultdict(set)
    for number, row in rows.items():
        for unknown in row:
            holders[unknown].add(number)
    lone = [unknown for unknown, where in holders.items() if len(where) == 1]
    solved: list[tuple[int, Row]] = []
    while rows:
        pivot, number = _pivot(rows, holders, lone)
        row = rows.pop(number)
        inverse = pow(row.pop(pivot), -1, PRIME)
        solution = {other: coefficient * inverse % PRIME for other, coefficient in row.items()}
        for other in row:
            _leave(holders, other, number, lone)
        holders[pivot].discard(number)
        for target in tuple(holders.pop(pivot)):
            most -= len(solution) + 1
            _substitute(rows, target, pivot, solution, holders, lone)
        solved.append((pivot, solution))
        most -= len(solution) + 1
        if most < 0:
            return None
    return solved


def _pivot(
    rows: Mapping[int, Row], holders: Mapping[int, set[int]], lone: list[int]
) -> tuple[int, int]:
    """An unknown that stands in one equation only; else one of the shortest equation."""
    while lone:
        unknown = lone.pop()
        if len(holders.get(unknown, ())) == 1:
            return unknown, next(iter(holders[unknown]))
    number = min(rows, key=lambda each: len(rows[each]))
    return min(rows[number], key=lambda unknown: len(holders[unknown])), number


def _substitute(
    rows: dict[int, Row],
    target: int,
    pivot: int,
    solution: Row,
    holders: dict[int, set[int]],
    lone: list[int],
) -> None:
    row = rows[target]
    factor = row.pop(pivot)
    for other, coefficient in solution.items():
        value = (row.get(other, 0) - factor * coefficient) % PRIME
        if value:
            row[other] = value
            holders[other].add(target)
        elif row.pop(other, None) is not None:
            _leave(holders, other, target, lone)
    if not row:
        del rows[target]


def _leave(holders: dict[int, set[int]], unknown: int, number: int, lone: list[int]) -> None:
    holders[unknown].discard(number)
    if len(holders[unknown]) == 1:
        lone.append(unknown)
