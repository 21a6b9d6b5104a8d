"""Moments: one measure of the same names at three moments or more."""

from dataclasses import replace

from cauce.charts.sentences.contrasts import of_contrast
from cauce.charts.sentences.seen import Seen


def are_moments(seen: Seen) -> bool:
    """Whether every line is a year."""
    return len(seen.lines) > 2 and all(line.name.isdecimal() for line in seen.lines)


def of_moments(seen: Seen) -> str:
    """What changed from the first of the years to the last."""
    ordered = sorted(seen.lines, key=lambda line: int(line.name))
    return of_contrast(replace(seen, lines=(ordered[0], ordered[-1])))
