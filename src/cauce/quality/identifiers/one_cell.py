"""A cell alone: whether what it says may tell who somebody is, when no column is there to judge."""

import re
from typing import Final

from cauce.engine.masks import MASKS, shape
from cauce.quality.identifiers.names import is_person, persons_in

LONGEST: Final = 1_000
"""Letters of a text that are looked at; nobody vouches for a longer one."""
_BETWEEN: Final = re.compile(r"[,;:/()\n\t|]+|\s[-–—]\s|\.\s")


def may_tell_a_person(text: str) -> bool:
    """Whether a text has the shape of an identity number, a telephone or an address, or is a name.

    It errs towards yes: one cell has no chance rate, and nothing is lost by not showing it.

    >>> may_tell_a_person("pendiente: Juan Carlos Pérez García"), may_tell_a_person("no aplica")
    (True, False)
    """
    if len(text) > LONGEST or any(shape(name).search(text) for name in MASKS):
        return True
    parts = [part.strip() for part in _BETWEEN.split(text)]
    return bool(persons_in(text)) or any(map(is_person, [text.strip(), *parts]))
