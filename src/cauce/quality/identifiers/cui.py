"""CUI: Guatemala's number of each person (DPI), 13 figures.

Eight of serial number, a check figure (Σ dᵢ·(i+1), i = 1…8, modulo 11; 10 is never issued), and the
four of the municipality where it was issued. RENAP publishes no formula: passing is evidence, not
proof. Of random 13-figure numbers 0.31 % pass.
"""

import re
from functools import cache
from typing import Final

from cauce.territory.divisions import codes

CHECKED: Final = 1 / 11
"""Share of random serial numbers whose check figure is right by chance."""


def is_cui(number: str) -> bool:
    """Whether 13 figures are a CUI: check figure and municipality, one of 340."""
    return (
        re.fullmatch(r"[0-9]{13}", number) is not None
        and has_municipality(number)
        and check_figure(number[:8]) == number[8]
    )


def check_figure(serial: str) -> str | None:
    """The ninth figure for a serial number of eight; ``None`` when it is not issued."""
    rest = sum(int(figure) * weight for weight, figure in enumerate(serial, start=2)) % 11
    return None if rest == 10 else str(rest)


def has_municipality(number: str) -> bool:
    """Whether the last four figures are the code of a municipality."""
    return number[-4:] in _municipalities()


@cache
def _municipalities() -> frozenset[str]:
    return frozenset(codes("gt.municipality"))


def municipality_rate() -> float:
    """Share of random last figures that are a municipality: 3.4 %."""
    return len(_municipalities()) / 10_000
