"""Ordinals: categories that have an order of their own, which no value may disturb.

Months, ages and other spans of numbers, levels of schooling, degrees of agreement or of frequency,
yes and no, sizes. What is known is a scale's words; a set of categories is ordinal when every one
of them stands on the same scale.
"""

import re
from collections.abc import Sequence
from typing import Final

from cauce.base.calendar import month_number
from cauce.base.fold import fold

_SCALES: Final = tuple(
    tuple(re.compile(step) for step in scale)
    for scale in (
        (
            r"ningun\w*|sin (nivel|educacion|escolaridad|instruccion|estudios).*",
            r"(educacion )?(inicial|preprimaria|parvulos|preescolar|kinder).*",
            r"(educacion )?primari[ao] incompleta|algo de primaria",
            r"(educacion )?primari[ao]( completa)?|(nivel )?primario",
            r"(educacion )?(secundaria|media) incompleta",
            r"(ciclo |nivel |educacion )?(basic[oa]s?|secundari[ao]|media basica)( completa)?",
            r"(ciclo |nivel |educacion )?(diversificad[oa]|bachillerato|media)( completa)?",
            r"(educacion )?(tecnic[ao]|superior no universitari[ao]).*",
            r"(educacion )?(universitari[ao]|superior|licenciatura|universidad).*",
            r"(maestria|posgrado|postgrado|doctorado).*",
        ),
        (r"si|verdadero", r"no|falso"),
        (r"menos", r"igual", r"mas"),
        (r"nunca", r"casi nunca|rara vez", r"a veces|algunas veces", r"casi siempre", r"siempre"),
        (
            r"(muy|totalmente) en desacuerdo",
            r"en desacuerdo",
            r"ni .*ni .*|neutral|indiferente",
            r"de acuerdo",
            r"(muy|totalmente) de acuerdo",
        ),
        (
            r"(muy mal[oa]|pesim[oa])",
            r"mal[oa]",
            r"regular",
            r"buen[oa]",
            r"(muy buen[oa]|excelente)",
        ),
        (
            r"(muy|extremadamente) (baj[oa]|pequen[oa])|minim[oa]|extrem[oa] baj[oa]",
            r"baj[oa]|pequen[oa]|leve",
            r"medi[oa] baj[oa]",
            r"medi[oa]|median[oa]|moderad[oa]",
            r"medi[oa] alt[oa]",
            r"alt[oa]|grande|sever[oa]",
            r"(muy|extremadamente) (alt[oa]|grande)|critic[oa]|maxim[oa]",
        ),
        (
            r"(pobreza|pobre)s? extrem[ao]s?",
            r"(pobreza|pobre)s? no extrem[ao]s?",
            r"(no pobreza|no pobre)s?",
        ),
        (
            r"(primer|1er|i) (trimestre|cuatrimestre|semestre)|(trimestre|semestre) (1|i)",
            r"(segundo|2do|ii) (trimestre|cuatrimestre|semestre)|(trimestre|semestre) (2|ii)",
            r"(tercer|3er|iii) (trimestre|cuatrimestre)|trimestre (3|iii)",
            r"(cuarto|4to|iv) trimestre|trimestre (4|iv)",
        ),
    )
)
_SPAN: Final = re.compile(
    r"(?:de |entre )?(\d+)(?:[.,]\d+)?(?: años)?\s*(?:-|–|a|y|hasta|al)\s*(\d+)(?:[.,]\d+)?.*"
)
_UNDER: Final = re.compile(r"(?:menos de|menor(?:es)? (?:de|a|que)|hasta|<=?|≤)\s*(\d+).*")
_OVER: Final = re.compile(
    r"(?:m[aá]s de|mayor(?:es)? (?:de|a|que)|>=?|≥)\s*(\d+).*"
    r"|(\d+)(?: años)?\s*(?:\+|(?:y|o) m[aá]s).*"
)
_EXACT: Final = re.compile(r"(\d+)(?:\s+(?:años?|meses|d[ií]as|personas?|miembros))?")


def own_order(labels: Sequence[str]) -> tuple[int, ...] | None:
    """The places of the labels in the order of their scale, or None when they have none."""
    if len(labels) < 2:
        return None
    said = [fold(label) for label in labels]
    ranks = _spans([label.strip().casefold() for label in labels]) or _months(said) or _steps(said)
    if ranks is None:
        return None
    return tuple(sorted(range(len(labels)), key=lambda place: (ranks[place], place)))


def _steps(said: Sequence[str]) -> list[float] | None:
    for scale in _SCALES:
        found: list[float] = []
        for each in said:
            rank = next((at for at, step in enumerate(scale) if step.fullmatch(each)), None)
            if rank is None:
                break
            found.append(float(rank))
        if len(found) == len(said) and len(set(found)) > 1:
            return found
    return None


def _months(said: Sequence[str]) -> list[float] | None:
    numbers = [month_number(each) for each in said]
    found = [float(number) for number in numbers if number is not None]
    return found if len(found) == len(said) else None


def _spans(said: Sequence[str]) -> list[float] | None:
    """Where each span of numbers begins; what is under one begins before all the others."""
    found: list[float] = []
    for each in said:
        if match := _UNDER.fullmatch(each):
            found.append(-1.0 / (1.0 + float(match[1])))
        elif match := _OVER.fullmatch(each):
            found.append(float(match[1] or match[2]) + 0.5)
        elif match := _SPAN.fullmatch(each) or _EXACT.fullmatch(each):
            found.append(float(match[1]))
        else:
            return None
    return found
