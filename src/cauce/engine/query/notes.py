"""Notes: what a reader of an answer must know not to be misled."""

from collections.abc import Iterator, Mapping

from cauce.base.numerals import number_es
from cauce.engine.columns import Column
from cauce.engine.explore import Explore
from cauce.engine.explore.operations import senseless
from cauce.engine.query.planning import Plan
from cauce.engine.query.withholding import hides_counts
from cauce.engine.sandbox import Row


def notes_of(
    explore: Explore,
    known: Mapping[str, Column],
    plan: Plan,
    whole: Row,
    withheld: frozenset[tuple[int, int]],
) -> Iterator[str]:
    """The notes of an answer about groups, the gravest first; ``whole`` are its cells alone."""
    if plan.pivoted.left_out and explore.pivot:
        yield (
            f"La respuesta es parcial: «{known[explore.pivot].label}» tiene "
            f"{number_es(plan.pivoted.left_out + len(plan.pivoted.values))} valores y solo los "
            f"{len(plan.pivoted.values)} más frecuentes tienen columna. Agregue un filtro para ver "
            "otros."
        )
    if withheld:
        cells = sum(row >= 0 for row, _ in withheld)
        yield _withheld(cells, bool(explore.groups) and cells < len(withheld))
    yield from _without_data(explore, known, plan, whole, withheld)
    if plan.people:
        yield from plan.people.notes
    for one in explore.filters:
        if one.op != "missing" and hides_counts(known[one.column]) and plan.shape.marked:
            yield (
                f"«{known[one.column].label}» tiene cantidades ocultas para proteger a personas: "
                "el filtro sobre ella las deja fuera."
            )
    for measure in explore.measured:
        if reason := senseless(measure, known):
            yield reason
    yield from _absent(explore, known)
    if set(explore.kinds) != {"data"} and "data" in explore.kinds:
        yield "Se incluyen filas de totales o subtotales: lo que ya suman se cuenta otra vez."
    if plan.shape.shares and (explore.pivot or explore.comparison):
        yield "Cada parte es del total de su propia columna, que suma 100 %."
    if plan.dropped:
        yield (
            f"No se ordenó por {', '.join(plan.dropped)}: la respuesta no tiene esa columna con "
            "estos filtros."
        )


def _withheld(cells: int, whole: bool) -> str:
    """Spanish sentence; the cells are those of the page."""
    if not cells:
        return (
            "No se da el valor de todo el conjunto porque detrás hay cantidades ocultas para "
            "proteger a personas."
        )
    said = "Un valor no se da" if cells == 1 else f"{number_es(cells)} valores no se dan"
    also = ", ni el de todo el conjunto," if whole else ""
    return f"{said}{also} porque detrás hay cantidades ocultas para proteger a personas."


def _without_data(
    explore: Explore,
    known: Mapping[str, Column],
    plan: Plan,
    whole: Row,
    withheld: frozenset[tuple[int, int]],
) -> Iterator[str]:
    """Which of the two values compared is in no row."""
    if (comparison := explore.comparison) is None:
        return
    first = len(explore.groups)
    for side, value in (("before", comparison.before), ("after", comparison.after)):
        places = [n for n, cell in enumerate(plan.shape.cells) if cell.side == side]
        if any(whole[n] or (-1, first + n) in withheld for n in places):
            continue
        if all(whole[n] is None or plan.shape.cells[n].measure.counts for n in places):
            yield f"No hay datos con «{known[comparison.column].label}» igual a «{value[:80]}»."


def _absent(explore: Explore, known: Mapping[str, Column]) -> Iterator[str]:
    """Quotients of two sums where some row has one of the two and not the other."""
    for measure in explore.measured:
        if measure.other is None or measure.column is None:
            continue
        columns = [known[name] for name in measure.columns]
        if any(column.nulls for column in columns):
            listed = " y ".join(f"«{column.label}»" for column in columns if column.nulls)
            yield (
                f"En {listed} hay celdas sin dato. Cada suma lleva lo que hay en su columna, así "
                "que el cociente puede comparar filas distintas."
            )
