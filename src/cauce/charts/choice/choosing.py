"""Choosing: the rules in their order; the first that has something to show decides."""

from collections.abc import Sequence
from itertools import islice
from typing import Final

from cauce.charts.choice.anatomy import Anatomy
from cauce.charts.choice.chosen import Chosen
from cauce.charts.choice.coverage import counts_by
from cauce.charts.choice.lists import of_list
from cauce.charts.choice.offer import Offer
from cauce.charts.choice.panels import of_panel, panel_of
from cauce.charts.choice.places import of_one_row_each, of_years_in_headers
from cauce.charts.choice.rowsets import of_labels, of_moments, of_names, of_numbers
from cauce.charts.source import Source
from cauce.engine.columns import Column
from cauce.engine.explore import Explore, Filter, Measure
from cauce.engine.query import answer

MOST: Final = 3
"""States of a first choice."""
_NOTHING: Final = (
    "No hay un gráfico que diga algo de esta tabla por sí solo: elija las columnas en el "
    "explorador."
)
_NO_PLACES: Final = "No hay mapa: la tabla no nombra territorios que Cauce reconozca."


def first_states(source: Source) -> Chosen:
    """The states a table is shown by first, by the roles and the shape of its columns.

    Rows are asked at most three small questions, and then what the states themselves ask;
    everything else is known of the columns.

    Raises:
        CauceError: when the table is not in the store or cannot be read.
    """
    anatomy = Anatomy(source)
    if anatomy.rows < 1:
        return Chosen(reasons=("La tabla no tiene filas de datos.",), no_map=_NO_PLACES)
    offer = _offered(anatomy)
    states = _best(anatomy, offer)
    no_map = "" if any(state.view.kind == "map" for state, _ in states) else offer.no_map
    if not no_map and not any(state.view.kind == "map" for state, _ in states):
        no_map = _NO_PLACES
    return Chosen(
        states=tuple(state for state, _ in states),
        reasons=tuple(reason for _, reason in states) or (_NOTHING,),
        no_map=no_map,
        warnings=tuple(offer.warnings),
    )


def _offered(anatomy: Anatomy) -> Offer:
    place = anatomy.finest
    if place is not None and (anatomy.one_place_a_row or anatomy.nearly_one_place_a_row):
        if anatomy.families:
            return of_years_in_headers(anatomy, anatomy.families[0], place)
        return of_one_row_each(anatomy, place)
    if place is not None and anatomy.quantities and (panel := panel_of(anatomy)):
        offer = of_panel(anatomy, panel)
        if offer.states:
            return offer
    if place is not None:
        return of_list(anatomy)
    return _without_places(anatomy)


def _without_places(anatomy: Anatomy) -> Offer:
    for moment in (anatomy.year, anatomy.date):
        if moment is not None and moment.distinct == anatomy.rows >= 3:
            return of_moments(anatomy, moment)
    if anatomy.labels is not None and anatomy.quantities:
        family = anatomy.families[0] if anatomy.families else None
        return of_labels(anatomy, anatomy.labels, family=family)
    blocks = _blocks(anatomy)
    if blocks or _has_subtotals(anatomy):
        return _of_block(anatomy, blocks)
    if anatomy.names is not None and anatomy.of("count", "money"):
        return of_names(anatomy, anatomy.names)
    if anatomy.categories or anatomy.year or anatomy.date:
        offer = of_list(anatomy)
        if offer.states:
            return offer
    return of_numbers(anatomy)


def _blocks(anatomy: Anatomy) -> tuple[Column, ...]:
    """Columns made of group rows that some rows have not: those speak of everything together."""
    return tuple(
        each for each in anatomy.source.schema if each.derived == "hierarchy" and each.nulls
    )


def _has_subtotals(anatomy: Anatomy) -> bool:
    source = anatomy.source
    asked = Explore(table=source.table, kinds=("subtotal",), measures=(Measure("count"),))
    return bool(answer(asked, source.tables, source.schema, source.joinable).rows[0][0])


def _of_block(anatomy: Anatomy, blocks: Sequence[Column]) -> Offer:
    """The rows outside every group, when each has a name of its own; else nothing is added up."""
    offer = Offer()
    filters = tuple(Filter(each.name, "missing") for each in blocks[:1])
    for column in anatomy.categories:
        if column in blocks or column.nulls > 0.05 * anatomy.rows:
            continue
        counted = counts_by(anatomy, (column,), (Measure("count"),), filters)
        if len(counted) > 2 and all(row[1] == 1 for row in counted):
            return of_labels(anatomy, column, filters)
    offer.no_map = _NO_PLACES
    offer.warnings.append(
        "La tabla trae las mismas cuentas en varios niveles (filas de grupos y de subtotales): "
        "sumarlas contaría dos veces lo mismo."
    )
    return offer


def _best(anatomy: Anatomy, offer: Offer) -> list[tuple[Explore, str]]:
    """At most three that have something to draw, a map among the first two when there is one."""
    found = offer.states
    at = next((n for n, (state, _) in enumerate(found) if state.view.kind == "map"), None)
    if at is not None and at > 1:
        found = [found[0], found[at], *(each for n, each in enumerate(found) if n not in (0, at))]
    return list(islice((each for each in found if _has_values(anatomy, each[0])), MOST))


def _has_values(anatomy: Anatomy, state: Explore) -> bool:
    """Whether some group with a name has a number; the drawing asks the same and finds it kept."""
    if not state.measures:
        return True
    source, first = anatomy.source, len(state.groups)
    rows = answer(state, source.tables, source.schema, source.joinable).rows
    return any(
        None not in row[:first] and any(value is not None for value in row[first:]) for row in rows
    )
