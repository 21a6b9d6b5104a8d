"""Grouping: whether groups, measures, pivot and comparison go together and suit their columns."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cauce.base.errors import Refusal
from cauce.engine.columns import IDENTIFIER, Column
from cauce.engine.explore.cells import cells_of, most_pivoted
from cauce.engine.explore.filters import LONGEST_TEXT
from cauce.engine.explore.measures import Comparison, Measure
from cauce.engine.explore.operations import MOMENTS, check_measure
from cauce.engine.explore.values import canonical


def check_groups(
    groups: Sequence[str],
    measures: Sequence[Measure],
    pivot: str | None,
    comparison: Comparison | None,
    known: Mapping[str, Column],
) -> None:
    """Refuse groups and measures of known columns that would say nothing, or say too much.

    Raises:
        Refusal: in Spanish, saying what to do.
    """
    used = [*groups, *([pivot] if pivot else []), *([comparison.column] if comparison else [])]
    for name in used:
        if known[name].role == IDENTIFIER:
            raise Refusal(
                f"No se agrupa por «{known[name].label}»: distingue a personas o casos. "
                "Agrupe por otra columna.",
                code="explore.identifier",
            )
    if repeated := next((name for name in used if used.count(name) > 1), None):
        raise Refusal(
            f"«{known[repeated].label}» no puede ser a la vez grupo, cruce o comparación. "
            "Quítela de uno de ellos.",
            code="explore.repeated",
        )
    for measure in measures:
        check_measure(measure, known)
        if (
            comparison
            and measure.op in ("min", "max")
            and known[measure.columns[0]].type in MOMENTS
        ):
            raise Refusal(
                "La comparación necesita medidas que sean números. Quite "
                f"«{known[measure.columns[0]].label}» de las medidas, o la comparación.",
                code="explore.compare",
            )


def check_comparison(comparison: Comparison, column: Column) -> Comparison:
    """The comparison with canonical values.

    Raises:
        Refusal: in Spanish, when they are not two values of the column, or have a point.
    """
    if max(len(comparison.before), len(comparison.after)) > LONGEST_TEXT:
        raise Refusal(
            f"Un valor de la comparación pasa de {LONGEST_TEXT} letras. Acórtelo.",
            code="explore.compare",
        )
    before, after = (canonical(column, text) for text in (comparison.before, comparison.after))
    if before == after or not before or not after:
        raise Refusal(
            f"La comparación por «{column.label}» lleva dos valores distintos y los dos dicen "
            f"«{before[:80]}». Cambie uno.",
            code="explore.compare",
        )
    if "." in before + after:
        raise Refusal(
            f"En «{column.label}» no se comparan valores con punto decimal ni con fracciones de "
            "segundo. Use dos filtros.",
            code="explore.compare",
        )
    return replace(comparison, before=before, after=after)


def check_order(
    names: Sequence[str],
    groups: Sequence[str],
    measures: Sequence[Measure],
    pivoted: bool,
    compared: bool,
) -> None:
    """Refuse an order by something that the answer does not have.

    Raises:
        Refusal: in Spanish, with the names that it has.
    """
    values = most_pivoted(len(measures), compared) if pivoted else None
    overall = [
        cell.name
        for cell in cells_of(groups, measures)
        if cell.measure.parted or not (pivoted or compared)
    ]
    known = {*groups, *overall, *(one.name for one in cells_of(groups, measures, values, compared))}
    for name in names:
        if name not in known:
            raise Refusal(
                f"La respuesta no tiene una columna «{name[:80]}». Ordene por una de estas: "
                f"{', '.join([*groups, *overall])}.",
                code="explore.order",
            )


def timelike(column: Column) -> bool:
    """Whether its values are moments: a reader expects them from the first to the last."""
    return column.role in ("year", "month") or column.type in MOMENTS
