"""Subjects: whether a column counts persons, and how much it would hurt to know which ones.

The words of its label speak first. Labels that say nothing («2018», «Total», «85 - 89») are of what
the table counts by its name, title and notes, unless they stand before a column of places or
periods, or before the first of texts: numbers among those are codes. Labels that begin with a
figure or say «total» are no codes wherever they stand.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal

from cauce.base.fold import fold
from cauce.engine.columns import Column

Counts = Literal["persons", "things", "nothing", "unsaid"]

_PERSONS: Final = re.compile(
    r"\b(?:personas?|poblacion|habitantes?|hombres?|mujeres?|ninos?|ninas?|adolescentes?|jovenes"
    r"|adultos?|ancianos?|menores|hogares|estudiantes?|alumn[oa]s?|matricul\w*|inscrit\w*"
    r"|promovid\w*|repitentes?|docentes?|pacientes?|atendid[oa]s?|atenciones|consultas?|casos?"
    r"|defuncion(?:es)?|muert[eo]s?|muertes|fallecid[oa]s?|nacimientos|nacid[oa]s?|embaraz\w*"
    r"|partos?|victimas?|denuncias?|detenid[oa]s?|herid[oa]s?|migrantes?|beneficiari[oa]s?"
    r"|trabajador(?:es|as)?|emplead[oa]s?|afiliad[oa]s?|homicidios?|femicidios?|suicidios?"
    r"|violacion(?:es)?|agresion(?:es)?|agredid[oa]s?|hospitalizad[oa]s?|egresos hospitalarios"
    r"|internad[oa]s?|diagnosticos?|enfermos?|enfermas?|iras?|neumonias?|edas?|dengue|malaria|vih"
    r"|sida|tuberculosis|covid|diarreas?|desnutricion|asma|sob|cancer|diabetes|usuari[oa]s"
    r"|masculinos?|femeninos?|masculino|indigenas?|ladin[oa]s?|mayas?|xinkas?|garifunas?)\b"
)
_FAMILIES: Final = re.compile(r"\bfamilias\b")
"""Persons in the label of a column; in the name of a table also families of goods."""
_ORIGIN: Final = re.compile(
    r"(?:fuentes?|notas?|elabora\w*|publicad\w*|republica|ministerio|instituto|secretaria"
    r"|direccion|gobierno|contraloria|municipalidad|gerencia|oficina|unidad)\b"
)
"""Titles and notes that say who made the table rather than what it is about."""
_OPEN: Final = re.compile(r"^(?:[0-9]|total|cantidad|frecuencia|se [0-9])|\b(?:total|o mas)$")
_FOR: Final = re.compile(r"\bpara (?:\w+ ){0,2}?\w+")
"""Whom things are for: «Ayuda para personas» counts no persons."""
_THINGS: Final = re.compile(
    r"\b(?:escuelas?|colegios?|establecimientos?|instituciones?|institutos|centros?|hospitales"
    r"|puestos|locales|viviendas?|edificios?|aulas?|municipios?|distritos?|provincias|comunidades"
    r"|aldeas?|proyectos?|obras?|contratos?|procesos?|compras|bienes|vehiculos?|motos?|buques?|naves"
    r"|toneladas?|quintales?|hectareas?|manzanas|metros?|kilometros?|km|dias?|horas?|camas?|equipos?"
    r"|empresas?|cooperativas|secciones|turnos|animales|cabezas|ganado|especies|cuartos|dormitorios"
    r"|ebais|sesiones|reuniones|actividades|documentos|solicitudes|indicadores?|metas?|productos?)\b"
)
_NO_COUNT: Final = re.compile(
    r"^(?:edad|ano|anio|year|mes|semana|dia|trimestre|codigo|cod|id|ubigeo|numero de orden"
    r"|correlativo|nro|puesto|posicion|telefonos?|secuencia|version|zona|altitud|sub reg)\b"
    r"|^(?:tipo|clase|categoria|nivel|grado|grupo|fase|estrato)(?: de \w+)?$"
    r"|^hijos$|^(?:numero|total|cantidad) de hijos\b"
    r"|\b(?:tasas?|porcentajes?|promedio|media|mediana|indice|indicador|razon|ranking|puntaje"
    r"|puntos?|nota|latitud|longitud|coordenadas?|monto|precio|valor|costo|presupuesto|quetzales"
    r"|soles|quintil|decil|letalidad|codigo)\b"
)
"""What is no count: ages, periods, codes and places in a series where the label begins with them;
rates, indices and amounts wherever it says so."""
_SENSITIVE: Final = re.compile(
    r"\b(?:salud|enfermedad(?:es)?|enfermos?|enfermas?|epidemiologic[oa]s?|epidemiologia|morbilidad"
    r"|mortalidad|defuncion(?:es)?|muert[eo]s?|muertes|fallecid[oa]s?|pacientes?|hospital\w*|clinic[oa]s?"
    r"|diagnosticos?|iras?|neumonias?|edas?|diarreas?|dengue|malaria|vih|sida|tuberculosis|covid"
    r"|cancer|diabetes|asma|desnutricion|mental|smental|psico\w*|embaraz\w*|aborto\w*|partos?"
    r"|violencia|violacion(?:es)?|agresion(?:es)?|agredid[oa]s?|homicidios?|femicidios?|suicidios?"
    r"|victimas?|delitos?|denuncias?|detenid[oa]s?|trata|extorsion(?:es)?|maltrato|discapacidad(?:es)?"
    r"|ninos?|ninas?|ninez|adolescentes?|menores de edad|infantil|infancia)\b"
)


def counting_persons(columns: Sequence[Column], about: Sequence[str]) -> list[Column]:
    """The columns that count persons, households, or cases of persons.

    Only whole numbers without a role count; percentages, amounts, codes, ages and years do not.
    ``about``: name, title and notes of the table, those that say most first.
    """
    of_table = next((told for text in about if (told := _table_said(_folded(text)))), None)
    after = _last_dimension(columns)
    return [
        one
        for place, one in enumerate(columns)
        if (said := counts(one)) == "persons"
        or (
            said == "unsaid"
            and of_table == "persons"
            and (place > after or _OPEN.search(_folded(one.label)))
        )
    ]


def _last_dimension(columns: Sequence[Column]) -> int:
    """Where the places and periods of a table end, or its first column of texts; -1 without any."""
    roles = [
        place
        for place, one in enumerate(columns)
        if one.role in ("year", "month") or (one.role or "").startswith("territory:")
    ]
    texts = [place for place, one in enumerate(columns) if one.type == "text"]
    return max([*roles, *texts[:1]], default=-1)


def counts(column: Column) -> Counts:
    """What a column counts by its own label and unit."""
    if column.type != "integer" or column.role is not None:
        return "nothing"
    if column.unit is not None and not _PERSONS.search(_folded(column.unit)):
        return "nothing"
    label = _folded(f"{column.label} {column.unit or ''}")
    said = _said(label, families=True)
    if _NO_COUNT.match(label) if said == "persons" else _NO_COUNT.search(label):
        return "nothing"
    return said or "unsaid"


def is_sensitive(*texts: str) -> bool:
    """Whether texts speak of health, violence, disability or minors."""
    folded = [text for text in map(_folded, texts) if not _ORIGIN.match(text)]
    return any(map(_SENSITIVE.search, folded))


def _said(text: str, *, families: bool = False) -> Counts | None:
    """What comes first decides: «Hogares por número de cuartos», «Escuelas con alumnos»."""
    text = _FOR.sub("", text)
    persons, things = _PERSONS.search(text), _THINGS.search(text)
    if persons is None and families:
        persons = _FAMILIES.search(text)
    if persons and (things is None or persons.start() < things.start()):
        return "persons"
    return "things" if things else None


def _table_said(text: str) -> Counts | None:
    """The same of a title; one of health or violence that names no things first is of persons."""
    if _ORIGIN.match(text):
        return None
    sensitive, things = _SENSITIVE.search(text), _THINGS.search(text)
    if sensitive and (things is None or sensitive.start() < things.start()):
        return "persons"
    return _said(text)


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return fold(text.replace("_", " "))
