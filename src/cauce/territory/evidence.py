"""The levels that a column may hold, each with the evidence for it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Final, Literal

from cauce.base.fold import fold
from cauce.territory.divisions import (
    LEVELS,
    WIDTH,
    Country,
    Division,
    Level,
    System,
    code_digits,
    codes,
    read_digits,
)
from cauce.territory.headers import Heading
from cauce.territory.names import is_national, read_name
from cauce.territory.neighbours import agreement
from cauce.territory.thresholds import (
    AGREEMENT,
    CODE_SHAPE,
    CODE_SHARE,
    FEWEST_CODES,
    FEWEST_HOLDERS,
    FEWEST_NAMES,
    NAME_SHARE,
    TOLD_CODE_SHARE,
    TOLD_NAME_SHARE,
)

How = Literal["code", "name", "reniec"]

_TOTALS: Final = frozenset({"total", "totales", "total general", "gran total", "subtotal", "suma"})
_YEARS: Final = range(1900, 2101)


@dataclass(frozen=True)
class Column:
    """What is known of a column before any level is tried: values, heading, neighbours."""

    values: Mapping[str, int]
    heading: Heading
    beside: Mapping[str, Collection[str]]
    country: Country | None

    @cached_property
    def set_aside(self) -> tuple[str, ...]:
        """Totals and the whole country, which are no divisions and no mistakes."""
        return tuple(
            text
            for text in self.values
            if text.strip() and (fold(text) in _TOTALS or is_national(text))
        )

    @cached_property
    def texts(self) -> Mapping[str, int]:
        """The texts that should be places."""
        aside = set(self.set_aside)
        return {
            text: count
            for text, count in self.values.items()
            if count > 0 and text.strip() and text not in aside
        }

    @cached_property
    def rows(self) -> int:
        """Rows with such a text."""
        return sum(self.texts.values())

    @cached_property
    def digits(self) -> Mapping[str, str]:
        """The digits of each text that may be a code."""
        return {text: digits for text in self.texts if (digits := code_digits(text)) is not None}

    @property
    def looks_coded(self) -> bool:
        """Whether the rows hold short numbers."""
        return self.rows_of(self.digits) >= CODE_SHAPE * self.rows

    @cached_property
    def looks_like_years(self) -> bool:
        """Whether every number could be a year."""
        return all(int(digits) in _YEARS for digits in self.digits.values())

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels to try, the wider first."""
        return tuple(level for level in LEVELS if self.country in (None, level[:2]))

    def rows_of(self, texts: Collection[str]) -> int:
        """How many rows hold one of ``texts``."""
        return sum(self.texts[text] for text in texts)


@dataclass(frozen=True)
class Fit:
    """One level and way of writing, and what each text means in it."""

    level: Level
    how: How
    found: Mapping[str, tuple[Division, ...]]
    row_share: float
    distinct_share: float
    told: bool
    agreement: float | None

    @property
    def agrees(self) -> bool:
        """Whether the neighbours confirm it."""
        return self.agreement is not None and self.agreement >= AGREEMENT

    @property
    def disagrees(self) -> bool:
        """Whether the neighbours deny it."""
        return self.agreement is not None and self.agreement < 1 - AGREEMENT

    def reaches(self, share: float) -> bool:
        """Whether so many rows, and so many distinct values, are places."""
        return min(self.row_share, self.distinct_share) >= share

    @property
    def complete(self) -> bool:
        """Whether every division of the level is there."""
        there = {division.code for found in self.found.values() for division in found}
        return len(there) == len(codes(self.level))

    @property
    def rank(self) -> tuple[float | bool, ...]:
        """What makes one fit better than another, the weightiest first."""
        return (self.told, self.agrees, not self.disagrees, self.row_share, self.distinct_share)


def _fit(
    column: Column,
    level: Level,
    how: How,
    read: Callable[[str], tuple[Division, ...]],
    told: bool,
) -> Fit | None:
    """The fit of one level; None as soon as too many texts are no place of it."""
    found: dict[str, tuple[Division, ...]] = {}
    spare = len(column.texts) * (1 - min(TOLD_NAME_SHARE, TOLD_CODE_SHARE))
    for text in column.texts:
        if places := read(text):
            found[text] = places
        else:
            spare -= 1
            if spare < 0:
                return None
    return Fit(
        level,
        how,
        found,
        column.rows_of(found) / column.rows,
        len(found) / len(column.texts),
        told,
        agreement(found, column.texts, column.beside, coded=how != "name"),
    )


def fits_by_code(column: Column) -> list[Fit]:
    """The levels and systems whose codes the column holds, on enough evidence."""
    fits = []
    for level in column.levels:
        for system in _systems(level):
            fit = _fit(
                column,
                level,
                "reniec" if system == "reniec" else "code",
                partial(_coded, column, level, system),
                column.heading.says_codes_of(level),
            )
            if fit is not None and _is_evident_code(column, fit):
                fits.append(fit)
    return fits


def _systems(level: Level) -> tuple[System, ...]:
    return ("statistics", "reniec") if level.startswith("pe.") else ("statistics",)


def _coded(column: Column, level: Level, system: System, text: str) -> tuple[Division, ...]:
    digits = column.digits.get(text)
    found = read_digits(level, digits, system) if digits else None
    return (found,) if found else ()


def _is_evident_code(column: Column, fit: Fit) -> bool:
    width = WIDTH[fit.level]
    if fit.told:
        return fit.reaches(TOLD_CODE_SHARE)
    if width == 2:
        return False
    if fit.agrees:
        return fit.reaches(TOLD_CODE_SHARE)
    if column.looks_like_years or len(fit.found) < FEWEST_CODES[width]:
        return False
    holders = {division.code[:2] for found in fit.found.values() for division in found}
    return fit.reaches(CODE_SHARE) and (width == 6 or len(holders) >= FEWEST_HOLDERS)


def fits_by_name(column: Column) -> list[Fit]:
    """The levels whose names the column holds, on enough evidence."""
    fits = []
    for level in column.levels:
        told = level in column.heading.levels
        fit = _fit(column, level, "name", partial(read_name, level), told)
        if fit is None:
            continue
        if not (told or fit.agrees or len(fit.found) >= FEWEST_NAMES[level]):
            continue
        if fit.reaches(TOLD_NAME_SHARE if told else NAME_SHARE):
            fits.append(fit)
    return fits
