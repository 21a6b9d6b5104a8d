"""Drawn: what each kind of drawing gives to `draw`, before a title and a sentence are put to it."""

from dataclasses import dataclass

from cauce.charts.figure import FigureKind, Spec, Twin
from cauce.engine.profile import Histogram


@dataclass(frozen=True)
class Drawn:
    """A drawing in its two widths and the table that says the same."""

    kind: FigureKind
    unit: str
    wide: Spec
    narrow: Spec | None
    """``None`` where the twin as a ranked list takes its place."""
    twin: Twin
    notes: tuple[str, ...] = ()
    bins: Histogram | None = None
    """Those of a histogram."""
    about: str = ""
    """What its title ends in: «en Alta Verapaz», «cambio en %»."""
    mixed: bool = False
    """Whether it shows measures that cannot be set against one another."""


@dataclass(frozen=True)
class Tangle:
    """What cannot be drawn, and why, in a Spanish sentence."""

    reason: str
