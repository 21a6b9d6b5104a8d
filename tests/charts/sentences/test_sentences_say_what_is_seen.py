"""Each kind of figure has its sentence, and it says what the numbers say."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cauce.charts.sentences import sentence
from cauce.charts.source import Source
from cauce.engine.explore import Comparison, Explore, Filter, Measure, Order
from cauce.engine.profile import Histogram
from cauce.engine.query import answer
from cauce.territory.divisions import divisions
from tests.charts.sources import Head, source_of

DEPARTMENT = Head("Departamento", "text", "territory:gt.department")
SHARE = Head("Pobreza (%)", "number", "percent", "%")
YEAR = Head("Año", "integer", "year")


def said(
    source: Source, groups: Sequence[str], measures: Sequence[str], kind: Any = "bars", **more: Any
) -> str:
    wanted = tuple(Measure.of(text) for text in measures)
    explore = Explore(source.table, groups=tuple(groups), measures=wanted, limit=1000, **more)
    given = answer(explore, source.tables, source.schema)
    return sentence(kind, source, explore, given).replace("\u00a0", " ")


def test_places_from_the_highest_to_the_lowest(tmp_path: Path) -> None:
    rows = [("Alta Verapaz", 62.3), ("Petén", 40.0), ("Guatemala", 20.8)]
    source = source_of(tmp_path, "Pobreza", [DEPARTMENT, SHARE], rows)
    assert said(source, "a", ["mean.b"], "ranking") == (
        "Alta Verapaz tiene el valor más alto, 62.3 %, el triple que Guatemala, 20.8 %. "
        "El promedio simple de los departamentos es 41.0 %."
    )


def test_a_multiple_is_said_only_when_it_nearly_is_one(tmp_path: Path) -> None:
    rows = [("Alta Verapaz", 50.0), ("Guatemala", 20.0)]
    source = source_of(tmp_path, "Pobreza", [DEPARTMENT, SHARE], rows)
    told = said(source, "a", ["mean.b"], "ranking")
    assert "doble" not in told
    assert "; el más bajo es el de Guatemala, 20.0 %." in told


@pytest.mark.parametrize(
    ("values", "begins"),
    [
        ([7.0, 7.0, 7.0], "Los 3 departamentos tienen el mismo valor, 7.0 %."),
        ([9.0, 9.0, 4.0], "Alta Verapaz y Petén comparten el valor más alto, 9.0 %"),
        ([9.0, None, None], "Solo hay dato de Alta Verapaz: 9.0 %."),
        ([None, None, None], ""),
        ([-2.0, -4.0, None], "Alta Verapaz tiene el valor más alto, −2.0 %; el más bajo es el de"),
    ],
)
def test_ties_gaps_and_negatives(tmp_path: Path, values: list[Any], begins: str) -> None:
    rows = list(zip(("Alta Verapaz", "Petén", "Zacapa"), values, strict=True))
    source = source_of(tmp_path, "Pobreza", [DEPARTMENT, SHARE], rows)
    told = said(source, "a", ["mean.b"], "ranking", order=(Order("mean_b", True),))
    assert told.startswith(begins)
    assert bool(told) == bool(begins)


def test_what_is_only_written_alike_is_no_tie(tmp_path: Path) -> None:
    rows = [("Guatemala", 93.7), ("Alta Verapaz", 65.379), ("Santa Rosa", 65.373)]
    source = source_of(tmp_path, "Alfabetismo", [DEPARTMENT, SHARE], rows)
    told = said(source, "a", ["mean.b"], "ranking")
    assert "comparten" not in told
    assert "; el más bajo es el de Santa Rosa, 65.4 %." in told


def test_those_who_share_the_lowest_are_named(tmp_path: Path) -> None:
    rows = [("Guatemala", 93.7), ("Alta Verapaz", 65.4), ("Santa Rosa", 65.4)]
    source = source_of(tmp_path, "Alfabetismo", [DEPARTMENT, SHARE], rows)
    told = said(source, "a", ["mean.b"], "ranking", order=(Order("mean_b", True),))
    assert "; el más bajo, 65.4 %, lo comparten Alta Verapaz y Santa Rosa." in told


def test_what_is_hidden_is_not_called_missing(tmp_path: Path) -> None:
    heads = [DEPARTMENT, Head("Casos", "integer", marks=("<5",))]
    rows = [("Petén", 30), ("Zacapa", 20), ("Izabal", None), ("Jutiapa", None)]
    source = source_of(tmp_path, "Casos", heads, rows)
    explore = Explore(source.table, groups=("a",), measures=(Measure.of("sum.b"),))
    given = answer(explore, source.tables, source.schema)
    at = {row[0]: number for number, row in enumerate(given.rows)}
    open_ = replace(given, withheld=0, withheld_at=frozenset())
    assert "De 2 departamentos no hay dato." in sentence("ranking", source, explore, open_)
    hidden = replace(given, withheld_at=frozenset({(at["Izabal"], 1), (at["Jutiapa"], 1)}))
    told = sentence("ranking", source, explore, hidden)
    assert "Se oculta el dato de 2 departamentos." in told
    assert "no hay dato" not in told


def test_three_moments_are_told_from_the_first_to_the_last(tmp_path: Path) -> None:
    heads = [DEPARTMENT, *(Head(f"Índice {year}", "number") for year in (2006, 2011, 2014))]
    rows = [
        ("Petén", 0.4, 0.45, 0.5),
        ("San Marcos", 0.2, 0.45, 0.35),
        ("Guatemala", 0.3, 0.2, 0.2),
    ]
    source = source_of(tmp_path, "Pobreza", heads, rows)
    assert said(source, "a", ["mean.b", "mean.c", "mean.d"], "line") == (
        "De 2006 a 2014, el promedio simple de los departamentos pasó de 0.300 a 0.350. "
        "En 2014 el valor más alto es el de Petén, 0.500 (0.400 en 2006), y el más bajo, el de "
        "Guatemala, 0.200 (0.300 en 2006). "
        "Lo que más sube es San Marcos: de 0.200 a 0.350."
    )


def test_a_map_of_departments_says_who_is_near_the_ends(tmp_path: Path) -> None:
    rows = [(each.name, 10.0 + at) for at, each in enumerate(divisions("gt.department"))]
    source = source_of(tmp_path, "Pobreza", [DEPARTMENT, SHARE], rows)
    told = said(source, "a", ["mean.b"], "tiles")
    assert told.startswith("Va de 10.0 % en Guatemala a 31.0 % en ")
    assert "Entre los más altos están también " in told


def test_the_first_of_the_lowest_are_told_as_such(tmp_path: Path) -> None:
    heads = [Head("Código", "text", "territory:gt.municipality"), SHARE]
    rows = [(each.code, 10.0 + at) for at, each in enumerate(divisions("gt.municipality"))]
    source = source_of(tmp_path, "Pobreza", heads, rows)
    explore = Explore(
        source.table,
        groups=("a",),
        measures=(Measure.of("mean.b"),),
        order=(Order("mean_b"),),
        limit=15,
    )
    told = sentence("ranking", source, explore, answer(explore, source.tables, source.schema))
    assert told.startswith("Guatemala tiene el valor más bajo, 10.0")
    assert "más alto" not in told


def test_the_country_is_spoken_of_only_when_all_of_it_is_there(tmp_path: Path) -> None:
    heads = [DEPARTMENT, Head("Total de hogares", "integer"), Head("Con agua", "integer")]
    rows = [(each.name, 1000 + at, 500) for at, each in enumerate(divisions("gt.department"))]
    whole = source_of(tmp_path, "Agua", heads, rows)
    assert "En todo el país, " in said(whole, "a", ["ratio.c.b"], "ranking")
    (tmp_path / "part").mkdir()
    part = source_of(tmp_path / "part", "Agua", heads, rows[:20])
    assert "país" not in said(part, "a", ["ratio.c.b"], "ranking")
    one = (Filter("a", "in", ("Guatemala", "Petén")),)
    assert "país" not in said(whole, "a", ["ratio.c.b"], "ranking", filters=one)


def test_a_map_of_many_places_says_where_the_highest_are(tmp_path: Path) -> None:
    heads = [Head("Código", "text", "territory:gt.municipality"), Head("Índice", "number")]
    rows = [
        (each.code, 90.0 + at / 10 if each.parent == "16" else 10.0 + at / 10)
        for at, each in enumerate(divisions("gt.municipality"))
    ]
    source = source_of(tmp_path, "Índice", heads, rows)
    told = said(source, "a", ["mean.b"], "choropleth")
    assert told.startswith("Va de 10.0 en Guatemala a ")
    assert "17 están en Alta Verapaz" in told


def test_municipalities_of_one_name_are_told_apart(tmp_path: Path) -> None:
    heads = [Head("Código", "text", "territory:gt.municipality"), Head("Índice", "number")]
    rows = [("1013", 9.0), ("1218", 2.0), ("0101", 5.0)]
    source = source_of(tmp_path, "Índice", heads, rows)
    told = said(source, "a", ["mean.b"], "ranking")
    names = {each.code: each.name for each in divisions("gt.municipality")}
    assert names["1013"] in told
    if names["1013"] == names["1218"]:
        assert "(Suchitepéquez)" in told


def test_categories_that_add_up_say_their_part(tmp_path: Path) -> None:
    heads = [Head("Función", "text"), Head("Devengado (Q)", "number", "money", "GTQ")]
    source = source_of(tmp_path, "Gasto", heads, [("Salud", 6e6), ("Agua", 3e6), ("Ley", 1e6)])
    assert said(source, "a", ["sum.b"], order=(Order("sum_b", True),)) == (
        "Salud suma 6.0 millones de quetzales, el 60.0 % del total, "
        "el doble que Agua, 3.0 millones."
    )


def test_a_line_says_first_last_and_peak(tmp_path: Path) -> None:
    rows = [(2012, 100), (2013, 180), (2014, 120)]
    source = source_of(tmp_path, "Casos", [YEAR, Head("Casos", "integer")], rows)
    assert said(source, "a", ["sum.b"], "line") == (
        "De 2012 a 2014 pasó de 100 a 120 (20.0 % más); el máximo fue en 2013, 180."
    )


def test_a_steady_line_says_so(tmp_path: Path) -> None:
    rows = [(2012, 400), (2013, 300), (2014, 200)]
    source = source_of(tmp_path, "Casos", [YEAR, Head("Casos", "integer")], rows)
    assert said(source, "a", ["sum.b"], "line") == (
        "De 2012 a 2014 pasó de 400 a 200 (50.0 % menos). Bajó en cada paso."
    )


def test_two_lines_are_both_told(tmp_path: Path) -> None:
    rows = [(2012, "aguda", 5), (2013, "aguda", 6), (2012, "crónica", 9), (2013, "crónica", 3)]
    heads = [YEAR, Head("Tipo", "text"), Head("Casos", "integer")]
    source = source_of(tmp_path, "Casos", heads, rows)
    assert said(source, "ab", ["sum.c"], "line") == (
        "De 2012 a 2013, aguda pasó de 5 a 6; crónica, de 9 a 3."
    )


def test_before_and_after_count_who_rose(tmp_path: Path) -> None:
    heads = [DEPARTMENT, Head("Incidencia 2006", "number"), Head("Incidencia 2014", "number")]
    rows = [("Petén", 50.0, 60.5), ("Zacapa", 40.0, 39.0), ("Izabal", 30.0, 31.0)]
    source = source_of(tmp_path, "Pobreza", heads, rows)
    assert said(source, "a", ["mean.b", "mean.c"], "dots") == (
        "Entre 2006 y 2014 subió en 2 y bajó en 1 de 3 departamentos. "
        "El mayor cambio es el de Petén: de 50.0 a 60.5."
    )


def test_two_years_compared_count_who_rose(tmp_path: Path) -> None:
    heads = [DEPARTMENT, YEAR, Head("Escuelas", "integer")]
    rows = [("Petén", 2013, 10), ("Petén", 2018, 30), ("Zacapa", 2013, 9), ("Zacapa", 2018, 8)]
    source = source_of(tmp_path, "Escuelas", heads, rows)
    compared = Comparison("b", "2013", "2018")
    assert said(source, "a", ["sum.c"], "dots", comparison=compared) == (
        "Entre 2013 y 2018 subió en 1 y bajó en 1 de 2 departamentos. "
        "El mayor cambio es el de Petén: de 10 a 30."
    )


def test_values_of_a_pivot_are_set_side_by_side(tmp_path: Path) -> None:
    heads = [DEPARTMENT, Head("Sexo", "text"), Head("Casos", "integer")]
    rows = [("Petén", "niñas", 10), ("Petén", "niños", 30), ("Zacapa", "niñas", 9)]
    source = source_of(tmp_path, "Casos", heads, rows)
    told = said(source, "a", ["sum.c"], "grouped", pivot="b")
    assert told.endswith("La mayor distancia está en Petén: 10 y 30.")


def test_two_measures_side_by_side(tmp_path: Path) -> None:
    heads = [Head("Nivel", "text"), Head("Hombres", "number"), Head("Mujeres", "number")]
    source = source_of(tmp_path, "Nivel", heads, [("Básico", 13.1, 10.3), ("Ninguno", 14.9, 16.5)])
    told = said(source, "a", ["mean.b", "mean.c"], "grouped")
    assert told.endswith("La mayor distancia está en Básico: 13.1 y 10.3.")


def test_most_values_lie_between(tmp_path: Path) -> None:
    source = source_of(tmp_path, "x", [Head("Edad", "integer")], [(at,) for at in range(40)])
    explore = Explore(source.table, columns=("a",))
    given = answer(explore, source.tables, source.schema)
    bins = Histogram((0, 10, 20, 30, 40), (5, 20, 12, 3))
    assert sentence("histogram", source, explore, given, histogram=bins) == (
        "Más de la mitad de los valores (32 de 40) está entre 10 y 30."
    )


@pytest.mark.parametrize(
    ("turn", "begins"), [(1, "Pobreza y rezago tienden a subir juntas"), (-1, "Donde pobreza")]
)
def test_two_measures_tend_to_go_together(tmp_path: Path, turn: int, begins: str) -> None:
    heads = [Head("Pobreza", "number"), Head("Rezago", "number")]
    rows = [(float(at), float(turn * at * at)) for at in range(20)]
    source = source_of(tmp_path, "x", heads, rows)
    explore = Explore(source.table, columns=("a", "b"), limit=1000)
    given = answer(explore, source.tables, source.schema)
    assert sentence("scatter", source, explore, given).startswith(begins)
    few = Explore(source.table, columns=("a", "b"), limit=5)
    assert sentence("scatter", source, few, answer(few, source.tables, source.schema)) == ""


@pytest.mark.parametrize(("piped", "first"), [(900, "piped"), (390, "pozo")])
def test_the_greatest_part_is_no_total_of_the_others(
    tmp_path: Path, piped: int, first: str
) -> None:
    """Unless it is as much as all of them."""
    heads = [DEPARTMENT, *(Head(label, "integer") for label in ("piped", "pozo", "lluvia", "río"))]
    rows = [("Petén", piped, 200, 100, 90), ("Zacapa", piped, 200, 100, 90)]
    source = source_of(tmp_path, "Agua", heads, rows)
    told = said(source, "", ["sum.b", "sum.c", "sum.d", "sum.e"])
    assert told.startswith(f"Lo más frecuente es {first}, ")
