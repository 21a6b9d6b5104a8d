"""Measures: what is computed of each group of rows, as an address writes it.

``medida=sum.casos`` is an operation and its column; ``medida=count`` counts rows;
``medida=ratio.casos.poblacion`` divides two sums; ``medida=per_person.casos`` divides a sum by the
reference population of the group's territories, ``medida=per_person.casos.habitantes`` by the sum
of a column of the table that counts people.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from cauce.base.errors import Refusal

MeasureOp = Literal[
    "sum", "mean", "median", "count", "distinct", "share", "min", "max", "per_person", "ratio"
]
"""``share``: of the total of every group, from 0 to 100. ``ratio``: of two sums, never a mean of
ratios. ``mean`` weighs every row alike and is named so."""
MEASURE_OPS: tuple[MeasureOp, ...] = get_args(MeasureOp)

MOST_GROUPS = 3
MOST_MEASURES = 24


@dataclass(frozen=True, slots=True)
class Measure:
    """What is computed of each group."""

    op: MeasureOp
    column: str | None = None
    """``None`` only for ``count``."""
    other: str | None = None
    """What ``ratio`` divides by; for ``per_person`` a column that counts people, ``None`` for the
    reference population of the territories."""

    @classmethod
    def of(cls, text: str) -> "Measure":
        """The measure that a parameter writes.

        Raises:
            Refusal: in Spanish, when it is not one.
        """
        op, *names = text.split(".")
        found = next((each for each in MEASURE_OPS if each == op), None)
        fewest, most = {"count": (0, 0), "ratio": (2, 2), "per_person": (1, 2)}.get(op, (1, 1))
        if found is None or not fewest <= len(names) <= most or not all(names):
            raise Refusal(
                f"La medida «{text[:80]}» no existe. Escriba operación.columna, con una de estas "
                f"operaciones: {', '.join(MEASURE_OPS)}.",
                code="explore.measure",
            )
        return cls(found, *names)

    @property
    def text(self) -> str:
        """The measure as a parameter writes it; `of` is the inverse."""
        return ".".join(part for part in (self.op, self.column, self.other) if part)

    @property
    def name(self) -> str:
        """The name of the column of the answer: ``sum_casos``, ``count``, ``ratio_a_b``."""
        return "_".join(part for part in (self.op, self.column, self.other) if part)

    @property
    def counts(self) -> bool:
        """Whether it is zero, not missing, where there is nothing."""
        return self.op in ("count", "distinct")

    @property
    def of_people(self) -> bool:
        """Whether it divides by the reference population."""
        return self.op == "per_person" and self.other is None

    @property
    def parted(self) -> bool:
        """Whether its value over everything follows from those of the parts."""
        return not self.of_people and self.op not in ("median", "distinct")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table that it needs."""
        return tuple(name for name in (self.column, self.other) if name)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Every measure at two values of a column (two years), their difference and their change.

    ``comparar=anio.2013.2018``.
    """

    column: str
    before: str
    after: str

    @classmethod
    def of(cls, text: str) -> "Comparison":
        """The comparison that a parameter writes. Values with a point cannot be compared.

        Raises:
            Refusal: in Spanish, when it is not ``columna.antes.después``.
        """
        parts = text.split(".")
        if len(parts) != 3 or not all(parts) or parts[1] == parts[2]:
            raise Refusal(
                f"«comparar» lleva una columna y dos valores distintos (anio.2013.2018) y dice "
                f"«{text[:80]}».",
                code="explore.compare",
            )
        return cls(*parts)

    @property
    def text(self) -> str:
        """The comparison as a parameter writes it; `of` is the inverse."""
        return f"{self.column}.{self.before}.{self.after}"
