"""Dodging: places for labels beside one another, none over another."""

from collections.abc import Sequence


def dodged(wanted: Sequence[float], apart: float, low: float, high: float) -> tuple[float, ...]:
    """Places near those wanted, ``apart`` from each other, from ``low`` to ``high``.

    They keep the order of what was wanted. When there is no room for all, they start at ``low`` and
    go past ``high``.
    """
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    groups: list[tuple[float, int]] = []
    """Centre and size of each run of touching labels."""
    for at in order:
        groups.append((min(max(wanted[at], low), high), 1))
        while len(groups) > 1 and _touch(groups[-2], groups[-1], apart):
            (first, some), (second, more) = groups[-2], groups[-1]
            size = some + more
            middle = (first * some + second * more) / size
            half = (size - 1) * apart / 2
            groups[-2:] = [(max(min(middle, high - half), low + half), size)]
    placed = [
        centre + (step - (size - 1) / 2) * apart for centre, size in groups for step in range(size)
    ]
    found = dict(zip(order, placed, strict=True))
    return tuple(found[at] for at in range(len(wanted)))


def _touch(first: tuple[float, int], second: tuple[float, int], apart: float) -> bool:
    bottom = first[0] + (first[1] - 1) * apart / 2
    top = second[0] - (second[1] - 1) * apart / 2
    return top - bottom < apart - 1e-9
