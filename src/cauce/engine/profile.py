"""Profiles: what each column of a stored table looks like, counting only rows of data."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from cauce.engine.columns import IDENTIFIER, KIND, Column
from cauce.engine.sandbox import Limits, Row, Sandbox, name_literal

BINS = 10
TOP = 10

Scalar = int | float | str | bool
"""Dates and times are ISO text."""

_VIEW = "profiled"
_LIMITS = Limits(memory="1GB", temporary="4GB", seconds=120)
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00")
_LAST = datetime.fromisoformat("9999-12-31T23:59:59")


@dataclass(frozen=True)
class Histogram:
    """How many values fall between each edge and the next; the last bin includes its end.

    In columns of whole numbers, days or moments the edges are whole and the last is not included.
    """

    edges: tuple[int | float | str, ...]
    counts: tuple[int, ...]
    """One less than the edges; at most ten."""


@dataclass(frozen=True)
class ColumnProfile:
    """One column in figures. What does not apply to its type is ``None`` or empty.

    Columns whose role is ``identifier`` have only ``nulls`` and ``distinct``.
    """

    name: str
    nulls: int
    distinct: int
    min: Scalar | None = None
    max: Scalar | None = None
    sum: int | float | None = None
    mean: float | None = None
    quartiles: tuple[int | float | str, ...] = ()
    """The three of them: interpolated for numbers, values of the column for dates and times."""
    top: tuple[tuple[Scalar, int], ...] = ()
    """The most frequent texts (or truth values), with their counts; ties by alphabet."""
    histogram: Histogram | None = None


@dataclass(frozen=True)
class Profile:
    """A table in figures."""

    rows: int
    """Rows of data."""
    columns: tuple[ColumnProfile, ...]

    def to_json(self) -> dict[str, Any]:
        """A dictionary of JSON values; `from_json` is its inverse."""
        return asdict(self)

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> "Profile":
        """The profile that `to_json` wrote, also after a trip through JSON."""
        return cls(record["rows"], tuple(map(_column_from_json, record["columns"])))


def profile_table(parquet: Path, schema: Sequence[Column]) -> Profile:
    """The profile of the stored table in ``parquet``, whose columns are ``schema``.

    Infinite numbers and those that are not a number count as values, and in nothing else.

    Raises:
        CauceError: when the file is absent or is not a stored table.
    """
    sandbox = Sandbox({_VIEW: parquet}, _LIMITS)
    rows = _ask(sandbox, "count(*)")[0][0]
    return Profile(rows, tuple(_profile(sandbox, column) for column in schema))


def _profile(sandbox: Sandbox, column: Column) -> ColumnProfile:
    name = name_literal(column.name)
    nulls, distinct = _ask(sandbox, f"count(*) - count({name}), count(DISTINCT {name})")[0]
    if column.role == IDENTIFIER:
        return ColumnProfile(column.name, nulls, distinct)
    match column.type:
        case "integer" | "number":
            return _of_numbers(sandbox, column, nulls, distinct)
        case "date" | "time" | "datetime":
            return _of_moments(sandbox, column, nulls, distinct)
        case _:
            least, most = _ask(sandbox, f"min({name}), max({name})")[0]
            top = tuple(_top(sandbox, name))
            return ColumnProfile(column.name, nulls, distinct, least, most, top=top)


def _of_numbers(sandbox: Sandbox, column: Column, nulls: int, distinct: int) -> ColumnProfile:
    name = name_literal(column.name)
    stored = sandbox.types(_VIEW)[column.name]
    floating = stored in ("DOUBLE", "FLOAT")
    finite = f"isfinite({name})" if floating else "true"
    total = f"fsum({name})" if floating else f"sum({name})"
    least, most, summed, count, quartiles = _ask(
        sandbox,
        f"min({name}), max({name}), {total}, count({name}), "
        f"quantile_cont({name}::DOUBLE, [0.25, 0.5, 0.75])",
        finite,
    )[0]
    if not count:
        return ColumnProfile(column.name, nulls, distinct)
    whole = column.type == "integer"
    return ColumnProfile(
        column.name,
        nulls,
        distinct,
        _number(least, whole),
        _number(most, whole),
        _number(summed, whole),
        float(summed) / count,
        tuple(quartiles),
        histogram=(
            _whole_histogram(sandbox, f"{name}::HUGEINT", int(least), int(most))
            if whole
            else _even_histogram(sandbox, f"{name}::DOUBLE", float(least), float(most), finite)
        ),
    )


def _of_moments(sandbox: Sandbox, column: Column, nulls: int, distinct: int) -> ColumnProfile:
    name = name_literal(column.name)
    least, most, quartiles = _ask(
        sandbox, f"min({name}), max({name}), quantile_disc({name}, [0.25, 0.5, 0.75])"
    )[0]
    if least is None:
        return ColumnProfile(column.name, nulls, distinct)
    histogram = None
    if isinstance(least, datetime):
        seconds = f"floor(epoch({name}))::HUGEINT"
        whole = _whole_histogram(sandbox, seconds, _seconds(least), _seconds(most))
        histogram = Histogram(tuple(map(_moment, whole.edges)), whole.counts)
    elif isinstance(least, date):
        days = f"({name} - DATE '0001-01-01' + 1)::HUGEINT"
        whole = _whole_histogram(sandbox, days, least.toordinal(), most.toordinal())
        histogram = Histogram(tuple(map(_day, whole.edges)), whole.counts)
    quarters = tuple(value.isoformat() for value in quartiles)
    return ColumnProfile(
        column.name,
        nulls,
        distinct,
        least.isoformat(),
        most.isoformat(),
        quartiles=quarters,
        histogram=histogram,
    )


def _even_histogram(
    sandbox: Sandbox, value: str, least: float, most: float, condition: str
) -> Histogram | None:
    """Ten bins of the same width, or one when there is a single value."""
    width = (most - least) / BINS
    inner = [least + width * place for place in range(1, BINS)] if width else []
    if not math.isfinite(width):
        return None
    bin_ = " + ".join(f"({value} >= $e{place})::INT" for place in range(len(inner))) or "0"
    edges = {f"e{place}": edge for place, edge in enumerate(inner)}
    counts = _counts(sandbox, bin_, len(inner) + 1, condition, edges)
    return Histogram((least, *inner, most), counts)


def _whole_histogram(sandbox: Sandbox, value: str, least: int, most: int) -> Histogram:
    """At most ten bins of the same whole width that together hold every value."""
    width = math.ceil((most - least + 1) / BINS)
    bins = math.ceil((most - least + 1) / width)
    bin_ = f"(({value} - $least::HUGEINT) // $width::HUGEINT)::INT"
    counts = _counts(sandbox, bin_, bins, "true", {"least": least, "width": width})
    return Histogram(tuple(least + width * place for place in range(bins + 1)), counts)


def _counts(
    sandbox: Sandbox, bin_: str, bins: int, condition: str, values: Mapping[str, Any]
) -> tuple[int, ...]:
    counted: Mapping[int, int] = _ask(sandbox, f"histogram({bin_})", condition, values)[0][0] or {}
    return tuple(counted.get(place, 0) for place in range(bins))


def _top(sandbox: Sandbox, name: str) -> Iterator[tuple[Scalar, int]]:
    rows = _ask(
        sandbox,
        f"{name}, count(*)",
        f"{name} IS NOT NULL GROUP BY {name} ORDER BY count(*) DESC, {name} LIMIT {TOP:d}",
    )
    yield from ((value, count) for value, count in rows)


def _ask(
    sandbox: Sandbox, select: str, condition: str = "true", values: Mapping[str, Any] | None = None
) -> list[Row]:
    """What ``select`` says of the rows of data that hold a condition."""
    sql = f"FROM {_VIEW} SELECT {select} WHERE {name_literal(KIND)} = 'data' AND {condition}"
    return sandbox.rows(sql, values or {})


def _number(value: float | Decimal, whole: bool) -> int | float | None:
    if whole:
        return int(value)
    return float(value) if math.isfinite(value) else None


def _seconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(seconds=1)


def _day(ordinal: int | float | str) -> str:
    """ISO text of a day of the proleptic calendar, the last one for what lies beyond."""
    return date.fromordinal(min(int(ordinal), date.max.toordinal())).isoformat()


def _moment(seconds: int | float | str) -> str:
    """ISO text of a second since 1970, the last one of the calendar for what lies beyond."""
    return (_EPOCH + timedelta(seconds=min(int(seconds), _seconds(_LAST)))).isoformat()


def _column_from_json(record: Mapping[str, Any]) -> ColumnProfile:
    histogram = record["histogram"]
    return ColumnProfile(
        **{
            **record,
            "quartiles": tuple(record["quartiles"]),
            "top": tuple((value, count) for value, count in record["top"]),
            "histogram": histogram
            and Histogram(tuple(histogram["edges"]), tuple(histogram["counts"])),
        }
    )
