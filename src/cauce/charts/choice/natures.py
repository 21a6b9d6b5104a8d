"""Natures: what kind of quantity a column holds, which decides what may be done with it.

Counts and money add up; rates, indexes, prices and levels never do. Only rates and indexes may be
mapped as they are.
"""

import re
from typing import Final, Literal

from cauce.charts.choice.labels import dated, says, vocabulary, words_of
from cauce.engine.columns import IDENTIFIER, Column
from cauce.engine.explore import operations

Nature = Literal["rate", "level", "count", "money", "extent"]
"""``rate``: shares, rates, indexes, scores. ``level``: prices, ages, temperatures, medians.
``extent``: areas and lengths, which add up and tell nothing on a map."""

_RATES: Final = vocabulary(
    "porcentaje porcentual pct tasa indice index rate idh ipm incidencia prevalencia "
    "proporcion razon ratio puntaje puntuacion calificacion score cobertura letalidad "
    "probabilidad probability densidad ctr roi alfabetismo analfabetismo"
)
_LEVELS: Final = vocabulary(
    "promedio mean mediana median precio price salario sueldo edad age temperatura "
    "temperature concentracion altura altitud altitude elevacion elevation esperanza lifeexp "
    "gdppercap percapita capita cpc cpa duracion"
)
_EXTENTS: Final = vocabulary("superficie ha km km2 hectarea extension perimetro shape")
_MONEY: Final = vocabulary(
    "monto quetzal sol dolar presupuesto gasto ingreso costo asignado vigente devengado "
    "pagado desembolsado comprometido inversion impuesto ganancia revenue cost budget"
)
_COORDINATES: Final = vocabulary("lat latitud latitude lon lng long longitud longitude")
_PER: Final = re.compile(r"x ?\d|por (?:cada )?(?:mil|cien|100|1000|habitante|persona)|per capita")
MOST_RATE: Final = 100_000
"""No rate is greater: «tasas» in millions are fees."""
_OLDEST: Final = 130
_LEAST_MONEY: Final = 1_000
"""«Inversiones» that never reach it are counted, not paid."""


def is_quantity(column: Column) -> bool:
    """Whether a column measures something: numbers that are no code, time, place or flag."""
    if column.type not in ("integer", "number") or column.distinct < 2:
        return False
    role = column.role or ""
    if role in (IDENTIFIER, "year", "month", "latitude", "longitude") or "territory" in role:
        return False
    return not (is_coordinate(column) or _is_flag(column))


def is_coordinate(column: Column) -> bool:
    """Whether a column holds latitudes or longitudes."""
    if column.role in ("latitude", "longitude"):
        return True
    if column.type != "number" or not says(column, _COORDINATES):
        return False
    return _between(column, -180, 180)


def nature_of(column: Column) -> Nature:
    """What kind of quantity a column holds."""
    unit = column.unit or ""
    if unit == "%" or column.role == "percent":
        return "rate"
    if _most(column) <= MOST_RATE and _says_rate(column):
        return "rate"
    if "/" in unit or (says(column, _LEVELS) and not _says_age_of_people(column)):
        return "level"
    if column.role == "money":
        return "money"
    if not operations.adds_up(column):
        return "level"
    if says(column, _EXTENTS) or unit in ("km²", "m²", "ha", "km", "m"):
        return "extent"
    if says(column, _MONEY) and _most(column) >= _LEAST_MONEY:
        return "money"
    return _by_its_values(column)


def adds_up(nature: Nature) -> bool:
    """Whether the sum of several values is a value of the same kind."""
    return nature in ("count", "money", "extent")


def is_bounded(column: Column) -> bool:
    """Whether all values lie between 0 and 100, as shares and scores do."""
    return _between(column, 0, 100)


def _by_its_values(column: Column) -> Nature:
    if column.type == "integer":
        return "level" if isinstance(column.min, int | float) and column.min < 0 else "count"
    if _between(column, 0, 1) or (dated(column) and is_bounded(column)):
        return "rate"
    return "level" if is_bounded(column) or _has_negatives(column) else _large(column)


def _says_rate(column: Column) -> bool:
    return says(column, _RATES) or bool(_PER.search(" ".join(words_of(column.label))))


def _says_age_of_people(column: Column) -> bool:
    """«Edad, en años / 0 a 14»: how many people are of that age."""
    return column.type == "integer" and "edad" in words_of(column.label) and _most(column) > _OLDEST


def _most(column: Column) -> float:
    return float(column.max) if isinstance(column.max, int | float) else 0.0


def _large(column: Column) -> Nature:
    """Numbers with decimals and no telling word: amounts when they run into the thousands."""
    return "money" if _most(column) >= MOST_RATE else "level"


def _has_negatives(column: Column) -> bool:
    return isinstance(column.min, int | float) and column.min < 0


def _between(column: Column, low: float, high: float) -> bool:
    least, most = column.min, column.max
    if not isinstance(least, int | float) or not isinstance(most, int | float):
        return False
    return low <= least and most <= high


def _is_flag(column: Column) -> bool:
    return column.type == "integer" and column.distinct <= 2 and _between(column, 0, 1)
