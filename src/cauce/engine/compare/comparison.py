"""What a comparison of two versions of a table says."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

Scalar = int | float | str | bool | None
"""Dates and times are ISO text."""


@dataclass(frozen=True)
class Retyped:
    """A column whose type is another in the later version."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ColumnChange:
    """How the values of one column changed in the rows that both versions have."""

    name: str
    label: str
    role: str | None
    cells: int
    """Cells that say something else; decimals that differ by less than a billionth do not."""
    sum_before: int | float | None = None
    sum_after: int | float | None = None
    """Of all rows of data of each version; only where sums make sense."""


@dataclass(frozen=True)
class RowExample:
    """A row that was added, removed or changed."""

    row_before: int | None
    row_after: int | None
    """Its row in the source of each version."""
    key: Mapping[str, Scalar]
    """Values that tell it apart, by column; those of identifiers are left out."""
    changes: Mapping[str, tuple[Scalar, Scalar]]
    """Before and after, for each column that changed; ``(None, None)`` for identifiers."""


@dataclass(frozen=True)
class Comparison:
    """Two versions of a table compared over their rows of data, column by column of the same name.

    With an empty ``key`` whole rows were compared, and a row that was corrected counts as one
    removed and one added.
    """

    key: tuple[str, ...]
    key_labels: tuple[str, ...]
    key_roles: tuple[str | None, ...]
    rows_before: int
    rows_after: int
    columns_added: tuple[str, ...]
    """Labels, as all lists of columns here."""
    columns_gone: tuple[str, ...]
    retyped: tuple[Retyped, ...]
    added: int
    removed: int
    changed: int
    unchanged: int
    doubled_before: int
    doubled_after: int
    """Rows whose key an earlier row of the same version has; they are compared in their order."""
    columns: tuple[ColumnChange, ...]
    """The columns with a cell or a sum that changed, those with most cells first."""
    examples_added: tuple[RowExample, ...] = ()
    examples_removed: tuple[RowExample, ...] = ()
    examples_changed: tuple[RowExample, ...] = ()

    @property
    def identical(self) -> bool:
        """Whether nothing differs but perhaps the order of the rows."""
        return not (
            self.columns_added
            or self.columns_gone
            or self.retyped
            or self.added
            or self.removed
            or self.changed
        )

    def to_json(self) -> dict[str, Any]:
        """A dictionary of JSON values; `from_json` is its inverse."""
        written: dict[str, Any] = _listed(asdict(self))
        return written

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> "Comparison":
        """The comparison that `to_json` wrote, also after a trip through JSON."""
        plural = ("key", "key_labels", "key_roles", "columns_added", "columns_gone")
        examples = ("examples_added", "examples_removed", "examples_changed")
        return cls(
            **{
                **record,
                **{name: tuple(record[name]) for name in plural},
                **{name: tuple(map(_example, record[name])) for name in examples},
                "retyped": tuple(Retyped(**one) for one in record["retyped"]),
                "columns": tuple(ColumnChange(**one) for one in record["columns"]),
            }
        )


def _example(record: Mapping[str, Any]) -> RowExample:
    changes = {name: (before, after) for name, (before, after) in record["changes"].items()}
    return RowExample(record["row_before"], record["row_after"], dict(record["key"]), changes)


def _listed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _listed(one) for key, one in value.items()}
    return [_listed(one) for one in value] if isinstance(value, tuple | list) else value
