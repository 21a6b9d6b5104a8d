"""Drawn: what each kind of drawing gives to `draw`, before a title and a sentence are put to it."""

from dataclasses import dataclass

from cauce.charts.figure import FigureKind, Spec, Twin


@dataclass(frozen=True)
class Drawn:
    """A drawing in its two widths and the table that says the same."""

    kind: FigureKind
    unit: str
    wide: Spec
    narrow: Spec
    twin: Twin
    notes: tuple[str, ...] = ()
