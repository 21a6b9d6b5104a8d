"""Filters: a condition on one column, and whether it makes sense for the column's type."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any, Literal, get_args

from cauce.base.errors import Refusal
from cauce.base.fold import fold
from cauce.engine.columns import Column, ColumnType
from cauce.engine.explore.values import canonical, is_day, value_of

Operator = Literal["eq", "in", "contains", "ge", "le", "between", "missing", "not_missing"]
OPERATORS: tuple[Operator, ...] = get_args(Operator)

MOST_VALUES = 500
"""Values a filter may list."""
LONGEST_TEXT = 500
"""Characters a value or a search may have."""

_PRESENCE: tuple[Operator, ...] = ("missing", "not_missing")
_YES = frozenset({"1", "si", "true", "yes", "on", "verdadero"})
_NO = frozenset({"0", "no", "false", "off", "falso"})
_ORDERED: tuple[Operator, ...] = ("eq", "in", "ge", "le", "between", *_PRESENCE)
OPERATORS_OF: Mapping[ColumnType, tuple[Operator, ...]] = {
    "text": ("eq", "in", "contains", *_PRESENCE),
    "integer": _ORDERED,
    "number": _ORDERED,
    "boolean": ("eq", "in", *_PRESENCE),
    "date": _ORDERED,
    "time": _ORDERED,
    "datetime": _ORDERED,
}
"""The operators that make sense for each type."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on one column.

    ``values`` are texts: two for ``between`` (both ends included), any number for ``in``, none for
    ``missing`` and ``not_missing``, else one. Text is compared as it is written, except by
    ``contains``, which forgives accents and case. ``missing`` may be asked with yes or no (1, 0,
    «sí», «no»…): when it is no, it means ``not_missing``, and the other way round.
    """

    column: str
    op: Operator
    values: tuple[str, ...] = ()

    def checked(self, column: Column) -> "Filter":
        """The same condition with canonical values.

        Several values of ``eq`` become ``in``; a day alone asked of a column of moments becomes the
        whole day; the ends of ``between`` are put in order.

        Raises:
            Refusal: in Spanish, when the operator or a value does not suit the column.
        """
        if self.op not in OPERATORS_OF[column.type]:
            raise Refusal(
                f"En «{column.label}» no se puede filtrar con «{self.op}». "
                f"Use uno de estos: {', '.join(OPERATORS_OF[column.type])}.",
                code="explore.operator",
            )
        if self.op in _PRESENCE:
            return Filter(self.column, self._presence(column))
        self._refuse_counts(column)
        op: Operator = "in" if self.op == "eq" and len(self.values) > 1 else self.op
        texts = self.values
        if column.type == "datetime":
            op, texts = _whole_days(column, op, texts)
        values = [canonical(column, text) for text in texts]
        if op == "between":
            values.sort(key=lambda text: _rank(column, text))
            return Filter(self.column, op, tuple(values))
        return Filter(self.column, op, tuple(dict.fromkeys(values)))

    def _presence(self, column: Column) -> Operator:
        """The operator that its values, which say yes or no, make of it."""
        said = {fold(text) for text in self.values}
        if said <= _YES:
            return self.op
        if said <= _NO:
            return "not_missing" if self.op == "missing" else "missing"
        raise Refusal(
            f"El filtro «{self.op}» de «{column.label}» dice "
            f"«{', '.join(self.values)[:80]}»: escriba 1 (sí) o 0 (no).",
            code="explore.values",
        )

    def _refuse_counts(self, column: Column) -> None:
        fewest, most = _COUNTS[self.op]
        if not fewest <= len(self.values) <= most:
            wanted = str(fewest) if fewest == most else f"entre {fewest} y {most}"
            raise Refusal(
                f"El filtro «{self.op}» de «{column.label}» lleva {len(self.values)} valores: "
                f"escriba {wanted}.",
                code="explore.values",
            )
        if any(len(text) > LONGEST_TEXT for text in self.values):
            raise Refusal(
                f"Un valor del filtro de «{column.label}» pasa de {LONGEST_TEXT} letras. Acórtelo.",
                code="explore.values",
            )


_COUNTS: Mapping[Operator, tuple[int, int]] = {
    "eq": (1, MOST_VALUES),
    "in": (1, MOST_VALUES),
    "contains": (1, 1),
    "ge": (1, 1),
    "le": (1, 1),
    "between": (2, 2),
}


def _rank(column: Column, text: str) -> Any:
    """What values of one column are put in order by."""
    return value_of(column, text)


def _whole_days(
    column: Column, op: Operator, texts: tuple[str, ...]
) -> tuple[Operator, tuple[str, ...]]:
    """The condition with each day among its moments taken from its first to its last instant."""
    if not any(map(is_day, texts)) or op == "ge":
        return op, texts
    if op == "in":
        raise Refusal(
            f"En «{column.label}» cada valor lleva su hora. Escriba, por ejemplo, "
            "2024-01-31 14:30, o filtre entre dos fechas.",
            code="explore.value",
        )
    days = sorted(texts, key=lambda text: _rank(column, text))
    last = f"{days[-1]} {time.max}" if is_day(days[-1]) else days[-1]
    return (op, (last,)) if op == "le" else ("between", (days[0], last))
