"""What the keys of a join are called when they are counted: «331 municipios», «4 años»."""

from collections.abc import Sequence

from django.utils.translation import ngettext

from cauce.base.numerals import number_es
from cauce.engine.explore.pairs import Key


def counted_keys(count: int, keys: Sequence[Key]) -> str:
    """So many of the different keys by which two tables are joined, by what they are."""
    return _named(count, keys) % number_es(count)


def _named(count: int, keys: Sequence[Key]) -> str:
    match [key.like.partition(".")[2] or key.like for key in keys]:
        case ["department"]:
            return ngettext("%s departamento", "%s departamentos", count)
        case ["province"]:
            return ngettext("%s provincia", "%s provincias", count)
        case ["municipality"]:
            return ngettext("%s municipio", "%s municipios", count)
        case ["district"]:
            return ngettext("%s distrito", "%s distritos", count)
        case ["year"]:
            return ngettext("%s año", "%s años", count)
        case ["month"]:
            return ngettext("%s mes", "%s meses", count)
        case [_]:
            return ngettext("%s valor", "%s valores", count)
        case _:
            return ngettext("%s combinación", "%s combinaciones", count)
