"""Titles name the measure, what it is by, its filters and its years, and no technical name."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from cauce.charts.sentences import title
from cauce.engine.explore import Explore, Filter, Measure
from cauce.territory.divisions import divisions
from tests.charts.sources import Head, source_of

DEPARTMENT = Head("Departamento", "text", "territory:gt.department")
CODE = Head("Código", "text", "territory:gt.municipality")
PLACES = [(each.code, each.parent or "") for each in divisions("gt.municipality")]


def titled(
    folder: Path,
    name: str,
    heads: Sequence[Head],
    groups: str,
    measures: Sequence[str],
    **more: Any,
) -> str:
    rows = [
        tuple(
            code if head is CODE else parent if head is DEPARTMENT else _cell(head, at)
            for head in heads
        )
        for at, (code, parent) in enumerate(PLACES)
    ]
    source = source_of(folder, name, heads, rows)
    wanted = tuple(Measure.of(text) for text in measures)
    return title(source, Explore(source.table, groups=tuple(groups), measures=wanted, **more))


def _cell(head: Head, at: int) -> Any:
    match head.type:
        case "text":
            return ("aguda", "crónica")[at % 2]
        case "integer" if head.role == "year":
            return 2012 + at % 8
        case "integer":
            return 1000 + at
        case _:
            return at / 4


@pytest.mark.parametrize(
    ("name", "heads", "groups", "measures", "expected"),
    [
        (
            "Pobreza multidimensional por departamento",
            [CODE, DEPARTMENT, Head("Incidencia (%) / 2014", "number", "percent", "%")],
            "b",
            ["mean.c"],
            "Pobreza multidimensional: incidencia por departamento "
            "(promedio simple de los municipios), 2014",
        ),
        (
            "Ranking de la gestión municipal, 2013, 2016 y 2018",
            [CODE, DEPARTMENT, Head("2018", "number")],
            "a",
            ["mean.c"],
            "Ranking de la gestión municipal por municipio, 2018",
        ),
        (
            "Hogares por fuente de agua",
            [CODE, DEPARTMENT, Head("Total de hogares", "integer"), Head("Tubería", "integer")],
            "b",
            ["ratio.d.c"],
            "Hogares por fuente de agua: tubería por departamento (% de hogares)",
        ),
        (
            "Hogares por alumbrado y energía para cocinar",
            [
                CODE,
                DEPARTMENT,
                Head("Total de hogares", "integer"),
                Head("Energía para cocinar / Leña", "integer"),
            ],
            "b",
            ["ratio.d.c"],
            "Hogares por alumbrado y energía para cocinar: leña por departamento (% de hogares)",
        ),
        (
            "Casos registrados de desnutrición",
            [CODE, DEPARTMENT, Head("casos", "integer")],
            "b",
            ["sum.c"],
            "Casos registrados de desnutrición por departamento",
        ),
        (
            "Presupuesto municipal",
            [CODE, DEPARTMENT, Head("devengado_q", "integer", "money", "GTQ")],
            "b",
            ["sum.c"],
            "Presupuesto municipal: devengado por departamento",
        ),
        ("Convenios", [CODE, DEPARTMENT], "b", ["count"], "Convenios por departamento"),
    ],
)
def test_titles(
    tmp_path: Path,
    name: str,
    heads: list[Head],
    groups: str,
    measures: list[str],
    expected: str,
) -> None:
    assert titled(tmp_path, name, heads, groups, measures) == expected


def test_filters_stand_last_and_the_year_after_them(tmp_path: Path) -> None:
    heads = [
        CODE,
        DEPARTMENT,
        Head("Año", "integer", "year"),
        Head("Tipo", "text"),
        Head("Casos", "integer"),
    ]
    filters = (Filter("c", "eq", ("2019",)), Filter("d", "eq", ("aguda",)))
    assert titled(tmp_path, "Desnutrición", heads, "b", ["sum.e"], filters=filters) == (
        "Desnutrición: casos por departamento, aguda, 2019"
    )


def test_a_place_in_a_filter_is_said_by_its_name(tmp_path: Path) -> None:
    filters = (Filter("b", "eq", ("16",)),)
    heads = [CODE, DEPARTMENT, Head("Casos", "integer")]
    assert titled(tmp_path, "Casos", heads, "a", ["sum.c"], filters=filters) == (
        "Casos por municipio, Alta Verapaz"
    )
