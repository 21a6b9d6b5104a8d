"""Dimensions: what an answer is broken down by, and the keys of each."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from cauce.charts.drawing.times import (
    Moment,
    is_month,
    is_time,
    moment_of_month,
    moments_of,
    month_alone,
)
from cauce.charts.drawing.words import NO_DATUM, humane, level_name, place_name
from cauce.engine.columns import Column

LONGEST_LABEL = 200
"""Letters of the name of a key; the twin has all of them."""
DimensionKind = Literal["time", "territory", "category", "measures", "compared"]
"""``measures``: each key is a measure. ``compared``: the two values of a comparison."""


@dataclass(frozen=True)
class Key:
    """One value of a dimension."""

    label: str
    value: Any
    """As the twin says it; ``None`` for rows whose group is missing."""
    place: float | None = None
    """Where it stands in time."""

    @property
    def missing(self) -> bool:
        """Whether it gathers the rows without a group."""
        return self.value is None


@dataclass(frozen=True)
class Dimension:
    """One way in which an answer is broken down."""

    kind: DimensionKind
    column: Column | None
    """Whose values the keys are; ``None`` for measures."""
    keys: tuple[Key, ...]
    """Different, in the order of the answer."""
    at: tuple[int, ...]
    """The key of each row of the answer; empty for measures and what is compared."""
    names: tuple[str, ...] = ()
    """The columns of the table that it stands for."""

    @property
    def label(self) -> str:
        """Its name for people."""
        return humane(self.column.label) if self.column else ""


def dimensions_of(
    columns: Sequence[Column], rows: Sequence[Sequence[Any]]
) -> tuple[Dimension, ...]:
    """The dimensions that these columns of an answer are, ``rows`` holding only their values.

    The columns that name the same places (code, municipality, department) are one dimension; so
    are a year and its month.
    """
    places = [at for at, column in enumerate(columns) if is_territory(column)]
    years = [at for at, column in enumerate(columns) if column.role == "year"]
    months = [at for at, column in enumerate(columns) if is_month(column)]
    made: list[Dimension] = []
    done: set[int] = set()
    for at, column in enumerate(columns):
        if at in done:
            continue
        values = [row[at] for row in rows]
        if at in places:
            made.append(_territory(columns, rows, places))
            done.update(places)
        elif years and months and at in (years[0], months[0]):
            made.append(_months(columns, rows, years[0], months[0]))
            done.update((years[0], months[0]))
        elif is_time(column):
            made.append(_time(column, values, moments_of(values)))
        elif is_month(column):
            made.append(_time(column, values, [month_alone(value) for value in values]))
        else:
            made.append(_category(column, values))
    return tuple(_without_twins(made))


def is_territory(column: Column) -> bool:
    """Whether the values of a column are places."""
    return (column.role or "").startswith("territory:")


def joined(first: Dimension, second: Dimension) -> Dimension:
    """One dimension with a key for each pair of theirs: «Aguda · Niñas»."""
    pairs = list(zip(first.at, second.at, strict=True))

    def key(pair: tuple[int, int]) -> Key:
        left, right = first.keys[pair[0]], second.keys[pair[1]]
        label = f"{left.label} · {right.label}"
        return Key(label, label)

    keys, at = _numbered(pairs, key)
    column = first.column and replace(
        first.column, label=f"{first.label} · {second.label}", type="text", role=None
    )
    return Dimension("category", column, keys, at, first.names + second.names)


def _territory(
    columns: Sequence[Column], rows: Sequence[Sequence[Any]], places: Sequence[int]
) -> Dimension:
    """The places of the finest column, by their names, told apart by the wider one if need be."""
    finest = max(places, key=lambda at: (_fineness(columns[at]), len({row[at] for row in rows})))
    level = [at for at in places if columns[at].role == columns[finest].role]
    wider = [at for at in places if columns[at].role != columns[finest].role]
    named = [at for at in level if not _coded(row[at] for row in rows)]
    identity = [tuple(row[at] for at in (*level, *wider)) for row in rows]
    name_at = named[0] if named else level[0]
    column = columns[name_at]
    spoken = {
        key: place_name(column, str(row[name_at])) if row[name_at] is not None else None
        for key, row in zip(identity, rows, strict=True)
    }
    often: dict[str | None, int] = {}
    for name in spoken.values():
        often[name] = often.get(name, 0) + 1

    def key(identity: tuple[Any, ...]) -> Key:
        name = spoken[identity]
        if name is None:
            return Key(NO_DATUM, None)
        beside = identity[len(level)] if wider else None
        if often[name] > 1 and beside is not None:
            return Key(f"{name}, {place_name(columns[wider[0]], str(beside))}", name)
        return Key(name, name)

    keys, at = _numbered(identity, key)
    if not named:
        column = replace(column, label=level_name(column))
    return Dimension("territory", column, keys, at, tuple(columns[each].name for each in places))


def _fineness(column: Column) -> int:
    levels = ("department", "province", "municipality", "district")
    ending = (column.role or "").rpartition(".")[2]
    return levels.index(ending) if ending in levels else 0


def _coded(values: Iterable[Any]) -> bool:
    return all(value is None or str(value).isdecimal() for value in values)


def _months(
    columns: Sequence[Column], rows: Sequence[Sequence[Any]], year: int, month: int
) -> Dimension:
    moments = [moment_of_month(row[year], row[month]) for row in rows]
    keys, at = _numbered(
        moments, lambda each: Key(each.label, each.label, each.place) if each else _NO_MOMENT
    )
    names = (columns[year].name, columns[month].name)
    column = replace(columns[year], label="Mes", type="text", role=None)
    return Dimension("time", column, keys, at, names)


def _time(column: Column, values: Sequence[Any], found: Sequence[Moment | None]) -> Dimension:
    moments = dict(zip(values, found, strict=True))

    def key(value: Any) -> Key:
        moment = moments[value]
        return Key(moment.label, value, moment.place) if moment else _NO_MOMENT

    keys, at = _numbered(values, key)
    return Dimension("time", column, keys, at, (column.name,))


def _category(column: Column, values: Sequence[Any]) -> Dimension:
    def key(value: Any) -> Key:
        match value:
            case None | "":
                return Key(NO_DATUM, None)
            case bool():
                return Key("Sí" if value else "No", value)
            case _:
                return Key(capital(str(value)), value)

    keys, at = _numbered(values, key)
    return Dimension("category", column, keys, at, (column.name,))


def capital(text: str) -> str:
    """A category with a capital when it has none, and of a length that can be read."""
    text = text if len(text) <= LONGEST_LABEL else f"{text[:LONGEST_LABEL]}…"
    return text.capitalize() if text.islower() and text[:1].isalpha() else text


def _numbered(values: Sequence[Hashable], key: Any) -> tuple[tuple[Key, ...], tuple[int, ...]]:
    """The key of each different value, and which of them each value has."""
    places: dict[Hashable, int] = {}
    at = tuple(places.setdefault(value, len(places)) for value in values)
    return tuple(key(value) for value in places), at


def _without_twins(dimensions: Sequence[Dimension]) -> list[Dimension]:
    """Without those that tell apart exactly what another one does: a code beside its name."""
    kept: list[Dimension] = []
    for dimension in sorted(dimensions, key=lambda each: each.kind == "category"):
        if not any(_same_parts(dimension, each) for each in kept):
            kept.append(dimension)
    return [dimension for dimension in dimensions if dimension in kept]


def _same_parts(first: Dimension, second: Dimension) -> bool:
    pairs = len(set(zip(first.at, second.at, strict=True)))
    return len(first.keys) == len(second.keys) == pairs and pairs > 1


_NO_MOMENT = Key(NO_DATUM, None)
