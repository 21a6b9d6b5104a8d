"""Numbers with a check figure: when a column is of them, and when a text has some inside.

**A column** is of them when the lower bound of the share of valid ones among its different values
exceeds three times what chance gives, and 2 %. Chance is not that of random figures but that of
*this* column: numbers of 13 figures that all end in a municipality pass one time in eleven, not one
in 326, so that serial codes with a constant end are not taken for persons.

**A text** is another matter: shares are tiny and one whole number is already a person. What counts
is whether chance explains those found among all numbers of that length in the column: one that
chance gives in less than 1 of 100 columns is a warning; two or more that chance gives in less than
1 of 1,000, or one after its own name («DPI: …»), an error.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from cauce.engine.values import Counted
from cauce.quality.chance import at_least, wilson_lower
from cauce.quality.finding import Kind, Severity
from cauce.quality.identifiers.column import Seen, Verdict
from cauce.quality.identifiers.masked import EXAMPLES, masked

TIMES: Final = 3
"""How many times over chance a share must be, at least."""
LEAST: Final = 0.02
"""The least share that makes a column one of identifiers."""
DOUBTFUL: Final = 0.01
"""Chance below which one number in a text is a warning."""
CERTAIN: Final = 0.001
"""Chance below which several numbers in a text are an error."""
_BEFORE: Final = 24
"""Characters before a number in which its name is looked for."""
_ALONE: Final = 0.6
"""Part of a value that a number must be for the value to be that number."""


@dataclass(frozen=True)
class Checked:
    """A kind of number with a check figure.

    ``alone``: the shape in a cell of its own; ``inside``: the shape within a text, which may ask
    for more. ``number``: the figures of what has the shape. ``rate``: the share that chance
    validates among such numbers. ``called``: its name when it stands before a number.
    """

    kind: Kind
    alone: re.Pattern[str]
    inside: re.Pattern[str]
    number: Callable[[str], str]
    valid: Callable[[str], bool]
    rate: Callable[[Iterable[str]], float]
    called: re.Pattern[str]
    unit: Callable[[str], str] = str
    """What of a number tells persons apart, so that a constant number is counted once."""


@dataclass(frozen=True)
class Found:
    """One number within a value."""

    value: Counted
    written: str
    number: str
    called: bool


def weigh(checked: Checked, seen: Seen) -> Verdict | None:
    """What the column holds of one kind of number; ``None`` when chance explains it."""
    return _as_column(checked, seen) or (_as_text(checked, seen) if seen.texts else None)


def _as_column(checked: Checked, seen: Seen) -> Verdict | None:
    found = [one for value in seen.numbered if (one := _alone(checked, value)) is not None]
    valid = [one for one in found if checked.valid(one.number)]
    if not valid:
        return None
    among = len(seen.values)
    units = len({checked.unit(one.number) for one in valid})
    lower = wilson_lower(units, among)
    chance = checked.rate({one.number for one in found})
    told = checked.kind in seen.heading
    bar = chance if told else max(TIMES * chance, LEAST)
    if lower <= bar and not (told and units * 2 >= among):
        return None
    severity: Severity = "error"
    return _verdict(checked, severity, True, valid, units / among, lower)


def _as_text(checked: Checked, seen: Seen) -> Verdict | None:
    found = [one for value in seen.looked_at for one in _inside(checked, value)]
    valid = [one for one in found if checked.valid(one.number)]
    numbers = {one.number for one in valid}
    if not numbers:
        return None
    every = {one.number for one in found}
    called = {one.number for one in valid if one.called}
    chance = at_least(len(numbers), len(every), checked.rate(every))
    if called or (len(numbers) > 1 and chance < CERTAIN):
        severity: Severity = "error"
    elif chance < DOUBTFUL:
        severity = "warning"
    else:
        return None
    return _verdict(checked, severity, False, valid, None, None)


def _verdict(
    checked: Checked,
    severity: Severity,
    whole: bool,
    valid: list[Found],
    share: float | None,
    lower: float | None,
) -> Verdict:
    values = {one.value.text: one.value for one in valid}
    shown = dict.fromkeys(one.number for one in valid)
    return Verdict(
        kind=checked.kind,
        severity=severity,
        whole=whole,
        values=tuple(values.values()),
        examples=tuple(masked(checked.kind, number) for number in list(shown)[:EXAMPLES]),
        share=share,
        lower_bound=lower,
    )


def _alone(checked: Checked, value: Counted) -> Found | None:
    match = checked.alone.search(value.text)
    if match is None or len(match[0]) < _ALONE * len(value.text.strip()):
        return None
    return Found(value, match[0], checked.number(match[0]), True)


def _inside(checked: Checked, value: Counted) -> Iterable[Found]:
    for match in checked.inside.finditer(value.text):
        before = value.text[max(0, match.start() - _BEFORE) : match.start()] + match[0]
        called = checked.called.search(before) is not None
        yield Found(value, match[0], checked.number(match[0]), called)
