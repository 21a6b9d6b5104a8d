"""Axes: what tells the groups of an answer apart, and how each of them is named."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from cauce.charts.sentences.chronology import is_time, moment_of, month_and_year, said_moment
from cauce.charts.sentences.wording import level_of, place_name
from cauce.engine.columns import Column
from cauce.territory.divisions import LEVELS

AxisKind = Literal["place", "time", "category"]
NO_DATUM = "sin dato"


@dataclass(frozen=True)
class Axis:
    """The different values by which an answer is broken down: moments in order, others as given."""

    kind: AxisKind
    column: Column
    names: tuple[str, ...]
    codes: tuple[str, ...]
    """The values as the table has them; empty for a group without one."""
    at: tuple[int, ...]
    """Of each row of the answer, the place of its name."""


@dataclass(frozen=True)
class _Part:
    kind: AxisKind
    at: tuple[int, ...]
    """Groups that together say one thing; the first is the one that names it."""


def axes_of(
    groups: Sequence[Column], rows: Sequence[Sequence[Any]]
) -> tuple[Axis, Axis | None] | None:
    """What the names are of and, if there is another, what the lines are of.

    ``None`` when more than two things tell the groups apart, or moments have no known order.
    """
    parts = _telling(_parts(groups), rows)
    if len(parts) > 2:
        return None
    parts.sort(key=lambda part: ("time", "place", "category").index(part.kind))
    made = [_axis(part, groups, rows) for part in parts]
    if any(axis is None for axis in made):
        return None
    first, *rest = [axis for axis in made if axis is not None]
    return first, rest[0] if rest else None


def kind_of(column: Column) -> AxisKind:
    """Whether the values of a column are places, moments or something else."""
    if level_of(column):
        return "place"
    return "time" if is_time(column) else "category"


def _parts(groups: Sequence[Column]) -> list[_Part]:
    places = [at for at, each in enumerate(groups) if kind_of(each) == "place"]
    places.sort(key=lambda at: -_fineness(groups[at]))
    parts = [_Part("place", tuple(places))] if places else []
    both = month_and_year(groups)
    if both:
        parts.append(_Part("time", both))
    for at, each in enumerate(groups):
        kind = kind_of(each)
        if kind == "category" or (kind == "time" and not both):
            parts.append(_Part(kind, (at,)))
    return sorted(parts, key=lambda part: min(part.at))


def _fineness(column: Column) -> int:
    return [str(level) for level in LEVELS].index(level_of(column) or "")


def _telling(parts: Sequence[_Part], rows: Sequence[Sequence[Any]]) -> list[_Part]:
    """Without those of a single value, and without codes beside what they are the codes of."""
    kept: list[_Part] = []
    many = [part for part in parts if len(set(_keys(part, rows))) > 1]
    for part in sorted(many, key=lambda part: part.kind == "category"):
        if not any(_alike(_keys(part, rows), _keys(other, rows)) for other in kept):
            kept.append(part)
    return [part for part in many if part in kept] or list(parts[:1])


def _alike(first: Sequence[Any], second: Sequence[Any]) -> bool:
    return len(set(first)) == len(set(second)) == len(set(zip(first, second, strict=True)))


def _keys(part: _Part, rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    return [tuple(row[at] for at in part.at) for row in rows]


def _axis(part: _Part, groups: Sequence[Column], rows: Sequence[Sequence[Any]]) -> Axis | None:
    keys = _keys(part, rows)
    columns = [groups[at] for at in part.at]
    different = list(dict.fromkeys(keys))
    if part.kind == "time":
        ordered = _in_time(columns, different)
        if ordered is None:
            return None
        different = ordered
        names = [_said_time(columns, key) for key in different]
    elif part.kind == "place":
        names = _said_places(columns, different)
    else:
        names = [_said(key[0]) for key in different]
    places = {key: at for at, key in enumerate(different)}
    codes = tuple("" if key[0] is None else str(key[0]) for key in different)
    at = tuple(places[key] for key in keys)
    return Axis(part.kind, columns[0], tuple(names), codes, at)


def _in_time(
    columns: Sequence[Column], keys: Sequence[tuple[Any, ...]]
) -> list[tuple[Any, ...]] | None:
    """From the first moment to the last, and then what has none; ``None`` for no moments."""
    dated = []
    for key in keys:
        if any(value is None for value in key):
            continue
        moments = [moment_of(column, value) for column, value in zip(columns, key, strict=True)]
        if any(moment is None for moment in moments):
            return None
        dated.append((tuple(moments), key))
    dated.sort(key=lambda each: each[0])
    return [key for _, key in dated] + [key for key in keys if any(value is None for value in key)]


def _said_time(columns: Sequence[Column], key: tuple[Any, ...]) -> str:
    if any(value is None for value in key):
        return NO_DATUM
    said = [said_moment(column, value) for column, value in zip(columns, key, strict=True)]
    return f"{said[1]} de {said[0]}" if len(said) == 2 else said[0]


def _said_places(columns: Sequence[Column], keys: Sequence[tuple[Any, ...]]) -> list[str]:
    """Told apart by the wider territory where two are alike."""
    level = level_of(columns[0]) or ""
    names = [NO_DATUM if key[0] is None else place_name(level, str(key[0])) for key in keys]
    often = Counter(names)
    wider = [at for at, each in enumerate(columns) if level_of(each) != level]
    beside = level_of(columns[wider[0]]) or "" if wider else ""
    said = []
    for name, key in zip(names, keys, strict=True):
        holder = ""
        if often[name] > 1 and key[0] is not None:
            known = wider and key[wider[0]] is not None
            holder = place_name(beside, str(key[wider[0]])) if known else _holder(level, key[0])
        said.append(f"{name} ({holder})" if holder else name)
    return said


def _holder(level: str, value: Any) -> str:
    """The department that holds the place of a code."""
    code = str(value)
    return place_name(f"{level[:2]}.department", code[:2]) if code.isdecimal() and code[2:] else ""


def _said(value: Any) -> str:
    match value:
        case None | "":
            return NO_DATUM
        case bool():
            return "sí" if value else "no"
        case _:
            return str(value)
