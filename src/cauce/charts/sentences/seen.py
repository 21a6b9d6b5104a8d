"""Seen: what an answer shows, as a sentence needs it: names, numbers, and what they measure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from cauce.base.fold import fold
from cauce.charts.scaling import is_share, is_total, known_columns, scaled
from cauce.charts.sentences.axes import Axis, AxisKind, axes_of
from cauce.charts.sentences.chronology import is_time, moment_of
from cauce.charts.sentences.quantities import Quantity, finite, quantity_of
from cauce.charts.sentences.wording import (
    counted,
    level_of,
    spoken,
    unit_of,
    without_common_heading,
    year_of,
)
from cauce.charts.source import Source
from cauce.engine.columns import Column
from cauce.engine.explore import Explore, Measure, adds_up
from cauce.engine.query.answers import Answer
from cauce.engine.query.described import measure_label
from cauce.territory.divisions import LEVELS, divisions

_SAME = 0.01
"""Of a sum, by which a total may differ from its parts."""
AxisName = AxisKind | Literal["measures"]
Selection = Literal["", "highest", "lowest", "some"]
"""Of an answer to many groups, those that it holds; empty when it holds all of them."""


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

    axis: AxisName
    names: tuple[str, ...]
    """Of places, categories or measures in the order of the answer; of moments in that of time."""
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
    additive: bool = True
    """Whether the sum of the column's values is a quantity, and not one of percentages."""
    timed_lines: bool = False
    """Whether each line is a moment; then they are in the order of time."""
    counts: bool = False
    """Whether the columns count things: whole numbers without unit, none below zero."""
    totals: frozenset[str] = frozenset()
    """Of measures side by side, those that count everything that another of them counts."""
    total: int = 0
    """How many names there are in all the pages."""
    selection: Selection = ""
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
        adding = self.measure is not None and self.measure.op in ("sum", "count", "share")
        return adding and self.additive


def seen(source: Source, explore: Explore, answer: Answer) -> Seen | None:
    """What an answer to groups shows; None when it holds no number to speak of.

    Nor is there anything to say of measures of several operations or units side by side.
    """
    known = known_columns(source)
    if not explore.measures or not answer.rows or (explore.pivot and explore.comparison):
        return None
    answer = scaled(source, explore, answer)
    count = len(explore.groups)
    groups, measures = answer.columns[:count], answer.columns[count:]
    apart = explore.pivot or explore.comparison
    if not apart and not _comparable(explore.measures, measures, known):
        return None
    blank = _blank(source, explore, answer, known)
    if not groups:
        return None if apart else _of_measures(blank, explore, answer, known)
    axes = axes_of(groups, answer.rows)
    if axes is None:
        return None
    axis, across = axes
    if apart:
        return _of_cells(blank, explore, answer, axis, known) if across is None else None
    if across is None:
        return _of_one(blank, explore, answer, axis, known)
    return _of_two(blank, answer, axis, across, count)


def _comparable(
    measures: Sequence[Measure], columns: Sequence[Column], known: Mapping[str, Column]
) -> bool:
    """Whether the numbers of several measures may be set against one another."""
    kinds = {
        (measure.op, measure.other, _unit(measure, column, known), column.role == "money")
        for measure, column in zip(measures, columns, strict=True)
    }
    return len(kinds) == 1


def _blank(source: Source, explore: Explore, answer: Answer, known: Mapping[str, Column]) -> Seen:
    """All but the names and the numbers."""
    measure = explore.measures[0]
    share = is_share(measure, known, answer)
    column = known.get(measure.column or "")
    return Seen(
        "category",
        (),
        (),
        measure,
        _noun(measure, known),
        _unit(measure, answer.columns[len(explore.groups)], known),
        source.country,
        whole_of=counted(known[measure.other].label) if measure.other and share else "",
        single=column is None or single_values(source, explore, known),
        additive=column is None or adds_up(column),
        total=answer.total,
        selection=_selection(explore, answer),
        filtered_places=bool(explore.search or explore.join)
        or any(level_of(known[one.column]) for one in explore.filters),
        of_rows=rows_level(source),
        every_place=not explore.filters and not explore.search and _has_every_place(source),
    )


def _selection(explore: Explore, answer: Answer) -> Selection:
    """Which of the groups an answer holds, by the order that was asked for."""
    if answer.total <= len(answer.rows):
        return ""
    if explore.offset or not explore.order or explore.order[0].column != explore.measures[0].name:
        return "some"
    return "highest" if explore.order[0].descending else "lowest"


def _of_measures(
    blank: Seen, explore: Explore, answer: Answer, known: Mapping[str, Column]
) -> Seen | None:
    """Each measure over everything is a name; those of one thing in several years, a moment."""
    if len(explore.measures) < 2:
        return None
    values = tuple(map(finite, answer.rows[0]))
    years = _years(explore.measures, known)
    if years:
        pairs = sorted(zip(years, values, strict=True))
        names, values = tuple(year for year, _ in pairs), tuple(value for _, value in pairs)
    else:
        names = without_common_heading(_names_of(explore.measures, known))
    axis: AxisName = "time" if years else "measures"
    columns = [known[measure.column] for measure in explore.measures if measure.column]
    return replace(
        blank,
        axis=axis,
        names=names,
        lines=(Line(blank.noun, values),),
        single=False,
        additive=len(columns) == len(names) and all(map(adds_up, columns)),
        counts=all(_counts(column) for column in columns),
        totals=_totals(names, columns) if len(columns) == len(names) else frozenset(),
        total=len(names),
        selection="",
    )


def _counts(column: Column) -> bool:
    least = column.min
    whole = column.type == "integer" and column.unit is None and column.role is None
    return whole and isinstance(least, int | float) and least >= 0


def _totals(names: Sequence[str], columns: Sequence[Column]) -> frozenset[str]:
    """What says that it is the total of the others, or is as much as all of them."""
    summed = sum(each.sum or 0 for each in columns)
    return frozenset(
        name
        for name, column in zip(names, columns, strict=True)
        if ("total" in fold(column.label) or _is_half(column.sum or 0, summed))
        and any(is_total(column, each, columns) for each in columns if each is not column)
    )


def _is_half(part: float, whole: float) -> bool:
    return abs(2 * part - whole) <= _SAME * abs(whole)


def _of_one(
    blank: Seen, explore: Explore, answer: Answer, axis: Axis, known: Mapping[str, Column]
) -> Seen:
    """A line for each measure; in order, when they are of one thing in several years."""
    first = len(explore.groups)
    years = _years(explore.measures, known)
    lines = [
        Line(
            name,
            _by_name(axis, [finite(row[at]) for row in answer.rows]),
            finite(answer.whole[at]) if answer.whole else None,
        )
        for at, name in enumerate(years or _names_of(explore.measures, known), first)
    ]
    if years:
        lines.sort(key=lambda line: line.name)
    hidden = frozenset(
        axis.at[row]
        for row, at in answer.withheld_at
        if at == first and 0 <= row < len(axis.at) and axis.codes[axis.at[row]]
    )
    made = _along(blank, axis, lines)
    return replace(made, withheld=hidden, timed_lines=bool(years))


def _years(measures: Sequence[Measure], known: Mapping[str, Column]) -> tuple[str, ...]:
    """The year of each of several measures that are one thing in different years."""
    labels = [known[measure.column].label for measure in measures if measure.column]
    years = [year_of(label) or "" for label in labels]
    stems = {spoken(label) if spoken(label) != year_of(label) else "" for label in labels}
    different = len(labels) == len(measures) == len(set(years)) > 1
    return tuple(years) if different and all(years) and len(stems) == 1 else ()


def _names_of(measures: Sequence[Measure], known: Mapping[str, Column]) -> list[str]:
    """What each measure is of, told apart by its year where two are alike."""
    nouns = [_noun(measure, known) for measure in measures]
    often = Counter(nouns)
    named = []
    for noun, measure in zip(nouns, measures, strict=True):
        year = year_of(known[measure.column].label) if measure.column else None
        named.append(f"{noun} {year}" if year and often[noun] > 1 and noun != year else noun)
    return named


def _of_cells(
    blank: Seen, explore: Explore, answer: Answer, axis: Axis, known: Mapping[str, Column]
) -> Seen | None:
    """A line for each value of the pivot, or for both values compared, of the first measure."""
    measure, first = explore.measures[0], len(explore.groups)
    told = {"_before": "", "_after": ""}
    if explore.comparison:
        told = {"_before": explore.comparison.before, "_after": explore.comparison.after}
    heading = f"{measure_label(measure, known)}, "
    lines = []
    for at, column in enumerate(answer.columns[first:], first):
        ending = column.name.removeprefix(measure.name)
        if ending == column.name or not (ending in told or ending.startswith("__c")):
            continue
        name = told.get(ending) or column.label.removeprefix(heading)
        values = _by_name(axis, [finite(row[at]) for row in answer.rows])
        lines.append(Line(name, values, finite(answer.whole[at]) if answer.whole else None))
    if len(lines) < 2:
        return None
    by = known[explore.comparison.column if explore.comparison else explore.pivot or ""]
    moments = [moment_of(by, line.name) for line in lines] if is_time(by) else []
    dated = [(moment, at) for at, moment in enumerate(moments) if moment is not None]
    timed = len(dated) == len(lines)
    if timed:
        lines = [lines[at] for _, at in sorted(dated)]
    made = _along(blank, axis, lines)
    order = made.selection and "some"
    return replace(made, timed_lines=timed, selection=order)


def _of_two(blank: Seen, answer: Answer, axis: Axis, across: Axis, at: int) -> Seen:
    """A line for each value of the second axis, of the first measure."""
    values: dict[tuple[int, int], float | None] = {
        (line, name): finite(row[at])
        for line, name, row in zip(across.at, axis.at, answer.rows, strict=True)
    }
    lines = [
        Line(name, tuple(values.get((place, each)) for each in range(len(axis.names))))
        for place, name in enumerate(across.names)
    ]
    made = _along(blank, axis, lines)
    order = made.selection and "some"
    return replace(made, across=across.column, total=len(made.names), selection=order)


def _along(blank: Seen, axis: Axis, lines: Sequence[Line]) -> Seen:
    return replace(
        blank,
        axis=axis.kind,
        names=axis.names,
        lines=tuple(lines),
        by=axis.column,
        codes=axis.codes,
    )


def _by_name(axis: Axis, values: Sequence[float | None]) -> tuple[float | None, ...]:
    """The values of rows in the order of the names."""
    found = dict(zip(axis.at, values, strict=True))
    return tuple(found[at] for at in range(len(axis.names)))


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
