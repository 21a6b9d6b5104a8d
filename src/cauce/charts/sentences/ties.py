"""Ties: what shares a value exactly, and how those who share it are named."""

import math
from collections.abc import Sequence
from typing import Final

from cauce.base.numerals import number_es
from cauce.charts.sentences.wording import joined

MOST_NAMED: Final = 3
_EXACT: Final = 1e-12
"""Of a value, by which the same sum may differ for the order of its terms."""


def tied(first: float, second: float) -> bool:
    """Whether two values are the same, and not only written alike."""
    return math.isclose(first, second, rel_tol=_EXACT, abs_tol=0.0)


def sharers(names: Sequence[str]) -> str:
    """«Alta Verapaz y Santa Rosa»; of more than three, how many they are."""
    return joined(list(names)) if len(names) <= MOST_NAMED else number_es(len(names))
