"""Anatomy: the parts of a table that matter to whoever chooses how to show it.

All of it comes from what is known of the columns; no row is read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cauce.charts.choice.interest import interest
from cauce.charts.choice.labels import dated, says, vocabulary
from cauce.charts.choice.natures import (
    Nature,
    adds_up,
    is_quantity,
    nature_of,
)
from cauce.charts.source import Source
from cauce.engine.columns import Column
from cauce.engine.export.geometry import geometry_of
from cauce.territory.divisions import LEVELS, divisions

MOST_CATEGORIES: Final = 40
"""Different values of a column by which a table may be broken down."""
LONGEST_CATEGORY: Final = 90
_REPORTING: Final = vocabulary("reportan reporta informan informante reportante")


@dataclass(frozen=True)
class Place:
    """The columns that name the places of one level."""

    level: str
    key: Column
    """What tells the places apart best."""

    @property
    def count(self) -> int:
        """How many different places there are."""
        return self.key.distinct

    @property
    def country(self) -> str:
        """``gt`` or ``pe``."""
        return self.level[:2]

    @property
    def kind(self) -> str:
        """``department``, ``municipality``…"""
        return self.level[3:]


@dataclass(frozen=True)
class Family:
    """One quantity in several years, a column a year."""

    base: str
    columns: tuple[Column, ...]
    """From the first year to the last, without those that are mostly empty."""
    years: tuple[int, ...]

    @property
    def latest(self) -> Column:
        """The column of the last year."""
        return self.columns[-1]


@dataclass(frozen=True)
class Anatomy:
    """What a table is made of."""

    source: Source

    @property
    def rows(self) -> int:
        """Rows of data."""
        return self.source.rows

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The levels of territory that it names, the finest first."""
        found: list[Place] = []
        for level in reversed(LEVELS):
            named = [each for each in self.source.schema if each.role == f"territory:{level}"]
            if named:
                most = len(divisions(level))
                found.append(Place(level, max(named, key=lambda each: _tells_apart(each, most))))
        return tuple(found)

    @property
    def finest(self) -> Place | None:
        """The narrowest places with more than one of them."""
        return next((place for place in self.places if place.count > 1), None)

    @property
    def departments(self) -> Place | None:
        """The departments, when there are several."""
        return next(
            (each for each in self.places if each.kind == "department" and each.count > 1), None
        )

    @property
    def one_place_a_row(self) -> bool:
        """Whether no two rows are of the same place."""
        place = self.finest
        return place is not None and place.count >= self.rows - place.key.nulls > 0

    @property
    def nearly_one_place_a_row(self) -> bool:
        """Whether few rows repeat a place, as a mistyped code does."""
        place = self.finest
        return place is not None and self.rows > 20 and place.count >= 0.9 * self.rows

    @property
    def covers_a_country(self) -> bool:
        """Whether its departments are most of a country's."""
        place = self.departments
        return place is not None and place.count >= 0.6 * len(divisions(place.level))

    @cached_property
    def year(self) -> Column | None:
        """The column of years, when it has several."""
        return next(
            (each for each in self.source.schema if each.role == "year" and each.distinct > 1),
            None,
        )

    @cached_property
    def date(self) -> Column | None:
        """The column of days, when there are several."""
        dates = [each for each in self.source.schema if each.type == "date" and each.distinct > 2]
        return dates[0] if dates else None

    @cached_property
    def months(self) -> Column | None:
        """The column of months, when it has several."""
        return next(
            (each for each in self.source.schema if each.role == "month" and each.distinct > 2),
            None,
        )

    @cached_property
    def quantities(self) -> tuple[Column, ...]:
        """The columns that measure something, the most telling first."""
        found = [each for each in self.source.schema if is_quantity(each)]
        found = [each for each in found if not says(each, _REPORTING)]
        title, rows = self.source.title, max(1, self.rows)
        place = {each.name: at for at, each in enumerate(found)}
        return tuple(
            sorted(
                found,
                key=lambda each: (
                    -interest(each, title, rows, self.natures[each.name]),
                    place[each.name],
                ),
            )
        )

    @cached_property
    def natures(self) -> Mapping[str, Nature]:
        """What kind of quantity each column holds."""
        return {each.name: nature_of(each) for each in self.source.schema}

    def of(self, *natures: Nature) -> tuple[Column, ...]:
        """The quantities of those kinds, the most telling first."""
        return tuple(each for each in self.quantities if self.natures[each.name] in natures)

    def additive(self, column: Column) -> bool:
        """Whether a column's values may be added."""
        return adds_up(self.natures[column.name])

    @property
    def reporting(self) -> Column | None:
        """A column that says how many reported: sums then grow and shrink with it."""
        return next((each for each in self.source.schema if says(each, _REPORTING)), None)

    @cached_property
    def categories(self) -> tuple[Column, ...]:
        """The columns whose values are few and name kinds of things, in the table's order."""
        return tuple(each for each in self.source.schema if is_category(each))

    @cached_property
    def names(self) -> Column | None:
        """The column of texts that gives each row a name of its own, however many rows."""
        texts = [
            each
            for each in self.source.schema
            if each.type == "text"
            and each.role is None
            and each.distinct == self.rows > 1
            and _short(each)
        ]
        return texts[0] if texts else None

    @cached_property
    def labels(self) -> Column | None:
        """The column that gives each row its name, when a table has few rows."""
        texts = [
            each
            for each in self.source.schema
            if each.type == "text"
            and (each.role is None or "territory" in each.role)
            and 1 < self.rows <= MOST_CATEGORIES
            and each.distinct == self.rows
            and _short(each)
        ]
        return texts[0] if texts else None

    @cached_property
    def coordinates(self) -> tuple[Column, Column] | None:
        """Latitude and longitude."""
        found = geometry_of(self.source.schema)
        if found is None or len(found.columns) != 2:
            return None
        by_name = {each.name: each for each in self.source.schema}
        return by_name[found.columns[0]], by_name[found.columns[1]]

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """Quantities with a column for each year, the most telling first."""
        order = {each.name: at for at, each in enumerate(self.quantities)}
        return tuple(
            sorted(_families(self.quantities, self.rows), key=lambda each: order[each.latest.name])
        )


def is_category(column: Column) -> bool:
    """Whether a column's values name a few kinds of things."""
    if column.type == "boolean":
        return column.distinct == 2
    if column.type != "text" or column.role is not None:
        return False
    return 2 <= column.distinct <= 120 and _short(column)


def _short(column: Column) -> bool:
    return all(
        len(text) <= LONGEST_CATEGORY and "://" not in text and not text.startswith("{")
        for text in (*column.examples, str(column.min or ""), str(column.max or ""))
    )


def _tells_apart(column: Column, most: int) -> tuple[bool, int, bool]:
    """Columns with no more places than there are, then those that tell most of them apart, then
    names before codes."""
    return column.distinct <= most, column.distinct, not str(column.min or "").isdecimal()


def _families(quantities: Sequence[Column], rows: int) -> Iterator[Family]:
    by_base: dict[str, dict[int, Column]] = {}
    for column in quantities:
        if (said := dated(column)) is not None and column.nulls <= 0.1 * rows:
            by_base.setdefault(said.base, {}).setdefault(said.year, column)
    for base, columns in by_base.items():
        if len(columns) > 1:
            years = tuple(sorted(columns))
            yield Family(base, tuple(columns[year] for year in years), years)
