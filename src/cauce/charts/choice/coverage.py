"""Coverage: how many places each year has, without which years cannot be compared.

A sum that falls because fewer municipalities report is no fall.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from cauce.charts.choice.anatomy import Anatomy, Place
from cauce.charts.source import Source
from cauce.engine.columns import Column
from cauce.engine.explore import Explore, Filter, Measure, Order
from cauce.engine.query import answer

_EVEN: Final = 0.9
"""Places that the worst year must have, of those of the best."""
_BEST: Final = 0.97
MOST_YEARS: Final = 200


@dataclass(frozen=True)
class Year:
    """A year of a table."""

    value: Any
    rows: int
    places: int


@dataclass(frozen=True)
class Coverage:
    """The years of a table, in order."""

    column: Column
    years: tuple[Year, ...]

    @property
    def even(self) -> bool:
        """Whether every year has nearly the same places."""
        most = max(year.places for year in self.years)
        return min(year.places for year in self.years) >= _EVEN * most

    @property
    def best(self) -> Year:
        """The last of the years that have nearly all the places that any has."""
        most = max(year.places for year in self.years)
        return [year for year in self.years if year.places >= _BEST * most][-1]

    @property
    def one_row_a_place(self) -> bool:
        """Whether each place has one row a year."""
        return all(year.rows == year.places for year in self.years)

    def only(self, year: Year) -> Filter:
        """The filter that leaves one year."""
        return Filter(self.column.name, "eq", (str(year.value),))


def coverage_of(anatomy: Anatomy, year: Column, place: Place) -> Coverage | None:
    """How many rows and places each year has, in one query; None for too many years.

    Where the table itself says how many reported, that is what is counted.
    """
    covered = Measure("distinct", place.key.name)
    if anatomy.reporting is not None:
        covered = Measure("sum", anatomy.reporting.name)
    counted = counts_by(anatomy, (year,), (Measure("count"), covered))
    years = tuple(Year(row[0], row[1], row[2] or 0) for row in counted if row[0] is not None)
    return Coverage(year, years) if 1 < len(years) <= MOST_YEARS else None


def covers_evenly(source: Source, explore: Explore) -> bool:
    """Whether the years that a state goes along have nearly the same places.

    True where it goes along no column of years, is narrowed to one place, or names none.
    """
    anatomy = Anatomy(source)
    year, place = anatomy.year, anatomy.finest
    if year is None or place is None or year.name not in explore.groups:
        return True
    places = {each.key.name for each in anatomy.places}
    if any(one.op == "eq" and one.column in places for one in explore.filters):
        return True
    coverage = coverage_of(anatomy, year, place)
    return coverage is None or coverage.even


def counts_by(
    anatomy: Anatomy,
    groups: Sequence[Column],
    measures: Sequence[Measure],
    filters: Sequence[Filter] = (),
    limit: int = MOST_YEARS,
) -> tuple[tuple[Any, ...], ...]:
    """A small answer by which something is decided."""
    source = anatomy.source
    asked = Explore(
        table=source.table,
        filters=tuple(filters),
        groups=tuple(each.name for each in groups),
        measures=tuple(measures),
        order=tuple(Order(each.name) for each in groups),
        limit=limit,
    )
    return answer(asked, source.tables, source.schema, source.joinable).rows


def combinations(anatomy: Anatomy, groups: Sequence[Column], filters: Sequence[Filter] = ()) -> int:
    """How many different combinations of these columns there are."""
    source = anatomy.source
    asked = Explore(
        table=source.table,
        filters=tuple(filters),
        groups=tuple(each.name for each in groups),
        measures=(Measure("count"),),
        limit=1,
    )
    return answer(asked, source.tables, source.schema, source.joinable).total
