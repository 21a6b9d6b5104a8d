"""Row sets: small tables without territories, whose rows each have a name or a moment."""

from collections.abc import Sequence

from cauce.charts.choice import states
from cauce.charts.choice.anatomy import Anatomy, Family
from cauce.charts.choice.measuring import measure_of
from cauce.charts.choice.offer import Offer
from cauce.charts.choice.pairs import side_by_side_of
from cauce.charts.choice.totals import total_of
from cauce.charts.choice.words import quoted
from cauce.engine.columns import Column
from cauce.engine.explore import Filter

_MOST_LINES = 6
_APART = 20
_FEWEST_DOTS = 12


def of_moments(anatomy: Anatomy, moment: Column) -> Offer:
    """One row a year or a day: lines of the measures of one unit."""
    offer = Offer()
    if anatomy.quantities:
        together = _of_one_unit(anatomy, anatomy.quantities[0])
        offer.add(
            states.over_time(
                anatomy.source.table, (moment,), [measure_of(anatomy, each) for each in together]
            ),
            f"Cada fila es un momento distinto: {quoted(together[0])} va en una línea.",
        )
    return offer


def of_labels(
    anatomy: Anatomy, labels: Column, filters: Sequence[Filter] = (), family: Family | None = None
) -> Offer:
    """One row a name: two or three measures side by side, or bars of the most telling one."""
    offer = Offer()
    table = anatomy.source.table
    pair = (family.columns[0], family.latest) if family else side_by_side_of(anatomy)
    if pair:
        offer.add(
            states.side_by_side(
                table, labels, [measure_of(anatomy, each) for each in pair], filters
            ),
            f"{quoted(pair[0])} y {quoted(pair[-1])} son de la misma clase: van lado a lado.",
        )
    whole = total_of(anatomy)
    for column in ([whole] if whole else []) + list(anatomy.quantities[: 1 if whole else 2]):
        if column not in pair:
            offer.add(
                states.bars(table, labels, measure_of(anatomy, column), filters, limit=30),
                f"{quoted(column)} de cada fila, en barras.",
            )
    return offer


def of_names(anatomy: Anatomy, names: Column) -> Offer:
    """Many rows, each with a name: the first fifteen by the most telling amount."""
    offer = Offer()
    column = anatomy.of("count", "money")[0]
    offer.add(
        states.bars(anatomy.source.table, names, measure_of(anatomy, column)),
        f"Quiénes tienen más {quoted(column)}.",
    )
    offer.add(
        states.plain(anatomy.source.table, (column,), "histogram"),
        f"Cómo se reparten los valores de {quoted(column)}.",
    )
    return offer


def of_numbers(anatomy: Anatomy) -> Offer:
    """Nothing but numbers: two against each other, or how one is spread."""
    offer = Offer()
    shown = anatomy.quantities
    table = anatomy.source.table
    if len(shown) == 2 and anatomy.rows >= _FEWEST_DOTS:
        first, second = (each for each in anatomy.source.schema if each in shown)
        offer.add(
            states.plain(table, (first, second), "scatter"),
            f"{quoted(first)} contra {quoted(second)}: se ve si van juntas.",
        )
    for column in shown[:1]:
        offer.add(
            states.plain(table, (column,), "histogram"),
            f"Cómo se reparten los valores de {quoted(column)}.",
        )
    return offer


def _of_one_unit(anatomy: Anatomy, column: Column) -> list[Column]:
    """The measures of a column's unit, kind and size, at most six."""
    size = abs(column.sum or 0)
    alike = [
        each
        for each in anatomy.quantities
        if each.unit == column.unit
        and anatomy.natures[each.name] == anatomy.natures[column.name]
        and size <= _APART * abs(each.sum or 0) <= _APART * _APART * size
    ][:_MOST_LINES]
    return [each for each in anatomy.source.schema if each in alike] or [column]
