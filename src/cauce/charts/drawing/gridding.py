"""Gridding: an answer, of rows or of groups, read as one grid."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cauce.charts.drawing.dimensions import Dimension, Key, capital, dimensions_of, joined
from cauce.charts.drawing.drawn import Tangle
from cauce.charts.drawing.grid import COMPARABLE, AxisKind, Grid, Series
from cauce.charts.drawing.measured import Measured, is_measurable, measured
from cauce.charts.drawing.numbers import finite
from cauce.charts.drawing.times import dated
from cauce.charts.drawing.twin import made_column
from cauce.charts.drawing.words import without_common_start
from cauce.charts.source import Source
from cauce.engine.explore import Explore
from cauce.engine.query.answers import Answer

MOST_JOINED = 60
"""Pairs of two dimensions that may be drawn as if they were one."""
MOST_CELLS = 20_000
"""Of two dimensions: keys of one times keys of the other, whether or not they have a value."""
MOST_MARKS = 5_000
"""Of lines, which are drawn all, though few are named."""
_TOO_MANY = Tangle(
    "Hay demasiadas combinaciones para un dibujo: agrupe por menos columnas o filtre."
)
_ORDER = {"territory": 0, "time": 1, "category": 2}


def grid_of(source: Source, explore: Explore, answer: Answer) -> Grid | Tangle:
    """The grid that an answer is, or why it is none."""
    numbers = measured(source, explore, answer)
    if not answer.rows:
        return Tangle("Ninguna fila cumple lo que se pide: no hay nada que dibujar.")
    if not numbers:
        return Tangle("Lo que se mira no tiene ninguna columna de números que dibujar.")
    numbers = _of_first_measure(explore, numbers)
    dimensions = _telling(_dimensions(explore, answer), len(answer.rows), explore.aggregates)
    if dimensions is None:
        return Tangle(
            "Hay varias filas para cada lugar, periodo o categoría: agrupe por una columna y elija "
            "qué se calcula de cada grupo."
        )
    if not dimensions:
        return _of_measures(numbers, answer)
    if len(dimensions) == 1:
        return _of_one(dimensions[0], numbers, answer, explore)
    return _of_two(dimensions, numbers, answer, explore)


def _of_first_measure(explore: Explore, numbers: tuple[Measured, ...]) -> tuple[Measured, ...]:
    """With a pivot or a comparison, only what the first measure gives, named by value or side.

    With both, only what the pivot's values are at the second value of the comparison.
    """
    first = [each for each in numbers if each.measure == numbers[0].measure]
    if explore.pivot:
        last = [each for each in first if each.side in (None, "after")]
        labels = without_common_start([each.column.label for each in last])
        return tuple(
            replace(each, label=capital(label)) for each, label in zip(last, labels, strict=True)
        )
    if explore.comparison:
        said = {"before": explore.comparison.before, "after": explore.comparison.after}
        return tuple(replace(each, label=said.get(each.side or "", each.label)) for each in first)
    return numbers


def _dimensions(explore: Explore, answer: Answer) -> tuple[Dimension, ...]:
    if explore.aggregates:
        at = list(range(len(explore.groups)))
    else:
        at = [
            place
            for place, column in enumerate(answer.columns)
            if not is_measurable(column) and column.type != "time"
        ]
    columns = [answer.columns[place] for place in at]
    return dimensions_of(columns, [tuple(row[place] for place in at) for row in answer.rows])


def _telling(found: Sequence[Dimension], rows: int, groups: bool) -> tuple[Dimension, ...] | None:
    """The dimensions that tell the rows apart; of rows, the fewest; ``None`` when none do."""
    many = [each for each in found if len(each.keys) > 1] or list(found[:1])
    if groups:
        return tuple(many)
    ranked = sorted(many, key=lambda each: (_ORDER[each.kind], -len(each.keys)))
    alone = [each for each in ranked if len(each.keys) == rows]
    if alone:
        return (alone[0],)
    for count in range(1, 4):
        chosen = ranked[:count]
        if len(set(zip(*(each.at for each in chosen), strict=True))) == rows:
            return tuple(chosen)
    return None


def _of_measures(numbers: Sequence[Measured], answer: Answer) -> Grid | Tangle:
    """Of a single row: each measure is a key."""
    if len(numbers) == 1 or not any(row_value is not None for row_value in answer.rows[0]):
        return Tangle("Lo que se pide da una sola cifra: agrupe por una columna para dibujarla.")
    row = answer.rows[0]
    if years := _by_year(numbers):
        return _over_years(years, None, answer)
    first = [each for each in numbers if each.unit == numbers[0].unit]
    labels = without_common_start([each.label for each in first])
    keys = tuple(Key(label, label) for label in labels)
    raw = tuple(row[each.at] for each in first)
    name = "Valor"
    column = replace(first[0].column, label=name)
    return Grid(
        "measures",
        None,
        keys,
        (Series(name, column, raw, first[0].unit, first[0].op),),
        notes=_left_out(numbers, first),
    )


def _of_one(
    dimension: Dimension, numbers: Sequence[Measured], answer: Answer, explore: Explore
) -> Grid | Tangle:
    years = _by_year(numbers)
    if years and not explore.comparison:
        if len(years) * len(dimension.keys) > MOST_MARKS:
            return _TOO_MANY
        return _over_years(years, dimension, answer)
    labels = without_common_start([each.label for each in numbers])
    series = tuple(
        Series(
            label,
            each.column,
            tuple(row[each.at] for row in _by_key(dimension, answer)),
            each.unit,
            each.op,
            _whole(each, answer),
        )
        for each, label in zip(numbers, labels, strict=True)
    )
    return Grid(
        _axis(dimension),
        dimension.column,
        dimension.keys,
        series,
        compared=explore.comparison is not None and len(series) == 2,
    )


def _of_two(
    dimensions: Sequence[Dimension],
    numbers: Sequence[Measured],
    answer: Answer,
    explore: Explore,
) -> Grid | Tangle:
    axis, across = _axis_and_across(dimensions)
    if across is None or not _holdable(axis, len(across.keys)):
        return _TOO_MANY
    measure = numbers[0]
    cells = {(across.at[at], axis.at[at]): row[measure.at] for at, row in enumerate(answer.rows)}
    series = tuple(
        Series(
            key.label,
            replace(measure.column, name=f"{measure.column.name}_{place}", label=key.label),
            tuple(cells.get((place, at)) for at in range(len(axis.keys))),
            measure.unit,
            measure.op,
            missing=key.missing,
        )
        for place, key in enumerate(across.keys)
    )
    return Grid(
        _axis(axis),
        axis.column,
        axis.keys,
        series,
        across.column,
        notes=_left_out(numbers, numbers[:1]),
        measure=measure.label,
    )


def _holdable(axis: Dimension, series: int) -> bool:
    """Whether a drawing can hold so many series over the keys of an axis."""
    most = MOST_MARKS if axis.kind == "time" else MOST_CELLS
    return len(axis.keys) * series <= most


def _axis_and_across(dimensions: Sequence[Dimension]) -> tuple[Dimension, Dimension | None]:
    """Time along the axis, else the dimension with more keys; the others make the series."""
    times = [each for each in dimensions if each.kind == "time"]
    axis = times[0] if times else max(dimensions, key=lambda each: len(each.keys))
    others = [each for each in dimensions if each is not axis]
    across = others[0]
    for other in others[1:]:
        across = joined(across, other)
        if len(across.keys) > MOST_JOINED:
            return axis, None
    return axis, across


def _over_years(
    years: Sequence[tuple[Measured, int]], dimension: Dimension | None, answer: Answer
) -> Grid:
    """Measures whose headers end in years are one measure over time."""
    first = years[0][0]
    stem, _ = dated(first.label) or ("", 0)
    keys = tuple(Key(str(year), year, float(year)) for _, year in years)
    rows = _by_key(dimension, answer) if dimension else [answer.rows[0]]
    names = dimension.keys if dimension else (Key(first.label, first.label),)
    series = tuple(
        Series(
            key.label,
            replace(first.column, name=f"{first.column.name}_{place}", label=key.label),
            tuple(row[each.at] for each, _ in years),
            first.unit,
            first.op,
            missing=key.missing,
        )
        for place, (key, row) in enumerate(zip(names, rows, strict=True))
    )
    year = made_column("ano", "Año", "integer", "year")
    whole = tuple(_whole(each, answer) for each, _ in years) if dimension else ()
    return Grid(
        "time",
        year,
        keys,
        series,
        dimension.column if dimension else None,
        whole=whole if all(value is not None for value in whole) else (),
        measure=stem if dimension else "",
    )


def _by_year(numbers: Sequence[Measured]) -> list[tuple[Measured, int]]:
    """The first measures that are one, said of several years, in the order of the years."""
    read = [(each, dated(each.label)) for each in numbers]
    if not read or not all(ending for _, ending in read):
        return []
    stem = read[0][1][0] if read[0][1] else ""
    alike = {
        ending[1]: each
        for each, ending in reversed(read)
        if ending and ending[0] == stem and each.op == numbers[0].op
    }
    return [(alike[year], year) for year in sorted(alike)] if len(alike) > 1 else []


def _by_key(dimension: Dimension, answer: Answer) -> list[Sequence[Any]]:
    """The row of each key of a dimension that tells all rows apart."""
    rows: dict[int, Sequence[Any]] = {}
    for at, row in zip(dimension.at, answer.rows, strict=True):
        rows.setdefault(at, row)
    return [rows[at] for at in range(len(dimension.keys))]


def _whole(number: Measured, answer: Answer) -> float | None:
    if number.op not in COMPARABLE or answer.whole is None:
        return None
    return finite(answer.whole[number.at])


def _axis(dimension: Dimension) -> AxisKind:
    match dimension.kind:
        case "time" | "territory" | "category":
            return dimension.kind
        case _:
            return "category"


def _left_out(numbers: Sequence[Measured], drawn: Sequence[Measured]) -> tuple[str, ...]:
    left = [f"«{each.label}»" for each in numbers if each not in drawn]
    if not left:
        return ()
    return (
        f"El dibujo no muestra {', '.join(left[:4])}{'…' if len(left) > 4 else ''}: "
        "están en la tabla.",
    )
