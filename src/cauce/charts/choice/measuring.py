"""Measuring: the operation by which a column may be shown for several rows at once."""

from collections.abc import Sequence
from typing import Final

from cauce.charts.choice.anatomy import Anatomy, Place
from cauce.charts.choice.labels import says, vocabulary, words_of
from cauce.engine.columns import Column
from cauce.engine.explore import Filter, Measure
from cauce.territory.population import population
from cauce.territory.shapes import shapes

_PEOPLE: Final = vocabulary(
    "caso persona nino nina hombre mujer nacimiento defuncion muerte beneficiario alumno "
    "alumna estudiante atendido atencion victima paciente usuario migrante afiliado homicidio "
    "hecho consulta denuncia desaparecido becario becado docente maestro vacunado"
)
_UNNAMED: Final = vocabulary("cantidad numero total conteo valor n")
"""Headers that leave it to the title to say what is counted."""
_OF_PEOPLE: Final = vocabulary("desnutricion mortalidad violencia enfermedad morbilidad") | _PEOPLE
_DRAWN: Final = frozenset({"gt.department", "gt.municipality", "pe.department"})
"""Levels that every installation can draw."""


def measure_of(anatomy: Anatomy, column: Column) -> Measure:
    """The sum of what adds up, the simple mean of everything else."""
    return Measure("sum" if anatomy.additive(column) else "mean", column.name)


def per_inhabitant(
    anatomy: Anatomy, column: Column, place: Place, filters: Sequence[Filter] = ()
) -> Measure | None:
    """The count or money per inhabitant, where the place's inhabitants are known.

    Inhabitants are of one year: ``filters`` must leave one of every column of years.
    """
    of_one_year = {one.column for one in filters if one.op == "eq"}
    schema = anatomy.source.schema
    if any(
        each.role == "year" and each.distinct != 1 and each.name not in of_one_year
        for each in schema
    ):
        return None
    counts_people = says(column, _PEOPLE) or (
        says(column, _UNNAMED) and not _OF_PEOPLE.isdisjoint(words_of(anatomy.source.title))
    )
    of_people = anatomy.natures[column.name] == "count" and counts_people
    if not (of_people or anatomy.natures[column.name] == "money"):
        return None
    return Measure("per_person", column.name) if population(place.level) else None


def can_be_mapped(anatomy: Anatomy, place: Place) -> bool:
    """Whether there is a map, or a grid of departments, of that level."""
    if place.level in _DRAWN:
        return True
    maps = anatomy.source.maps
    return maps is not None and shapes(place.level, maps=maps) is not None


def widest_map(anatomy: Anatomy, place: Place) -> Place | None:
    """The level to map: the place's own, or the departments when that has no map."""
    if can_be_mapped(anatomy, place) and not _mistyped(anatomy, place):
        return place
    departments = anatomy.departments
    return departments if departments and anatomy.covers_a_country else None


def _mistyped(anatomy: Anatomy, place: Place) -> bool:
    """Whether some rows repeat a place that every other row has once."""
    return (
        anatomy.nearly_one_place_a_row and not anatomy.one_place_a_row and place is anatomy.finest
    )
