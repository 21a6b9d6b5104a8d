"""Withholding: measures over a column with hidden counts are given only where none is hidden.

What a source hid, or what was hidden before publishing, is a missing cell of a column whose marks
say «<5» or «protegido». A sum of what is left would be a wrong number, and its difference to a
published total would be what was hidden.
"""

import re
from typing import Final

from cauce.engine.columns import Column
from cauce.engine.explore.operations import NUMBERS
from cauce.engine.protecting.rules import PROTECTED

_SMALLER: Final = re.compile(r"[<‹≤]\s*\d{1,3}")
"""The mark of a count that was hidden for being small, here or in the source."""


def hides_counts(column: Column) -> bool:
    """Whether some missing cell of a column hides a count."""
    return any(
        _SMALLER.fullmatch(mark) or (mark == PROTECTED and column.type in NUMBERS)
        for mark in column.missing_marks
    )
