"""Columns of a made-up budget, for tests of the explorer's parts."""

from dataclasses import replace

from cauce.engine.columns import Column
from cauce.engine.explore import Explore, Joinable


def column(name, label, type_="text", role=None, unit=None, distinct=5):
    """A column as a reading describes it."""
    return Column(name, label, type_, role, unit, 0, {}, distinct, None, None, None, ())


BUDGET = (
    column("codigo", "Código", role="territory:gt.municipality", distinct=340),
    column("departamento", "Departamento", role="territory:gt.department", distinct=22),
    column("anio", "Año", "integer", "year", distinct=4),
    column("funcion", "Función", distinct=9),
    column("devengado", "Devengado", "number", "money", "GTQ", distinct=900),
    column("vigente", "Vigente", "number", "money", "GTQ", distinct=900),
    column("avance", "Avance", "number", "percent", "%", distinct=800),
    column("poblacion", "Población", "integer", distinct=340),
    column("dpi", "DPI", role="identifier", distinct=900),
)
SECOND = Joinable(
    "agua-2018/hogares",
    "b" * 64,
    (
        replace(BUDGET[0], name="codigo_municipio"),
        column("hogares", "Hogares", "integer", distinct=340),
    ),
    "Hogares con agua",
)
TABLE = "a" * 64


def asked(query, joinable=None):
    """The state that a query string asks of the budget."""
    from urllib.parse import parse_qs

    return Explore.from_query(TABLE, BUDGET, parse_qs(query), joinable)
