"""Seen: what an answer shows, as a sentence needs it: names, numbers, and what they measure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from cauce.charts.scaling import is_share, known_columns, scaled
from cauce.charts.sentences.quantities import Quantity, finite, quantity_of
from cauce.charts.sentences.wording import (
    counted,
    level_of,
    place_name,
    spoken,
    unit_of,
    without_common_heading,
    year_of,
)
from cauce.charts.source import Source
from cauce.engine.columns import Column
from cauce.engine.explore import Explore, Measure
from cauce.engine.query.answers import Answer
from cauce.territory.divisions import LEVELS, divisions

Axis = Literal["place", "time", "category", "measures"]


@dataclass(frozen=True)
class Line:
    """The numbers of one measure, or of one value of a second group, over all names."""

    name: str
    """What tells it from the others, small first letter."""
    values: tuple[float | None, ...]
    whole: float | None = None
    """The measure over everything that the filters let through."""


@dataclass(frozen=True)
class Seen:
    """What an answer shows."""

    axis: Axis
    names: tuple[str, ...]
    """Of places, moments, categories or measures, in the order of the answer."""
    lines: tuple[Line, ...]
    measure: Measure | None
    """The first one; ``None`` when rows are asked for."""
    noun: str
    """What is measured: «casos», «tubería en la vivienda»."""
    unit: str
    country: str
    by: Column | None = None
    """Whose values the names are."""
    across: Column | None = None
    """Whose values the lines are; ``None`` when each is a measure."""
    codes: tuple[str, ...] = ()
    """Of places, their values as the table has them."""
    whole_of: str = ""
    """Of a share: what it is part of."""
    single: bool = True
    """Whether each number is a value of the table, and not a mean of several."""
    total: int = 0
    """How many names there are in all the pages."""
    filtered_places: bool = False
    """Whether a filter leaves some places out."""
    of_rows: str | None = None
    """The level of the territories that the table's rows are of."""
    every_place: bool = False
    """Whether the table has every place of the country, and no filter leaves any out."""
    withheld: frozenset[int] = frozenset()
    """Which of the names, by their place, have no value of the first line because a count behind it
    is hidden."""

    @property
    def level(self) -> str | None:
        """The level of the places."""
        return level_of(self.by) if self.by else None

    @property
    def quantity(self) -> Quantity:
        """How its numbers are written."""
        wholes = () if self.adds_up else tuple(line.whole for line in self.lines)
        values = [value for line in self.lines for value in line.values] + [*wholes]
        return quantity_of(values, self.unit, self.country)

    @property
    def adds_up(self) -> bool:
        """Whether its numbers are parts of a whole."""
        return self.measure is not None and self.measure.op in ("sum", "count", "share")


def seen(source: Source, explore: Explore, answer: Answer) -> Seen | None:
    """What an answer to groups shows; None when it holds no number to speak of."""
    known = known_columns(source)
    if not explore.measures or not answer.rows or (explore.pivot and explore.comparison):
        return None
    answer = scaled(source, explore, answer)
    count = len(explore.groups)
    groups, measures = answer.columns[:count], answer.columns[count:]
    measure = explore.measures[0]
    share = is_share(measure, known)
    column = known.get(measure.column or "")
    facts = _Facts(
        measure,
        _noun(measure, known),
        _unit(measure, measures[0], known),
        source.country,
        counted(known[measure.other].label) if measure.other and share else "",
        single=column is None or single_values(source, explore, known),
        total=answer.total,
        filtered_places=bool(explore.search or explore.join)
        or any(level_of(known[one.column]) for one in explore.filters),
        of_rows=rows_level(source),
        every_place=not explore.filters and not explore.search and _has_every_place(source),
    )
    if not groups:
        apart = explore.pivot or explore.comparison
        return None if apart else _of_measures(facts, explore, answer, known)
    axis, across = _axes(groups)
    if explore.pivot or explore.comparison:
        return _of_cells(facts, explore, answer, groups, axis) if across is None else None
    if across is None:
        return _of_one(facts, explore, answer, groups, axis, known)
    return _of_two(facts, answer, groups, axis, across)


@dataclass(frozen=True)
class _Facts:
    measure: Measure
    noun: str
    unit: str
    country: str
    whole_of: str
    single: bool
    total: int
    filtered_places: bool
    of_rows: str | None
    every_place: bool


def _of_measures(
    facts: _Facts, explore: Explore, answer: Answer, known: Mapping[str, Column]
) -> Seen | None:
    if len(explore.measures) < 2:
        return None
    names = without_common_heading([_noun(measure, known) for measure in explore.measures])
    years = [year_of(known[measure.column].label) for measure in explore.measures if measure.column]
    timed = len(set(years)) == len(explore.measures) and all(years)
    values = tuple(map(finite, answer.rows[0]))
    return Seen(
        "time" if timed else "measures",
        tuple(year or "" for year in years) if timed else names,
        (Line(facts.noun, values),),
        facts.measure,
        facts.noun,
        facts.unit,
        facts.country,
        single=facts.single,
        total=len(names),
        filtered_places=facts.filtered_places,
        of_rows=facts.of_rows,
        every_place=facts.every_place,
    )


def _of_one(
    facts: _Facts,
    explore: Explore,
    answer: Answer,
    groups: Sequence[Column],
    axis: int,
    known: Mapping[str, Column],
) -> Seen:
    names, codes = _names(groups, [row[: len(groups)] for row in answer.rows], axis)
    lines = []
    for at, measure in enumerate(explore.measures, len(groups)):
        year = year_of(known[measure.column].label) if measure.column else None
        lines.append(
            Line(
                year if year and len(explore.measures) > 1 else _noun(measure, known),
                tuple(finite(row[at]) for row in answer.rows),
                finite(answer.whole[at]) if answer.whole else None,
            )
        )
    made = _made(facts, groups[axis], names, codes, tuple(lines))
    first = len(groups)
    hidden = frozenset(
        row
        for row, at in answer.withheld_at
        if at == first and 0 <= row < len(names) and codes[row]
    )
    return replace(made, withheld=hidden)


def _of_cells(
    facts: _Facts, explore: Explore, answer: Answer, groups: Sequence[Column], axis: int
) -> Seen | None:
    """A line for each value of the pivot, or for both values compared, of the first measure."""
    names, codes = _names(groups, [row[: len(groups)] for row in answer.rows], axis)
    told = {"_before": "", "_after": ""}
    if explore.comparison:
        told = {"_before": explore.comparison.before, "_after": explore.comparison.after}
    lines = []
    for at, column in enumerate(answer.columns[len(groups) :], len(groups)):
        ending = column.name.removeprefix(facts.measure.name)
        if ending == column.name or not (ending in told or ending.startswith("__c")):
            continue
        name = told.get(ending) or column.label.rpartition(", ")[2]
        values = tuple(finite(row[at]) for row in answer.rows)
        lines.append(Line(name, values, finite(answer.whole[at]) if answer.whole else None))
    return _made(facts, groups[axis], names, codes, tuple(lines)) if len(lines) > 1 else None


def _of_two(
    facts: _Facts, answer: Answer, groups: Sequence[Column], axis: int, across: int
) -> Seen:
    at = len(groups)
    names: dict[Any, None] = dict.fromkeys(row[axis] for row in answer.rows)
    series: dict[Any, dict[Any, float | None]] = {}
    for row in answer.rows:
        series.setdefault(row[across], {})[row[axis]] = finite(row[at])
    spoken_names, codes = _names([groups[axis]], [(name,) for name in names], 0)
    labels, _ = _names([groups[across]], [(name,) for name in series], 0)
    lines = tuple(
        Line(label, tuple(values.get(name) for name in names))
        for label, values in zip(labels, series.values(), strict=True)
    )
    made = _made(facts, groups[axis], spoken_names, codes, lines)
    return replace(made, across=groups[across], total=len(made.names))


def _made(
    facts: _Facts,
    by: Column,
    names: tuple[str, ...],
    codes: tuple[str, ...],
    lines: tuple[Line, ...],
) -> Seen:
    return Seen(
        _kind(by),
        names,
        lines,
        facts.measure,
        facts.noun,
        facts.unit,
        facts.country,
        by,
        codes=codes,
        whole_of=facts.whole_of,
        single=facts.single,
        total=facts.total,
        filtered_places=facts.filtered_places,
        of_rows=facts.of_rows,
        every_place=facts.every_place,
    )


def _axes(groups: Sequence[Column]) -> tuple[int, int | None]:
    """Which group the names are of, and which the lines; wider places only tell names apart."""
    kinds = [_kind(each) for each in groups]
    places = [at for at, kind in enumerate(kinds) if kind == "place"]
    times = [at for at, kind in enumerate(kinds) if kind == "time"]
    others = [at for at, kind in enumerate(kinds) if kind == "category"]
    finest = places[:1]
    leading = times[:1] or finest or others[:1]
    rest = [at for at in (*finest, *others) if at not in leading]
    return leading[0], rest[0] if rest else None


def _kind(column: Column) -> Axis:
    if level_of(column):
        return "place"
    if column.role in ("year", "month") or column.type in ("date", "datetime"):
        return "time"
    return "category"


def _names(
    groups: Sequence[Column], rows: Sequence[Sequence[Any]], axis: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names for people, told apart by the wider territory where two are alike; and the codes."""
    column = groups[axis]
    level = level_of(column)
    codes = tuple("" if row[axis] is None else str(row[axis]) for row in rows)
    if level is None:
        return tuple(_said(row[axis]) for row in rows), codes
    names = [place_name(level, code) for code in codes]
    often = Counter(names)
    wider = [at for at, each in enumerate(groups) if at != axis and level_of(each)]
    if wider:
        beside = level_of(groups[wider[0]]) or ""
        names = [
            f"{name} ({place_name(beside, str(row[wider[0]]))})" if often[name] > 1 else name
            for name, row in zip(names, rows, strict=True)
        ]
    elif max(often.values(), default=0) > 1:
        names = [
            f"{name} ({_holder(level, code)})" if often[name] > 1 and _holder(level, code) else name
            for name, code in zip(names, codes, strict=True)
        ]
    return tuple(names), codes


def _holder(level: str, code: str) -> str:
    """The department that holds the place of a code."""
    department = f"{level[:2]}.department"
    return place_name(department, code[:2]) if code.isdecimal() and len(code) > 2 else ""


def _said(value: Any) -> str:
    match value:
        case None | "":
            return "sin dato"
        case bool():
            return "sí" if value else "no"
        case _:
            return str(value)


def _noun(measure: Measure, known: Mapping[str, Column]) -> str:
    if measure.column is None:
        return "filas"
    column = known[measure.column]
    return spoken(column.label or column.name)


def _unit(measure: Measure, column: Column, known: Mapping[str, Column]) -> str:
    unit = unit_of(column)
    if not unit and measure.column and measure.op not in ("count", "distinct", "ratio"):
        unit = unit_of(known[measure.column])
    return unit


def rows_level(source: Source) -> str | None:
    """The level of territory that tells the rows apart, when each row is one place."""
    for column in source.schema:
        level = level_of(column)
        if level and column.distinct >= 0.9 * source.rows > 1:
            return level
    return None


def _has_every_place(source: Source) -> bool:
    """Whether the finest territories that a table names are all those of the country."""
    levels = [level for level in reversed(LEVELS) if _most_of(source, level)]
    return bool(levels) and _most_of(source, levels[0]) >= len(divisions(levels[0]))


def _most_of(source: Source, level: str) -> int:
    return max((each.distinct for each in source.schema if level_of(each) == level), default=0)


def single_values(source: Source, explore: Explore, known: Mapping[str, Column]) -> bool:
    """Whether each group has one row, as far as the columns tell."""
    rows = float(source.rows)
    for one in explore.filters:
        if one.op == "eq" and known[one.column].distinct:
            rows /= known[one.column].distinct
        elif one.op == "missing":
            rows = min(rows, float(known[one.column].nulls))
    most = max((known[name].distinct for name in explore.groups), default=0)
    return most >= 0.98 * rows
