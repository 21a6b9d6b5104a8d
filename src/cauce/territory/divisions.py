"""The official divisions of Guatemala and Peru, and their codes.

Guatemala: INE codes of 2 digits (department) and 4 (municipality). Peru: INEI's ubigeo of 2, 4 and
6 digits (department, province, district), and RENIEC's, a second system in which the same digits
often mean another place. ``data/SOURCES.md`` says where the lists come from.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final, Literal, get_args

Country = Literal["gt", "pe"]
Level = Literal["gt.department", "gt.municipality", "pe.department", "pe.province", "pe.district"]
System = Literal["statistics", "reniec"]
"""``statistics``: codes of INE (Guatemala) and INEI (Peru). ``reniec``: Peru's civil registry."""

LEVELS: Final[tuple[Level, ...]] = get_args(Level)
"""Every level, the wider before the narrower within a country."""
WIDTH: Final[Mapping[Level, int]] = MappingProxyType(
    {
        "gt.department": 2,
        "gt.municipality": 4,
        "pe.department": 2,
        "pe.province": 4,
        "pe.district": 6,
    }
)
"""Digits of a code of each level."""
_FULL: Final[Mapping[str, int]] = MappingProxyType({"gt": 4, "pe": 6})
_DIGITS: Final = re.compile(r"['’]?(\d{1,6})(?:[.,]0{1,6})?")


@dataclass(frozen=True, slots=True)
class Division:
    """One department, municipality, province or district; equal to another of its level and code.

    ``parent`` is the code of the division that holds it, None for departments. ``reniec`` is its
    code in Peru's civil registry, None in Guatemala and where the registry has none.
    """

    country: Country = field(compare=False)
    level: Level
    code: str
    name: str = field(compare=False)
    parent: str | None = field(default=None, compare=False)
    reniec: str | None = field(default=None, compare=False)
    aliases: tuple[str, ...] = field(default=(), compare=False)

    @property
    def ancestors(self) -> tuple["Division", ...]:
        """The divisions that hold it, nearest first."""
        return _ancestors(self)

    @property
    def full_name(self) -> str:
        """Its name and those that hold it: «Cobán, Alta Verapaz»."""
        return ", ".join((self.name, *(above.name for above in self.ancestors)))


def divisions(level: str) -> tuple[Division, ...]:
    """All divisions of a level, ordered by code. ValueError for an unknown level."""
    return tuple(codes(level).values())


def by_code(level: str, code: str | int | float, system: System = "statistics") -> Division | None:
    """The division that ``code`` names at this level, or None; it never guesses.

    Accepts the zero that spreadsheets lose («101», 101, 101.0, « 0101» are 0101) and the long form
    of wider divisions («150000» is department 15). Any other number of digits is no code.
    """
    digits = code_digits(code)
    return None if digits is None else read_digits(level, digits, system)


def code_digits(value: str | int | float) -> str | None:
    """The digits of what may be a code, without the «.0» of spreadsheets; None if it is none."""
    if isinstance(value, float):
        value = f"{value:.0f}" if value.is_integer() else ""
    found = _DIGITS.fullmatch(str(value).strip())
    return found[1] if found else None


def read_digits(level: str, digits: str, system: System = "statistics") -> Division | None:
    """Like ``by_code`` for what ``code_digits`` gave."""
    known = codes(level, system)
    width = WIDTH[_level(level)]
    if len(digits) in (width - 1, width):
        return known.get(digits.zfill(width))
    full = _FULL[level[:2]]
    padded = digits.zfill(full)
    if len(digits) >= full - 1 and width < full and not padded[width:].strip("0"):
        return known.get(padded[:width])
    return None


@cache
def codes(level: str, system: System = "statistics") -> Mapping[str, Division]:
    """The divisions of a level by their code in one system, ordered by INE or INEI code."""
    wanted = _level(level)
    found = [division for division in _country(wanted[:2]) if division.level == wanted]
    if system == "statistics":
        return MappingProxyType({division.code: division for division in found})
    return MappingProxyType(
        {division.reniec: division for division in found if division.reniec is not None}
    )


@cache
def _ancestors(division: Division) -> tuple[Division, ...]:
    if division.parent is None:
        return ()
    above = codes(LEVELS[LEVELS.index(division.level) - 1])[division.parent]
    return (above, *_ancestors(above))


def _level(level: str) -> Level:
    for known in LEVELS:
        if known == level:
            return known
    raise ValueError(f"No hay nivel territorial «{level}»; los que hay son {', '.join(LEVELS)}.")


@cache
def _country(country: str) -> tuple[Division, ...]:
    text = files("cauce.territory").joinpath("data", f"{country}.csv").read_text("utf-8")
    owner: Country = "gt" if country == "gt" else "pe"
    return tuple(
        Division(
            country=owner,
            level=_level(row["level"]),
            code=row["code"],
            name=row["name"],
            parent=row["parent"] or None,
            reniec=row["reniec"] or None,
            aliases=tuple(row["aliases"].split("|")) if row["aliases"] else (),
        )
        for row in csv.DictReader(text.splitlines())
    )
