"""What the reader decided, why, and what else it could have been; and what a person should know."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

T = TypeVar("T")

Severity = Literal["info", "question", "warning", "error"]
"""``question``: the reader chose, and a person should look before publishing."""


@dataclass(frozen=True)
class Decision(Generic[T]):
    """One choice of the reader: the value, a Spanish sentence with its evidence, and the values it
    set aside."""

    value: T
    reason: str
    alternatives: tuple[T, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """``{"value", "reason", "alternatives"}``; tuples become lists."""
        return {
            "value": _listed(self.value),
            "reason": self.reason,
            "alternatives": [_listed(other) for other in self.alternatives],
        }


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


@dataclass(frozen=True)
class Note:
    """Something a person should know: a Spanish sentence, the rows it is about, a word for
    programs."""

    severity: Severity
    code: str
    """Stable, in English: ``encoding.mojibake``, ``rows.ragged``, ``column.exceptions``…"""
    message: str
    rows: Sequence[int] = ()
    """Row numbers as the person sees them; at most the first hundred."""

    def to_json(self) -> dict[str, Any]:
        """``{"severity", "code", "message", "rows"}``."""
        return {
            "severity": self.severity,
            "code": self.code,
            "message": self.message,
            "rows": list(self.rows),
        }


@dataclass(frozen=True)
class Misfit:
    """A cell that does not fit the type of its column: it is written as missing and listed here,
    never dropped."""

    row: int
    column: str
    """The column's name."""
    text: str
    why: str
    """A Spanish phrase: "no es un número"."""

    def to_json(self) -> dict[str, Any]:
        """``{"row", "column", "text", "why"}``."""
        return {"row": self.row, "column": self.column, "text": self.text, "why": self.why}
