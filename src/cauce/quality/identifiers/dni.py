"""DNI: Peru's number of each person, 8 figures without check figure.

Any 8 figures are one, so that only the heading of a column, or the word before a number, can tell.
"""

import re
from typing import Final

from cauce.quality.chance import wilson_lower
from cauce.quality.identifiers.column import Seen, Verdict
from cauce.quality.identifiers.masked import EXAMPLES, masked

SHARE: Final = 0.95
"""Part of the different values that must have 8 figures."""
UNIQUE: Final = 0.5
"""Different values a cell from which numbers tell persons, not categories."""
_ALONE: Final = re.compile(r"\s*(?:dni\W{0,4})?([0-9]{8})(?:-[0-9A-K])?(?:\.0)?\s*", re.IGNORECASE)
_SHORT: Final = re.compile(r"[0-9]{6,8}")
_CALLED: Final = re.compile(r"\bdni(?:[ .:#°º]|n[.:°ºo]){0,6}([0-9]{7,8})\b", re.IGNORECASE)


def weigh_dni(seen: Seen) -> Verdict | None:
    """What the column holds of DNI: by its heading, or in texts by the word before the number."""
    if "dni" in seen.heading and (verdict := _as_column(seen)):
        return verdict
    return _as_text(seen) if seen.texts else None


def _as_column(seen: Seen) -> Verdict | None:
    """Eight figures under a heading; numbers that lost their zeros may have six."""
    whole = [one for one in seen.numbered if _ALONE.fullmatch(one.text)]
    if not seen.texts and whole:
        whole = [one for one in seen.values if _SHORT.fullmatch(one.text)]
    share = len(whole) / len(seen.values) if seen.values else 0.0
    if share < SHARE or seen.uniqueness < UNIQUE:
        return None
    return Verdict(
        kind="dni",
        severity="error",
        whole=True,
        values=tuple(whole),
        examples=tuple(masked("dni", one.text) for one in whole[:EXAMPLES]),
        share=share,
        lower_bound=wilson_lower(len(whole), len(seen.values)),
    )


def _as_text(seen: Seen) -> Verdict | None:
    found = {one: _CALLED.findall(one.text) for one in seen.looked_at}
    numbers = list(dict.fromkeys(number for some in found.values() for number in some))
    if not numbers:
        return None
    return Verdict(
        kind="dni",
        severity="error" if len(numbers) > 1 else "warning",
        whole=False,
        values=tuple(one for one, some in found.items() if some),
        examples=tuple(masked("dni", number) for number in numbers[:EXAMPLES]),
    )
