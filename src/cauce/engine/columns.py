"""Columns: what is known about each column of a stored table."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

ColumnType = Literal["text", "integer", "number", "boolean", "date", "time", "datetime"]
"""The seven types a column may have."""

ROW = "_row"
"""Column of every stored table: the row in the source, from 1, as a person sees it (BIGINT)."""
KIND = "_kind"
"""Column of every stored table: what the row is, one of `KINDS` (VARCHAR)."""
KINDS = ("data", "subtotal", "total")
"""Kinds of row. Counts, sums, profiles and downloads speak of ``data`` unless asked otherwise."""

IDENTIFIER = "identifier"
"""Role of a column that tells persons or cases apart; no description shows its values."""


@dataclass(frozen=True)
class Column:
    """One column of a stored table.

    ``nulls``, ``distinct``, ``min``, ``max``, ``sum`` and ``examples`` speak of the rows whose
    kind is ``data``. ``identifier`` columns have no ``min``, ``max`` nor ``examples``.
    """

    name: str
    """Safe identifier: the name of the Parquet column."""
    label: str
    """The header as the source writes it."""
    type: ColumnType
    role: str | None
    """``territory:gt.department``…, ``year``, ``month``, ``money``, ``percent``, ``identifier``."""
    unit: str | None
    """``"%"``, ``"GTQ"``, ``"PEN"``… or ``None``."""
    nulls: int
    missing_marks: Mapping[str, int]
    """Texts read as missing and how many times: ``{"s.d.": 3}``; the empty cell is ``""``."""
    distinct: int
    min: int | float | str | bool | None
    """Least value: a number, or ISO text for dates and times; alphabetical for text."""
    max: int | float | str | bool | None
    sum: int | float | None
    """Only for integers and numbers."""
    examples: tuple[str, ...]
    """A few values, as text."""
    derived: str | None = None
    """``"hierarchy"`` when made from indentation or group rows; ``None`` when the source has it."""
    description: str = ""
    """What a person wrote about it."""

    def to_json(self) -> dict[str, Any]:
        """A dictionary of JSON values with one key a field; `from_json` is its inverse."""
        return {
            "name": self.name,
            "label": self.label,
            "type": self.type,
            "role": self.role,
            "unit": self.unit,
            "nulls": self.nulls,
            "missing_marks": dict(self.missing_marks),
            "distinct": self.distinct,
            "min": self.min,
            "max": self.max,
            "sum": self.sum,
            "examples": list(self.examples),
            "derived": self.derived,
            "description": self.description,
        }

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> "Column":
        """The column that `to_json` wrote; unknown keys are ignored, missing statistics are empty.

        Raises:
            ValueError: when the type is not one of the seven.
        """
        if record["type"] not in get_args(ColumnType):
            raise ValueError(f"El tipo de columna «{record['type']}» no existe.")
        return cls(
            name=record["name"],
            label=record["label"],
            type=record["type"],
            role=record.get("role"),
            unit=record.get("unit"),
            nulls=record.get("nulls", 0),
            missing_marks=dict(record.get("missing_marks", {})),
            distinct=record.get("distinct", 0),
            min=record.get("min"),
            max=record.get("max"),
            sum=record.get("sum"),
            examples=tuple(record.get("examples", ())),
            derived=record.get("derived"),
            description=record.get("description", ""),
        )
