"""An atlas: one state of each kind of map over small tables made here."""

import math
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

MUNICIPALITIES = divisions("gt.municipality")
CODE = Head("Código", "text", "territory:gt.municipality")
MUNICIPALITY = Head("Municipio", "text", "territory:gt.municipality")
DEPARTMENT = Head("Departamento", "text", "territory:gt.department")
YEAR = Head("Año", "integer", "year")

STATES = {
    "ranking": {
        "municipalities": "por=a&medida=mean.d&ver=mapa",
        "by names": "por=b,c&medida=mean.d&ver=mapa",
        "natural": "por=a&medida=mean.d&clases=naturales&ver=mapa",
        "equal": "por=a&medida=mean.d&clases=iguales&ver=mapa",
        "departments": "por=c&medida=mean.d&ver=mapa",
        "zoom": "por=a&medida=mean.d&zoom=13&ver=mapa",
        "zoom two": "por=a&medida=mean.d&zoom=16&ver=mapa",
        "repeated": "por=a&medida=mean.e&ver=mapa",
        "rows": "columnas=a,d&ver=mapa",
        "share": "por=c&medida=ratio.f.g&ver=mapa",
        "rare": "por=c&medida=per_person.h&ver=mapa",
    },
    "years": {
        "departments by year": "por=a,b&medida=mean.c&ver=mapa",
        "pivoted": "por=a&medida=mean.c&cruce=b&ver=mapa",
        "compared": "por=a&medida=mean.c&comparar=b.2014.2018&ver=mapa",
    },
    "municipal years": {"municipalities by year": "por=a,b&medida=mean.c&ver=mapa"},
    "peru": {"tiles": "por=a&medida=mean.b&ver=mapa"},
    "schools": {"points": "columnas=a,b,c&ver=mapa"},
    "many": {"cells": "columnas=a,b&ver=mapa"},
}


def sources(folder: Path) -> dict[str, Source]:
    """The tables that the atlas is drawn from; the same numbers at each run."""
    chance = random.Random(11)
    made = {
        "ranking": ("Ranking de la gestión municipal 2018", *_ranking(chance)),
        "years": ("Pobreza", *_years(chance)),
        "municipal years": ("Agua entubada", *_municipal_years(chance)),
        "peru": (
            "Anemia infantil",
            [
                Head("Departamento", "text", "territory:pe.department"),
                Head("Anemia", "number", "percent", "%"),
            ],
            [
                (each.code, round(chance.uniform(20, 70), 1))
                for each in divisions("pe.department")[:-1]
            ],
        ),
        "schools": (
            "Escuelas",
            [
                Head("Escuela", "text"),
                Head("Latitud", "number", "latitude"),
                Head("Longitud", "number", "longitude"),
            ],
            [(f"Escuela {n}", *_place(chance)) for n in range(900)] + [("Sin lugar", None, None)],
        ),
        "many": (
            "Accidentes",
            [Head("Latitud", "number", "latitude"), Head("Longitud", "number", "longitude")],
            [_place(chance) for _ in range(7000)],
        ),
    }
    found = {}
    for name, (title, heads, rows) in made.items():
        (folder / name).mkdir()
        country = "pe" if name == "peru" else "gt"
        found[name] = source_of(folder / name, title, heads, rows, country=country)
    return found


Table = tuple[list[Head], list[tuple[object, ...]]]


def _ranking(chance: random.Random) -> Table:
    rows: list[tuple[object, ...]] = []
    for at, each in enumerate(MUNICIPALITIES):
        department = int(each.code[:2])
        score = 37 + 9 * math.sin(department * 1.7) + chance.gauss(0, 7)
        households = chance.randint(900, 60_000)
        rows.append(
            (
                each.code,
                each.name,
                each.ancestors[0].name,
                None if at % 41 == 7 else round(score, 1),
                round(30 + 10 * math.cos(department), 1),
                round(households * chance.uniform(0.2, 0.9)),
                households,
                chance.randint(0, 60),
            )
        )
    heads = [
        CODE,
        MUNICIPALITY,
        DEPARTMENT,
        Head("Puntaje", "number", None, "puntos de 100"),
        Head("Pobreza del departamento", "number", "percent", "%"),
        Head("Hogares con agua", "integer"),
        Head("Hogares", "integer"),
        Head("Homicidios", "integer"),
    ]
    return heads, rows


def _years(chance: random.Random) -> Table:
    return [DEPARTMENT, YEAR, Head("Pobreza", "number", "percent", "%")], [
        (each.name, year, round(40 + 15 * math.sin(int(each.code)) + (2018 - year) * 2, 1))
        for each in divisions("gt.department")
        for year in (2006, 2010, 2014, 2016, 2018)
        if (each.code, year) != ("17", 2006)
    ]


def _municipal_years(chance: random.Random) -> Table:
    return [CODE, YEAR, Head("Agua entubada", "number", "percent", "%")], [
        (each.code, year, round(min(100, max(0, 50 + chance.gauss(0, 25) + year - 2010)), 1))
        for each in MUNICIPALITIES
        for year in (2002, 2012, 2018)
    ]


def _place(chance: random.Random) -> tuple[float, float]:
    return round(chance.gauss(14.9, 0.4), 5), round(chance.gauss(-90.7, 0.6), 5)


def state(source: Source, query: str) -> Explore:
    """The state that an address asks for."""
    return Explore.from_query(source.table, source.schema, parse_qs(query))


def atlas(folder: Path) -> Iterator[tuple[str, Figure]]:
    """Every map by the name of its state."""
    for table, source in sources(folder).items():
        for name, query in STATES[table].items():
            drawn = draw(source, state(source, query))
            assert isinstance(drawn, Figure), (name, drawn)
            yield name, drawn
