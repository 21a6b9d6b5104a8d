"""A gallery: one state of each kind of drawing over small tables with the troubles of real ones."""

import random
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

from cauce.charts.drawing import draw
from cauce.charts.figure import Figure
from cauce.charts.source import Source
from cauce.engine.explore import Explore
from cauce.territory.divisions import divisions
from tests.charts.sources import Head, source_of

DEPARTMENTS = [each.name for each in divisions("gt.department")]
LEVELS = ("Ninguno", "Primaria", "Básico", "Diversificado", "Universitario")
SECTORS = (
    "Administración Legislativa, Ejecutiva y Asuntos Exteriores de la República",
    "Agua y saneamiento",
    "Educación preprimaria y primaria",
    "Salud",
    "Ordenación de desechos sólidos n.c.d.",
    "Vivienda",
    "Seguridad ciudadana",
)
DEPARTMENT = Head("Departamento", "text", "territory:gt.department")
YEAR = Head("Año", "integer", "year")

STATES = {
    "rates": {
        "ranking": "por=a&medida=mean.b",
        "histogram": "grafico=histograma&columnas=b",
        "rows": "columnas=a,b",
        "scatter": "grafico=dispersion&columnas=a,b,c",
        "multiples": "por=a&medida=mean.b&medida=sum.c&medida=count",
        "pairs": "por=a&medida=mean.b&medida=mean.f",
        "years": "por=a&medida=mean.d&medida=mean.e&medida=mean.f",
    },
    "spending": {
        "bars": "por=c&medida=sum.d",
        "years of one": "por=b&medida=sum.d",
        "few lines": "por=b,c&medida=sum.d",
        "many lines": "por=b,a&medida=mean.d",
        "stacked": "por=c,e&medida=sum.d&grafico=apiladas",
        "shares": "por=c,e&medida=share.d&grafico=apiladas",
        "levels": "por=e&medida=count",
        "dots": "por=a&medida=sum.d&comparar=b.2015.2019",
        "grouped": "por=e&medida=sum.d&comparar=b.2015.2019&grafico=barras",
        "small lines": "por=b&medida=sum.d&medida=count",
        "signed": "por=c&medida=sum.f",
        "pivot": "por=c&medida=sum.d&cruce=e",
        "years across": "por=e&medida=sum.d&cruce=b",
        "spread of groups": "por=a&medida=sum.d&grafico=histograma",
        "wide scatter": "por=a&medida=sum.d&medida=mean.f&grafico=dispersion",
    },
}

LONG = frozenset(
    (
        "rows",
        "pairs",
        "pivot",
        "levels",
        "spread of groups",
        "wide scatter",
        "few lines",
        "years across",
    )
)
"""States whose kind another one shows too: looked at by the long tests alone."""


def sources(folder: Path) -> dict[str, Source]:
    """The two tables that the gallery is drawn from; the same numbers at each run."""
    chance = random.Random(7)
    rates = [
        (
            name,
            None if at == 5 else round(chance.uniform(8, 92), 1),
            chance.randint(900, 2_750_965),
            *(round(chance.uniform(20, 60), 2) for _ in range(3)),
        )
        for at, name in enumerate(DEPARTMENTS)
    ]
    heads = [
        DEPARTMENT,
        Head("Pobreza (%)", "number", "percent", "%"),
        Head("Población", "integer"),
        Head("Puntaje 2013", "number"),
        Head("Puntaje 2016", "number"),
        Head("Puntaje 2018", "number"),
    ]
    spending = [
        (
            DEPARTMENTS[at % 22],
            2015 + at % 6 if at % 6 != 3 else 2019,
            SECTORS[at % 7] if at % 41 else None,
            round(chance.lognormvariate(12, 2), 2),
            LEVELS[at % 5],
            round(chance.gauss(0, 50), 1),
        )
        for at in range(600)
    ]
    spent = [
        DEPARTMENT,
        YEAR,
        Head("Función", "text"),
        Head("devengado_q", "number", "money", "GTQ"),
        Head("Nivel", "text"),
        Head("Saldo", "number"),
    ]
    (folder / "rates").mkdir()
    (folder / "spending").mkdir()
    return {
        "rates": source_of(folder / "rates", "Pobreza por departamento", heads, rates),
        "spending": source_of(folder / "spending", "Presupuesto", spent, spending),
    }


def state(source: Source, query: str) -> Explore:
    """The state that an address asks for, looked at as a chart."""
    return Explore.from_query(source.table, source.schema, parse_qs(f"ver=grafico&{query}"))


def figure(source: Source, query: str) -> Figure:
    """The figure of an address, which must have one."""
    drawn = draw(source, state(source, query))
    assert isinstance(drawn, Figure), drawn
    return drawn


def gallery(folder: Path) -> Iterator[tuple[str, Figure]]:
    """Every state of the gallery by name, with its figure."""
    for table, source in sources(folder).items():
        for name, query in STATES[table].items():
            yield name, figure(source, query)
