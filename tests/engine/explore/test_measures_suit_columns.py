"""Measures are asked only of columns that they say something of; the rest is explained."""

import pytest

from cauce.base.errors import Refusal
from cauce.engine.columns import Column
from cauce.engine.explore import Explore, Measure, adds_up, operations_of
from cauce.engine.explore.operations import senseless
from tests.engine.tables import column

SHA = "ab" * 32
SCHEMA = (
    column("dep", "text", label="Departamento", role="territory:gt.department"),
    column("anio", "integer", role="year", label="Año"),
    column("casos", "integer"),
    column("pob", "integer", label="Población"),
    column("monto", "number", role="money", unit="GTQ"),
    column("pct", "number", role="percent", unit="%", label="Cobertura"),
    column("urbano", "boolean"),
    column("fecha", "date"),
    column("visto", "datetime"),
    column("cui", "text", role="identifier", label="CUI"),
    column("folio", "integer", role="identifier"),
)
MANY = [
    "count",
    *(
        f"{op}.{name}"
        for op in ("sum", "mean", "min", "max", "median", "distinct")
        for name in ("casos", "pob", "anio", "monto")
    ),
]


def asked(**params: str | list[str]) -> Explore:
    lists = {name: [text] if isinstance(text, str) else text for name, text in params.items()}
    return Explore.from_query(SHA, SCHEMA, lists)


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"por": "nada"}, "no tiene una columna «nada»"),
        ({"por": "dep,dep"}, "repetido"),
        ({"por": "dep,anio,urbano,fecha"}, "entre 1 y 3"),
        ({"por": "cui"}, "No se agrupa por «CUI»: distingue a personas"),
        ({"cruce": "cui"}, "No se agrupa por «CUI»"),
        ({"comparar": "folio.1.2"}, "No se agrupa por «Folio»"),
        ({"por": "anio", "cruce": "anio"}, "a la vez grupo, cruce o comparación"),
        ({"por": "anio", "comparar": "anio.2013.2018"}, "a la vez grupo"),
        ({"cruce": "anio", "comparar": "anio.2013.2018"}, "a la vez grupo"),
        ({"medida": "sum"}, "La medida «sum» no existe"),
        ({"medida": "sum.casos.pob"}, "no existe"),
        ({"medida": "ratio.casos"}, "no existe"),
        ({"medida": "avg.casos"}, "Escriba operación.columna"),
        ({"medida": "sum.nada"}, "no tiene una columna «nada»"),
        ({"medida": "ratio.casos.nada"}, "no tiene una columna «nada»"),
        ({"medida": ["count", "count"]}, "repetido"),
        ({"medida": MANY}, r"Se piden 25 \(medidas\): escriba entre 1 y 24"),
        ({"medida": "sum.dep"}, "La suma necesita números y «Departamento» no los lleva"),
        ({"medida": "mean.urbano"}, "El promedio necesita números"),
        ({"medida": "median.fecha"}, "lleva fechas u horas. Pida el mínimo o el máximo"),
        ({"medida": "min.dep"}, "El mínimo necesita números o fechas"),
        ({"medida": "max.cui"}, "solo se cuentan filas o valores distintos"),
        ({"medida": "sum.folio"}, "solo se cuentan filas"),
        ({"medida": "ratio.casos.dep"}, "La razón de dos sumas necesita números"),
        ({"medida": "ratio.casos.casos"}, "no se divide entre sí misma"),
        ({"medida": "per_person.casos.cui"}, "distingue a personas"),
        ({"comparar": "anio.2013"}, "una columna y dos valores distintos"),
        ({"comparar": "anio.2013.2013"}, "dos valores distintos"),
        ({"comparar": "anio.2013.02013"}, "los dos dicen «2013»"),
        ({"comparar": f"dep.{'a' * 501}.b"}, "pasa de 500 letras"),
        ({"comparar": "anio.trece.2018"}, "pide un número entero y dice «trece»"),
        ({"comparar": "anio.1.2", "medida": "min.fecha"}, "medidas que sean números"),
        ({"por": "dep", "orden": "casos"}, "La respuesta no tiene una columna «casos»"),
        ({"por": "dep", "orden": "_row"}, "Ordene por una de estas: dep, count"),
        ({"por": "dep", "medida": "sum.casos", "orden": "sum_casos__c0"}, "no tiene una columna"),
        ({"cruce": "dep", "orden": "count__c30"}, "no tiene una columna"),
        ({"cruce": "dep", "medida": "median.pob", "orden": "median_pob"}, "no tiene una columna"),
    ],
)
def test_what_cannot_be_asked_is_said(params: dict[str, str | list[str]], sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence) as refusal:
        asked(**params)
    assert refusal.value.code.startswith("explore.")


@pytest.mark.parametrize(
    "params",
    [
        {"por": "dep", "orden": "-count,dep"},
        {"medida": "sum.casos", "cruce": "dep", "orden": "sum_casos,-sum_casos__c29"},
        {"medida": "sum.casos", "comparar": "anio.2013.2018", "orden": "-sum_casos_change"},
        {
            "medida": "median.casos",
            "cruce": "urbano",
            "comparar": "anio.2013.2018",
            "orden": "median_casos__c1_diff",
        },
        {"medida": ["distinct.cui", "min.fecha", "max.visto", "distinct.urbano"]},
        {"cruce": "urbano"},
        {"comparar": "urbano.sí.no"},
    ],
)
def test_what_can_be_asked_is_left_as_it_is(params: dict[str, str | list[str]]) -> None:
    explore = asked(**params)
    assert explore.aggregates
    assert Explore.from_query(SHA, SCHEMA, explore.to_params()) == explore


def test_values_compared_become_canonical() -> None:
    explore = asked(comparar="urbano.Sí.NO")
    assert explore.to_query() == "comparar=urbano.true.false"


def test_values_with_a_point_are_not_compared() -> None:
    fractions = (column("parte", "number"),)
    with pytest.raises(Refusal, match="no se comparan valores con punto decimal"):
        Explore.from_query(SHA, fractions, {"comparar": ["parte.1,5.2"]})


def test_rows_are_counted_when_nobody_says_what_is_measured() -> None:
    assert asked(por="dep").measured == (Measure("count"),)
    assert asked(por="dep").measures == ()


@pytest.mark.parametrize(
    ("label", "role", "unit", "adds"),
    [
        ("Casos", None, None, True),
        ("Monto", "money", "GTQ", True),
        ("Educación media", None, None, True),
        ("Cobertura", "percent", "%", False),
        ("Año", "year", None, False),
        ("Tasa de homicidios", None, None, False),
        ("Casos por 100 000 habitantes", None, None, False),
        ("IDH", None, None, False),
        ("Promedio de escolaridad", None, None, False),
        ("Edad", None, None, False),
        ("Código", "territory:gt.municipality", None, False),
        ("Avance", None, "%", False),
    ],
)
def test_percentages_rates_years_and_codes_do_not_add_up(
    label: str, role: str | None, unit: str | None, adds: bool
) -> None:
    one = column("x", "number", label=label, role=role, unit=unit)
    assert adds_up(one) is adds
    said = senseless(Measure("sum", "x"), {"x": one})
    assert (said is None) is adds
    assert senseless(Measure("median", "x"), {"x": one}) is None


@pytest.mark.parametrize("one", SCHEMA, ids=lambda one: one.name)
def test_every_operation_that_suits_a_column_can_be_asked_of_it(one: Column) -> None:
    for op in operations_of(one):
        measure = Measure(
            op,
            one.name,
            "pob" if op == "ratio" and one.name != "pob" else "casos" if op == "ratio" else None,
        )
        assert asked(medida=measure.text).measures == (measure,)
