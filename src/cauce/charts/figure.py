"""Figures: a drawing and all that must travel with it to be understood, checked and cited."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from cauce.engine.columns import Column
from cauce.engine.explore import Explore

FigureKind = Literal[
    "line",
    "multiples",
    "ranking",
    "bars",
    "grouped",
    "dots",
    "stacked",
    "histogram",
    "scatter",
    "choropleth",
    "tiles",
    "points",
]
"""``ranking``: territories from greatest to least, the national value as a line. ``dots``: before
and after, linked. ``multiples``: one small chart a series. ``tiles``: a grid with one square a
department."""

Spec = Mapping[str, Any]
"""A Vega-Lite 6 specification with its data inside: no address, no file."""


@dataclass(frozen=True)
class Twin:
    """The table that says what the drawing draws, in the same order."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Figure:
    """What one state of the explorer looks like."""

    kind: FigureKind
    title: str
    """What is drawn, of what, when: «Pobreza multidimensional por departamento, 2018»."""
    sentence: str
    """What is seen, computed from the data; empty when nothing can be said of it honestly."""
    unit: str
    """«%», «quetzales», «puntos de 100»… empty without one."""
    wide: Spec
    """For columns of 560 px and more."""
    narrow: Spec | None
    """For 328 px; ``None`` when a ranked list takes its place (the twin, in order)."""
    twin: Twin
    explore: Explore
    """The state that draws it again."""
    notes: tuple[str, ...] = ()
    """What a reader must know not to be misled: coverage, values repeated, places left out."""


@dataclass(frozen=True)
class NoFigure:
    """Why a state cannot be drawn, in a Spanish sentence, and what can be looked at instead."""

    reason: str
    instead: tuple[Explore, ...] = field(default=())
