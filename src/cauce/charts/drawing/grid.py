"""Grids: an answer as keys along an axis and series of numbers over them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from cauce.charts.drawing.dimensions import Key
from cauce.charts.drawing.numbers import finite
from cauce.charts.drawing.words import HIDDEN, NOT_GIVEN
from cauce.engine.columns import Column
from cauce.engine.explore import MeasureOp

ADDITIVE: tuple[MeasureOp, ...] = ("sum", "count", "share")
"""Measures whose parts add up, so that «Otros» may gather the rest."""
COMPARABLE: tuple[MeasureOp, ...] = ("mean", "median", "ratio", "per_person")
"""Measures of which the whole stands on the same scale as its parts."""

AxisKind = Literal["time", "territory", "category", "measures"]


@dataclass(frozen=True)
class Series:
    """Numbers over the keys of a grid."""

    label: str
    column: Column
    """Of the answer, or made for the twin."""
    raw: tuple[Any, ...]
    """As the answer has them, one a key."""
    unit: str = ""
    op: MeasureOp | None = None
    whole: float | None = None
    """The measure over everything, when it stands on the same scale."""
    missing: bool = False
    """Whether it gathers the rows without a group."""

    @cached_property
    def values(self) -> tuple[float | None, ...]:
        """The numbers that can be drawn."""
        return tuple(map(finite, self.raw))

    def absence(self, at: int) -> str:
        """What stands where it has no number: «sin dato», or «oculto» where it is withheld."""
        return HIDDEN if self.raw[at] == HIDDEN else NOT_GIVEN


@dataclass(frozen=True)
class Grid:
    """What a drawing is made of."""

    axis: AxisKind
    column: Column | None
    """Whose values the keys are; ``None`` when each key is a measure."""
    keys: tuple[Key, ...]
    series: tuple[Series, ...]
    across: Column | None = None
    """Whose values the series are; ``None`` when each series is a measure."""
    compared: bool = False
    """Whether the two series are the same measure before and after."""
    whole: tuple[float | None, ...] = ()
    """The measure over everything at each key of time."""
    notes: tuple[str, ...] = ()
    measure: str = ""
    """What is measured, when the series are of something else."""
    withheld: bool = False
    """Whether hidden counts keep some of its values back: then their sum is not that of all."""
    given: bool = False
    """Whether its keys stand in an order that was asked for, which no drawing changes."""

    @property
    def units(self) -> tuple[str, ...]:
        """The different units of its series."""
        return tuple(dict.fromkeys(series.unit for series in self.series))

    @property
    def additive(self) -> bool:
        """Whether parts add up to a whole, and all of them are there to be added."""
        return not self.withheld and all(series.op in ADDITIVE for series in self.series)

    def at(self, order: Sequence[int]) -> "Grid":
        """Only those keys, in that order."""
        return replace(
            self,
            keys=tuple(self.keys[at] for at in order),
            series=tuple(
                replace(series, raw=tuple(series.raw[at] for at in order)) for series in self.series
            ),
            whole=tuple(self.whole[at] for at in order) if self.whole else (),
        )

    def transposed(self) -> "Grid":
        """The series as keys and the keys as series: what was over time is before and after."""
        keys = tuple(Key(one.label, None if one.missing else one.label) for one in self.series)
        first = self.series[0]
        series = tuple(
            Series(
                key.label,
                replace(first.column, name=f"{first.column.name}_{place}", label=key.label),
                tuple(one.raw[place] for one in self.series),
                first.unit,
                first.op,
            )
            for place, key in enumerate(self.keys)
        )
        axis: AxisKind = "category"
        if self.across is not None and (self.across.role or "").startswith("territory:"):
            axis = "territory"
        return Grid(
            axis, self.across, keys, series, self.column, True, (), self.notes, self.measure
        )

    def of(self, chosen: Sequence[int]) -> "Grid":
        """Only those series, in that order."""
        return replace(self, series=tuple(self.series[at] for at in chosen))


@dataclass(frozen=True)
class Tangle:
    """An answer that no grid can hold, and why."""

    reason: str
