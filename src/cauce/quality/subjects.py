"""Subjects: whether a column counts persons, and how much it would hurt to know which ones.

The words of its label speak first, and those of the table (its name, title and notes) for labels
that say nothing, such as «2018» or «Total».
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal

from cauce.base.fold import fold
from cauce.engine.columns import Column

Counts = Literal["persons", "things", "nothing"]

_PERSONS: Final = re.compile(
    r"\b(?:personas?|poblacion|habitantes?|hombres?|mujeres?|ninos?|ninas?|adolescentes?|jovenes"
    r"|adultos?|ancianos?|menores|hogares|familias|estudiantes?|alumn[oa]s?|matricul\w*|inscrit\w*"
    r"|promovid\w*|repitentes?|docentes?|pacientes?|atendid[oa]s?|atenciones|consultas?|casos?"
    r"|defuncion(?:es)?|muert[eo]s?|muertes|fallecid[oa]s?|nacimientos?|nacid[oa]s?|embaraz\w*"
    r"|partos?|victimas?|denuncias?|detenid[oa]s?|herid[oa]s?|migrantes?|beneficiari[oa]s?"
    r"|trabajador(?:es|as)?|emplead[oa]s?|afiliad[oa]s?|homicidios?|femicidios?|suicidios?"
    r"|violacion(?:es)?|agresion(?:es)?|agredid[oa]s?|hospitalizad[oa]s?|egresos hospitalarios"
    r"|internad[oa]s?|diagnosticos?|enfermos?|enfermas?|iras?|neumonias?|edas?|dengue|malaria|vih"
    r"|sida|tuberculosis|covid|diarreas?|desnutricion|asma|sob|cancer|diabetes|usuari[oa]s"
    r"|masculinos?|femeninos?|masculino|indigenas?|ladin[oa]s?|mayas?|xinkas?|garifunas?)\b"
)
_THINGS: Final = re.compile(
    r"\b(?:escuelas?|colegios?|establecimientos?|instituciones?|institutos|centros?|hospitales"
    r"|puestos|locales|viviendas?|edificios?|aulas?|municipios?|distritos?|provincias|comunidades"
    r"|aldeas?|proyectos?|obras?|contratos?|procesos?|compras|bienes|vehiculos?|motos?|buques?|naves"
    r"|toneladas?|quintales?|hectareas?|manzanas|metros?|kilometros?|km|dias?|horas?|camas?|equipos?"
    r"|empresas?|cooperativas|secciones|turnos|animales|cabezas|ganado|especies|cuartos|dormitorios"
    r"|ebais|sesiones|reuniones|actividades|documentos|solicitudes|indicadores?|metas?|productos?)\b"
)
_NO_COUNT: Final = re.compile(
    r"\b(?:edad|ano|anio|anyo|year|mes|semana|dia|trimestre|codigo|cod|id|ubigeo|numero de orden"
    r"|correlativo|tasas?|porcentajes?|promedio|media|mediana|indice|indicador|razon|ranking|puesto"
    r"|posicion|puntaje|puntos?|nota|nivel|grado|latitud|longitud|coordenadas?|hijos|telefonos?"
    r"|monto|precio|valor|costo|presupuesto|quetzales|soles|fase|categoria|tipo|clase|estrato"
    r"|secuencia|version|grupo|zona|quintil|decil)\b"
)
_SENSITIVE: Final = re.compile(
    r"\b(?:salud|enfermedad(?:es)?|enfermos?|enfermas?|epidemiologic[oa]s?|epidemiologia|morbilidad"
    r"|mortalidad|defuncion(?:es)?|muert[eo]s?|muertes|fallecid[oa]s?|pacientes?|hospital\w*|clinic[oa]s?"
    r"|diagnosticos?|iras?|neumonias?|edas?|diarreas?|dengue|malaria|vih|sida|tuberculosis|covid"
    r"|cancer|diabetes|asma|desnutricion|mental|smental|psico\w*|embaraz\w*|aborto\w*|partos?"
    r"|violencia|violacion(?:es)?|agresion(?:es)?|agredid[oa]s?|homicidios?|femicidios?|suicidios?"
    r"|victimas?|delitos?|denuncias?|detenid[oa]s?|trata|extorsion(?:es)?|maltrato|discapacidad(?:es)?"
    r"|ninos?|ninas?|ninez|adolescentes?|menores de edad|infantil|infancia)\b"
)


def counts(column: Column, about: Sequence[str]) -> Counts:
    """What a column counts: persons (or households, or cases of persons), things, or nothing.

    Only whole numbers without a role count; percentages, amounts, codes, ages and years do not.
    ``about``: name, title and notes of the table.
    """
    if column.type != "integer" or column.role is not None:
        return "nothing"
    if column.unit is not None and not _PERSONS.search(_folded(column.unit)):
        return "nothing"
    label = _folded(f"{column.label} {column.unit or ''}")
    said = _said(label)
    if said is not None:
        return said
    if _NO_COUNT.search(label):
        return "nothing"
    return next((said for text in about if (said := _said(_folded(text)))), "nothing")


def is_sensitive(*texts: str) -> bool:
    """Whether texts speak of health, violence, disability or minors."""
    return any(_SENSITIVE.search(_folded(text)) for text in texts)


def _said(text: str) -> Counts | None:
    """What comes first decides: «Hogares por número de cuartos», «Escuelas con alumnos»."""
    persons, things = _PERSONS.search(text), _THINGS.search(text)
    if persons and _NO_COUNT.match(text):
        return "nothing"
    if persons and (things is None or persons.start() < things.start()):
        return "persons"
    return "things" if things else None


@lru_cache(maxsize=4096)
def _folded(text: str) -> str:
    return fold(text.replace("_", " "))
