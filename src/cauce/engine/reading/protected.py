"""A written table protected as its recipe asks, and what is told of it without what was hidden."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar
from typing import cast as _as

import duckdb

from cauce.base.numerals import number_es
from cauce.engine.columns import Column, ColumnType
from cauce.engine.protecting.rules import HIDDEN, PROTECTED, Protection, parse_protection
from cauce.engine.protecting.table import Changed, Plain, protect_table
from cauce.engine.reading.casting import PARQUET, Cast
from cauce.engine.reading.choice import ASKED
from cauce.engine.reading.decision import Decision, Misfit, Note
from cauce.engine.reading.misfits import LeftOut
from cauce.engine.reading.roles import Meaning
from cauce.engine.reading.typed import TypedColumn, WantedColumn

T = TypeVar("T")

BEFORE: Final = "Se decidió con los valores de antes de protegerlos."
"""The reason told of a protected column: others may show a value."""
CODE: Final = "column.protected"


@dataclass(frozen=True)
class Protected:
    """What protecting changed, by column name; empty when nothing was asked."""

    rules: Mapping[str, Protection]
    changed: Mapping[str, Changed]

    def types(self) -> dict[str, str]:
        """The type of each column that changed."""
        return {name: one.type for name, one in self.changed.items()}

    def meaning(self, name: str, meaning: Meaning) -> Meaning:
        """The published meaning of a column."""
        rule = self.rules.get(name)
        if rule is None:
            return meaning
        return replace(meaning, role=Decision(rule.role_of(meaning.role.value), ASKED))

    def column(self, column: Column) -> Column:
        """The published description of a column."""
        one = self.changed.get(column.name)
        if one is None:
            return column
        marks = {**column.missing_marks, **one.marks}
        return replace(column, type=_as("ColumnType", one.type), missing_marks=marks)

    def decisions(self, column: TypedColumn, read: Meaning) -> TypedColumn:
        """The column's decisions, of which none shows a value; type and role are those read."""
        if column.column.name not in self.changed:
            return column
        return replace(
            column,
            type=_silent(column.type),
            role=_silent(read.role),
            unit=_silent(column.unit),
            missing=_silent(column.missing),
            decimal=_silent(column.decimal) if column.decimal else None,
            date_order=_silent(column.date_order) if column.date_order else None,
            width=_silent(column.width) if column.width else None,
        )

    def misfits(self, misfits: Sequence[Misfit], named: Sequence[str]) -> tuple[Misfit, ...]:
        """The misfits, without the text of those of protected columns, nor of cells that stand
        beyond the last column: a row that slipped may have put anything there."""
        if not self.rules:
            return tuple(misfits)
        return tuple(
            replace(misfit, text=HIDDEN)
            if misfit.column in self.rules or misfit.column not in named
            else misfit
            for misfit in misfits
        )

    def remarks(self, cast: Cast, out: LeftOut) -> Iterator[Note]:
        """What is told of a protected column besides its protection, without its values."""
        if out.count:
            cells = _cells(out.count, "no encaja y queda", "no encajan y quedan")
            label = cast.staged.label or cast.name
            yield Note("warning", "column.exceptions", f"En «{label}» {cells} sin dato.")

    def notes(self, cast: Cast) -> Iterator[Note]:
        """What protection did to a column."""
        one = self.changed.get(cast.name)
        if one is None:
            return
        label = cast.staged.label or cast.name
        rule = self.rules.get(cast.name)
        missing = one.marks.get(PROTECTED, 0)
        if rule is None:
            cells = (
                f"{_cells(missing, 'se ocultó', 'se ocultaron')} porque "
                f"{'daría' if missing == 1 else 'darían'} a conocer cantidades protegidas"
                if missing
                else "se ocultaron totales que darían a conocer cantidades protegidas"
            )
            yield Note("info", CODE, f"En «{label}» {cells}.")
            return
        told = f"«{label}» {rule.told()}."
        if rule.kind == "small":
            told += _suppressed(one, rule)
        elif missing:
            cells = _cells(missing, "queda", "quedan")
            told += f" Además, {cells} sin dato: {_WHOLE[rule.kind]}."
        yield Note("info", CODE, told)


_WHOLE: Final = {
    "prefix": "eran tan cortas que se publicarían enteras",
    "suffix": "eran tan cortas que se publicarían enteras",
    "mask": "no decían nada más",
    "band": "sus números no tienen tramo",
}
"""Why a rule leaves cells missing."""


NOTHING: Final = Protected({}, {})


def protect_written(
    cursor: duckdb.DuckDBPyConnection,
    parquet: Path,
    casts: Sequence[Cast],
    meanings: Mapping[str, Meaning],
    asked: Mapping[str, WantedColumn],
) -> Protected:
    """Protect a table that was just written, as its columns ask.

    Args:
        meanings, asked: by the staged name of the column.

    Raises:
        Refusal: when a rule is none, or does not fit its column.
    """
    rules = {
        cast.name: rule
        for cast in casts
        if (want := asked.get(cast.staged.name)) is not None
        and want.protect is not None
        and (rule := parse_protection(want.protect)) is not None
    }
    if not rules:
        return NOTHING
    columns = [
        Plain(
            cast.name,
            cast.staged.label or cast.name,
            cast.choice.type,
            meanings[cast.staged.name].role.value,
            rules.get(cast.name),
        )
        for cast in casts
    ]
    return Protected(rules, protect_table(cursor, parquet, columns, PARQUET))


def _silent(decision: Decision[T]) -> Decision[T]:
    return replace(decision, reason=BEFORE)


def _suppressed(one: Changed, rule: Protection) -> str:
    small, second = one.marks.get(rule.mark(), 0), one.marks.get(PROTECTED, 0)
    if not small:
        return " No hay ninguna en los datos."
    told = f" Son {number_es(small)}" if small > 1 else " Es una"
    if second:
        more = "otra que" if second == 1 else f"otras {number_es(second)} que"
        those = "las" if small > 1 else "la"
        told += f" y {more} {those} {'daría' if second == 1 else 'darían'} a conocer"
    return f"{told}."


def _cells(count: int, one: str, many: str) -> str:
    return f"una celda {one}" if count == 1 else f"{number_es(count)} celdas {many}"
