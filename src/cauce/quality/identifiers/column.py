"""Columns as the screening sees them, and what it thinks of them."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from cauce.engine.values import Counted
from cauce.quality.finding import Kind, Severity
from cauce.quality.identifiers.headings import says

Country = Literal["gt", "pe"]

SIEVE: Final = (
    r"@|arroba|[(\[]at[)\]]|(?:[0-9][ .()"
    "\u00a0\u2010\u2011\u2013"
    r"-]{0,2}){6}[0-9kK]"
)
"""What a text must have to hold a number or an address: seven figures nearly together, or an @."""
_SIEVE: Final = re.compile(SIEVE, re.ASCII)


@dataclass(frozen=True)
class Seen:
    """What was seen of one column.

    ``values``: different values, all of them or a fair sample (``complete``). ``sieved``: those
    with figures enough for an identifier, or with an @; all of them in the whole column unless
    ``sieved_complete`` is false. ``texts`` tells texts from numbers.
    """

    label: str
    """The header as the source writes it."""
    values: tuple[Counted, ...]
    sieved: tuple[Counted, ...]
    complete: bool = True
    sieved_complete: bool = True
    texts: bool = True
    cells: int = 0
    country: Country | None = None
    name: str = ""
    """The name of the stored column, which tells more where the header has several rows."""
    place: bool = False
    """Whether its values are places, which are called like persons."""

    @cached_property
    def heading(self) -> frozenset[str]:
        """What its label and its name say; see `says`."""
        return says(self.label) | says(self.name.replace("_", " "))

    @cached_property
    def numbered(self) -> tuple[Counted, ...]:
        """The different values that may hold a number or an address."""
        if not self.texts:
            return tuple(one for one in self.values if len(one.text) >= 6)
        return tuple(one for one in self.values if _SIEVE.search(one.text))

    @cached_property
    def uniqueness(self) -> float:
        """Different values a cell, among those seen."""
        rows = sum(one.rows for one in self.values)
        return len(self.values) / rows if rows else 0.0

    @cached_property
    def looked_at(self) -> tuple[Counted, ...]:
        """Every value seen that may hold a number or an address, once."""
        known = {one.text for one in self.numbered}
        return (*self.numbered, *(one for one in self.sieved if one.text not in known))


@dataclass(frozen=True)
class Verdict:
    """What a column seems to hold.

    ``whole``: the column is of such values; otherwise they stand among other text. ``values``: the
    different values of the column that show it; ``examples``: masked. ``said``: more about it, a
    Spanish phrase without final stop.
    """

    kind: Kind
    severity: Severity
    whole: bool
    values: tuple[Counted, ...]
    examples: tuple[str, ...]
    share: float | None = None
    lower_bound: float | None = None
    said: str = ""
    company: bool = False
    """Of companies or offices, not of persons."""
