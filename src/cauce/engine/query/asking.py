"""Asking: a question checked, its tables opened in a sandbox, and its shape and values told apart.

Rows, groups, facets and bins all begin here, so that they speak of the same rows.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from cauce.engine.columns import Column
from cauce.engine.explore import PREFIX, Explore, Joinable
from cauce.engine.explore.pairs import keys_of
from cauce.engine.query.binding import Question, question
from cauce.engine.query.shapes import Second, Shape, Types
from cauce.engine.sandbox import Row, Sandbox, Sandboxes
from cauce.engine.store import Tables

_PARAMETER: Final = re.compile(r"\$(\w+)")


@dataclass(frozen=True)
class Asked:
    """A checked question over open tables."""

    sandbox: Sandbox
    explore: Explore
    """Checked."""
    columns: tuple[Column, ...]
    """Of the base: of the table and, with their prefix, of the one that is joined to it."""
    types: Types
    """Of the first table, as the statements are compiled with."""
    stored: Mapping[str, str]
    """DuckDB's type of each column of the base."""
    question: Question

    @property
    def shape(self) -> Shape:
        """The question without its values."""
        return self.question.shape

    @property
    def values(self) -> Mapping[str, Any]:
        """What is bound to its conditions."""
        return self.question.values

    def column(self, name: str) -> Column:
        """A column of the base."""
        return next(column for column in self.columns if column.name == name)

    def rows(self, sql: str, values: Mapping[str, Any] | None = None) -> list[Row]:
        """What a statement gives; it is bound what it names."""
        return self.sandbox.rows(sql, self.bound(sql, values))

    def bound(self, sql: str, values: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """What a statement names of the values of the conditions and of some more."""
        known = {**self.values, **(values or {})}
        return bindable({name: known[name] for name in known if name in _named(sql)})


def ask(
    sandboxes: Sandboxes,
    explore: Explore,
    tables: Tables,
    schema: Sequence[Column],
    joinable: Joinable | None = None,
) -> Asked:
    """The question that ``explore`` asks of ``tables``.

    Raises:
        Refusal: in Spanish, for what `Explore.checked` refuses.
        CauceError: when a table is not in the store or its file cannot be read.
    """
    checked = explore.checked(schema, joinable)
    join = checked.join if joinable else None
    names = [explore.table, *([join.table] if join else [])]
    sandbox = sandboxes.of({name: tables.path_of(name) for name in names})
    types = tuple(sandbox.types(explore.table).items())
    columns, stored, second = tuple(schema), dict(types), None
    if join and joinable:
        others = sandbox.types(join.table)
        columns += joinable.prefixed()
        stored |= {f"{PREFIX}{name}": type_ for name, type_ in others.items()}
        keys = keys_of(join.pairs, schema, joinable.schema)
        second = Second(join.table, tuple(others.items()), keys)
    return Asked(
        sandbox,
        checked,
        columns,
        types,
        stored,
        question(checked, columns, tuple(stored.items()), second),
    )


@lru_cache(maxsize=1024)
def _named(sql: str) -> frozenset[str]:
    """The parameters of a statement: DuckDB refuses to be given more than those."""
    return frozenset(_PARAMETER.findall(sql))


def bindable(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as DuckDB takes them: lists where they are tuples."""
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }
