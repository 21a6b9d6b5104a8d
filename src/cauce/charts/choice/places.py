"""Places: tables with one row a territory."""

from cauce.charts.choice import states
from cauce.charts.choice.anatomy import Anatomy, Family, Place
from cauce.charts.choice.coverage import counts_by
from cauce.charts.choice.denominators import counts_behind, is_score
from cauce.charts.choice.labels import dated, roots, says, vocabulary
from cauce.charts.choice.measuring import measure_of, per_inhabitant, widest_map
from cauce.charts.choice.offer import Offer
from cauce.charts.choice.totals import Part, partitions, telling_part, telling_partition
from cauce.charts.choice.words import ONLY_COUNTS, PER_INHABITANT, count_of, level_words, quoted
from cauce.engine.columns import Column
from cauce.engine.explore import Measure
from cauce.engine.query import answer

_ALTITUDE = vocabulary("altitud altitude altura elevacion")
_OVER = 1.005
"""Part of its total beyond which a part is none, allowing for rounding."""
_FEWEST_DOTS = 12
_MANY_PARTS = 12
_MOST_MOMENTS = 8
"""Years in headers that are followed: the last of them."""
"""Parts of a total from which the parts themselves are the first thing to see."""


def of_years_in_headers(anatomy: Anatomy, family: Family, place: Place) -> Offer:
    """One quantity with a column a year: all of its years, and the map of the last."""
    offer = Offer()
    latest = family.latest
    if _of_places_alone(anatomy, latest, place):
        _of_rate(offer, anatomy, latest, place)
        return offer
    _tell_of_sparse_years(offer, anatomy, family)
    axis = anatomy.departments or place
    table = anatomy.source.table
    compared = [measure_of(anatomy, each) for each in family.columns[-_MOST_MOMENTS:]]
    if axis.count <= states.MOST_PLACES_IN_FULL:
        offer.add(states.side_by_side(table, axis.key, compared), _of_moments(family))
    _map_of(offer, anatomy, latest, place)
    offer.add(
        states.ranked_places(table, axis, compared[-1]),
        "En orden se ve quién está arriba y quién abajo en el último año.",
    )
    return offer


def _tell_of_sparse_years(offer: Offer, anatomy: Anatomy, family: Family) -> None:
    """Years that are not shown beside the others, for too many places have no value then."""
    for column in anatomy.source.schema:
        said = dated(column)
        if said is None or said.base != family.base or column in family.columns:
            continue
        known = anatomy.rows - column.nulls
        offer.warnings.append(
            f"{said.year} no se muestra junto a los otros años: solo {known} de {anatomy.rows} "
            "filas traen el dato."
        )


def _of_moments(family: Family) -> str:
    span = f"De {family.years[0]} a {family.years[-1]}"
    if len(family.years) == 2:
        return f"{span}: se ve qué cambió entre los dos años que trae la tabla."
    return f"{span}: se ven los {len(family.years)} años que trae la tabla."


def of_one_row_each(anatomy: Anatomy, place: Place) -> Offer:
    """Territories with their indicators, counts or both."""
    offer = Offer()
    rates = anatomy.of("rate")
    part = telling_part(anatomy)
    if rates and not (part and _better(anatomy, part, rates[0])):
        _of_rate(offer, anatomy, rates[0], place)
    elif part is not None and not _exceeds(offer, anatomy, part, place):
        _of_part(offer, anatomy, part, place)
    else:
        _of_amounts(offer, anatomy, place)
    _scatter(offer, anatomy)
    return offer


def _better(anatomy: Anatomy, part: Part, rate: Column) -> bool:
    """Whether a part of a total tells more than a rate that the title does not speak of."""
    order = [each.name for each in anatomy.quantities]
    return order.index(part.column.name) < order.index(rate.name)


def _of_places_alone(anatomy: Anatomy, column: Column, place: Place) -> bool:
    """Whether a column may be shown of the places of the rows alone, for it is divided by something
    that wider places have more or less of."""
    departments = anatomy.departments
    if departments is None or departments is place or is_score(column):
        return False
    return anatomy.natures[column.name] == "rate" and not _repeats(anatomy, column, departments)


def _of_rate(offer: Offer, anatomy: Anatomy, column: Column, place: Place) -> None:
    if _of_places_alone(anatomy, column, place):
        part = counts_behind(anatomy, column)
        if part is not None and not _exceeds(offer, anatomy, part, place):
            _of_part(offer, anatomy, part, place)
        else:
            _of_own_places(offer, anatomy, column, place)
        return
    axis = anatomy.departments or place
    offer.add(
        states.ranked_places(
            anatomy.source.table, axis, measure_of(anatomy, column), within=_within(anatomy, axis)
        ),
        f"{quoted(column)} se puede comparar entre territorios de cualquier tamaño: va en orden.",
    )
    _map_of(offer, anatomy, column, place)


def _of_own_places(offer: Offer, anatomy: Anatomy, column: Column, place: Place) -> None:
    """A percentage of the places of the rows: their map first, then the highest, then the lowest.

    A wider place's is not the mean of theirs.
    """
    table, measure = anatomy.source.table, measure_of(anatomy, column)
    shown = widest_map(anatomy, place)
    each = level_words(place.level)
    if shown is place:
        offer.add(
            states.mapped(table, place, measure), f"Mapa de {quoted(column)}: un valor por {each}."
        )
    else:
        offer.no_map = (
            f"No hay mapa de {level_words(place.level, 2)}, y {quoted(column)} de un departamento "
            f"no es el promedio de las de cada {each}."
        )
        if shown is not None:
            _warn_of_mistyped(offer, anatomy, place, None)
    within = _within(anatomy, place)
    for descending, which in ((True, "altos"), (False, "bajos")):
        if descending or place.count > states.MOST_PLACES_IN_FULL:
            offer.add(
                states.ranked_places(table, place, measure, within=within, descending=descending),
                f"Los valores más {which} de {quoted(column)}.",
            )


def _of_part(offer: Offer, anatomy: Anatomy, part: Part, place: Place) -> None:
    table, measure = anatomy.source.table, Measure("ratio", part.column.name, part.whole.name)
    axis = anatomy.departments or place
    said = f"{quoted(part.column)} como parte de {quoted(part.whole)}"
    offer.add(
        states.ranked_places(table, axis, measure, within=_within(anatomy, axis)),
        f"{said}: así se comparan territorios grandes y pequeños.",
    )
    if (shown := widest_map(anatomy, place)) is not None:
        _warn_of_mistyped(offer, anatomy, place, shown)
        offer.add(states.mapped(table, shown, measure), f"El mapa muestra {said}, no cuentas.")
    else:
        offer.no_map = _no_shapes(place)
    _parts(offer, anatomy, part)


def _parts(offer: Offer, anatomy: Anatomy, part: Part) -> None:
    """All parts of the total side by side; before everything else when they are very many."""
    group = telling_partition(anatomy)
    if not group:
        return
    state = states.parts(anatomy.source.table, [Measure("sum", each.name) for each in group])
    every = max(map(len, partitions(anatomy)))
    reason = f"Las {len(group)} mayores de las {every} columnas que hacen {quoted(part.whole)}."
    if len(group) == every:
        reason = f"Las columnas juntas hacen {quoted(part.whole)}: se ve cuánto es cada una."
    if every >= _MANY_PARTS:
        offer.states.insert(0, (state, reason))
    else:
        offer.add(state, reason)


def _of_amounts(offer: Offer, anatomy: Anatomy, place: Place) -> None:
    """Counts, money or levels without a total: bars, and a map only per inhabitant."""
    column = next(iter(anatomy.quantities), None)
    if column is None:
        return
    table = anatomy.source.table
    additive = anatomy.additive(column)
    axis = (anatomy.departments or place) if additive else place
    offer.add(
        states.ranked_places(
            table, axis, measure_of(anatomy, column), within=_within(anatomy, axis)
        ),
        f"{quoted(column)} va en barras, de mayor a menor.",
    )
    rate = per_inhabitant(anatomy, column, place) if additive else None
    shown = widest_map(anatomy, place)
    if rate is not None and shown is not None:
        offer.add(states.mapped(table, shown, rate), PER_INHABITANT)
    elif not additive and shown is not None and not says(column, _ALTITUDE):
        offer.add(
            states.mapped(table, shown, measure_of(anatomy, column)), "Un valor por territorio."
        )
    elif additive:
        offer.no_map = ONLY_COUNTS
    else:
        offer.no_map = _no_shapes(place)


def _map_of(offer: Offer, anatomy: Anatomy, column: Column, place: Place) -> None:
    """The map of one rate or level, by department when its values are the department's."""
    shown = widest_map(anatomy, place)
    if shown is None:
        offer.no_map = _no_shapes(place)
        return
    reason = f"Mapa de {quoted(column)} por {level_words(shown.level)}, en cinco clases."
    departments = anatomy.departments
    if departments and shown is not departments and _repeats(anatomy, column, departments):
        shown = departments
        reason = (
            f"{quoted(column)} repite en cada {level_words(place.level)} el valor de su "
            "departamento: el mapa es por departamento."
        )
    elif shown is not place:
        _warn_of_mistyped(offer, anatomy, place, shown)
    if anatomy.natures[column.name] not in ("rate", "level"):
        offer.no_map = ONLY_COUNTS
        return
    offer.add(states.mapped(anatomy.source.table, shown, measure_of(anatomy, column)), reason)


def _repeats(anatomy: Anatomy, column: Column, departments: Place) -> bool:
    """Whether every place of a department has the same value."""
    if column.distinct > departments.count or anatomy.rows <= 2 * departments.count:
        return False
    ends = counts_by(
        anatomy, (departments.key,), (Measure("min", column.name), Measure("max", column.name))
    )
    return all(least == most for _, least, most in ends)


def _exceeds(offer: Offer, anatomy: Anatomy, part: Part, place: Place) -> bool:
    """Whether somewhere the part is more than its total: then one of the two is wrong."""
    source = anatomy.source
    measure = Measure("ratio", part.column.name, part.whole.name)
    drawn = states.mapped(source.table, widest_map(anatomy, place) or place, measure)
    top = answer(drawn, source.tables, source.schema, source.joinable).rows[:1]
    if not top or top[0][1] is None or top[0][1] <= _OVER:
        return False
    offer.warnings.append(
        f"En algún territorio {quoted(part.column)} es más que {quoted(part.whole)}: no se "
        "muestra como parte suya."
    )
    return True


def _scatter(offer: Offer, anatomy: Anatomy) -> None:
    """Two rates against each other, when there are enough places to see a pattern."""
    rates = [each for each in anatomy.of("rate") if each.nulls <= 0.2 * anatomy.rows]
    if not rates or anatomy.rows < _FEWEST_DOTS or len(offer.states) > 2:
        return
    first = rates[0]
    other = next((each for each in rates if not roots(each.label) & roots(first.label)), None)
    if other is not None:
        offer.add(
            states.plain(anatomy.source.table, (first, other), "scatter"),
            f"{quoted(first)} y {quoted(other)}: se ve si van juntas.",
        )


def _within(anatomy: Anatomy, place: Place) -> Place | None:
    """The departments, to tell municipalities of one name apart."""
    departments = anatomy.departments
    return departments if departments and place is not departments else None


def _warn_of_mistyped(offer: Offer, anatomy: Anatomy, place: Place, shown: Place | None) -> None:
    if shown is not place and anatomy.nearly_one_place_a_row and not anatomy.one_place_a_row:
        more = anatomy.rows - place.count
        until = "el mapa es por departamento" if shown else "no hay mapa"
        offer.warnings.append(
            f"{count_of(more, 'fila')} {'repite' if more == 1 else 'repiten'} el "
            f"{level_words(place.level)} de otra: {until} hasta que se corrija."
        )


def _no_shapes(place: Place) -> str:
    return (
        f"No hay mapa: la instalación no tiene todavía el de {level_words(place.level, 2)}, y la "
        "tabla no cubre los departamentos del país."
    )
