"""Measuring: CPU seconds of this process, beside a loop that says how fast the machine is now."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

Made = TypeVar("Made")


@dataclass(frozen=True)
class Row:
    """One measured thing: ours, the raw engine's in the same run, and ours divided by raw.

    ``at_most`` is what was promised of it, in the unit or as a ratio («3 ×»); empty without one.
    """

    name: str
    ours: float
    raw: float
    unit: str
    at_most: str = ""

    @property
    def ratio(self) -> float:
        """How many times the raw engine's cost ours is; 0 when there is nothing to compare with."""
        return self.ours / self.raw if self.raw else 0.0


def cpu(do: Callable[[], object], times: int = 5) -> float:
    """CPU milliseconds of the cheapest of several runs."""
    best = float("inf")
    for _ in range(times):
        start = time.process_time()
        do()
        best = min(best, time.process_time() - start)
    return best * 1000


def calibration() -> float:
    """CPU milliseconds of a loop that always does the same."""

    def loop() -> int:
        total = 0
        for number in range(1_000_000):
            total = (total * 31 + number) % 1_000_003
        return total

    return cpu(loop, 3)
