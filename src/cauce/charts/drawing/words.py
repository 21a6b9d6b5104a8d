"""Words: headers, units and places as a drawing says them."""

import re
from collections.abc import Sequence
from typing import Final

from cauce.charts.sentences.wording import place_name as level_place_name
from cauce.engine.columns import Column
from cauce.territory.divisions import LEVELS

NO_DATUM: Final = "Sin dato"
"""What stands where a group has no name."""
NOT_GIVEN: Final = "sin dato"
"""What stands where a value is missing."""
HIDDEN: Final = "oculto"
"""What stands where a value is withheld because a count behind it is small."""
REPEATED: Final = "nombre repetido"
"""What stands for places that share a name, where a table does not say which it means."""
OUTSIDE: Final = "fuera de los filtros"
"""What stands for places that a filter leaves out of the question."""
OTHERS: Final = "Otros"

_CURRENCIES: Final = {"GTQ": "quetzales", "PEN": "soles", "USD": "dólares", "EUR": "euros"}
_LEVELS: Final = {
    "department": "Departamento",
    "municipality": "Municipio",
    "province": "Provincia",
    "district": "Distrito",
}
_MARKS: Final = {"q": "GTQ", "s": "PEN", "us": "USD"}
_MARKED: Final = re.compile(
    r"[\s_]*(?:\((?:q\.?|s/\.?|us\$|\$|%|gtq|pen|usd|porcentaje)\)|_(?:q|us|usd|gtq|pen|pct)|\(%\))\s*$",
    re.IGNORECASE,
)
_UNACCENTED: Final = {
    "anio": "año",
    "anios": "años",
    "poblacion": "población",
    "codigo": "código",
    "funcion": "función",
    "ninos": "niños",
    "ninas": "niñas",
    "educacion": "educación",
    "inversion": "inversión",
    "indice": "índice",
    "numero": "número",
    "dias": "días",
    "idh": "IDH",
    "ipm": "IPM",
    "pib": "PIB",
    "pct": "",
}


def humane(label: str) -> str:
    """A header as people would write it: «devengado_q» → «Devengado», without its unit's mark."""
    bare = _MARKED.sub("", label.strip()) or label.strip()
    if "_" in bare or bare.islower():
        bare = " ".join(
            said for word in bare.replace("_", " ").split() if (said := _UNACCENTED.get(word, word))
        )
    return bare[:1].upper() + bare[1:]


def level_name(column: Column) -> str:
    """What the places of a column are: «Departamento»; its header when nobody knows."""
    return _LEVELS.get((column.role or "").rpartition(".")[2]) or humane(column.label)


def unit_of(column: Column) -> str:
    """The unit in words: «%», «quetzales», «km²»; empty without one.

    A column of money whose unit nobody said is of the currency that its header ends in.
    """
    unit = column.unit
    if unit is None and column.role == "money":
        unit = _MARKS.get(re.split(r"[_\W]+", column.label.casefold().rstrip(")"))[-1])
    return _CURRENCIES.get(unit or "", unit or "")


def place_name(column: Column, text: str) -> str:
    """The name of the place that a code of the column means; a name itself without shouting."""
    level = (column.role or "").removeprefix("territory:")
    return level_place_name(level, text) if level in LEVELS else text


def without_common_start(labels: Sequence[str]) -> tuple[str, ...]:
    """The labels without the heading that all of them share: «Edad / 0 a 14» → «0 a 14»."""
    parts = [re.split(r"\s+/\s+", label) for label in labels]
    if len(labels) > 1:
        while all(len(each) > 1 for each in parts) and len({each[0] for each in parts}) == 1:
            parts = [each[1:] for each in parts]
    return tuple(" / ".join(each) for each in parts)
