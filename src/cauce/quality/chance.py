"""Chance: how many values would look right without being so, and what a share is at least."""

import math
from typing import Final

CONFIDENCE: Final = 2.5758293035489004
"""Normal quantile of a two-sided interval of 99 %."""


def wilson_lower(found: int, among: int) -> float:
    """The lower end of Wilson's 99 % interval for a share; 0 when nothing was looked at.

    Wilson (1927), without continuity correction.
    """
    if among <= 0:
        return 0.0
    share = found / among
    square = CONFIDENCE**2
    centre = share + square / (2 * among)
    spread = CONFIDENCE * math.sqrt(share * (1 - share) / among + square / (4 * among**2))
    return max(0.0, (centre - spread) / (1 + square / among))


def at_least(found: int, among: int, rate: float) -> float:
    """The probability that chance gives ``found`` or more of ``among`` (binomial upper tail).

    Of more than a thousand, an upper limit of it (Chernoff), which is enough to refuse chance.
    """
    if found <= 0:
        return 1.0
    if rate <= 0 or found > among:
        return 0.0
    if among > 1000:
        share = found / among
        if share <= rate:
            return 1.0
        distance = share * math.log(share / rate)
        if share < 1:
            distance += (1 - share) * math.log((1 - share) / (1 - rate))
        return math.exp(-among * distance)
    below = sum(
        math.comb(among, some) * rate**some * (1 - rate) ** (among - some) for some in range(found)
    )
    return max(0.0, 1.0 - below)


def smoothed(found: int, among: int, rate: float, weight: int = 100) -> float:
    """A share estimated from few values as if ``weight`` others had been seen at ``rate``."""
    return (found + weight * rate) / (among + weight)
