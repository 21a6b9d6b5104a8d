"""The rows of two stored tables compared: joined by their key, or counted as wholes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final

from cauce.base.errors import Refusal
from cauce.engine.columns import IDENTIFIER, KIND, ROW, Column
from cauce.engine.compare.comparison import ColumnChange, Comparison, Retyped, RowExample, Scalar
from cauce.engine.compare.keys import distinct, find_key
from cauce.engine.sandbox import Limits, Sandbox, name_literal
from cauce.engine.store import Tables

EXAMPLES: Final = 20
NEAR: Final = 1e-9
"""Decimals that differ by less, in proportion, say the same: programs add in different orders."""
TOLD: Final = 4
"""Columns that tell a row apart where there is no key."""
LONGEST: Final = 120
"""Characters of a text in an example."""
_LIMITS: Final = Limits(memory="1GB", temporary="8GB", seconds=180)


def compare_tables(
    before_sha: str,
    after_sha: str,
    tables: Tables,
    before_columns: Sequence[Column],
    after_columns: Sequence[Column],
    key: Sequence[str] | None = None,
) -> Comparison:
    """Compare the rows of data of two stored tables.

    Args:
        before_sha, after_sha: the tables, which ``tables`` knows by these names.
        before_columns, after_columns: what is known of their columns; the same name is the same
            column.
        key: names of columns that tell rows apart; looked for when it is not given.

    Raises:
        NotFound: when a table is not in the store.
        Refusal: when the key names a column that one of them does not have, or when it takes
            longer or needs more memory than a sandbox may use.
    """
    paths = {sha: tables.path_of(sha) for sha in (before_sha, after_sha)}
    sandbox = Sandbox(paths, _LIMITS)
    views = before_sha, after_sha
    if key is None:
        chosen = find_key(sandbox, views, before_columns, after_columns)
    else:
        chosen = _checked(key, before_columns, after_columns)
    return _Comparing(sandbox, views, before_columns, after_columns, chosen).comparison()


def _checked(
    key: Sequence[str], before: Sequence[Column], after: Sequence[Column]
) -> tuple[str, ...]:
    both = {column.name for column in before} & {column.name for column in after}
    if absent := [name for name in key if name not in both]:
        raise Refusal(
            f"No se puede comparar por «{absent[0]}»: las dos versiones no tienen esa columna. "
            "Elija columnas que estén en las dos.",
            code="compare.key",
        )
    return tuple(dict.fromkeys(key))


@dataclass(frozen=True)
class _Pair:
    """A column that both versions have."""

    before: Column
    after: Column

    @property
    def name(self) -> str:
        return self.after.name

    @property
    def private(self) -> bool:
        return IDENTIFIER in (self.before.role, self.after.role)

    def differs(self) -> str:
        """The SQL test that the cells of a row differ."""
        one, other = f"b.{name_literal(self.name)}", f"a.{name_literal(self.name)}"
        if self.before.type != self.after.type:
            return f"CAST({one} AS VARCHAR) IS DISTINCT FROM CAST({other} AS VARCHAR)"
        if self.after.type != "number":
            return f"{one} IS DISTINCT FROM {other}"
        near = f"abs({one} - {other}) <= {NEAR} * greatest(abs({one}), abs({other}))"
        return f"({one} IS DISTINCT FROM {other} AND NOT coalesce({near}, false))"


class _Comparing:
    def __init__(
        self,
        sandbox: Sandbox,
        views: tuple[str, str],
        before: Sequence[Column],
        after: Sequence[Column],
        key: tuple[str, ...],
    ) -> None:
        self.sandbox = sandbox
        self.before, self.after = before, after
        self.views = views
        known = {column.name: column for column in before}
        self.pairs = {c.name: _Pair(known[c.name], c) for c in after if c.name in known}
        self.key = [self.pairs[name] for name in key]
        self.values = [pair for pair in self.pairs.values() if pair not in self.key]
        self.rows = tuple(self._count(view) for view in views)
        self.doubled = tuple(
            count - distinct(sandbox, view, key) if key and count else 0
            for view, count in zip(views, self.rows, strict=True)
        )

    def comparison(self) -> Comparison:
        found = self._by_key() if self.key else self._by_whole_rows()
        names = {column.name for column in self.before}
        return Comparison(
            key=tuple(pair.name for pair in self.key),
            key_labels=tuple(_label(pair.after) for pair in self.key),
            key_roles=tuple(pair.after.role for pair in self.key),
            rows_before=self.rows[0],
            rows_after=self.rows[1],
            columns_added=tuple(_label(c) for c in self.after if c.name not in names),
            columns_gone=tuple(_label(c) for c in self.before if c.name not in self.pairs),
            retyped=tuple(
                Retyped(pair.name, _label(pair.after), pair.before.type, pair.after.type)
                for pair in self.pairs.values()
                if pair.before.type != pair.after.type
            ),
            doubled_before=self.doubled[0],
            doubled_after=self.doubled[1],
            **found,
        )

    def _count(self, view: str) -> int:
        sql = f"SELECT count(*) FROM {name_literal(view)} WHERE {KIND} = 'data'"  # noqa: S608
        return int(self.sandbox.rows(sql, {})[0][0])

    # -------------------------------------------------------------- by key

    def _by_key(self) -> dict[str, Any]:
        both = f"b.{ROW} IS NOT NULL AND a.{ROW} IS NOT NULL"
        tests = [pair.differs() for pair in self.values]
        differs = f"{both} AND ({' OR '.join(tests) or 'false'})"
        asked = [
            f"count(*) FILTER (WHERE b.{ROW} IS NULL)",
            f"count(*) FILTER (WHERE a.{ROW} IS NULL)",
            f"count(*) FILTER (WHERE {differs})",
            f"count(*) FILTER (WHERE {both})",
            self._examples("a", f"b.{ROW} IS NULL", self.key),
            self._examples("b", f"a.{ROW} IS NULL", self.key),
            self._examples("a", differs, self.key, changes=True),
            *(f"count(*) FILTER (WHERE {both} AND {test})" for test in tests),
        ]
        joined = " AND ".join(
            f"a.{name_literal(pair.name)} IS NOT DISTINCT FROM b.{name_literal(pair.name)}"
            for pair in self.key
        )
        if any(self.doubled):
            joined += " AND a._nth = b._nth"
        sides = self._side(self.views[0]), self._side(self.views[1])
        sql = f"SELECT {', '.join(asked)} FROM {sides[0]} b FULL JOIN {sides[1]} a ON {joined}"  # noqa: S608
        row = self.sandbox.rows(sql, {})[0]
        added, removed, changed, kept = row[:4]
        return {
            "added": added,
            "removed": removed,
            "changed": changed,
            "unchanged": kept - changed,
            "columns": self._changes(
                dict(zip((p.name for p in self.values), row[7:], strict=True))
            ),
            "examples_added": tuple(self._told(row[4], "after", self.key)),
            "examples_removed": tuple(self._told(row[5], "before", self.key)),
            "examples_changed": tuple(self._told(row[6], "both", self.key)),
        }

    def _side(self, view: str) -> str:
        names = ", ".join([ROW, *(name_literal(name) for name in self.pairs)])
        if any(self.doubled):
            key = ", ".join(name_literal(pair.name) for pair in self.key)
            names += f", row_number() OVER (PARTITION BY {key} ORDER BY {ROW}) AS _nth"
        return f"(SELECT {names} FROM {name_literal(view)} WHERE {KIND} = 'data')"  # noqa: S608

    def _examples(
        self, side: str, where: str, telling: Sequence[_Pair], *, changes: bool = False
    ) -> str:
        """The first rows of a side that hold a condition: their places, what tells them apart, and
        the cells of each side with whether they differ."""
        shown = [f"{side}.{name_literal(pair.name)}" for pair in telling if not pair.private]
        cells = [
            f"[{_text('b', pair)}, {_text('a', pair)}, CAST({pair.differs()} AS VARCHAR)]"
            for pair in (self.values if changes else ())
        ]
        fields = {
            "b": f"b.{ROW}",
            "a": f"a.{ROW}",
            "key": _struct(shown),
            "cells": f"[{', '.join(cells)}]" if cells else "NULL",
        }
        struct = ", ".join(f"'{name}': {sql}" for name, sql in fields.items())
        return f"arg_min({{{struct}}}, {side}.{ROW}, {EXAMPLES}) FILTER (WHERE {where})"

    def _told(
        self, found: Sequence[Mapping[str, Any]] | None, which: str, telling: Sequence[_Pair]
    ) -> Iterator[RowExample]:
        shown = [pair for pair in telling if not pair.private]
        for one in found or ():
            changes = {
                pair.name: (None, None)
                if pair.private
                else (_value(cells[0], pair.before), _value(cells[1], pair.after))
                for pair, cells in zip(self.values, one["cells"] or (), strict=False)
                if cells[2] == "true"
            }
            told = one["key"].values() if shown else ()
            yield RowExample(
                one["b"] if which != "after" else None,
                one["a"] if which != "before" else None,
                {p.name: _plain(value) for p, value in zip(shown, told, strict=True)},
                changes,
            )

    def _changes(self, cells: Mapping[str, int]) -> tuple[ColumnChange, ...]:
        changes = []
        for pair in self.values:
            sums = pair.before.sum, pair.after.sum
            if pair.before.type != pair.after.type or pair.after.role == "percent":
                sums = None, None
            if cells.get(pair.name) or sums[0] != sums[1]:
                count = cells.get(pair.name, 0)
                changes.append(
                    ColumnChange(pair.name, _label(pair.after), pair.after.role, count, *sums)
                )
        return tuple(sorted(changes, key=lambda change: -change.cells))

    # -------------------------------------------------------------- by whole rows

    def _by_whole_rows(self) -> dict[str, Any]:
        same = [pair for pair in self.pairs.values() if pair.before.type == pair.after.type]
        names = [name_literal(pair.name) for pair in same]
        listed = "".join(f", {name}" for name in names)
        sides = " UNION ALL ".join(
            f"SELECT {ROW} AS r, {place} AS side{listed} "  # noqa: S608 (names are quoted)
            f"FROM {name_literal(view)} WHERE {KIND} = 'data'"
            for place, view in enumerate(self.views)
        )
        counted = (
            "SELECT count(*) FILTER (WHERE side = 0) AS n0, count(*) FILTER (WHERE side = 1) AS n1,"  # noqa: S608
            f" max(r) FILTER (WHERE side = 0) AS r0, max(r) FILTER (WHERE side = 1) AS r1{listed}"
            f" FROM ({sides}) GROUP BY {', '.join(names) or 'side'}"
        )
        shown = [pair for pair in same if not pair.private]
        words = [p for p in shown if p.after.role or p.after.type not in ("integer", "number")]
        telling = (words or shown)[:TOLD]
        key = _struct([name_literal(pair.name) for pair in telling])
        struct = f"{{'b': r0, 'a': r1, 'key': {key}, 'cells': NULL}}"
        sql = (
            "SELECT coalesce(sum(greatest(n1 - n0, 0)), 0), coalesce(sum(greatest(n0 - n1, 0)), 0),"  # noqa: S608
            " coalesce(sum(least(n0, n1)), 0),"
            f" arg_min({struct}, r1, {EXAMPLES}) FILTER (WHERE n1 > n0),"
            f" arg_min({struct}, r0, {EXAMPLES}) FILTER (WHERE n0 > n1) FROM ({counted})"
        )
        added, removed, kept, new, old = self.sandbox.rows(sql, {})[0]
        return {
            "added": int(added),
            "removed": int(removed),
            "changed": 0,
            "unchanged": int(kept),
            "columns": self._changes({}),
            "examples_added": tuple(self._told(new, "after", telling)),
            "examples_removed": tuple(self._told(old, "before", telling)),
        }


def _label(column: Column) -> str:
    return column.label or column.name


def _text(side: str, pair: _Pair) -> str:
    return "NULL" if pair.private else f"CAST({side}.{name_literal(pair.name)} AS VARCHAR)"


def _struct(values: Sequence[str]) -> str:
    """The SQL of a struct with these values, in order."""
    fields = ", ".join(f"'k{place}': {value}" for place, value in enumerate(values))
    return f"{{{fields}}}" if values else "NULL"


def _value(text: str | None, column: Column) -> Scalar:
    """The value that a cell's text says, by the type of its column."""
    if text is None:
        return None
    match column.type:
        case "integer":
            return int(text)
        case "number":
            return float(text)
        case "boolean":
            return text == "true"
        case _:
            return _plain(text.replace(" ", "T") if column.type == "datetime" else text)


def _plain(value: Any) -> Scalar:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, str) and len(value) > LONGEST:
        return value[: LONGEST - 1] + "…"
    plain: Scalar = value
    return plain
