"""Words: how columns and levels are named in the reasons of a choice."""

from typing import Final

from cauce.base.numerals import number_es
from cauce.engine.columns import Column

_LEVELS: Final = {
    "department": ("departamento", "departamentos"),
    "municipality": ("municipio", "municipios"),
    "province": ("provincia", "provincias"),
    "district": ("distrito", "distritos"),
}

ONLY_COUNTS: Final = (
    "No hay mapa: la tabla trae cuentas sin un total que las haga comparables, y un mapa de "
    "cuentas solo mostraría dónde vive más gente."
)

PER_INHABITANT: Final = "El mapa es por habitante, para no repetir dónde vive más gente."


def quoted(column: Column) -> str:
    """The header of a column between quotation marks."""
    return f"«{' '.join((column.label or column.name).replace('_', ' ').split())}»"


def level_words(level: str, count: int = 1) -> str:
    """«municipio», «municipios»."""
    return _LEVELS[level.rpartition(".")[2]][count != 1]


def count_of(count: int, noun: str) -> str:
    """«1 año», «3 años»."""
    return f"{number_es(count)} {noun if count == 1 else f'{noun}s'}"
