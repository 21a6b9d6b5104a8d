"""Clouds: two measures of each row or group, as points or, when they are very many, as a heat."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from cauce.charts.drawing.dimensions import dimensions_of, is_territory
from cauce.charts.drawing.measured import is_measurable, measured
from cauce.charts.drawing.numbers import finite
from cauce.charts.source import Source
from cauce.engine.columns import Column
from cauce.engine.explore import Explore
from cauce.engine.query import Answer, shared
from cauce.engine.query.bins import bins
from cauce.engine.sandbox import name_literal

CELLS = 20
"""Columns and rows of a heat."""


@dataclass(frozen=True)
class Cloud:
    """Points with their names."""

    x: Column
    y: Column
    labels: tuple[str, ...]
    """Empty when nothing names the points."""
    points: tuple[tuple[float, float], ...]
    lost: int = 0
    """Rows or groups without one of the two values."""
    name: Column | None = None
    words: tuple[str, str] = ("", "")
    """What each axis measures."""


@dataclass(frozen=True)
class Heat:
    """How many rows have both values within each cell of a lattice."""

    x: Column
    y: Column
    x_edges: tuple[float, ...]
    y_edges: tuple[float, ...]
    counts: tuple[tuple[int, ...], ...]
    """By column of the lattice and, in it, from the lowest upwards."""


def cloud_of(source: Source, explore: Explore, answer: Answer) -> Cloud | None:
    """The first two columns of numbers of an answer as points; ``None`` without two."""
    numbers = measured(source, explore, answer)
    if len(numbers) < 2:
        return None
    first, second = numbers[:2]
    pairs = [(finite(row[first.at]), finite(row[second.at])) for row in answer.rows]
    labels, name = _labels(explore, answer)
    kept = [
        (label, (x, y))
        for label, (x, y) in zip(labels or [""] * len(pairs), pairs, strict=True)
        if x is not None and y is not None
    ]
    return Cloud(
        first.column,
        second.column,
        tuple(label for label, _ in kept) if labels else (),
        tuple(point for _, point in kept),
        len(pairs) - len(kept),
        name,
        (first.label, second.label),
    )


def with_names(source: Source, explore: Explore) -> Explore | None:
    """The same rows with the territories that name them, when a state leaves these out."""
    if explore.aggregates or explore.columns is None:
        return None
    places = [
        column.name
        for column in source.schema
        if is_territory(column) and column.name not in explore.columns
    ]
    return replace(explore, columns=(*places, *explore.columns)) if places else None


def heat_of(source: Source, explore: Explore, columns: Sequence[Column]) -> Heat | None:
    """The first two columns of numbers of very many rows, counted in a lattice."""
    numbers = [column for column in columns if is_measurable(column)][:2]
    if len(numbers) < 2:
        return None
    spans = [
        bins(explore, column.name, source.tables, source.schema, source.joinable).edges
        for column in numbers
    ]
    if not all(len(span) > 1 for span in spans):
        return None
    edges = [np.linspace(float(span[0]), float(span[-1]), CELLS + 1) for span in spans]
    rows = shared().every_row(explore, source.tables, source.schema, source.joinable)
    names = ", ".join(f"{name_literal(column.name)}::DOUBLE" for column in numbers)
    counts = np.zeros((CELLS, CELLS), dtype=np.int64)
    for batch in rows.batches(names, 65536):
        x, y = (column.to_numpy(zero_copy_only=False) for column in batch.columns)
        known = np.isfinite(x) & np.isfinite(y)
        found, _, _ = np.histogram2d(x[known], y[known], bins=edges)
        counts += found.astype(np.int64)
    return Heat(
        numbers[0],
        numbers[1],
        tuple(map(float, edges[0])),
        tuple(map(float, edges[1])),
        tuple(tuple(map(int, column)) for column in counts),
    )


def _labels(explore: Explore, answer: Answer) -> tuple[list[str], Column | None]:
    """What names each row: its place, or its one text that no other row has."""
    at = (
        list(range(len(explore.groups)))
        if explore.aggregates
        else [n for n, column in enumerate(answer.columns) if not is_measurable(column)]
    )
    columns = [answer.columns[place] for place in at]
    found: Any = dimensions_of(columns, [tuple(row[n] for n in at) for row in answer.rows])
    for dimension in sorted(found, key=lambda each: each.kind != "territory"):
        if len(dimension.keys) == len(answer.rows):
            return [dimension.keys[place].label for place in dimension.at], dimension.column
    return [], None
