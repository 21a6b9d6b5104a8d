"""Values: the different values that the columns of a stored table hold."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cauce.engine.columns import KIND, ROW
from cauce.engine.sandbox import Limits, Row, Sandbox, name_literal
from cauce.engine.store import Tables

PLACES: Final = 50
"""Columns asked about in one statement."""
GREATEST: Final = 100_000_000_000_000
"""Whole numbers from here on are longer than any identity number."""
LEAST: Final = 1_000_000
"""Whole numbers below this are shorter than any identity number."""
_WHOLE: Final = frozenset(
    {f"{sign}{size}INT" for sign in ("", "U") for size in ("TINY", "SMALL", "BIG", "HUGE", "")}
    | {"INTEGER", "UINTEGER"}
)
LONGEST: Final = 20_000
"""Characters of a text that are given; the sieve reads all of them."""
_LISTED: Final = 20_000
"""Cells of a column that are cheaper to fetch than to count by value."""
_LIMITS: Final = Limits(memory="1GB", temporary="4GB", seconds=120)


def distinct_texts(
    sha256: str, tables: Tables, columns: Sequence[str], *, most: int
) -> Iterator[str]:
    """The different texts of each column in the rows whose kind is ``data``, the commonest first.

    At most ``most`` of each column; empty cells are left out.

    Raises:
        NotFound: when the table is not in the store.
        Refusal: when it takes longer or needs more memory than a sandbox may use.
    """
    if not columns:
        return
    sandbox = Sandbox({sha256: tables.path_of(sha256)}, Limits())
    for column in columns:
        name = name_literal(column)
        sql = (
            f"SELECT {name} FROM {name_literal(sha256)}"  # noqa: S608 (both names are quoted)
            f" WHERE _kind = 'data' AND {name} IS NOT NULL"
            f" GROUP BY {name} ORDER BY count(*) DESC, {name} LIMIT $most"
        )
        for (text,) in sandbox.rows(sql, {"most": most}):
            yield text


@dataclass(frozen=True)
class Tally:
    """One column in figures, over every row whatever its kind."""

    cells: int
    """Cells that are not empty."""
    distinct: int
    """Different values: a close estimate (about 2 %), exact when there are none or few."""
    sieved: int
    """Texts that pass the sieve, or whole numbers from 7 to 14 figures."""


@dataclass(frozen=True)
class Counted:
    """One value as text, and in how many rows it stands."""

    text: str
    rows: int


@dataclass(frozen=True)
class Sample:
    """Different values of a column, by text."""

    values: tuple[Counted, ...]
    complete: bool
    """Whether they are all; otherwise they are those whose hash is a multiple of some number,
    which depends on the values alone: the same table gives the same sample."""


class Values:
    """What the columns of one stored table hold, asked column by column, whatever their type.

    Whole numbers are given without decimals, however they are stored. Every answer counts data,
    subtotals and totals alike, because all of them are published. Raises ``NotFound`` when the
    table is not in the store and ``Refusal`` beyond two minutes or a gigabyte.
    """

    def __init__(self, sha256: str, tables: Tables) -> None:
        self._table = name_literal(sha256)
        self._sandbox = Sandbox({sha256: tables.path_of(sha256)}, _LIMITS)
        self._types = self._sandbox.types(sha256)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that are stored."""
        return tuple(self._types)

    def tallies(self, columns: Sequence[str], *, sieve: str) -> dict[str, Tally]:
        """Figures of each column; ``sieve`` is a regular expression (RE2) for texts."""
        found: dict[str, Tally] = {}
        for some in _by(PLACES, columns):
            asked = ", ".join(
                f"count({name_literal(one)}), approx_count_distinct({name_literal(one)}), "
                f"count(*) FILTER ({self._passes(one)})"
                for one in some
            )
            row = self._ask(asked, {"sieve": sieve} if self._any_text(some) else {})[0]
            for place, one in enumerate(some):
                found[one] = Tally(*row[3 * place : 3 * place + 3])
        return found

    def samples(
        self, tallies: Mapping[str, Tally], *, most: int, sieve: str | None = None
    ) -> dict[str, Sample]:
        """Up to about ``most`` different values of each column, whose figures are given.

        With ``sieve`` only the values that pass it, as in the tallies.
        """
        found: dict[str, Sample] = {}
        for some in _by(PLACES, tuple(tallies)):
            asked, steps = [], {}
            for one in some:
                cells = tallies[one].cells if sieve is None else tallies[one].sieved
                steps[one] = 1 + int(1.1 * min(cells, tallies[one].distinct)) // most
                gathered = "list" if cells <= _LISTED else "histogram"
                chosen = self._chosen(one, steps[one], sieve)
                asked.append(f"{gathered}({self._text(one)}) FILTER ({chosen})")
            with_sieve = sieve is not None and self._any_text(some)
            row = self._ask(", ".join(asked), {"sieve": sieve} if with_sieve else {})[0]
            for one, gathered in zip(some, row, strict=True):
                counts = Counter(gathered) if isinstance(gathered, list) else gathered or {}
                values = tuple(Counted(text, rows) for text, rows in counts.items())
                found[one] = Sample(values, steps[one] == 1)
        return found

    def first_rows(self, column: str, texts: Collection[str], *, most: int) -> tuple[int, ...]:
        """The first rows, as the source numbers them, in which the column has one of ``texts``."""
        rows = self._sandbox.rows(
            f"SELECT {name_literal(ROW)} FROM {self._table}"  # noqa: S608 (quoted names)
            f" WHERE list_contains($texts, {self._text(column)})"
            f" ORDER BY {name_literal(ROW)} LIMIT {most:d}",
            {"texts": list(texts)},
        )
        return tuple(row for (row,) in rows)

    def between(
        self, columns: Sequence[str], least: int, most: int, *, give: int
    ) -> dict[str, "Between"]:
        """The rows of data that have in each column a number from ``least`` to ``most``."""
        found: dict[str, Between] = {}
        for some in _by(PLACES, columns):
            asked = ", ".join(
                f"count({name}), count(*) FILTER ({within}), "
                f"min({name_literal(ROW)}, {give:d}) FILTER ({within})"
                for name in map(name_literal, some)
                for within in (f"{name} BETWEEN {least:d} AND {most:d}",)
            )
            row = self._ask(asked, {}, data=True)[0]
            for place, one in enumerate(some):
                cells, count, rows = row[3 * place : 3 * place + 3]
                found[one] = Between(cells, count, tuple(rows or ()))
        return found

    def classes(self, columns: Sequence[str], *, under: int) -> "Classes":
        """How the rows of data fall into classes of equal values in all of ``columns``."""
        keys = ", ".join(map(name_literal, columns))
        size = (
            f"(SELECT count(*) AS size FROM {self._table}"  # noqa: S608 (quoted names)
            f" WHERE {name_literal(KIND)} = 'data' GROUP BY {keys})"
        )
        ((classes, rows, smallest, exposed),) = self._sandbox.rows(
            f"SELECT count(*), coalesce(sum(size), 0)::BIGINT, coalesce(min(size), 0),"  # noqa: S608
            f" coalesce(sum(size) FILTER (size < {under:d}), 0)::BIGINT FROM {size}",
            {},
        )
        return Classes(classes, rows, smallest, exposed)

    def _ask(self, select: str, values: Mapping[str, Any], *, data: bool = False) -> list[Row]:
        where = f" WHERE {name_literal(KIND)} = 'data'" if data else ""
        return self._sandbox.rows(f"SELECT {select} FROM {self._table}{where}", values)  # noqa: S608

    def _any_text(self, columns: Sequence[str]) -> bool:
        return any(self._types[one] == "VARCHAR" for one in columns)

    def _passes(self, column: str) -> str:
        name, kind = name_literal(column), self._types[column]
        if kind == "VARCHAR":
            return f"regexp_matches({name}, $sieve)"
        if kind in _WHOLE:
            return f"{name} BETWEEN {LEAST:d} AND {GREATEST:d}"
        if _fractional(kind):
            return f"{name} BETWEEN {LEAST:d} AND {GREATEST:d} AND {name} = trunc({name})"
        return "false"

    def _chosen(self, column: str, step: int, sieve: str | None) -> str:
        name = name_literal(column)
        parts = [f"{name} IS NOT NULL"]
        if sieve is not None:
            parts.append(self._passes(column))
        if step > 1:
            parts.append(f"hash({name}) % {step:d} = 0")
        return " AND ".join(parts)

    def _text(self, column: str) -> str:
        name, kind = name_literal(column), self._types[column]
        if kind == "VARCHAR":
            long = f"strlen({name}) > {LONGEST:d}"
            return f"CASE WHEN {long} THEN left({name}, {LONGEST:d}) ELSE {name} END"
        if _fractional(kind):
            return (
                f"CASE WHEN abs({name}) < 1e15 AND {name} = trunc({name})"
                f" THEN {name}::HUGEINT::VARCHAR ELSE {name}::VARCHAR END"
            )
        return f"{name}::VARCHAR"


@dataclass(frozen=True)
class Between:
    """The cells of one column that lie between two numbers."""

    cells: int
    """Cells that are not empty, in rows of data."""
    count: int
    rows: tuple[int, ...]
    """The first rows that have them, as the source numbers them."""


@dataclass(frozen=True)
class Classes:
    """Rows that are alike in some columns, counted by class."""

    classes: int
    rows: int
    smallest: int
    """Rows of the smallest class; 0 when there are no rows."""
    exposed: int
    """Rows in classes that are too small."""


def _fractional(kind: str) -> bool:
    return kind in ("DOUBLE", "FLOAT") or kind.startswith("DECIMAL")


def _by(size: int, names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[start : start + size] for start in range(0, len(names), size))
