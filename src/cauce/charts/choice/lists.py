"""Lists: tables with a row a case, a project or a day, counted or added up by what they tell."""

from cauce.charts.choice import states
from cauce.charts.choice.anatomy import MOST_CATEGORIES, Anatomy
from cauce.charts.choice.coverage import coverage_of
from cauce.charts.choice.labels import roots, vocabulary, words_of
from cauce.charts.choice.measuring import measure_of, per_inhabitant, widest_map
from cauce.charts.choice.offer import Offer
from cauce.charts.choice.words import PER_INHABITANT, quoted
from cauce.engine.columns import Column
from cauce.engine.explore import Filter, Measure
from cauce.engine.query.withholding import hides_counts
from cauce.territory.shapes import shapes

_KINDS = vocabulary(
    "estado tipo categoria sector nivel funcion fase modalidad diagnostico clase causa "
    "actividad grupo etapa situacion category"
)
_POINTS = 5000
_FEWEST_YEARS = 3


def of_list(anatomy: Anatomy) -> Offer:
    """Over time, by the best category and by department; a map only per inhabitant or of points."""
    offer = Offer()
    column = _measured(anatomy)
    measure = measure_of(anatomy, column) if column else Measure("count")
    said = f"{quoted(column)}" if column else "Cuántas filas hay"
    _over_time(offer, anatomy, measure, column, said)
    category = best_category(anatomy)
    if category is not None and (category.type == "text" or anatomy.finest is None):
        offer.add(
            states.bars(anatomy.source.table, category, measure),
            f"{said} por {quoted(category)}.",
        )
    _points(offer, anatomy)
    _by_place(offer, anatomy, measure, column, said)
    return offer


def best_category(anatomy: Anatomy) -> Column | None:
    """The category by which a list is best told: one the title names, a kind, or the first."""
    title = roots(anatomy.source.title)
    found = [each for each in anatomy.categories if each.distinct <= MOST_CATEGORIES]
    if not found:
        return None
    return max(found, key=lambda each: (_telling(each, title), -found.index(each)))


def _telling(column: Column, title: frozenset[str]) -> float:
    score = 2.0 * bool(roots(column.label) & title) + 1.5 * bool(
        _KINDS & set(words_of(column.label))
    )
    return score + (1.0 if 3 <= column.distinct <= 15 else 0.0) - (column.type == "boolean")


def _measured(anatomy: Anatomy) -> Column | None:
    """What a list measures: amounts before rates, whose simple means say less."""
    shown = [
        each
        for each in anatomy.quantities
        if not hides_counts(each) and anatomy.natures[each.name] != "extent"
    ]
    amounts = [each for each in shown if anatomy.natures[each.name] in ("money", "count")]
    telling = [each for each in shown if "altitud" not in words_of(each.label)]
    if anatomy.coordinates and not amounts:
        return None
    return next(iter(amounts or telling), None)


def _over_time(
    offer: Offer, anatomy: Anatomy, measure: Measure, column: Column | None, said: str
) -> None:
    year = anatomy.year
    table = anatomy.source.table
    if year is not None and year.distinct >= _FEWEST_YEARS and column is not None:
        if _uneven(anatomy, year):
            return
        several = _of_one_unit(anatomy, column)
        measures = [measure_of(anatomy, each) for each in several]
        offer.add(states.over_time(table, (year,), measures), f"{said} año por año.")
    elif year is None and anatomy.date is not None and column is not None:
        offer.add(states.over_time(table, (anatomy.date,), (measure,)), f"{said} día por día.")


def _of_one_unit(anatomy: Anatomy, column: Column) -> list[Column]:
    """The column with at most one more of its unit and kind, for lines on one axis."""
    alike = [
        each
        for each in anatomy.quantities
        if each.unit == column.unit
        and anatomy.natures[each.name] == anatomy.natures[column.name] == "money"
    ]
    ordered = [each for each in anatomy.source.schema if each in alike]
    return ordered if len(ordered) in (2, 3) else [column]


def _by_place(
    offer: Offer, anatomy: Anatomy, measure: Measure, column: Column | None, said: str
) -> None:
    place = anatomy.departments or anatomy.finest
    if place is None:
        return
    last = _last_year(anatomy)
    rate = per_inhabitant(anatomy, column, place, last) if column else None
    shown = widest_map(anatomy, place)
    if rate is not None and shown is not None and anatomy.covers_a_country:
        offer.add(
            states.mapped(anatomy.source.table, shown, rate, last),
            PER_INHABITANT,
        )
    elif not any(state.view.kind == "map" for state, _ in offer.states):
        offer.no_map = (
            "No hay mapa: es una lista, y un mapa de cuántas filas tiene cada territorio solo "
            "mostraría dónde hay más gente o más registros."
        )
    offer.add(states.ranked_places(anatomy.source.table, place, measure), f"{said} por territorio.")


def _last_year(anatomy: Anatomy) -> tuple[Filter, ...]:
    """The last year that has nearly all places: inhabitants are of one year, and so must be what is
    divided by them."""
    year, place = anatomy.year, anatomy.departments or anatomy.finest
    if year is None:
        return ()
    coverage = coverage_of(anatomy, year, place) if place else None
    if coverage is not None:
        return (coverage.only(coverage.best),)
    return (Filter(year.name, "eq", (str(year.max),)),) if year.max is not None else ()


def _uneven(anatomy: Anatomy, year: Column) -> bool:
    """Whether some year has fewer of the places that another has."""
    place = anatomy.departments or anatomy.finest
    coverage = coverage_of(anatomy, year, place) if place else None
    return coverage is not None and not coverage.even


def _points(offer: Offer, anatomy: Anatomy) -> None:
    if anatomy.coordinates is None:
        return
    place = anatomy.finest
    country = place.country if place else anatomy.source.country
    land = shapes(f"{country}.department", maps=anatomy.source.maps)
    if land is not None and anatomy.rows <= _POINTS:
        offer.add(
            states.plain(anatomy.source.table, anatomy.coordinates, "auto", kind=states.MAP),
            "La tabla trae coordenadas: cada fila es un punto.",
        )
