"""Findings: what a check says of a table or of one of its columns. The contract of this room."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["info", "warning", "error", "critical"]
Status = Literal["passed", "failed", "not_run"]
Kind = Literal[
    "cui",
    "nit",
    "dni",
    "ruc",
    "phone",
    "email",
    "person_name",
    "birth_date",
    "small_cells",
    "rates",
    "small_classes",
]

CONFIDENTIALITY = "confidentiality"
"""The dimension of every finding about persons (ISO/IEC 25012)."""
IDENTIFYING: frozenset[str] = frozenset(
    {"cui", "nit", "dni", "ruc", "phone", "email", "person_name"}
)
"""Kinds whose values tell one person from another."""


@dataclass(frozen=True)
class Finding:
    """What one check found. Texts are Spanish and may be shown to anybody who reviews the table.

    ``check``: stable dotted name: ``pii.cui``, ``k1.small_cells``, ``k2.small_classes``.
    ``column``: name of the stored column; ``None`` when it is about the whole table or its texts.
    ``rows``: cells looked at; ``count``: those found. ``share``: part of the distinct values that
    are found, 0 to 1; ``lower_bound``: what it is at least (Wilson, 99 %); both ``None`` when the
    check is not about a share. ``examples``: masked, never a whole identifier. ``example_rows``:
    rows as the source numbers them. ``mends``: what may be done, best first: values of a column's
    ``protect``, or ``leave_out``. ``sampled``: it was judged on a sample, so that ``count`` is the
    least there is.
    """

    check: str
    severity: Severity
    status: Status
    message: str
    dimension: str = CONFIDENTIALITY
    table: str | None = None
    column: str | None = None
    rows: int = 0
    count: int = 0
    kind: Kind | None = None
    share: float | None = None
    lower_bound: float | None = None
    examples: tuple[str, ...] = ()
    example_rows: tuple[int, ...] = ()
    why: str = ""
    mends: tuple[str, ...] = ()
    sampled: bool = False

    @property
    def blocks(self) -> bool:
        """Whether nothing is published until it is mended or waived; not knowing blocks too."""
        return self.status != "passed" and self.severity in ("error", "critical")

    def to_json(self) -> dict[str, Any]:
        """A dictionary of JSON values with one key a field; `from_json` is its inverse."""
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in asdict(self).items()
        }

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> "Finding":
        """The finding that `to_json` wrote; unknown keys are ignored, absent ones are empty."""
        known: dict[str, Any] = {
            name: tuple(value) if isinstance(value := record[name], list) else value
            for name in cls.__dataclass_fields__
            if name in record
        }
        return cls(**known)


def identifies(finding: Finding) -> bool:
    """Whether the column of the finding must be treated as one of role ``identifier``.

    Its values are then never profiled, indexed nor shown in examples, also when it was waived.
    Lists of companies or of the addresses of offices (``info``) are not of persons.
    """
    return (
        finding.column is not None
        and finding.status == "failed"
        and finding.severity != "info"
        and finding.kind in IDENTIFYING
    )
